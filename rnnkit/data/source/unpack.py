"""Packed files by their real size: what is unpacked is counted while it comes, and too much of it refused."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from rnnkit.data.source.kind import is_table
from rnnkit.data.source.packed import is_junk, table_weight
from rnnkit.errors import DataError
from rnnkit.words import t

CHUNK = 1 << 18
MOST_MEMBERS = 1000
TOGETHER = 10
"""All files of an archive may be so many times as large as one."""
OPENERS: Mapping[str, Callable[[IO[bytes]], io.BufferedIOBase]] = {
    "gzip": lambda raw: gzip.GzipFile(fileobj=raw),
    "bzip2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError, NotImplementedError)
DAMAGE_SAID = "The {kind} file is damaged or cut off; get or make it again."
ENCRYPTED = "The {kind} file is protected by a password; save it without one."
TOO_LARGE = "Unpacked, this is larger than {megabytes:g} MB; leave out what is not needed."
TOO_MANY = "The {kind} file holds {count:,} files; pack only the ones that are needed."
ENTRY = b"PK\x01\x02"
"""What every line of the table of contents of an archive begins with."""
MOST_ENTRIES = 500_000


def chunks(raw: IO[bytes] | io.BufferedIOBase, most: int, said: int | None = None) -> Iterator[bytes]:
    """A stream piece by piece. Raises `DataError` as soon as more than `most` bytes came.

    `said` is the number of bytes to tell, where others were unpacked before.
    """
    total = 0
    while piece := raw.read(CHUNK):
        total += len(piece)
        if total > most:
            raise DataError(t(TOO_LARGE, megabytes=(said or most) / 1_000_000))
        yield piece


def expand(content: bytes, kind: str, most: int, said: int | None = None) -> bytes:
    """What a .gz, .bz2 or .xz file holds, at most so many bytes."""
    try:
        with OPENERS[kind](io.BytesIO(content)) as raw:
            return b"".join(chunks(raw, most, said))
    except DataError:
        raise
    except (*DAMAGE, MemoryError):
        raise DataError(t(DAMAGE_SAID, kind=kind)) from None


def open_zip(content: bytes, kind: str = "ZIP", most_members: int = MOST_MEMBERS) -> zipfile.ZipFile:
    """The archive behind these bytes. Raises `DataError` where it is damaged, locked or of too many files."""
    if (count := content.count(ENTRY)) > MOST_ENTRIES:  # each would take memory before it could be counted
        raise DataError(t(TOO_MANY, kind=kind, count=count))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE:
        raise DataError(t(DAMAGE_SAID, kind=kind)) from None
    infos = archive.infolist()
    if len(infos) > most_members:
        raise DataError(t(TOO_MANY, kind=kind, count=len(infos)))
    if any(info.flag_bits & 1 for info in infos):
        raise DataError(t(ENCRYPTED, kind=kind))
    return archive


def member_chunks(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, kind: str = "ZIP", said: int | None = None
) -> Iterator[bytes]:
    """One file of an archive, piece by piece, at most so many bytes."""
    if info.compress_type not in METHODS:
        raise DataError(t("The {kind} file is packed in a way that is not read; pack it again.", kind=kind))
    try:
        with archive.open(info) as raw:
            yield from chunks(raw, most, said)
    except DataError:
        raise
    except (*DAMAGE, RuntimeError):
        raise DataError(t(DAMAGE_SAID, kind=kind)) from None


def tables_of(content: bytes, most: int) -> dict[str, bytes]:
    """The files of an archive that may be tables, the likeliest first, by name.

    Each may be as large as a file that is not packed, and all together some times as large.
    """
    archive = open_zip(content)
    found: dict[str, bytes] = {}
    whole = left = TOGETHER * most
    infos = [info for info in archive.infolist() if not is_junk(info.filename)]
    for info in infos:
        data = b"".join(member_chunks(archive, info, min(most, left), said=most if most < left else whole))
        left -= len(data)
        if len(infos) == 1 or is_table(data):
            found[info.filename] = data
    if not found:
        raise DataError(t("The ZIP file holds no table; pack a CSV or a workbook."))
    return dict(sorted(found.items(), key=lambda item: -table_weight(item[1])))
