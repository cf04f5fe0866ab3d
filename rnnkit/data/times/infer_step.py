"""The usual step between stamps: even to the microsecond, by the calendar, or nearly even.

One odd stamp, a clock that wanders by seconds or summer time does not make a step uneven: such stamps are
moved to the nearest step. Weekends are no gaps: a week without them is business days.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from rnnkit.data.times.freq import (
    DAY,
    HOUR,
    MINUTE,
    MONTHS,
    SECOND,
    WEEK,
    WEEKDAYS,
    Ints,
    Step,
    fixed_step,
    months_of,
    number_step,
    of_months,
    step_of,
)

Flags = npt.NDArray[np.bool_]

FEWEST = 3
MOSTLY = 0.95
"""A step is the usual one where at least this share of the stamps keeps it."""
WANDERING = 0.35
"""How far from its step a stamp may lie, as a share of the step."""
LEFT = 0.97
"""Share of the stamps that must still differ after they were moved."""
NICE = (
    *(n * SECOND for n in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)),
    *(n * MINUTE for n in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)),
    *(n * HOUR for n in (1, 2, 3, 4, 6, 8, 12)),
    *(DAY, WEEK),
)
"""Steps that people and machines choose."""


def infer_step(stamps: Ints, codes: Ints, *, dates: bool) -> Step | None:
    """The usual step between neighbours of the same series; `None` where there is none.

    `stamps` are sorted within each series, whose number is in `codes`.
    """
    together = np.diff(codes) == 0
    gaps = np.diff(stamps)[together]
    gaps = gaps[gaps > 0]
    if not len(gaps):
        return None
    sizes, counts = np.unique(gaps, return_counts=True)
    usual = int(sizes[counts.argmax()])
    if not dates:
        return number_step(int(np.gcd.reduce(sizes)))
    return (
        _business(stamps, gaps, usual)
        or _by_calendar(stamps, together, gaps)
        or _half_months(stamps, gaps)
        or _even(stamps, gaps, usual)
        or _nearly_even(stamps, codes, gaps, usual)
    )


def _business(stamps: Ints, gaps: Ints, usual: int) -> Step | None:
    """Every weekday: a day, and three over a weekend."""
    weekdays_only = bool(((stamps // DAY + 3) % 7 < 5).all())
    return step_of("B") if usual == DAY and (gaps == 3 * DAY).any() and weekdays_only else None


def _by_calendar(stamps: Ints, together: Flags, gaps: Ints) -> Step | None:
    """Months, quarters and years, also several of them, which have no fixed length."""
    if float(np.median(gaps)) < 27 * DAY:
        return None
    months = months_of(stamps)
    steps = np.diff(months)[together]
    steps = steps[steps > 0]
    if not len(steps) or len(steps) < MOSTLY * len(gaps):
        return None
    usual = int(np.bincount(np.minimum(steps, 12_000)).argmax())
    size = usual if np.mean(steps % usual == 0) >= MOSTLY else int(np.gcd.reduce(steps))
    if size < usual and size * 4 < usual:
        return None
    side = _side(stamps, gaps)
    return step_of(_period_name(side, size, int(months[0] % 12))) if side else None


def _side(stamps: Ints, gaps: Ints) -> str | None:
    """`S` where periods are called by their first day or one within, `E` by their last; `None`: neither."""
    dates = (stamps // DAY).astype("datetime64[D]")
    months = months_of(stamps)
    last = (of_months(months, True) // DAY).astype("datetime64[D]")
    first = (of_months(months, False) // DAY).astype("datetime64[D]")
    if (dates == last).all() or _nearly(dates == np.busday_offset(last, 0, roll="backward")):
        return "E"
    within = (dates - first).astype(np.int64)
    if (within == within[0]).all() or _nearly(dates == np.busday_offset(first, 0, roll="forward")):
        return "S"
    if (gaps == gaps[0]).all() and len(gaps) > FEWEST:
        return None  # every 28 days
    shortest = float(np.mean(gaps >= 0.8 * np.median(gaps)))
    return "S" if shortest >= MOSTLY else None


def _nearly(flags: Flags) -> bool:
    return bool(flags.mean() >= MOSTLY)


def _period_name(side: str, size: int, month: int) -> str:
    """What pandas calls steps of so many months: `MS`, `2ME`, `QS-FEB`, `5YS`."""
    if size % 12 == 0:
        count, letter, usual, named = size // 12, "Y", 0 if side == "S" else 11, month
    elif size == 3:
        first = month % 3 if side == "S" else 9 + month % 3
        count, letter, usual, named = 1, "Q", 0 if side == "S" else 11, first
    else:
        return f"{size if size > 1 else ''}M{side}"
    return f"{count if count > 1 else ''}{letter}{side}" + (f"-{MONTHS[named]}" if named != usual else "")


def _half_months(stamps: Ints, gaps: Ints) -> Step | None:
    """The 1st and the 15th or 16th of every month, or the middle and the last day."""
    if not 12.5 * DAY <= float(np.median(gaps)) <= 16.5 * DAY or (gaps == gaps[0]).all():
        return None
    months = months_of(stamps)
    within = (stamps - of_months(months, False)) // DAY + 1
    ends = stamps // DAY == of_months(months, True) // DAY
    for name, fits in (
        ("SMS-16", (within == 1) | (within == 16)),
        ("SMS", (within == 1) | (within == 15)),
        ("SME", (within == 15) | ends),
    ):
        if _nearly(fits):
            return step_of(name)
    return None


def _even(stamps: Ints, gaps: Ints, usual: int) -> Step | None:
    """A step of fixed length that all gaps are multiples of."""
    shortest = int(np.gcd.reduce(gaps))
    if shortest < usual and shortest * 4 >= usual:
        usual = shortest
    if (gaps % usual).any():
        return None
    return _weekly(stamps, usual // WEEK) if usual % WEEK == 0 else fixed_step(usual)


def _weekly(stamps: Ints, n: int) -> Step:
    weekdays = np.unique((stamps // DAY + 3) % 7)
    if len(weekdays) > 1:
        return fixed_step(n * WEEK)
    return step_of(f"{n if n > 1 else ''}W-{WEEKDAYS[int(weekdays[0])]}")


def _nearly_even(stamps: Ints, codes: Ints, gaps: Ints, usual: int) -> Step | None:
    """The step that nearly all stamps keep, or that all of them keep nearly; others are moved to it."""
    median = float(np.median(gaps))
    nice = sorted((n for n in NICE if abs(n - median) <= 0.08 * n), key=lambda n: abs(n - median))
    days = [DAY] if 0.6 * DAY < median < 1.5 * DAY else []
    sizes = [usual, *nice] if usual in NICE else [*nice, usual]
    for size in dict.fromkeys([*sizes, *days]):
        step = _moved(stamps, size)
        if step is not None and _holds(step, stamps, codes):
            return step
    return None


def _moved(stamps: Ints, size: int) -> Step | None:
    """A step of this length whose beginning fits the stamps best."""
    if size == WEEK:
        weekday = int(np.bincount((stamps // DAY + 3) % 7).argmax())
        return replace(step_of(f"W-{WEEKDAYS[weekday]}"), nearest=True)
    if size % DAY == 0:
        return (
            replace(
                fixed_step(size),
                nearest=True,
                phase=int(np.bincount(stamps // DAY % (size // DAY)).argmax()) * DAY,
            )
            if size // DAY <= 400
            else None
        )
    rests = stamps % size
    places, counts = np.unique(rests, return_counts=True)
    if counts.max() >= 0.5 * len(rests):
        phase = int(places[counts.argmax()])
    else:
        turn = np.exp(2j * np.pi * rests / size).mean()
        phase = int(np.angle(turn) / (2 * np.pi) * size) % size
        round_to = next(
            (unit for unit in (size, MINUTE, SECOND) if size % unit == 0 and _near(phase, unit, size)), 1
        )
        phase = round(phase / round_to) * round_to % size
    return replace(fixed_step(size), nearest=True, phase=phase)


def _near(phase: int, unit: int, size: int) -> bool:
    """Whether a beginning is that of a whole unit but for what clocks wander."""
    return abs(phase - round(phase / unit) * unit) <= 0.1 * size


def _holds(step: Step, stamps: Ints, codes: Ints) -> bool:
    """Whether hardly any stamps meet when they are moved, and none is moved far; most steps are there."""
    moved = step.snap(stamps)
    far = np.abs(moved - stamps)
    if step.size > DAY and step.size % DAY == 0:
        near = 1.0 if float(np.mean(far < DAY)) >= (0.8 if step.weekday is not None else MOSTLY) else 0.0
    elif step.size % DAY == 0:
        near = float(np.mean(far < step.size))
    elif float(np.mean(far == 0)) >= MOSTLY:
        near = 1.0
    else:
        near = float(np.mean(far <= WANDERING * step.size))
    together = np.diff(codes) == 0
    distinct = float(np.mean(np.diff(moved)[together] > 0)) if together.any() else 0.0
    before = float(np.mean(np.diff(stamps)[together] > 0)) if together.any() else 1.0
    steps = np.diff(moved)[together] // step.size
    there = len(steps) / max(1, int(steps.sum()))
    return near >= LEFT and distinct >= LEFT * before and there >= 0.5
