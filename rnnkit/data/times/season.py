"""The season that values show by themselves, where no date tells it.

Every series says how much its changes are like those some steps before; short series say it together. Changes
are looked at first, for a trend or a random walk has none that come again; slow waves that noise hides in the
changes are looked for in the values.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.data.times.week import US_DAY, week_slots

Array = npt.NDArray[np.float64]

MOST_SERIES = 200  # that are asked, evenly spread
MOST_VALUES = 20_000  # of each, the newest
FEWEST = 8
CYCLES, WAVES = 2.5, 4.0  # a season is seen so many times, or it is no season
WEAKEST = 0.12  # correlation of many series together
LUCK = 4.5  # standard errors: what the best of some hundred lags reaches by chance
CERTAIN = 0.75  # what even a short series does not reach by chance
ALIKE = 0.8  # of the highest peak: the shortest season that comes so near is the season
BROAD = 8  # a peak is the highest for an eighth of its lag to both sides
WAVE = 0.28  # correlation of the values themselves
ROUNDING = 1e-10  # of values of about 1
OUTLIER = 6.0  # usual changes: a larger one counts as this


def dominant_period(series: Sequence[Array], most: int = 400) -> int:
    """The season of the series, in steps; 1 where there is none.

    A year of twelve months, said by forty short series together: 12. A random walk: 1.
    """
    every = max(1, -(-len(series) // MOST_SERIES))
    asked = [values for each in series[::every] if len(values := _newest(each))]
    if not asked:
        return 1
    changes, waves = _of_changes(asked, most), _of_waves(asked, most)
    return changes[0] if changes[1] >= ALIKE * waves[1] else waves[0]


def season_of_week(stamps: npt.NDArray[np.int64]) -> int | None:
    """The rows of a day where every week has the same hours, of a week where it has the same days.

    `stamps` are microseconds since 1970, sorted. From 8 to 16 o'clock: 9. Monday, Wednesday and Friday: 3.
    `None` where no pattern comes again.
    """
    slots = week_slots(stamps)
    if slots is None:
        return None
    days = len(np.unique(slots // US_DAY))
    return len(slots) if len(slots) == days else round(len(slots) / days)


def _newest(values: Array) -> Array:
    """The newest values in units of the largest, or nothing where they say nothing."""
    newest = np.asarray(values, dtype=np.float64)[-MOST_VALUES:]
    known = newest[np.isfinite(newest)]
    if len(known) < FEWEST or np.ptp(known) == 0:
        return np.empty(0)
    moved: Array = (newest - known.mean()) / float(np.abs(known - known.mean()).max())
    return moved


def _of_changes(series: Sequence[Array], most: int) -> tuple[int, float]:
    """The season of the changes from step to step, and how clear it is; 1 where none comes again."""
    acf, pairs = _together([_without_outliers(np.diff(values)) for values in series], most, CYCLES)
    return _best(acf, pairs, WEAKEST)


def _of_waves(series: Sequence[Array], most: int) -> tuple[int, float]:
    """The season of slow waves: values, without their line, that fall and rise again; and how clear it is."""
    acf, pairs = _together([_without_line(values) for values in series], most, WAVES)
    fallen = np.minimum.accumulate(acf)
    return _best(np.where(fallen <= -0.5 * acf, acf, 0.0), pairs, WAVE)


def _together(series: Sequence[Array], most: int, cycles: float) -> tuple[Array, Array]:
    """Mean correlation with the values so many steps before, by lag, and how many pairs told it.

    A lag is told by the series that are long enough to show it, as far as they hold half of all values.
    """
    lags = min(most, int(max(map(len, series)) / cycles)) + 2
    total, pairs, told = np.zeros(lags), np.zeros(lags), np.zeros(lags)
    for values in series:
        acf = correlations(values, min(lags, int(len(values) / cycles) + 2))
        size = np.isfinite(values).sum() * (1 - np.arange(len(acf)) / len(values))
        total[: len(acf)] += acf * size
        pairs[: len(acf)] += size
        told[: len(acf)] += len(values)
    known = int((told >= told[0] / 2).sum())
    return total[:known] / np.maximum(pairs[:known], 1), np.maximum(pairs[:known], 1)


def correlations(values: Array, lags: int) -> Array:
    """The correlation of values `(n,)` with those so many steps before, `(lags,)`; NaN tells nothing."""
    known = np.isfinite(values)
    if lags < 1 or known.sum() < 2:
        return np.zeros(max(0, lags))
    filled = np.where(known, values - values[known].mean(), 0.0)
    if np.abs(filled).max() <= ROUNDING:  # a straight line changes by the same all the time
        return np.zeros(lags)
    products = _shifted(filled, filled, lags)
    before, behind = _shifted(known, filled**2, lags), _shifted(filled**2, known, lags)
    power = np.sqrt(np.maximum(before * behind, 0.0))
    found: Array = np.divide(products, power, out=np.zeros(lags), where=power > 1e-12 * power[0])
    return found


def _shifted(first: npt.NDArray[np.generic], second: npt.NDArray[np.generic], lags: int) -> Array:
    """Sums of products of two arrays, the second moved by each of so many lags."""
    size = 2 * len(first)
    turned = np.conj(np.fft.rfft(first.astype(np.float64), size))
    sums = np.fft.irfft(turned * np.fft.rfft(second.astype(np.float64), size), size)[: min(lags, len(first))]
    found: Array = np.pad(sums, (0, lags - len(sums)))
    return found


def _without_outliers(changes: Array) -> Array:
    """Changes, none larger than a few usual ones: one jump is no season."""
    known = changes[np.isfinite(changes)]
    usual = float(np.median(np.abs(known))) if len(known) else 0.0
    return np.clip(changes, -OUTLIER * usual, OUTLIER * usual) if usual > 0 else changes


def _without_line(values: Array) -> Array:
    known = np.isfinite(values)
    steps = np.arange(len(values), dtype=np.float64)
    return values - np.polyval(np.polyfit(steps[known], values[known], 1), steps)


def _best(acf: Array, pairs: Array, weakest: float) -> tuple[int, float]:
    """The shortest of the highest peaks that come again at twice their lag, and its height; (1, 0): none."""
    luck = 1 / np.sqrt(pairs)
    high = np.flatnonzero(acf >= np.clip(LUCK * luck, weakest, CERTAIN))
    peaks = [int(lag) for lag in high if 2 <= lag < len(acf) - 1 and _is_peak(acf, int(lag))]
    scores = {lag: _score(acf, lag) for lag in peaks if _comes_again(acf, lag)}
    highest = max(scores.values(), default=0.0)
    found = [
        (lag, score)
        for lag, score in scores.items()
        if score >= ALIKE * highest - luck[lag] * (1 - highest**2)
    ]
    return found[0] if found else (1, 0.0)


def _is_peak(acf: Array, lag: int) -> bool:
    around = max(1, lag // BROAD)
    return bool(acf[lag] >= acf[lag - around : lag + around + 1].max())


def _comes_again(acf: Array, lag: int) -> bool:
    twice = acf[2 * lag - 1 : 2 * lag + 2]
    return len(twice) == 0 or float(twice.max()) >= 0.4 * acf[lag]


def _score(acf: Array, lag: int) -> float:
    """The mean height of a peak and of those at its multiples, at most its own."""
    return min(float(acf[lag]), float(acf[lag : 4 * lag : lag].mean()))
