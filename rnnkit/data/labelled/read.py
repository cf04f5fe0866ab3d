"""Bytes to texts or series with their classes, in whatever form people keep them; every change said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rnnkit.config import parse
from rnnkit.data.labelled.files import one_by_one
from rnnkit.data.labelled.labelled import Labelled
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.vectors import beside, parted, set_apart
from rnnkit.data.limits import BYTES_PER_MEGABYTE, Limits
from rnnkit.data.source.together import File, apart
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError
from rnnkit.words import t

TIMES = 4
"""What is packed may be so many times as large as a file that is not."""


def read_labelled(
    content: bytes | Sequence[File], overrides: LabelledOverrides | None = None, limits: Limits | None = None
) -> Labelled:
    r"""Texts or series with their classes; what `overrides` leaves open is found out.

    Several files come one by one or as one archive. Raises `DataError` with one sentence that names the line
    and says what to do.

    >>> read_labelled(b"text,label\nso good,pos\nso bad,neg\nvery good,pos\nvery bad,neg\n").classes
    ('neg', 'pos')
    """
    fixed, limits = overrides or LabelledOverrides(), limits or Limits.from_environment()
    files = [("", content)] if isinstance(content, bytes) else list(content)
    for _, one in files:
        limits.check_size(one)
    if not any(one.strip() for _, one in files):
        raise DataError(t("The file is empty."))
    read = [file for name, one in files for file in apart(one, _most(limits), name)]
    notes = Notes(fixed.off)
    texts, vectors = set_apart(read, notes)
    found = one_by_one(texts, (fixed, limits, notes))
    return found if vectors is None else replace(found, vectors=vectors)


def lean(content: bytes, found: Labelled, limits: Limits) -> bytes:
    """The same bytes, of word vectors only those of the words in the texts that were found."""
    vectors, texts = parted(apart(content, _most(limits)))
    return beside(texts, vectors[0][1].split(b"\n"), found.texts) if vectors else content


def _most(limits: Limits) -> int:
    """Bytes that files may have when they are unpacked."""
    return TIMES * int(min(limits.megabytes, 1e6) * BYTES_PER_MEGABYTE)


def understood(files: Sequence[File], overrides: str) -> Mapping[str, object]:
    """What was understood of files, in plain JSON values, read as the overrides say.

    The keys: `kind`, `form`, `encoding`, `text`, `label`, `rows`, `dropped`, `classes`, and so on.
    """
    return read_labelled(files, parse(LabelledOverrides, overrides)).understood
