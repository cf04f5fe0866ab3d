"""The pattern of the week: which times of which weekdays have rows, and so which rows come next.

Opening hours, trading hours and school days have no even step, but every week looks like the one before.
Stamps are microseconds since 1970 here.
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

US_DAY = 86_400_000_000
US_WEEK = 7 * US_DAY
MONDAY = -3 * US_DAY  # the first of January 1970 was a Thursday
NEWEST_WEEKS = 8  # what was longer ago may have been another pattern
FEWEST_WEEKS = 2  # from fewer the times of a day are taken to be those of every day
OFTEN = 0.5  # of the weeks: a time that has rows more often belongs to the pattern
EXPLAINED, MET = 0.8, 0.75  # of the rows lie in the pattern, and of the pattern has rows (holidays have none)
EVEN, NEAR = 0.8, 0.1  # of the distances are no further from the usual one than this


def week_slots(stamps: Ints) -> Ints | None:
    """When rows come in a week, microseconds since Monday, sorted; `None` where no pattern comes again.

    Four weekdays from 8 to 16 o'clock: nine hours on each of five weekdays, which is 45 slots.
    """
    recent = stamps[stamps > stamps[-1] - NEWEST_WEEKS * US_WEEK] if len(stamps) else stamps
    if len(recent) < 3:
        return None
    weeks = recent[-1] - recent[0] >= FEWEST_WEEKS * US_WEEK
    slots = _often(recent, US_WEEK) if weeks else _of_days(recent)
    return slots if len(slots) and _holds(recent, slots) else None


def _often(stamps: Ints, cycle: int) -> Ints:
    """The places in the cycle that have rows in most of the cycles that could have them."""
    number, place = (stamps - MONDAY) // cycle, (stamps - MONDAY) % cycle
    places, counts = np.unique(place, return_counts=True)
    could = len(np.unique(number)) - (places < place[0]) - (places > place[-1])
    found: Ints = places[counts > OFTEN * np.maximum(could, 1)]
    return found


def _of_days(stamps: Ints) -> Ints:
    """The usual times of a day, on every weekday that nothing speaks against.

    A weekday that passed without rows has none; weekends have none where none were seen.
    """
    days = np.unique((stamps - MONDAY) // US_DAY)
    if len(days) < 2:
        return np.empty(0, dtype=np.int64)
    seen, passed = set((days % 7).tolist()), set((np.arange(days[0], days[-1] + 1) % 7).tolist())
    open_days = [day for day in range(7) if day in seen or (day not in passed and (day < 5 or seen & {5, 6}))]
    times = _often(stamps, US_DAY)
    return np.add.outer(np.array(open_days, dtype=np.int64) * US_DAY, times).ravel()


def _holds(stamps: Ints, slots: Ints) -> bool:
    """Whether most rows lie in the slots, and most slots of weeks that have rows have one."""
    weeks, place = (stamps - MONDAY) // US_WEEK, (stamps - MONDAY) % US_WEEK
    inside = int(np.isin(place, slots).sum())
    expected = len(np.unique(weeks)) * len(slots) - int((slots < place[0]).sum() + (slots > place[-1]).sum())
    return inside >= EXPLAINED * len(stamps) and inside >= MET * expected


def next_in_week(last: int, slots: Ints, periods: int) -> Ints:
    """The next stamps after the last one that lie in the slots of a week."""
    week, place = (last - MONDAY) // US_WEEK, (last - MONDAY) % US_WEEK
    numbers = np.searchsorted(slots, place, side="right") + np.arange(periods)
    found: Ints = MONDAY + (week + numbers // len(slots)) * US_WEEK + slots[numbers % len(slots)]
    return found


def usual_distance(stamps: Ints) -> int | None:
    """The distance that nearly all neighbours have, about; `None` where there is no such distance."""
    gaps = np.diff(stamps)
    usual = float(np.median(gaps)) if len(gaps) else 0.0
    near = np.abs(gaps - usual) <= NEAR * usual
    return int(usual) if usual > 0 and near.mean() >= EVEN else None


def comes_again(stamps: Ints) -> bool:
    """Whether it can be told when the next rows come: by the pattern of the week, or by the distance."""
    return week_slots(stamps) is not None or usual_distance(stamps) is not None
