"""Files in one ZIP, uncompressed, always the same bytes; and the same read with suspicion.

There is one way to write an archive, and only what is written that way is read: nothing can hide between,
before or behind the files, no name stands twice, and nothing grows when it is opened.
"""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence

from rnnkit.bundle.models import read_model
from rnnkit.data.limits import check_megabytes
from rnnkit.data.source.unpack import DAMAGE, MOST_MEMBERS
from rnnkit.errors import DataError
from rnnkit.files.kept import is_archive
from rnnkit.files.safetensors_file import damaged, is_pickle, pickle_refused, read_tensors, shown
from rnnkit.host.environment import positive
from rnnkit.words import t

MEGABYTES = 10.0
EARLY = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can tell
LISTED = b"PK\x01\x02"  # before the line of a file in the table of contents


def megabytes() -> float:
    """The largest model file that is read, from RNNKIT_MAX_MODEL_MEGABYTES."""
    return positive("RNNKIT_MAX_MODEL_MEGABYTES", MEGABYTES)


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
    if content.count(LISTED) > MOST_MEMBERS:  # before a reader makes an object of each
        raise _foreign(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries, content, known)
            files = {entry.filename: archive.read(entry) for entry in entries}
    except DataError:
        raise
    except DAMAGE:
        raise damaged(t("archive") if LISTED in content else t("length")) from None
    if pack(files) != content:
        raise damaged(t("archive"))
    return files


def _check(entries: Sequence[zipfile.ZipInfo], content: bytes, known: Collection[str]) -> None:
    """Refuse what the table of contents already tells to be no file of ours, before anything is read."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not _is_plain(entry):
            if is_pickle(content):
                raise pickle_refused()
            raise DataError(
                t("{name} is compressed or locked; import the file as it was exported.", name=shown(name))
            )
        if name not in known:
            raise _foreign(content)
        if name in seen:
            raise DataError(t("Damaged (names): {name} stands in this file twice.", name=name))
        seen.add(name)
    if sum(entry.file_size for entry in entries) > len(content):
        raise damaged(t("length"))


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether a file stands there as it is: not compressed, not encrypted, with nothing said beside it."""
    packed = entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size
    return not (packed or entry.flag_bits or entry.extra)


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
