"""What time a name in a header tells: `1/22/20`, `2020-M01`, `Q1 2020`, `2001`, `Jan`, `H1` ...

A name can tell several: `1` may be a month, a day or an hour. Which of them it is shows in the whole header.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from rnnkit.data.lines.look import look
from rnnkit.data.times.written.guess_dates import guess_formats, read_by
from rnnkit.data.times.written.month_names import month_of

LONGEST = 40
"""Characters of the longest name that can be a time."""

DATES = ("date", "date_mdy", "date_dmy")
STAMP = "stamp"
"""A time in one of the many forms that are known in columns: `2010-182`, `Feb 01, 2020 01:00 PM`."""
WHOLE = (*DATES, STAMP, "month", "quarter", "week", "year", "fiscal")
"""Kinds that tell a time by themselves, the finest first."""
PARTS = ("month_part", "quarter_part", "week_part", "day_part", "clock_part", "hour_part", "step")
"""Kinds that tell a time only together with a year or a date in the rows, and steps that are counted."""

Order = float | None
Reader = Callable[[re.Match[str]], Order]

_CLOCK = r"(?:[T ](?P<h>\d{1,2}):(?P<i>\d{2})(?::\d{2}(?:\.0+)?)?Z?)?$"
_YEAR = r"(?P<y>1[5-9]\d\d|2[01]\d\d)"
_ANY = r"['’]?(?P<y>1[5-9]\d\d|2[01]\d\d|\d\d)"
_SIGN = r"[-/. _,]{0,2}"
_WORD = r"(?P<w>[^\W\d_]{3,12})\.?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_QUARTER_WORD = r"(?:quarter|quartal|qtr|quart|trimestre|trim|kwartaal|kwartał|квартал|кв|çeyrek)\.?"
_WEEK_WORD = r"(?:w|kw|wk|week|woche|semaine|sem|semana|settimana|uke|vecka|uge|tydzień|неделя|周|第)\.?"


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 69 else 1900)


def _day(match: re.Match[str]) -> Order:
    """The place of a day, with its hour where one is told."""
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    clock = int(match["h"] or 0) * 60 + int(match["i"] or 0)
    return (_year(match["y"]) * 400 + month * 32 + day) + clock / 1440


def _named_day(match: re.Match[str]) -> Order:
    month = month_of(match["w"])
    return month and _year(match["y"]) * 400 + month * 32 + int(match["d"])


def _month(match: re.Match[str]) -> Order:
    month = int(match["m"])
    return _year(match["y"]) * 12 + month if 1 <= month <= 12 else None


def _named_month(match: re.Match[str]) -> Order:
    month = month_of(match["w"])
    return month and _year(match["y"]) * 12 + month


def _quarter(match: re.Match[str]) -> Order:
    return _year(match["y"]) * 4 + (_ROMAN.get(match["q"].lower()) or int(match["q"]))


def _week(match: re.Match[str]) -> Order:
    return _year(match["y"]) * 54 + int(match["n"]) if 1 <= int(match["n"]) <= 53 else None


def _fiscal(match: re.Match[str]) -> Order:
    """2001/02: the second year follows the first."""
    first, second = int(match["y"]), int(match["z"])
    return first if second in (first + 1, (first + 1) % 100) else None


def _number(low: int, high: int) -> Reader:
    return lambda match: int(match["n"]) if low <= int(match["n"]) <= high else None


def _minutes(match: re.Match[str]) -> Order:
    """Minutes since midnight; 12 AM is midnight."""
    hour, minute, half = int(match["h"]), int(match["i"] or 0), (match["ap"] or "").lower()
    if hour > 24 or minute > 59:
        return None
    return (hour % 12 + 12 * (half == "p") if half else hour) * 60 + minute


_FORMS: tuple[tuple[str, str, Reader], ...] = (
    ("date", rf"^X?{_YEAR}(?:[-/._ ]|年)(?P<m>\d{{1,2}})(?:[-/._ ]|月)(?P<d>\d{{1,2}})日?{_CLOCK}", _day),
    ("date", rf"^{_YEAR}\. ?(?P<m>\d{{1,2}})\. ?(?P<d>\d{{1,2}})\.?{_CLOCK}", _day),
    ("date", rf"^X?{_YEAR}(?P<m>\d\d)(?P<d>\d\d){_CLOCK}", _day),
    ("date_mdy", rf"^X?(?P<m>\d{{1,2}})[-/. ](?P<d>\d{{1,2}})[-/. ]{_ANY}{_CLOCK}", _day),
    ("date_dmy", rf"^X?(?P<d>\d{{1,2}})[-/. ](?P<m>\d{{1,2}})[-/. ]{_ANY}{_CLOCK}", _day),
    ("date", rf"^(?P<d>\d{{1,2}}){_SIGN}{_WORD}{_SIGN}{_ANY}$", _named_day),
    ("date", rf"^{_WORD}{_SIGN}(?P<d>\d{{1,2}})(?:, ?| |-){_YEAR}$", _named_day),
    ("date", rf"^{_YEAR}{_SIGN}{_WORD}{_SIGN}(?P<d>\d{{1,2}})$", _named_day),
    ("month", rf"^X?{_YEAR}(?:[-/._ ]?[mM]?|年)(?P<m>\d{{1,2}})月?$", _month),
    ("month", rf"^(?P<m>\d{{1,2}})[-/. ]{_YEAR}$", _month),
    ("month", rf"^[mM](?P<m>\d{{1,2}}){_SIGN}{_YEAR}$", _month),
    ("month", rf"^{_WORD}{_SIGN}{_ANY}$", _named_month),
    ("month", rf"^{_ANY}{_SIGN}{_WORD}$", _named_month),
    ("quarter", rf"^X?{_YEAR}{_SIGN}[qQtTkK](?P<q>[1-4])$", _quarter),
    ("quarter", rf"^[qQtTkK](?P<q>[1-4]){_SIGN}{_ANY}$", _quarter),
    ("quarter", rf"^(?P<q>[1-4])[qQtTkK]{_SIGN}{_ANY}$", _quarter),
    ("quarter", rf"^{_YEAR}[-/. ]{{1,2}}(?P<q>I{{1,3}}|IV)$", _quarter),
    ("quarter", rf"^(?P<q>I{{1,3}}|IV)[-/. ]{{1,2}}{_YEAR}$", _quarter),
    ("quarter", rf"^(?i:(?P<q>[1-4])(?:st|nd|rd|th|\.)? ?{_QUARTER_WORD} ?{_YEAR})$", _quarter),
    ("quarter", rf"^{_YEAR}年?第?(?P<q>[1-4一二三四])季度?$", _quarter),
    ("week", rf"^(?i:X?{_YEAR}{_SIGN}{_WEEK_WORD}{_SIGN}(?P<n>\d{{1,2}}))$", _week),
    ("week", rf"^(?i:{_WEEK_WORD} ?(?P<n>\d{{1,2}}){_SIGN}{_YEAR})$", _week),
    (
        "year",
        rf"^(?i:(?:X|Y|FY|CY|year|jahr|año|année)?[ _]?{_YEAR}(?:\.0)?年?(?: ?\[YR\d{{4}}\])?"
        r"(?: ?[*pefr]| ?\([a-z]{1,9}\.?\))?)$",
        lambda match: int(match["y"]),
    ),
    ("fiscal", rf"^(?:FY ?)?{_YEAR}[-/–](?P<z>\d{{4}}|\d\d)$", _fiscal),
    ("month_part", r"^(?i:m|month|monat|mois|mes)?[ _.]?(?P<n>\d{1,2})$", _number(1, 12)),
    ("month_part", rf"^{_WORD}$", lambda match: month_of(match["w"])),
    ("month_part", r"^(?P<w>(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:月|월))$", lambda m: month_of(m["w"])),
    ("month_part", r"^(?P<w>(?i:tháng|thg|th) ?\d{1,2})$", lambda match: month_of(match["w"])),
    ("quarter_part", r"^[qQtTkK](?P<n>[1-4])$", _number(1, 4)),
    ("quarter_part", rf"^(?i:{_QUARTER_WORD}[ _]?(?P<n>[1-4]))$", _number(1, 4)),
    ("quarter_part", rf"^(?i:(?P<n>[1-4])(?:st|nd|rd|th|er|e|\.)? ?{_QUARTER_WORD})$", _number(1, 4)),
    ("quarter_part", r"^(?P<n>I{1,3}|IV)\.?$", lambda match: _ROMAN[match["n"].lower()]),
    ("quarter_part", r"^第?(?P<n>[一二三四])季度?$", lambda match: _ROMAN[match["n"]]),
    ("week_part", rf"^(?i:{_WEEK_WORD}[ _]?(?P<n>\d{{1,2}})周?)$", _number(1, 53)),
    (
        "day_part",
        r"^(?i:d|day|tag|jour|d[ií]a|giorno)?[ _.]?(?P<n>\d{1,2})(?:st|nd|rd|th|日|일)?$",
        _number(1, 31),
    ),
    (
        "clock_part",
        r"^(?P<h>\d{1,2})[:.h](?P<i>\d{2})(?::00)?(?: ?(?P<ap>[aApP])\.?[mM]\.?)?"
        r"(?: ?[-–] ?\d{1,2}[:.h]\d{2}(?::\d{2})?)?$",
        _minutes,
    ),
    ("clock_part", r"^(?P<h>\d{1,2})(?P<i>) ?(?P<ap>[aApP])\.?[mM]\.?$", _minutes),
    (
        "hour_part",
        r"^(?i:h|hr|hour|hours|he|hour ending|stunde|std|heure|hora|godz|час|ora)?[ _.]?(?P<n>\d{1,2})"
        r"(?i:h|hr| ?uhr|时|時|시)?(?: ?[-–] ?\d{1,2}(?i:h)?)?$",
        _number(0, 24),
    ),
    ("hour_part", r"^(?i:h|he)?(?P<n>[01]\d|2[0-4])00$", _number(0, 24)),
    ("step", r"^(?i:d|day|t|step|period|s|w|week|wk)[ _+-]?(?P<n>\d{1,5})$", _number(0, 99_999)),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(form), reader) for kind, form, reader in _FORMS)


@lru_cache(maxsize=20_000)
def times_of(name: str) -> Mapping[str, float]:
    """The kinds of time that a name tells, each with its place in order: `Q1 2020` -> {"quarter": 8081}."""
    name = " ".join(name[: LONGEST + 1].split())
    return dict(_read(name)) if name and len(name) <= LONGEST else {}


def _read(name: str) -> Iterator[tuple[str, float]]:
    for kind, form, reader in _COMPILED:
        match = form.match(name)
        place = reader(match) if match else None
        if place is not None:
            yield kind, float(place)


def in_order(places: list[float]) -> bool:
    """Whether the places only rise, or only fall."""
    steps = [b - a for a, b in pairwise(places)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


SURE = 0.9
FEWEST = 3
"""Columns that tell a time before a header counts as a row of times."""
BARE = {"month_part": 12, "day_part": 28, "hour_part": 23, "step": 12}
"""Of plain numbers, and of steps, there must be so many."""


MOST = 20_000
"""Columns of the widest header that is looked into."""


def turns_once(places: Sequence[float]) -> bool:
    """Whether twelve months begin with another than January: October to September."""
    months = [int(place) for place in places]
    return len(months) == 12 and all((b - a) % 12 == 1 for a, b in pairwise(months))


def _flags(names: Sequence[str]) -> set[str]:
    """Names such as `Y2000F` beside `Y2000`: columns of flags, not of another year."""
    known = set(names)
    return {name for name in names if name[:-1].rstrip(" _") in known and name[-1:].isalpha()}


def _columns_of(names: Sequence[str], told: list[Mapping[str, float]], kind: str) -> list[int]:
    """The columns whose names tell this kind of time, if they are enough and in order; else none."""
    flags = _flags(names) if kind == "year" else set()
    found = [(i, times[kind]) for i, times in enumerate(told) if kind in times and names[i] not in flags]
    places = [place for _, place in found]
    if len(found) < FEWEST or not (in_order(places) or (kind == "month_part" and turns_once(places))):
        return []
    numbers = kind == "step" or any(names[i].strip().isdigit() for i, _ in found)
    if kind not in BARE or not numbers:
        return [i for i, _ in found]
    others = sum(1 for name in names if name.strip().isdigit()) > len(found)
    gaps = {b[1] - a[1] for a, b in pairwise(found)}
    even = len(found) >= BARE[kind] and not others and gaps in ({1.0}, {-1.0})
    return [i for i, _ in found] if even else []


def kinds_of(names: list[str]) -> dict[str, list[int]]:
    """The kinds of time that stand in a header, each with its columns; the one with the most comes first."""
    if len(names) > MOST:
        return {}
    return {kind: list(columns) for kind, columns in _kinds_of(tuple(names)).items()}


@lru_cache(maxsize=16)
def _kinds_of(names: tuple[str, ...]) -> dict[str, list[int]]:
    sample = names[:: max(1, len(names) // 200)]
    found: dict[str, list[int]] = {}
    if sum(1 for name in sample if times_of(name)) >= min(FEWEST, 0.2 * len(sample)):
        told = [times_of(name) for name in names]
        found = {kind: _columns_of(names, told, kind) for kind in (*WHOLE, *PARTS)}
        if len(found["fiscal"]) >= len(found["month"]):
            found["month"] = []
    if not any(found.get(kind) for kind in WHOLE):
        found[STAMP] = _stamped(names)
    return dict(sorted(((k, c) for k, c in found.items() if c), key=lambda item: -len(item[1])))


def _stamped(names: Sequence[str]) -> list[int]:
    """The columns whose names are dates in a form of columns, if all that look like it are, and in order."""
    maybe = [i for i, name in enumerate(names) if _maybe_stamp(name)]
    if len(maybe) < FEWEST or len(maybe) < 0.5 * len(names):
        return []
    cells = np.array([names[i].strip() for i in maybe], dtype=object)
    stamps = read_by(cells, guess_formats(cells, None))
    known = [
        (i, float(stamp.astype(np.int64)))
        for i, stamp in zip(maybe, stamps, strict=True)
        if not np.isnat(stamp)
    ]
    even = len(known) >= max(FEWEST, SURE * len(maybe)) and in_order([place for _, place in known])
    return [i for i, _ in known] if even else []


def _maybe_stamp(name: str) -> bool:
    return len(name) <= LONGEST and sum(map(str.isdigit, name)) >= 3 and look(name) in {"date", "text"}


def having(names: Sequence[str], kind: str) -> set[str]:
    """Those of the names that tell this kind of time."""
    if kind != STAMP:
        flags = _flags(names) if kind == "year" else set()
        return {name for name in names if kind in times_of(name) and name not in flags}
    cells = np.array([name.strip() for name in names if _maybe_stamp(name)], dtype=object)
    return {
        cell
        for cell, stamp in zip(cells, read_by(cells, guess_formats(cells, None)), strict=True)
        if not np.isnat(stamp)
    }


def tells_times(names: list[str]) -> bool:
    """Whether a row is a header of years, dates and the like, however much it looks like numbers."""
    held = sum(1 for name in names if name.strip())
    for kind, columns in kinds_of(names).items():
        if kind in WHOLE and len(columns) >= 0.5 * held:
            return True
        if kind in BARE and len(columns) >= 0.5 * held and len(columns) < held:
            return any(name.strip()[:1].isalpha() for name in names)
    return False
