"""What a date says by itself: where it lies in the day, the week and the year; and which dates come next."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.times.week import US_DAY, next_in_week, week_slots

Array = npt.NDArray[np.float64]

DAY = 86_400.0
CYCLES_NEEDED = 2  # a cycle seen less often than that is not a pattern but a trend

# name: (seconds of a full cycle, longest step in seconds that still moves through it)
CYCLES = {
    "day": (DAY, DAY / 3),
    "week": (7 * DAY, 2 * DAY),
    "year": (365.2425 * DAY, 100 * DAY),
}


def calendar_features(stamps: pd.Series, cycles: Sequence[str]) -> Array:
    """Sine and cosine `(T, 2 * cycles)` of the position of each stamp in each cycle."""
    if not cycles or len(stamps) == 0:
        return np.zeros((len(stamps), 2 * len(cycles)))
    seconds = stamps.to_numpy("datetime64[us]").astype(np.int64) / 1e6
    columns = []
    for name in cycles:
        angle = 2 * np.pi * _position(stamps, seconds, name)
        columns += [np.sin(angle), np.cos(angle)]
    return np.stack(columns, axis=1)


def cycles_of(freq: str | None, steps: int) -> tuple[str, ...]:
    """The cycles that steps of this frequency move through, and that so many steps show often enough.

    Integer steps (`freq` is `None`) have no calendar.
    """
    if freq is None:
        return ()
    step = step_seconds(freq)
    return tuple(
        name
        for name, (length, longest) in CYCLES.items()
        if step <= longest and steps * step >= CYCLES_NEEDED * length
    )


def step_seconds(freq: str) -> float:
    """Seconds from one stamp to the next, about, for months and years."""
    stamps = pd.date_range("2001-01-01", periods=9, freq=freq)
    return float((stamps[-1] - stamps[0]).total_seconds() / 8)


def future_stamps(known: pd.Series, freq: str | None, periods: int) -> pd.Series:
    """The stamps of the next steps; where no frequency is known, by the pattern of the week.

    Rows from 8 to 16 o'clock go on at 8 o'clock of the next day. Without such a pattern they go on at the
    usual distance.
    """
    last = known.iloc[-1]
    if not pd.api.types.is_datetime64_any_dtype(known):
        steps = max(1, int(known.diff().median())) if len(known) > 1 else 1
        return pd.Series(last + steps * np.arange(1, periods + 1), dtype=known.dtype, name=known.name)
    if freq is None:
        stamps = known.to_numpy("datetime64[us]").astype(np.int64)
        later = _without_step(stamps, periods).astype("datetime64[us]")
        return pd.Series(later, dtype=known.dtype, name=known.name)
    dates = pd.date_range(last, periods=periods + 1, freq=freq)
    return pd.Series(dates[1:] if dates[0] == last else dates[:-1], dtype=known.dtype, name=known.name)


def _without_step(stamps: npt.NDArray[np.int64], periods: int) -> npt.NDArray[np.int64]:
    slots = week_slots(stamps)
    if slots is not None:
        return next_in_week(int(stamps[-1]), slots, periods)
    step = int(np.median(np.diff(stamps))) if len(stamps) > 1 else US_DAY
    return np.asarray(stamps[-1] + step * np.arange(1, periods + 1), dtype=np.int64)


def _position(stamps: pd.Series, seconds: Array, name: str) -> Array:
    """Where in its cycle each stamp is, from 0 to 1; the year by the day of the year, so leap days fit."""
    if name == "year":
        days: Array = stamps.dt.day_of_year.to_numpy(dtype=np.float64)
        return (days - 1) / 366
    shift = 3 * DAY if name == "week" else 0.0  # the first of January 1970 was a Thursday
    position: Array = ((seconds + shift) / CYCLES[name][0]) % 1.0
    return position
