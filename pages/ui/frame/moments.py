"""Moments as people write them: a date alone where every one of them is a date, and no empty seconds."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

Moment = pd.Timestamp | np.datetime64 | int | np.integer  # a stamp, or the number of a step


def moments_words(moments: Sequence[Moment]) -> list[str]:
    """Each of these moments in words, all of them as exact as the most exact one needs.

    2024-08-13 where all are dates, 2024-08-13 10:00 where one of them is not; steps as their numbers.
    """
    if all(isinstance(moment, int | np.integer) for moment in moments):
        return [str(moment) for moment in moments]
    stamps = pd.DatetimeIndex(list(moments))
    for way, unit in (("%Y-%m-%d", "D"), ("%Y-%m-%d %H:%M", "min"), ("%Y-%m-%d %H:%M:%S", "s")):
        if (stamps == stamps.floor(unit)).all():
            return list(stamps.strftime(way))
    return [str(stamp) for stamp in stamps]
