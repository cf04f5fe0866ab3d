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
from rnnkit.text import plural, t

MARKS = (
    (BOM_UTF8, "utf-8-sig", "UTF-8"),
    (BOM_UTF32_LE, "utf-32", "UTF-32"),
    (BOM_UTF32_BE, "utf-32", "UTF-32"),
    (BOM_UTF16_LE, "utf-16", "UTF-16"),
    (BOM_UTF16_BE, "utf-16", "UTF-16"),
)
LEGACY = {"gb18030": "GB18030 (Chinese)", "big5": "Big5 (Chinese)", "shift_jis": "Shift-JIS (Japanese)"}
TRANSCODERS = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined"}
TRANSCODERS |= {"unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape"}
SAMPLE = 20_000
SOUND = 200  # good characters beyond ASCII for every broken one, or it is another encoding
MOST_BROKEN = 20
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
PLAIN_OR_HAN = re.compile("[\t\n\r -~\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]")
UNREADABLE = "Not readable as {name}; choose another encoding."
LONGEST = 500_000  # characters looked at, so that a long text is told as soon as a short one


def decode(
    content: bytes,
    encoding: str | None,
    notes: Notes,
    refuse: Callable[[bytes], None] = refuse_zeros,
) -> tuple[str, str]:
    """Return the text and the name of its encoding; a given encoding is used as it is.

    `refuse` raises where bytes that are not UTF-16 are no text.
    """
    if encoding is not None:
        return _decode_as(content, encoding, notes), encoding
    for mark, name, title in MARKS:
        if content.startswith(mark):
            if name != "utf-8-sig":
                notes.change("encoding", t("Read as {title}.", title=title))
            return _decode_as(content, name, notes), name
    if wide := _utf16_without_mark(content) or _wide_chinese(content):
        notes.change("encoding", t("Read as UTF-16."))
        return _decode_as(content, wide, notes), wide
    refuse(content)
    found = _decode_nearly(content, "utf-8")
    if found is None:
        return _decode_legacy(content, notes)
    return _told(*found, "utf-8", notes), "utf-8"


def _decode_as(content: bytes, encoding: str, notes: Notes) -> str:
    try:
        name = lookup(encoding).name
    except (LookupError, ValueError):
        raise DataError(t("There is no encoding called {name!r}.", name=encoding[:30])) from None
    if name in TRANSCODERS:
        raise DataError(t("{name!r} is no encoding of text.", name=encoding[:30]))
    try:
        found = _decode_nearly(content, name)
    except (UnicodeError, LookupError):
        found = None
    if found is None:
        raise DataError(t(UNREADABLE, name=encoding[:30]))
    return _told(*found, encoding, notes).removeprefix("\ufeff")


def _decode_nearly(content: bytes, encoding: str) -> tuple[str, int] | None:
    """The text and the number of broken characters left out; `None` where these are too many.

    Files that were cut off end within a character, and long ones often hold a few spoilt bytes.
    """
    try:
        return content.decode(encoding), 0
    except UnicodeDecodeError as error:
        near = content[error.start : error.start + SAMPLE].decode(encoding, "replace")
        if near.count("\ufffd") > MOST_BROKEN + len(near) // SOUND:
            return None  # soon told, without reading a long file to its end
        text, marked = content.decode(encoding, "ignore"), content.decode(encoding, "replace")
    broken = marked.count("\ufffd") - text.count("\ufffd")
    sound = len(BEYOND_ASCII.findall(text))
    cut_off = broken == 1 and marked.endswith("\ufffd")
    return (text, broken) if sound >= (1 if cut_off else SOUND * broken) else None


def _told(text: str, broken: int, encoding: str, notes: Notes) -> str:
    """The text, after it was said what is missing of it."""
    sentence = plural("{number} broken character left out.", "{number} broken characters left out.", broken)
    if broken and not notes.change("broken", sentence, broken, warning=True):
        raise DataError(t(UNREADABLE, name=encoding[:30]))
    return text


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


def _wide_chinese(content: bytes) -> str | None:
    """Chinese or Japanese in UTF-16: it holds some zeros, and nearly all of it is common Han.

    Bytes that are no UTF-16 hold no zeros if they are text, and seldom become Han by chance; but pairs
    of plain letters do, so that UTF-8 is tried first.
    """
    if b"\0" not in content or _decode_nearly(content[:SAMPLE], "utf-8"):
        return None
    for name in ("utf-16-le", "utf-16-be"):
        sample = content[:SAMPLE].decode(name, "replace")
        if len(PLAIN_OR_HAN.findall(sample)) > 0.9 * len(sample):
            return name
    return None


def _decode_legacy(content: bytes, notes: Notes) -> tuple[str, str]:
    """The most plausible of the encodings from before Unicode."""
    name = guess_legacy(content)
    if name in LEGACY:
        sentence, warning = t("Not UTF-8; read as {title}.", title=LEGACY[name]), False
    else:
        sentence, warning = t("Not UTF-8; read as Latin-1 - check names."), True
    text, broken = _decode_nearly(content, name) or ("", 0)
    lines = [line for line in text.splitlines() if not line.isascii()]
    if not notes.change("encoding", sentence, len(lines), lines, warning=warning):
        raise DataError(t("Not UTF-8; choose the encoding by hand or let it be found."))
    return _told(text, broken, name, notes), name


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
    text, _ = _decode_nearly(content, encoding) or ("", 0)
    found = BEYOND_ASCII.search(text)
    if not found:
        return -1.0
    text = text[max(0, found.start() - 1) :][:LONGEST]
    if encoding == "cp1252":
        return _latin_score(text)
    sample = BEYOND_ASCII.findall(text)[:SAMPLE]
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
