"""Bytes to text. The ladder: byte order mark, strict UTF-8, UTF-16 by its zeros, then the best score.

A wrong encoding seldom raises; it reads nonsense. So the last step compares how plausible the
characters are: Chinese text is mostly made of the few thousand common characters, and an accent of
a Latin language stands next to plain letters.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup
from collections.abc import Callable

from rnnkit.data.kind import refuse_zeros
from rnnkit.data.notes import Notes
from rnnkit.errors import DataError
from rnnkit.text import t

MARKS = (
    (BOM_UTF8, "utf-8-sig", "UTF-8"),
    (BOM_UTF32_LE, "utf-32", "UTF-32"),
    (BOM_UTF32_BE, "utf-32", "UTF-32"),
    (BOM_UTF16_LE, "utf-16", "UTF-16"),
    (BOM_UTF16_BE, "utf-16", "UTF-16"),
)
LEGACY = {"gb18030": "GB18030 (Chinese)", "big5": "Big5 (Chinese)", "shift_jis": "Shift-JIS (Japanese)"}
TRANSCODERS = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined"}
SAMPLE = 20_000


def decode(
    content: bytes,
    encoding: str | None,
    notes: Notes,
    refuse: Callable[[bytes], None] = refuse_zeros,
) -> tuple[str, str]:
    """Return the text and the name of its encoding; a given encoding is used as it is, strictly.

    `refuse` raises where bytes that are not UTF-16 are no text.
    """
    if encoding is not None:
        return _decode_as(content, encoding), encoding
    for mark, name, title in MARKS:
        if content.startswith(mark):
            if name != "utf-8-sig":
                notes.change("encoding", t("Read as {title}.", title=title))
            return _decode_as(content, name), name
    if wide := _utf16_without_mark(content):
        notes.change("encoding", t("Read as UTF-16."))
        return _decode_as(content, wide), wide
    refuse(content)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_legacy(content, notes)


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        name = lookup(encoding).name
    except (LookupError, ValueError):
        raise DataError(t("There is no encoding called {name!r}.", name=encoding[:30])) from None
    if name in TRANSCODERS:
        raise DataError(t("{name!r} is no encoding of text.", name=encoding[:30]))
    try:
        return content.decode(name).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        raise DataError(t("Not readable as {name}; choose another encoding.", name=encoding[:30])) from None


def _utf16_without_mark(content: bytes) -> str | None:
    """Plain letters in UTF-16 have a zero in every second byte, always on the same side."""
    sample = content[:SAMPLE]
    pairs = len(sample) // 2
    if pairs < 4 or len(content) % 2:
        return None
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    for zeros, others, name in ((low, high, "utf-16-le"), (high, low, "utf-16-be")):
        if zeros > 0.3 * pairs and others < 0.01 * pairs:
            return name
    return None


def _decode_legacy(content: bytes, notes: Notes) -> tuple[str, str]:
    """The most plausible of the encodings from before Unicode."""
    name = guess_legacy(content)
    if name in LEGACY:
        sentence, warning = t("Not UTF-8; read as {title}.", title=LEGACY[name]), False
    else:
        sentence, warning = t("Not UTF-8; read as Latin-1 - check names."), True
    text = content.decode(name, errors="strict")
    lines = [line for line in text.splitlines() if not line.isascii()]
    if not notes.change("encoding", sentence, len(lines), lines, warning=warning):
        raise DataError(t("Not UTF-8; choose the encoding by hand or let it be found."))
    return text, name


def guess_legacy(content: bytes) -> str:
    """The encoding whose characters are the most plausible; Latin-1 where none is."""
    scores = {name: _score(content, name) for name in LEGACY}
    best = max(scores, key=lambda name: scores[name])
    latin = _score(content, "cp1252")
    if scores[best] > max(latin, 0.5):
        return best
    return "cp1252" if latin >= 0 else "latin-1"


def _score(content: bytes, encoding: str) -> float:
    """Mean plausibility (0 to 1) of the characters that are not ASCII; -1 where the bytes do not fit."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    sample = re.findall(r"[^\x00-\x7f]", text)[:SAMPLE]
    if not sample:
        return -1.0
    if encoding == "cp1252":
        return _latin_score(text)
    return sum(_weight(char, encoding) for char in sample) / len(sample)


def _latin_score(text: str) -> float:
    """Accented letters count where they touch plain letters, signs where they touch anything plain."""
    accents = re.findall(r"[À-ÖØ-öø-ÿŠšŽžŒœŸ]", text)
    inside = re.findall(r"(?<=[A-Za-z])[À-ÖØ-öø-ÿŠšŽžŒœŸ]|[À-ÖØ-öø-ÿŠšŽžŒœŸ](?=[A-Za-z])", text)
    signs = re.findall(r"(?<![^\x00-\x7f])[€£¥°²³µ½¼¾«»§©®±·–—‘’“”…\xa0](?![^\x00-\x7f])", text)
    others = len(re.findall(r"[^\x00-\x7f]", text))
    return (0.9 * len(inside) + 0.3 * (len(accents) - len(inside)) + 0.8 * len(signs)) / others


def _weight(char: str, encoding: str) -> float:
    """How common one character is in text of that encoding."""
    if "\u3040" <= char <= "\u30ff":
        return 1.0 if encoding == "shift_jis" else 0.5
    if "\uff61" <= char <= "\uff9f":
        return 0.05
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff60":
        return 0.9
    try:
        coded = char.encode("gb2312" if encoding == "gb18030" else encoding)
    except UnicodeEncodeError:
        return 0.05
    first, last = COMMON[encoding]
    return 1.0 if first <= coded[0] <= last else 0.3


# Where each standard keeps its most used characters, by the first of their two bytes.
COMMON = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "shift_jis": (0x88, 0x98)}
