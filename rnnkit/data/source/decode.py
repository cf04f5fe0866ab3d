"""Bytes to text. The ladder: byte order mark, strict UTF-8, UTF-16 by its zeros, then the best score.

A wrong encoding seldom raises; it reads nonsense. So the last step compares how plausible the
characters are: Chinese text is mostly made of the few thousand common characters, and an accent of
a Latin language stands next to plain letters.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup
from collections.abc import Callable, Sequence

import numpy as np

from rnnkit.data.source.encodings import contest, title_of, variants
from rnnkit.data.source.encodings.evidence import near_beyond_ascii
from rnnkit.data.source.encodings.wide import without_mark
from rnnkit.data.source.kind import refuse_zeros
from rnnkit.data.table.notes import EXAMPLES, Notes
from rnnkit.errors import DataError
from rnnkit.words import plural, t

MARKS = (
    (BOM_UTF8, "utf-8-sig", "UTF-8"),
    (BOM_UTF32_LE, "utf-32", "UTF-32"),
    (BOM_UTF32_BE, "utf-32", "UTF-32"),
    (BOM_UTF16_LE, "utf-16", "UTF-16"),
    (BOM_UTF16_BE, "utf-16", "UTF-16"),
)
LATIN = ("cp1252", "latin-1")  # always with a warning, so that another is named only where it is near
CLOSE_TO_LATIN = 2.3  # nats: ten to one
TRANSCODERS = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna", "punycode", "undefined"}
TRANSCODERS |= {"unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape"}
SAMPLE = 20_000
SOUND = 200  # good characters beyond ASCII for every broken one, or it is another encoding
MOST_BROKEN = 20
SHOWN = 60  # characters of an example before what is shown
MORE_SOUND, FEWEST_SOUND = 4, 6
SEVEN_BITS = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp_2004"), (b"\x1b$@", "iso2022_jp_2004"))
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Signs that Windows reads differently from plain Shift-JIS.
WRITTEN_BY_WINDOWS = re.compile("[〜‖−¢£¬]")
UNREADABLE = "Not readable as {name}; choose another encoding."


def decode(
    content: bytes,
    encoding: str | None,
    notes: Notes,
    refuse: Callable[[bytes], None] = refuse_zeros,
) -> tuple[str, str]:
    r"""Return the text and the name of its encoding; a given encoding is used as it is.

    `refuse` raises where bytes that are not UTF-16 are no text.

    >>> decode("Käse\n".encode("cp1252"), None, Notes())
    ('Käse\n', 'cp1252')
    """
    if encoding is not None:
        return _decode_as(content, encoding, notes), encoding
    for mark, name, title in MARKS:
        if content.startswith(mark):
            if name != "utf-8-sig":
                notes.change("encoding", t("Read as {title}.", title=title))
            return _decode_as(content, name, notes), name
    if wide := without_mark(content):
        notes.change("encoding", t("Read as {title}.", title=wide.upper()[:6]))
        return _decode_as(content, wide, notes), wide
    if found := _seven_bits(content):
        notes.change("encoding", t("Read as {title}.", title="ISO-2022"))
        return found
    refuse(content)
    text = _decode_nearly(content, "utf-8") or _spoilt_utf_8(content)
    if text is None:
        return _decode_legacy(content, notes)
    return _told(*text, "utf-8", notes), "utf-8"


def _decode_as(content: bytes, encoding: str, notes: Notes) -> str:
    try:
        name = lookup(encoding).name
    except (LookupError, ValueError):
        raise DataError(
            t("There is no encoding called {name!r}; take such as utf-8 or cp1252.", name=encoding[:30])
        ) from None
    if name in TRANSCODERS:
        raise DataError(
            t("{name!r} is no encoding of text; take such as utf-8 or cp1252.", name=encoding[:30])
        )
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


def _spoilt_utf_8(content: bytes) -> tuple[str, int] | None:
    """UTF-8 with more broken bytes, where four in five characters beyond ASCII are sound all the same.

    Hardly any text of another encoding looks like that: `b"a\\xc3\\xb1o" * 9 + b"\\xf1"` is read.
    """
    for part in (near_beyond_ascii(content), content):
        text = part.decode("utf-8", "ignore")
        sound = len(BEYOND_ASCII.findall(text))
        broken = part.decode("utf-8", "replace").count("\ufffd") - text.count("\ufffd")
        if sound < max(FEWEST_SOUND, MORE_SOUND * broken):
            return None
    return text, broken


def _seven_bits(content: bytes) -> tuple[str, str] | None:
    """Japanese or Korean in 7 bits, as mail had it; marks of three bytes turn each alphabet on."""
    if b"\x1b" not in content:
        return None
    for mark, name in SEVEN_BITS:
        if mark in content and content.isascii():
            try:
                return content.decode(name), name
            except UnicodeDecodeError:
                continue
    return None


def _told(text: str, broken: int, encoding: str, notes: Notes) -> str:
    """The text, after it was said what is missing of it."""
    sentence = plural("{number} broken character left out.", "{number} broken characters left out.", broken)
    if broken and not notes.change("broken", sentence, broken, warning=True):
        raise DataError(t(UNREADABLE, name=encoding[:30]))
    return text


def _decode_legacy(content: bytes, notes: Notes) -> tuple[str, str]:
    """The most plausible of the encodings from before Unicode."""
    verdict = contest(content)
    name, text, broken = _first_that_reads(content, LATIN if verdict.nonsense else verdict.names)
    best = verdict.names[0]
    rival = verdict.rival if name in variants(best) else best
    near = verdict.margin < CLOSE_TO_LATIN if name in LATIN else verdict.close
    near = not verdict.nonsense and (near or name not in variants(best))
    number, lines = _beyond_ascii(content), _examples(text)
    sentence, warning = _legacy_sentence(name, rival if near else None), near or name in LATIN
    if not notes.change("encoding", sentence, number, lines, warning=warning):
        raise DataError(t("Not UTF-8; choose the encoding by hand or let it be found."))
    return _told(text, broken, name, notes), name


def _beyond_ascii(content: bytes) -> int:
    """Lines with bytes beyond ASCII."""
    codes = np.frombuffer(content, dtype=np.uint8)
    lines = np.cumsum(codes == 10, dtype=np.int32)[codes > 127]
    return int(np.count_nonzero(np.diff(lines, prepend=-1)))


def _examples(text: str) -> list[str]:
    """The first such lines, as far as they are shown."""
    lines: list[str] = []
    place = 0
    while len(lines) < EXAMPLES and (found := BEYOND_ASCII.search(text, place)):
        begin = max(found.start() - SHOWN, text.rfind("\n", 0, found.start()) + 1)
        end = text.find("\n", found.start())
        place = len(text) if end < 0 else end
        lines.append(text[begin : min(place, begin + 2 * SHOWN)].strip())
    return lines


def _legacy_sentence(name: str, rival: str | None) -> str:
    """What was read, and what it might be as well."""
    title = title_of(name)
    if rival is not None:
        sentence = "Not UTF-8; read as {title}; {rival} fits nearly as well - check names."
        return t(sentence, title=title, rival=title_of(rival))
    if name in LATIN:
        return t("Not UTF-8; read as Latin-1 - check names.")
    return t("Not UTF-8; read as {title}.", title=title)


def guess_legacy(content: bytes) -> str:
    """The encoding whose letters are the most plausible; Latin-1 where nothing else reads the bytes.

    >>> guess_legacy("Привет, как дела?".encode("cp1251"))
    'cp1251'
    """
    verdict = contest(content)
    return _first_that_reads(content, LATIN if verdict.nonsense else verdict.names)[0]


def _first_that_reads(content: bytes, names: Sequence[str]) -> tuple[str, str, int]:
    """Of encodings from the likeliest on, the first that reads all the bytes, or nearly all."""
    for name in names:
        if found := _whole(content, name):
            return *found, 0
        for spelling in variants(name):
            if nearly := _decode_nearly(content, spelling):
                return spelling, *nearly
    return "latin-1", content.decode("latin-1"), 0


def _whole(content: bytes, name: str) -> tuple[str, str] | None:
    """The plainest variant of an encoding that reads every byte, with the text."""
    for spelling in variants(name):
        try:
            text = content.decode(spelling)
        except UnicodeDecodeError:
            continue
        if spelling != "shift_jis" or not WRITTEN_BY_WINDOWS.search(text):
            return spelling, text
    return None
