"""Covariates beyond the last row that knows them: what is assumed there, and how that is said.

The functions travel into exported programs as they stand here, so they do not translate their words.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LISTED = 3  # names of covariates in a sentence


def unknown_from(columns: Array) -> Ints:
    """For each column `(T, F)` the first step behind its last known value `(F,)`."""
    if not columns.shape[1]:
        return np.empty(0, dtype=np.int64)
    backwards = np.isfinite(columns)[::-1]
    ends = len(columns) - backwards.argmax(axis=0) if len(columns) else np.zeros(columns.shape[1])
    return np.asarray(np.where(backwards.any(axis=0), ends, 0), dtype=np.int64)


def assumed(columns: Array, length: int, season: int) -> Array:
    """Covariates `(length, F)`: behind its last known value each takes the value one season earlier.

    So only values that occurred are assumed: of a promotion 0 or 1, and not its mean. Where the value a
    season earlier is unknown, and without a season, the last known value stays. A column without any value
    stays NaN.

    >>> assumed(np.array([[0.0], [1.0], [5.0]]), 6, 2)[:, 0].tolist()
    [0.0, 1.0, 5.0, 1.0, 5.0, 1.0]
    """
    if not columns.shape[1]:
        return np.empty((length, 0))
    missing = np.full((max(0, length - len(columns)), columns.shape[1]), np.nan)
    found = np.concatenate([columns[:length], missing])
    for column, start in enumerate(unknown_from(found)):
        if start in (0, length):
            continue
        values, steps = found[:, column], np.arange(start, length)
        earlier = steps - season * (-((start - 1 - steps) // season))
        taken = np.where(earlier >= 0, values[np.maximum(earlier, 0)], np.nan)
        values[start:] = np.where(np.isfinite(taken), taken, values[start - 1])
    return found


def assumed_words(names: Sequence[str], first: object, steps: int, season: int) -> str:
    """What was assumed, in one sentence; `first` is the first stamp at which a covariate is unknown."""
    if not names:
        return ""
    listed = [name if len(name) <= 40 else name[:39] + "…" for name in names[:LISTED]]
    more = [f"{len(names) - LISTED} more"] if len(names) > LISTED else []
    *rest, last = listed + more
    subject = f"{', '.join(rest)} and {last}" if rest else last
    verb = "are" if len(names) > 1 else "is"
    span = f"{steps} steps" if steps > 1 else "1 step"
    way = f"the values of {season} steps (one season) earlier" if season > 1 else "the last known value"
    was = "were" if season > 1 else "was"
    return f"{subject} {verb} unknown from {stamp_words(first)} on: for {span} {way} {was} assumed."


def stamp_words(stamp: object) -> str:
    """A stamp the way people write it: no time of day where it is midnight."""
    if isinstance(stamp, int | np.integer):
        return str(stamp)
    text = str(np.datetime64(stamp, "s")).replace("T", " ")  # type: ignore[call-overload]
    return text.removesuffix(" 00:00:00").removesuffix(":00")
