"""The bytes inside a packed file that was looked at before; needs nothing but Python.

The exported code copies this module by its source. What nobody looked at goes through `unpack`, which counts.
"""

import bz2
import gzip
import io
import lzma
import zipfile


def unpacked(content: bytes, container: str, member: str) -> bytes:
    """The bytes inside a packed file; `container` names how, such as "gzip" or "zip+workbook".

    Of an archive `member` is taken, or else the only file.
    """
    way = container.split("+", maxsplit=1)[0]
    if way == "zip":
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = [n for n in archive.namelist() if not n.endswith("/") and not n.startswith("__MACOSX/")]
        return archive.read(member if member in names else names[0])
    ways = {"gzip": gzip.decompress, "bzip2": bz2.decompress, "xz": lzma.decompress}
    return ways[way](content) if way in ways else content
