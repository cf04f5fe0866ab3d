"""Several files as one, and back: a stored archive, so that data of two files is one blob with one hash.

Whoever takes several files (page, command line) puts them `together`; whoever reads them takes them `apart`,
which takes a single file and an archive or a packed file of a person's own as well.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from rnnkit.data.source.kind import READ, kind_of
from rnnkit.data.source.packed import is_junk
from rnnkit.data.source.unpack import OPENERS, expand, member_chunks, open_zip
from rnnkit.errors import DataError
from rnnkit.words import t

File = tuple[str, bytes]
"""The name of a file, `/` between its folders, and its bytes."""
EARLY = (1980, 1, 1, 0, 0, 0)
"""The date of every file, so that equal files give equal bytes."""
MOST_FILES = 200_000
ENDINGS = {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz"}


def together(files: Sequence[File]) -> bytes:
    """The bytes of one file as they are; of several, an archive of them in their order, stored.

    Equal names are told apart: `a.csv`, `a.csv` become `a.csv`, `a (2).csv`.
    """
    if len(files) == 1:
        return files[0][1]
    sink = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            taken.add(own := _own(_plain(name), taken))
            archive.writestr(zipfile.ZipInfo(own, EARLY), content)
    return sink.getvalue()


def apart(content: bytes, most: int, name: str = "") -> tuple[File, ...]:
    r"""The files in these bytes: of an archive its own, or else one of that name; at most so many bytes.

    What is packed is unpacked; folders stay in names, and what systems put beside files is passed over.
    Raises `DataError` where a file is damaged, locked or too large, or where there is none.

    >>> apart(together([("a.en", b"yes\n"), ("a.de", b"ja\n")]), most=1000)
    (('a.en', b'yes\n'), ('a.de', b'ja\n'))
    >>> apart(b"yes\n", most=1000, name="a.en")
    (('a.en', b'yes\n'),)
    """
    kind = kind_of(content)
    if kind == "zip":
        return tuple(_members(content, most))
    return (_unpacked(name, content, kind, most),)


def _members(content: bytes, most: int) -> Iterator[File]:
    """The files of an archive in their order, all of them together at most so many bytes."""
    left = most
    archive = open_zip(content, most_members=MOST_FILES)
    infos = [info for info in archive.infolist() if not is_junk(info.filename)]
    if not infos:
        raise DataError(t("The ZIP file is empty."))
    for info in infos:
        data = b"".join(member_chunks(archive, info, left, said=most))
        kind = next((kind for magic, kind in READ if data.startswith(magic)), "")
        file = _unpacked(info.filename, data, kind, left, said=most)
        left -= len(file[1])
        yield file


def _unpacked(name: str, content: bytes, kind: str, most: int, said: int | None = None) -> File:
    """A file as it is, or what a packed one holds."""
    if kind not in OPENERS:
        return name, content
    return name.removesuffix(ENDINGS[kind]), expand(content, kind, most, said)


def _plain(name: str) -> str:
    """A name that no archive takes for a place outside of it."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..")]
    return "/".join(parts)[-200:].lstrip("/") or t("input")


def _own(name: str, taken: set[str]) -> str:
    """The name, with a number before its ending where another file has it."""
    path, number, own = PurePosixPath(name), 1, name
    while own in taken:
        number += 1
        own = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    return own
