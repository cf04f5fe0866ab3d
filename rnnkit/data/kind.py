"""Refusals of files that are no CSV at all, told by their first bytes and not by their name."""

import json

from rnnkit.errors import DataError
from rnnkit.text import t

SPREADSHEET = "This is an Excel file; save as {wanted}."
PACKED = "This is a {kind} file; unpack it first."
IMAGE = "This is a {kind} image, not {wanted}."
OTHER = "This is a {kind} file, not {wanted}; export it as {wanted}."

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", IMAGE, "PNG"),
    (b"\xff\xd8\xff", IMAGE, "JPEG"),
    (b"GIF8", IMAGE, "GIF"),
    (b"\x1f\x8b", PACKED, "gzip"),
    (b"BZh", PACKED, "bzip2"),
    (b"\xfd7zXZ", PACKED, "xz"),
    (b"7z\xbc\xaf", PACKED, "7-Zip"),
    (b"Rar!", PACKED, "RAR"),
    (b"\x28\xb5\x2f\xfd", PACKED, "zstd"),
    (b"\xd0\xcf\x11\xe0", SPREADSHEET, "Excel"),
    (b"PAR1", OTHER, "Parquet"),
    (b"ARROW1", OTHER, "Arrow"),
    (b"%PDF", OTHER, "PDF"),
    (b"SQLite format 3", OTHER, "SQLite"),
    (b"\x89HDF", OTHER, "HDF5"),
    (b"\x93NUMPY", OTHER, "NumPy"),
    (b"CDF\x01", OTHER, "NetCDF"),
)
CONTROL_OF_TEXT = (9, 10, 11, 12, 13, 26, 27)
BINARY = 0.02
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def refuse_other_kinds(content: bytes, wanted: str = "CSV") -> None:
    """Raise `DataError` where the bytes are a picture, an archive, a workbook or any other binary format."""
    for magic, sentence, kind in MAGIC:
        if content.startswith(magic):
            raise DataError(t(sentence, kind=kind, wanted=wanted))
    if content.startswith(b"PK\x03\x04"):
        workbook = b"xl/" in content or b"[Content_Types].xml" in content
        raise DataError(t(SPREADSHEET, wanted=wanted) if workbook else t(PACKED, kind="zip"))


def refuse_zeros(content: bytes) -> None:
    """Raise `DataError` where there are zero bytes, which no text has; UTF-16 is looked for before."""
    if b"\0" in content:
        raise DataError(t("Contains binary zeros; not a text CSV."))
    if _control_share(content) > BINARY:
        raise DataError(t("Contains binary data; not a text CSV."))


def refuse_binary(content: bytes) -> None:
    """Raise `DataError` where there are so many control bytes that this is no text; a few may be removed."""
    if _control_share(content) > BINARY:
        raise DataError(t("Contains binary data; not a text."))


def _control_share(content: bytes) -> float:
    """Share of the bytes that stand in no text; line ends, tabs and the like do."""
    return sum(content.count(code) for code in range(32) if code not in CONTROL_OF_TEXT) / len(content)


def refuse_markup(text: str) -> None:
    """Raise `DataError` where the text is a web page, XML or JSON: a table reader would answer nonsense."""
    start = text[:1000].lstrip("\ufeff \t\r\n")
    low = start.lower()
    if low.startswith(("<!doctype html", "<html", "<head", "<body", "<table", "<div")):
        raise DataError(t("This is HTML, not CSV."))
    if low.startswith(("<?xml", "<!doctype")):
        raise DataError(t("This is XML, not CSV."))
    if start[:1] in {"{", "["} and _is_json(text, start):
        raise DataError(t("This is JSON, not CSV."))


def _is_json(text: str, start: str) -> bool:
    """Whole JSON, or JSON lines; `[a],[b]` as a header is not."""
    for candidate in (text, start.split("\n", 1)[0]):
        try:
            json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        return True
    rest = start[1:].lstrip()
    return start[0] == "{" and rest[:1] == '"'
