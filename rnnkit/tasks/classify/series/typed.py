"""A series as somebody types it: numbers with anything between them, its channels with colons between."""

import re

import numpy as np
import numpy.typing as npt

from rnnkit.data.labelled.tables.ts import numbers_of
from rnnkit.errors import DataError
from rnnkit.words import t

BETWEEN = re.compile(r"[\s,;]+")


def typed(text: str, line: int = 1) -> npt.NDArray[np.float32]:
    """A series `(T, F)`; `?` and `nan` are gaps. Raises `DataError` that names what is no number.

    >>> typed("1, 2.5; ?:3 4 5").tolist()
    [[1.0, 3.0], [2.5, 4.0], [nan, 5.0]]
    """
    channels = [numbers_of(BETWEEN.split(part.strip(" ,;\t\r\n")), line) for part in text.split(":")]
    found = np.full((max(map(len, channels)), len(channels)), np.nan, np.float32)
    for place, channel in enumerate(channels):
        found[: len(channel), place] = channel
    if not np.isfinite(found).any():
        raise DataError(t("Line {line} has no number; write numbers with commas between.", line=line))
    return found
