"""The bytes inside a packed file that was looked at before; needs nothing but Python.

The exported code copies this module by its source. What nobody looked at goes through `unpack`, which counts.
"""

import bz2
import gzip
import io
import lzma
import zipfile

TABLE_DIGITS = 0.02
"""Share of digits from which on the text of an archive may be a table."""


def unpacked(content: bytes, container: str, member: str) -> bytes:
    """The bytes inside a packed file; `container` names how, such as "gzip" or "zip+workbook".

    Of an archive `member` is taken, or else the file that is the likeliest to be a table.
    """
    way = container.split("+", maxsplit=1)[0]
    if way == "zip":
        archive = zipfile.ZipFile(io.BytesIO(content))
        files = {name: archive.read(name) for name in archive.namelist() if not is_junk(name)}
        return files[member] if member in files else max(files.values(), key=table_weight)
    ways = {"gzip": gzip.decompress, "bzip2": bz2.decompress, "xz": lzma.decompress}
    return ways[way](content) if way in ways else content


def is_junk(name: str) -> bool:
    """Folders, and what systems put beside the files of a person."""
    return name.endswith("/") or name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def table_weight(data: bytes) -> int:
    """How much of a table a file is likely to hold: the digits of a text that has enough, or all bytes."""
    if b"\0" in data[:1000]:
        return len(data)
    digits = sum(data.count(digit) for digit in b"0123456789")
    return digits if digits > TABLE_DIGITS * len(data) else 0
