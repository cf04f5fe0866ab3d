"""What kind of file this is, told by its first bytes and not by its name; what holds no table is refused."""

import io
import json
import zipfile

from rnnkit.data.source.packed import TABLE_DIGITS
from rnnkit.errors import DataError
from rnnkit.words import t

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
READ: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
)
"""Kinds that are no text and yet hold tables."""
ZIP = b"PK\x03\x04"
ZIPPED: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/", "Word"),
    ("ppt/", "PowerPoint"),
    ("Index/Document.iwa", "Numbers or Pages"),
)
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "This workbook is protected by a password; save it without one."),
    ("WordDocument", "This is a Word file, which holds no table; copy the table into a sheet and save that."),
    (
        "PowerPoint Document",
        "This is a PowerPoint file, which holds no table; copy the table into a sheet and save that.",
    ),
)
DOCUMENT = "This is a {kind} file, which holds no table; copy the table into a sheet and save that."
OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
CONTROL_OF_TEXT = (9, 10, 11, 12, 13, 26, 27)
BINARY = 0.02
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(content: bytes) -> str:
    """What these bytes are: "" for a text, or gzip, bzip2, xz, zip, xlsx, xlsb, xls, ods, parquet, arrow.

    Raises `DataError` with one sentence where they hold no table.
    """
    kind = next((kind for magic, kind in READ if content.startswith(magic)), "")
    if kind == "xls":
        _refuse_other_ole(content)
    if content.startswith(ZIP):
        return _zipped(content)
    if content.startswith(OLD_EXCEL):
        raise DataError(t("This is a very old Excel file; open it and save it as .xlsx."))
    if content[257:262] == b"ustar":
        raise DataError(t(PACKED, kind="tar"))
    if not kind:
        refuse_other_kinds(content)
    return kind


def _zipped(content: bytes) -> str:
    """What a ZIP file is: a workbook, or an archive of files; documents are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "xlsx" if b"xl/" in content else "zip"
    if content[30:38] == b"mimetype" and content[38:200].startswith(OPEN_DOCUMENT):
        if content[38 + len(OPEN_DOCUMENT) :].startswith(b"spreadsheet"):
            return "ods"
        raise DataError(t(DOCUMENT, kind="OpenDocument"))
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "ods"
    for start, kind in ZIPPED:
        if any(name.startswith(start) for name in names):
            if kind in ("xlsx", "xlsb"):
                return kind
            raise DataError(t(DOCUMENT, kind=kind))
    return "zip"


def _refuse_other_ole(content: bytes) -> None:
    """Raise `DataError` where the container of old Office files holds no workbook that can be read."""
    for stream, sentence in OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            raise DataError(t(sentence))


def is_table(content: bytes) -> bool:
    """Whether a file of an archive may be a table: a kind that holds one, or a text with digits enough."""
    try:
        if kind_of(content):
            return True
        if not content.startswith(UTF16_MARKS):
            refuse_zeros(content or b"\0")
    except DataError:
        return False
    digits = sum(content.count(digit) for digit in b"0123456789")
    return digits > TABLE_DIGITS * len(content)


def refuse_other_kinds(content: bytes, wanted: str = "CSV") -> None:
    """Raise `DataError` where the bytes are a picture, an archive, a workbook or any other binary format."""
    for magic, sentence, kind in MAGIC:
        if content.startswith(magic):
            raise DataError(t(sentence, kind=kind, wanted=wanted))
    if content.startswith(ZIP):
        workbook = b"xl/" in content or b"[Content_Types].xml" in content
        raise DataError(t(SPREADSHEET, wanted=wanted) if workbook else t(PACKED, kind="zip"))


def refuse_zeros(content: bytes) -> None:
    """Raise `DataError` where there are zero bytes, which no text has; UTF-16 is looked for before."""
    if b"\0" in content:
        raise DataError(t("Contains binary zeros; not a text CSV: export the table as CSV."))
    if _control_share(content) > BINARY:
        raise DataError(t("Contains binary data; not a text CSV: export the table as CSV."))


def refuse_binary(content: bytes) -> None:
    """Raise `DataError` where there are so many control bytes that this is no text; a few may be removed."""
    if _control_share(content) > BINARY:
        raise DataError(t("Contains binary data; not a text: save it as plain text."))


def _control_share(content: bytes) -> float:
    """Share of the bytes that stand in no text; line ends, tabs and the like do."""
    strange = bytes(code for code in range(32) if code not in CONTROL_OF_TEXT)
    return 1 - len(content.translate(None, strange)) / len(content) if content else 0.0


def refuse_markup(text: str) -> None:
    """Raise `DataError` where the text is a web page or XML: a table reader would answer nonsense."""
    low = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if low.startswith(("<!doctype html", "<html", "<head", "<body", "<table", "<div")):
        raise DataError(t("This is HTML, not CSV; export the table as CSV."))
    if low.startswith(("<?xml", "<!doctype")):
        raise DataError(t("This is XML, not CSV; export the table as CSV."))


def is_json(text: str) -> bool:
    """Whole JSON, or JSON lines; `[a],[b]` as a header is not."""
    start = text[:1000].lstrip("\ufeff \t\r\n")
    if start[:1] not in {"{", "["}:
        return False
    rest = start[1:].lstrip()
    if start[0] + rest[:1] in {'{"', "[{", "{}"}:
        return True
    for candidate in (start.split("\n", 1)[0], text):
        try:
            json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        return True
    return False
