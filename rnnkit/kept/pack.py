"""Files in one ZIP, uncompressed, always the same bytes; and the same read with suspicion.

There is one way to write an archive, and only what is written that way is read: nothing can hide between,
before or behind the files, no name stands twice, and nothing grows when it is opened.
"""

import io
import struct
import zipfile
from collections.abc import Collection, Mapping

from rnnkit.data.limits import check_megabytes
from rnnkit.environment import positive
from rnnkit.errors import DataError
from rnnkit.modelfile import read_model
from rnnkit.tensors import damaged, is_pickle, pickle_refused, read_tensors, shown
from rnnkit.text import t

MEGABYTES = 10.0
EARLY = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
START = b"PK\x03\x04"
CONTENTS = 8_192  # bytes at the end, more than the names of all our files take
HEADER = struct.Struct("<4s5H3L2H")  # of one file: see APPNOTE.TXT of PKWARE, 4.3.7


def megabytes() -> float:
    """The largest model file that is read, from RNNKIT_MAX_MODEL_MEGABYTES."""
    return positive("RNNKIT_MAX_MODEL_MEGABYTES", MEGABYTES)


def is_archive(content: bytes) -> bool:
    """Whether bytes begin like an archive."""
    return content.startswith(START)


def lists(content: bytes, names: Collection[str]) -> bool:
    """Whether bytes are an archive whose table of contents, at its end, names all these files.

    Workbooks and other packed tables are archives, too.
    """
    end = content[-CONTENTS:]
    return is_archive(content) and all(name.encode() in end for name in names)


def pack(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files, in their order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EARLY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return sink.getvalue()


def unpack(content: bytes, known: Collection[str], most: float | None = None) -> dict[str, bytes]:
    """The files of an archive, all of known names. Raises `DataError` with one sentence.

    Strangers bring no more than `megabytes`; who reads a file of one's own may say otherwise.
    """
    check_megabytes(content, megabytes() if most is None else most)
    if not is_archive(content):
        raise _no_archive(content)
    files: dict[str, bytes] = {}
    place = 0
    while content.startswith(START, place):
        name, begin, end = _entry(content, place)
        if name not in known:
            raise _foreign(content)
        if name in files:
            raise DataError(t("Damaged (names): {name} stands in this file twice.", name=name))
        files[name], place = content[begin:end], end
    if pack(files) != content:
        raise damaged(t("archive"))
    return files


def _entry(content: bytes, place: int) -> tuple[str, int, int]:
    """Name, begin and end of the file whose header stands at a place."""
    if place + HEADER.size > len(content):
        raise damaged(t("length"))
    _, _, flags, method, _, _, _, packed, size, letters, extra = HEADER.unpack_from(content, place)
    begin = place + HEADER.size + letters
    name = content[place + HEADER.size : begin].decode("ascii", "replace")
    if method or flags or extra or packed != size:
        if is_pickle(content):
            raise pickle_refused()
        raise DataError(
            t("{name} is compressed or locked; import the file as it was exported.", name=shown(name))
        )
    if begin + size > len(content):
        raise damaged(t("length"))
    return name, begin, begin + size


def _foreign(content: bytes) -> DataError:
    if is_pickle(content):
        return pickle_refused()
    return DataError(t("No model description; was it made by this app?"))


def _no_archive(content: bytes) -> DataError:
    """The refusal of anything else; a bare model file is one only if it is sound."""
    if not read_tensors(content).metadata:
        return DataError(
            t("Weights without their settings; use the model.zip that forecast --out or export writes.")
        )
    read_model(content)
    return DataError(t("This is a bare model; import the whole file of its run, which ends in .zip."))
