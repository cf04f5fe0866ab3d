"""Years with their months, weeks or days, and microseconds since 1970, to moments (datetime64[us]).

Needs numpy alone, because cleaning programs take it along.
"""

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Stamps = npt.NDArray[np.datetime64]

DAY_IN_US = 86_400_000_000
NEVER = np.datetime64("NaT", "us")


def full_year(year: int, century: int | None) -> int:
    """The year that two digits mean, from `century` on; 69 to 99 are 1969 to 1999 where nothing is known."""
    first = 1969 if century is None else century
    return first + (year - first) % 100


def from_months(years: Floats, months: Floats) -> Stamps:
    """The first day of a month of a year; NaT where there is no such month."""
    sound = (years >= 1) & (years <= 9999) & (months >= 1) & (months <= 12) & (months % 1 == 0)
    count = (np.where(sound, years, 1970) - 1970) * 12 + np.where(sound, months, 1) - 1
    stamps = count.astype(np.int64).astype("datetime64[M]").astype("datetime64[us]")
    stamps[~sound] = NEVER
    return np.asarray(stamps)


def from_weeks(years: Floats, weeks: Floats, days: Floats | float = 1.0) -> Stamps:
    """The Monday (or another day) of an ISO week; week 53 of a year that has 52 is the week that follows."""
    sound = (years >= 1) & (years <= 9999) & (weeks >= 0) & (weeks <= 53) & (weeks % 1 == 0)
    sound &= (days >= 1) & (days <= 7) & (np.asarray(days) % 1 == 0)
    fourth = from_months(np.where(sound, years, 1970.0), np.ones(len(years))).astype("datetime64[D]") + 3
    monday = fourth - (fourth.astype(np.int64) + 3) % 7
    shift = (np.where(sound, weeks, 1) - 1) * 7 + np.where(sound, days, 1) - 1
    stamps = (monday + shift.astype(np.int64).astype("timedelta64[D]")).astype("datetime64[us]")
    stamps[~sound] = NEVER
    return np.asarray(stamps)


def from_days(years: Floats, days: Floats) -> Stamps:
    """The nth day of a year; NaT where the year has no such day, as most have no 366th."""
    sound = (days >= 1) & (days <= 366) & (days % 1 == 0)
    first = from_months(years, np.ones(len(years)))
    stamps = first + ((np.where(sound, days, 1) - 1) * DAY_IN_US).astype("timedelta64[us]")
    sound &= stamps.astype("datetime64[Y]") == first.astype("datetime64[Y]")
    stamps[~sound] = NEVER
    return np.asarray(stamps)


def from_microseconds(values: Floats) -> Stamps:
    """Microseconds since 1970 as stamps."""
    sound = np.isfinite(values) & (np.abs(values) < 2e17)
    stamps = np.full(len(values), NEVER)
    stamps[sound] = np.round(values[sound]).astype(np.int64).astype("datetime64[us]")
    return stamps
