"""Series that a person left out: their rows are gone, their names are told."""

from collections.abc import Sequence

import numpy as np

from rnnkit.data.series.clean import Rows
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides
from rnnkit.errors import DataError
from rnnkit.words import plural, t


def without_series(rows: Rows, names: Sequence[str], fixed: Overrides, notes: Notes) -> Rows:
    """The rows of all series but those of `fixed.without_series`; names that there are not are no matter.

    Raises `DataError` where no series is left.
    """
    there = [name for name in fixed.without_series if name in names]
    if not there:
        return rows
    keep = ~np.isin(rows.codes, [place for place, name in enumerate(names) if name in there])
    if not keep.any():
        raise DataError(t("Every series was left out; keep one of them."))
    sentence = plural(
        "{number} series left out: {names}.",
        "{number} series left out: {names}.",
        len(there),
        names=listing(there),
    )
    return rows.take(keep) if notes.change("without_series", sentence, int((~keep).sum())) else rows
