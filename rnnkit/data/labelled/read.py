"""Bytes to texts or series with their classes, in whatever form people keep them; every change said."""

from collections.abc import Mapping, Sequence

from rnnkit.config import parse
from rnnkit.data.labelled.files import one_by_one
from rnnkit.data.labelled.labelled import Labelled
from rnnkit.data.labelled.overrides import LabelledOverrides
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
    most = TIMES * int(min(limits.megabytes, 1e6) * BYTES_PER_MEGABYTE)
    read = [file for name, one in files for file in apart(one, most, name)]
    return one_by_one(read, (fixed, limits, Notes(fixed.off)))


def understood(files: Sequence[File], overrides: str) -> Mapping[str, object]:
    """What was understood of files, in plain JSON values, read as the overrides say.

    The keys: `kind`, `form`, `encoding`, `text`, `label`, `rows`, `dropped`, `classes`, and so on.
    """
    return read_labelled(files, parse(LabelledOverrides, overrides)).understood
