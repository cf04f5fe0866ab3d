"""Dates in several columns: year with month, quarter, week or day, and the time of day beside a date.

A column is a part of a date by its name and by its numbers; where nothing has a name, by how evenly the
moments run on that the columns make together.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from rnnkit.data.numbers.columns import Column
from rnnkit.data.numbers.durations import may_be_lengths
from rnnkit.data.series.name_words import DURATIONS
from rnnkit.data.series.targets import words_of
from rnnkit.data.times.compact import plain_name
from rnnkit.data.times.evenness import evenness
from rnnkit.data.times.part_words import BOUNDS, part_numbers, role_of
from rnnkit.data.times.stamps import add_up, clock_seconds
from rnnkit.data.times.written.guess_dates import first_year
from rnnkit.data.times.written.to_moments import Floats, Stamps, full_year

FITS = 0.95
MOSTLY = 0.9
"""M13 is the mean of a year and no month: one row in thirteen may have none."""
EVEN = 0.8
DISTINCT = 0.98
CLOCK_ROLES = ("clock", "hour", "hhmm", "hhmmss", "minute", "second")
PACKED_NAMES = frozenset(
    {
        *(
            "time",
            "hhmm",
            "hhmmss",
            "hrmn",
            "hhmn",
            "hrmin",
            "timehhmm",
            "hourminute",
            "clock",
            "zeit",
            "uhrzeit",
        ),
        *(
            "hora",
            "heure",
            "ora",
            "tm",
            "tiempo",
            "время",
            "时间",
            "時間",
            "時刻",
            "시각",
            "saat",
            "czas",
            "tijd",
        ),
    }
)

# The ways to say a day, the finest first; a day of the week may stand behind a week.
DAYS: tuple[tuple[str, ...], ...] = (
    ("year", "month", "day"),
    ("year", "day_of_year"),
    ("year", "week", "day"),
    ("year", "week"),
    ("year", "month"),
    ("year", "quarter"),
    ("year", "half"),
)

Parts = dict[str, Column]


def numbers_of(column: Column, role: str, century: int | None = None) -> Floats:
    """The numbers of a part of a date; a word for missing values, such as 0 or 7, means nothing in these."""
    if column.kind != "number":
        return part_numbers(column.cells, role, century)
    values, absent = column.values, column.numbers.missing
    if absent.any() and not column.raw.plain:
        values = values.copy()
        values[absent] = part_numbers(column.cells[absent], role)
    if role != "year" or century is None:
        return values
    return np.array([full_year(int(y), century) if 0 <= y < 100 else y for y in values], dtype=np.float64)


def century_of(parts: Mapping[str, Column]) -> int | None:
    """The first of the hundred years that a column of two digits means; `None` where years are whole."""
    if "year" not in parts:
        return None
    years = numbers_of(parts["year"], "year")
    known = years[np.isfinite(years)]
    short = len(known) > 0 and bool((known < 100).all())
    return first_year(known.astype(np.int64)) if short else None


def stamps_of_parts(parts: Mapping[str, Column], century: int | None) -> Stamps:
    """The stamps that these columns make together."""
    return add_up({role: _values(column, role, century) for role, column in parts.items()})


def _values(column: Column, role: str, century: int | None) -> np.ndarray:
    return column.cells if role == "clock" else numbers_of(column, role, century)


def find_parts(columns: Sequence[Column], *, named: bool) -> Parts:
    r"""The columns of a date in parts with the time of day beside it; empty where there is none.

    >>> from rnnkit.data.numbers.columns import read_columns
    >>> from rnnkit.data.lines.layout import read_grid
    >>> from rnnkit.data.limits import Limits
    >>> from rnnkit.data.table.notes import Notes
    >>> from rnnkit.data.table.recipe import Overrides
    >>> from rnnkit.data.source.unpacked import Unpacked
    >>> source = Unpacked("year,month,sales\n2024,1,5\n2024,2,6\n2024,3,7", "utf-8")
    >>> grid = read_grid(source, Overrides(), Limits.from_environment(), Notes())
    >>> list(find_parts(read_columns(grid, Overrides()), named=True))
    ['year', 'month']
    """
    found = _named_parts(columns) if named else _unnamed_parts(columns)
    return {} if not found else found | clock_of(columns, found)


def _named_parts(columns: Sequence[Column]) -> Parts:
    by_role: Parts = {}
    for column in columns:
        role = role_of(column.name) or last_role(column.name)
        role = "minute" if role == "month" and role in by_role and "hour" in by_role else role
        if role and role not in by_role and fits(column, role):
            by_role[role] = column
    best: tuple[int, Parts] = (0, {})
    for way in DAYS:
        if not set(way) <= by_role.keys():
            continue
        parts = {role: by_role[role] for role in way}
        stamps = stamps_of_parts(parts, century_of(parts))
        known = stamps[~np.isnat(stamps)]
        if len(known) >= MOSTLY * len(stamps) and len(np.unique(known)) > best[0]:
            best = (len(np.unique(known)), parts)
    return best[1]


def last_role(name: str) -> str | None:
    """`ISO week` and `obs_year` end with the name of a part."""
    words = name.replace("_", " ").replace("-", " ").split()
    return role_of(words[-1]) if len(words) > 1 else None


def _unnamed_parts(columns: Sequence[Column]) -> Parts:
    """Year and month, then perhaps day, in the first columns of a file without names."""
    for i in range(min(2, len(columns) - 1)):
        year, following = columns[i], columns[i + 1]
        if not _is_year(year):
            continue
        best: Parts = {}
        for role in ("month", "day_of_year", "week", "quarter"):
            parts = {"year": year, role: following}
            if fits(following, role) and _better(parts, best):
                best = parts
        if "month" in best and len(columns) > i + 2 and fits(columns[i + 2], "day"):
            finer = best | {"day": columns[i + 2]}
            best = finer if _better(finer, best) else best
        if best:
            return best
    return {}


def _better(parts: Parts, than: Parts) -> bool:
    """Whether these parts make moments that run on evenly, more of them than the others make."""
    stamps = stamps_of_parts(parts, None)
    known = stamps[~np.isnat(stamps)]
    if len(known) < FITS * len(stamps) or evenness(known) < EVEN:
        return False
    before = stamps_of_parts(than, None) if than else known[:1]
    return len(np.unique(known)) > len(np.unique(before[~np.isnat(before)]))


def _is_year(column: Column) -> bool:
    values = column.values[np.isfinite(column.values)]
    if column.kind != "number" or len(values) < len(column) or (values % 1 != 0).any():
        return False
    steps = np.diff(values)
    ordered = bool((steps >= 0).all() or (steps <= 0).all())
    return ordered and values.min() >= 1700 and values.max() <= 2150


def fits(column: Column, role: str) -> bool:
    """Whether nearly all of a column can be such a part."""
    if column.kind == "empty" or (column.kind == "text" and role in CLOCK_ROLES and role != "hour"):
        return False
    values = numbers_of(column, role)
    low, high = BOUNDS[role]
    known = values[np.isfinite(values)]
    held = len(column) if column.kind == "text" else len(values[~column.numbers.missing])
    least = MOSTLY if role == "month" and column.kind == "text" else FITS
    if len(known) < least * held or not len(known):
        return False
    whole = (known % 1 == 0) | (role == "second")  # clocks of instruments tell fractions
    return bool(((known >= low) & (known <= high) & whole).mean() > least)


def clock_of(columns: Sequence[Column], found: Parts, *, named: bool = True) -> Parts:
    """The columns of the time of day beside those of a day: 18:00, an hour, 930, 93000, minutes, seconds."""
    taken = {column.name for column in found.values()}
    rest = [column for column in columns if column.name not in taken]
    own = [column for column in rest if DURATIONS.isdisjoint(words_of(column.name))]
    clock = next((column for column in own if is_clock(column)), None)
    if clock is not None:
        return {"clock": clock}
    for column in rest if named else ():
        role = _clock_role(column)
        if role:
            return {role: column, **(_minutes(rest) if role == "hour" else {})}
    return {}


def _clock_role(column: Column) -> str | None:
    """What a column of numbers with a telling name says of the time of day."""
    name = plain_name(column.name)
    if (role_of(column.name) or last_role(column.name)) == "hour":
        return next(
            (role for role in ("hour", "hhmm") if fits(column, role) and _sound_clock(column, role)), None
        )
    if name.replace("(", "").replace(")", "") in PACKED_NAMES or "time" in name.split("_"):
        return next(
            (r for r in ("hour", "hhmm", "hhmmss") if fits(column, r) and _sound_clock(column, r)), None
        )
    return None


def _sound_clock(column: Column, role: str) -> bool:
    """Whether minutes and seconds stay below 60."""
    if role == "hour":
        return True
    values = column.values[np.isfinite(column.values)]
    minutes = values % 100 if role == "hhmm" else values // 100 % 100
    return bool((minutes < 60).all() and (values % 100 < 60).all()) and len(np.unique(values)) > 1


def _minutes(rest: Sequence[Column]) -> Parts:
    found: Parts = {}
    for role in ("minute", "second"):
        names = {role, "month"} if role == "minute" else {role}  # hh and mm beside MM
        column = next((c for c in rest if role_of(c.name) in names and fits(c, role)), None)
        if column is None:
            break
        found[role] = column
    return found


def is_clock(column: Column) -> bool:
    """Whether the cells are times of day: 18:00, 18:00:00, 18.00.00 or 6:00 PM."""
    if column.kind != "text":
        return False
    held = [str(cell) for cell in column.cells[:2000] if cell != ""][:50]
    timed = all(":" in cell or cell[-1:] in "mM." or cell[-1:] == "h" for cell in held) or _dotted_clock(held)
    return bool(held) and timed and not any(np.isnan(clock_seconds(cell)) for cell in held)


def says_lengths(clock: Column, days: Stamps) -> bool:
    """Whether times beside days that are all there, once each, tell no rows apart and may be durations.

    A column called `time` or `hour` is a time of day all the same.
    """
    name = plain_name(clock.name)
    if name in PACKED_NAMES or "time" in words_of(clock.name) or role_of(name) in CLOCK_ROLES:
        return False
    known = days[~np.isnat(days)]
    once = len(known) > 1 and len(np.unique(known)) == len(known)
    return once and may_be_lengths(clock) and evenness(known) >= EVEN


def _dotted_clock(held: Sequence[str]) -> bool:
    """18.00.00 is a time of day, 01.07.67 a date: no day is 0, and no year is always 00."""
    parts = [cell.split(".") for cell in held]
    if not all(len(part) == 3 for part in parts):
        return False
    return any(part[0] in ("0", "00") for part in parts) or all(part[2] == "00" for part in parts)


def unnamed_hour(columns: Sequence[Column], date: Column, days: Stamps) -> Parts:
    """An hour (or 930, 93000) beside a date that comes again and again, where no name says so.

    The moments that both make together must differ and run on evenly.
    """
    if len(np.unique(days)) > 0.6 * len(days):
        return {}
    for column, role in _hours(columns, date):
        moments = _with(days, column, role)
        known = moments[~np.isnat(moments)]
        if len(np.unique(known)) >= DISTINCT * len(days) and evenness(known) >= EVEN:
            return {role: column}
    return {}


def _hours(columns: Sequence[Column], date: Column) -> Iterator[tuple[Column, str]]:
    at = [column.name for column in columns].index(date.name)
    for column in columns[at + 1 : at + 3]:
        if column.kind == "number":
            yield from (
                (column, r) for r in ("hour", "hhmm", "hhmmss") if fits(column, r) and _sound_clock(column, r)
            )


def _with(days: Stamps, column: Column, role: str) -> Stamps:
    """Days with the time of day that a column says."""
    zero = np.full(len(days), 1970.0)
    start = {"year": zero, "month": np.ones(len(days)), role: column.values}
    return np.asarray(days + (add_up(start) - np.datetime64(0, "us")))
