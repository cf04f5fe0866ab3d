"""A series of numbers as what a network and its partner read. NumPy only: it leaves with every model.

`how` is a `Scaling`, or anything with its fields.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Array = npt.NDArray[np.float64]

FLAT = 1e-8  # a spread below that is none
FARTHEST = 20.0  # standard deviations; what lies farther off is taken for as far


def scaled(series: npt.NDArray[Any], how: Any, *, alone: bool) -> Array:
    """A series `(T, F)` with NaN in its gaps, without gaps and in standard deviations.

    Those of the series itself where it stands `alone`, else those of all series that were learned.
    """
    values = np.asarray(series, dtype=np.float64)
    known = np.isfinite(values)
    if alone:
        counts = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, values, 0.0).sum(axis=0) / counts
        spread = np.sqrt(np.square(np.where(known, values - mean, 0.0)).sum(axis=0) / counts)
        spread = np.where(spread > FLAT * np.maximum(1.0, np.abs(mean)), spread, 1.0)
    else:
        mean, spread = np.asarray(how.mean, np.float64), np.asarray(how.spread, np.float64)
    return np.clip(filled((np.where(known, values, np.nan) - mean) / spread), -FARTHEST, FARTHEST)


def filled(values: Array) -> Array:
    """The same `(T, F)` with a straight line over every gap; zeros where a channel has no number at all."""
    known = np.isfinite(values)
    if known.all():
        return values
    found, places = np.zeros_like(values), np.arange(len(values))
    for channel in range(values.shape[1]):
        own = known[:, channel]
        if own.any():
            found[:, channel] = np.interp(places, places[own], values[own, channel])
    return found


def read(series: npt.NDArray[Any], how: Any) -> Array:
    """A series `(T, F)` as it is read: scaled in the way that was chosen."""
    return scaled(series, how, alone=how.alone)


def steps_of(series: npt.NDArray[Any], how: Any) -> Floats:
    """The steps `(S, F * segment)` of a series `(T, F)`: so many values of each channel are one step.

    The last step is filled up with the last values.
    """
    values = read(series, how)
    missing = -len(values) % how.segment
    whole = np.concatenate([values, np.repeat(values[-1:], missing, axis=0)])
    return whole.reshape(-1, how.segment * values.shape[1]).astype(np.float32)


def thinned(values: Array, times: int) -> Array:
    """The means `(ceil(T / times), F)` of so many values in a row, of a series `(T, F)`."""
    if times <= 1:
        return values
    missing = -len(values) % times
    whole = np.concatenate([values, np.repeat(values[-1:], missing, axis=0)])
    return np.asarray(whole.reshape(-1, times, values.shape[1]).mean(axis=1))


def stretched(values: Array, length: int) -> Array:
    """A series `(T, F)` on so many places at equal distances `(length, F)`."""
    if len(values) == length:
        return values
    places, wanted = np.arange(len(values)), np.linspace(0, len(values) - 1, length)
    return np.stack([np.interp(wanted, places, channel) for channel in values.T], axis=1)
