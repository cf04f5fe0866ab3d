"""Bytes to one clean text to learn from, every change said. Needs neither torch nor Streamlit."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from rnnkit.data.decisions import Decisions
from rnnkit.data.limits import TextLimits
from rnnkit.data.numbers.marks import without_long_runs
from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import refuse_binary, refuse_other_kinds
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.table import Change
from rnnkit.data.text.documents import looks_like_documents
from rnnkit.errors import DataError
from rnnkit.words import plural, t

LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Tabs and line ends stay; so do joiners, without which emoji and several scripts fall apart.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NEVER = re.compile("[\x00\ud800-\udfff]")  # what no database and no file in UTF-8 can hold
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
MOSTLY_CJK = 0.3
ENOUGH_WORDS = 1_000_000  # below, a minute of training learns spelling but hardly any words


class TextOverrides(Decisions):
    """What the person fixed; `None` or empty means: find out."""

    encoding: str | None = Field(None, max_length=40)
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")


@dataclass(frozen=True)
class Text:
    """A clean text, what was understood of it, and every change that was made to it.

    `understood` is JSON-able: encoding, characters, lines, words, distinct (characters), cjk (their
    share), unit (the suggested one), documents (1, or the lines where each looks like a document).
    """

    text: str
    changes: tuple[Change, ...]
    understood: Mapping[str, object]
    overrides: TextOverrides

    @property
    def bytes(self) -> int:
        """Memory that the characters take, at most."""
        return 4 * len(self.text)


def read_text(
    content: bytes, overrides: TextOverrides | None = None, limits: TextLimits | None = None
) -> Text:
    r"""Read a file as one text; what `overrides` leaves open is found out.

    Raises `DataError` with one sentence where the bytes are no text.

    >>> read_text(b"\xef\xbb\xbfTo be,\r\nor not").text
    'To be,\nor not'
    """
    fixed = overrides or TextOverrides()
    (limits or TextLimits.from_environment()).check_size(content)
    if not content.strip():
        raise DataError(t("The text is empty; choose another one."))
    _refuse_documents(content)
    refuse_other_kinds(content, t("text"))
    notes = Notes(fixed.off)
    raw, encoding = decode(content, fixed.encoding, notes, refuse_binary)
    text = clean(raw, notes)
    if not text.strip():
        raise DataError(t("The text is empty; choose another one."))
    understood = _understand(text, encoding)
    if understood["distinct"] == 1:
        notes.change("constant", t("Only one distinct character: nothing to learn."), warning=True)
    return Text(text, tuple(notes.changes), understood, fixed)


def _refuse_documents(content: bytes) -> None:
    """Word processors keep text inside formats of their own; what they look like would be learned."""
    if content.startswith(b"PK\x03\x04") and (b"word/" in content or b"opendocument.text" in content):
        raise DataError(t("This is a Word or OpenDocument file; save as plain text."))
    if content.startswith(b"{\\rtf"):
        raise DataError(t("This is an RTF document; save as plain text."))


def clean(text: str, notes: Notes) -> str:
    """One kind of line end, no control characters, one spelling of every accented letter."""
    ends = LINE_ENDS.findall(text)
    if ends:
        sentence = plural(
            "{number} line end written as a line feed.",
            "{number} line ends written as line feeds.",
            len(ends),
        )
        if notes.change("line_ends", sentence, len(ends)):
            text = LINE_ENDS.sub("\n", text)
    text = _without_control(text, notes)
    bounded = without_long_runs(text, notes)
    return text if bounded is None else _composed(bounded, notes)


def _without_control(text: str, notes: Notes) -> str:
    marks = CONTROL.findall(text.replace("\r", ""))
    if not marks:
        return text
    sentence = plural(
        "{number} control character removed.", "{number} control characters removed.", len(marks)
    )
    kinds = [f"U+{ord(mark):04X}" for mark in sorted(set(marks))]
    if notes.change("control", sentence, len(marks), kinds):
        return CONTROL.sub(lambda found: "\r" if found[0] == "\r" else "", text)
    return NEVER.sub("", text)


def _composed(text: str, notes: Notes) -> str:
    """Normal form C: a letter and its accent become one character, so that they are counted as one."""
    if unicodedata.is_normalized("NFC", text):
        return text
    lines = [line for line in text.splitlines() if not unicodedata.is_normalized("NFC", line)]
    sentence = plural(
        "Letters and their accents joined in {number} line (NFC).",
        "Letters and their accents joined in {number} lines (NFC).",
        len(lines),
    )
    return unicodedata.normalize("NFC", text) if notes.change("nfc", sentence, len(lines), lines) else text


def _understand(text: str, encoding: str) -> dict[str, object]:
    """What the text is, in plain JSON values."""
    cjk = len(CJK.findall(text)) / len(text)
    words = len(text.split())
    lines = text.removesuffix("\n").split("\n")
    return {
        "encoding": encoding,
        "characters": len(text),
        "lines": len(lines),
        "words": words,
        "distinct": len(set(text)),
        "cjk": round(cjk, 4),
        "unit": "word" if cjk < MOSTLY_CJK and words >= ENOUGH_WORDS else "char",
        "documents": len(lines) if looks_like_documents(lines) else 1,
    }
