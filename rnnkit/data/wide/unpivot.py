"""Times in the header: columns of years, dates, months or hours become rows, said and switchable.

country,2019,2020,2021        country,year,value
Aland,5,6,7              ->   Aland,2019,5
                              Aland,2020,6 ...
"""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations, islice, pairwise
from typing import TypedDict

import pandas as pd

from rnnkit.data.lines.look import MISSING
from rnnkit.data.table.recipe import Unpivot
from rnnkit.data.times.row_times import WORDS, plain, roles_in
from rnnkit.data.wide.header_measures import MeasureColumns, pairs_in
from rnnkit.data.wide.header_times import DATES, STAMP, WHOLE, kinds_of, times_of, turns_once
from rnnkit.data.wide.melt import split_keys

SAMPLE_ROWS = 40
NUMERIC = re.compile(r"^[^\w\s]{0,3}\s?\d")
SHARE = 0.8
"""So many of the cells below times must be numbers."""

LABELS: Mapping[str, str] = {
    **dict.fromkeys((*DATES, STAMP), "date"),
    "fiscal": "year",
    "clock_part": "hour",
    **{f"{part}_part": part for part in ("month", "quarter", "week", "day", "hour")},
}
"""What the column of times is called; else as the kind."""
SHOWN: Mapping[str, str] = {"year": r"\d{4}", "fiscal": r"\d{4}", "step": r"\d+"}

DAY_OF = (("date",), ("year", "month", "day"), ("period", "day"))
NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "month_part": (("year", "day"), ("year",)),
    "quarter_part": (("year",),),
    "week_part": (("year",),),
    "day_part": (("year", "month"), ("period",)),
    "hour_part": DAY_OF,
    "clock_part": DAY_OF,
}
"""What the rows must tell, so that a part in the header is a time."""
BELOW: Mapping[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("year", "fiscal"), (("month", "day"), ("month",), ("quarter",), ("week",))),
    **dict.fromkeys((*DATES, STAMP), (("hour",),)),
    "month": (("day",),),
}
"""What rows may tell below a header of whole times."""
_MEASURES = (
    "indicator name|indicator|series name|variable|measure|item|element|statistic|subject|kpi|metric|kennzahl"
    "|merkmal|indicateur|indicador|indicatore|показатель|指标|指標|항목"
)
MEASURES = frozenset(_MEASURES.split("|"))
MOST_KEYS = 4


def find_unpivot(raw: pd.DataFrame) -> Unpivot | None:
    """How to turn columns of times into rows; `None` where the header tells no times.

    >>> cells = {"place": ["A", "B"], "2021": ["5", "6"], "2022": ["7", "8"], "2023": ["9", "9"]}
    >>> plan = find_unpivot(pd.DataFrame(cells))
    >>> plan.kind, plan.keys, plan.label, plan.value
    ('year', ('place',), 'year', 'value')
    """
    names = list(raw.columns)
    kinds = kinds_of(names)
    for kind, places in kinds.items():
        times = [names[i] for i in places]
        if _numbers_below(raw[times].iloc[:SAMPLE_ROWS]):
            plan = _plan(raw, kind, times)
            if plan is not None:
                return plan
    pairs = None if kinds else pairs_in(names)
    if pairs and _numbers_below(raw[list(pairs.names)].iloc[:SAMPLE_ROWS]):
        return _plan(raw, pairs.kind, pairs.names, pairs)
    return None


def _numbers_below(cells: pd.DataFrame) -> bool:
    """Whether numbers stand below the times, with marks or without."""
    held = [
        c for c in cells.to_numpy(dtype=object).ravel()[:20_000] if c.lower() not in MISSING and c[:1] != ":"
    ]
    return bool(held) and sum(1 for cell in held if NUMERIC.match(cell)) >= SHARE * len(held)


def _plan(
    raw: pd.DataFrame, kind: str, times: Sequence[str], pairs: MeasureColumns | None = None
) -> Unpivot | None:
    """The whole decision for one kind of time; `None` where the rows do not go with it."""
    joined = next(
        (n for n in raw.columns[:3] if n not in times and "\\" in n and _evenly_joined(n, raw[n])), ""
    )
    rest = split_keys(raw.drop(columns=list(times)), joined)
    parts = _row_times(kind, {str(name): list(rest[name]) for name in rest.columns})
    if parts is None:
        return None
    filled = _merged(rest, list(parts.values()))
    for name in filled:
        rest[name] = rest[name].replace("", None).ffill()
    keys = _keys(rest, list(parts.values()))
    if keys is None or (not keys and not parts and len(raw) > 1):
        return None
    renamed = _renamed(kind, times, parts)
    held = [renamed.get(name, name) for name in rest.columns]
    stay = [renamed.get(name, name) for name in rest.columns if name in {*keys, *parts.values()}]
    label = _free(LABELS.get(kind, kind), held)
    finer = (kind in BELOW and bool(parts)) or (kind == "month_part" and "day" in parts)
    measure = _free("measure", [*held, label]) if pairs and len(pairs.measures) > 1 else ""
    series = tuple(renamed.get(name, name) for name in keys)
    single = pairs.measures[0] if pairs and not measure else ""
    year = renamed.get(parts.get("year", ""), parts.get("year", ""))
    return Unpivot(
        kind=kind,
        joined=joined,
        renamed=renamed,
        keys=tuple(stay),
        left_out=tuple(name for name in held if name not in stay),
        label=label,
        shown=SHOWN.get(kind, r"\d.*" if times[0].startswith("X") else ""),
        value=_free(single or _measure(rest, keys) or "value", [*held, label, measure]),
        series=(*series, measure) if measure else series,
        coarse=renamed.get(parts["year"], parts["year"]) if finer and "year" in parts else "",
        finer=finer,
        newest_first=not finer and _falls(rest, parts),
        every_gap="day" in parts or kind == "day_part",
        filled=tuple(renamed.get(name, name) for name in filled),
        parted=pairs.form if pairs else "",
        measure=measure,
        **_turned_years(kind, times, year, list(rest[parts["year"]]) if year else []),
    )


class _Years(TypedDict, total=False):
    year: str
    shifts: dict[str, int]


def _turned_years(kind: str, times: Sequence[str], year: str, cells: Sequence[str]) -> _Years:
    """What to add to the years of rows whose months begin with another than January.

    October 2019/20 is in 2019, January in 2020. October of a year 2020 is in 2019, as years of water and of
    budgets are called by their end; those of Japan (`年度`) are called by their beginning.
    """
    if not year or kind != "month_part":
        return {}
    months = [int(times_of(name)[kind]) for name in times]
    if not turns_once(months) or months[0] == 1:
        return {}
    by_start = "度" in year or all("fiscal" in times_of(cell) for cell in cells[:SAMPLE_ROWS] if cell)
    turn = months.index(1)
    return {"year": year, "shifts": {str(m): int(i >= turn) - (not by_start) for i, m in enumerate(months)}}


def _merged(rest: pd.DataFrame, parts: Sequence[str]) -> tuple[str, ...]:
    """The first keys where their cells are blank below the one they repeat, as merged cells."""
    found: list[str] = []
    for name in list(rest.columns)[:MOST_KEYS]:
        blank = (rest[name] == "").to_numpy(dtype=bool)
        if name in parts or not blank.any() or blank[0] or blank.mean() < 0.3 or blank.all():
            break
        found.append(name)
    others = [name for name in list(rest.columns)[:8] if name not in found]
    whole = [name for name in others if (rest[name] != "").mean() > 0.95 and rest[name].nunique() > 1]
    words = [name for name in whole if not rest[name].str.match(NUMERIC).all()]
    if not whole or not (rest[[*found, *words]].duplicated().any() or not rest[words].duplicated().any()):
        return ()  # a country without provinces is told apart as it is, and takes none from the row above
    if not words and not rest[whole].duplicated().any():
        return ()
    return tuple(found)


def _evenly_joined(name: str, cells: pd.Series) -> bool:
    r"""Whether every cell below `unit,geo\time` holds as many keys as its name."""
    commas = name.partition("\\")[0].count(",")
    return all(cell.count(",") == commas for cell in cells)


def _row_times(kind: str, columns: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
    """The columns with the other part of the time; `None` where one is needed and there is none."""
    roles = roles_in(columns)
    if kind in NEEDS:
        wanted = next((need for need in NEEDS[kind] if all(role in roles for role in need)), None)
        if wanted is not None:
            return {role: roles[role] for role in wanted}
        return {} if kind == "month_part" and not roles else None
    first = next(iter(columns), "")
    if (
        roles.get("date", roles.get("period")) == first
        and first
        and len(set(columns[first])) == len(columns[first])
    ):
        return None  # dates down the rows: names such as 2019, 2020, 2021 are values of their own
    wanted = next((need for need in BELOW.get(kind, ()) if all(role in roles for role in need)), ())
    return {role: roles[role] for role in wanted}


def _keys(rest: pd.DataFrame, parts: Sequence[str]) -> tuple[str, ...] | None:
    """The fewest columns of words (else of codes) that, with the times of the rows, tell every row apart."""
    if not rest.duplicated(list(parts) or []).any() if parts else len(rest) == 1:
        return ()
    words, codes = _candidates(rest, parts)
    pool = [*words[:8], *codes[:4]]
    for size in range(1, MOST_KEYS + 1):
        for names in islice(combinations(pool, size), 200):
            if not rest.duplicated([*names, *parts]).any():
                return names
    return tuple(words[:MOST_KEYS]) or None


def _candidates(rest: pd.DataFrame, parts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Columns of words that differ, and columns of whole numbers that differ."""
    words: list[str] = []
    codes: list[str] = []
    for name in rest.columns:
        cells = [cell for cell in rest[name] if cell]
        if name in parts or len(set(rest[name])) < 2 or not cells:
            continue
        if sum(1 for cell in cells if NUMERIC.match(cell) and not re.search(r"[^\W\d]", cell)) < 0.5 * len(
            cells
        ):
            words.append(name)
        elif all(cell.isdigit() for cell in cells):
            codes.append(name)
    return words, codes


def _renamed(kind: str, times: Sequence[str], parts: Mapping[str, str]) -> dict[str, str]:
    """Plain numbers for the parts of a date in the header, and plain names for those in the rows."""
    rows = {name: role for role, name in parts.items() if role in WORDS and plain(name) not in WORDS[role]}
    rows |= {
        name: "date" for role, name in parts.items() if role in ("date", "period") and not name[:1].isalpha()
    }
    if kind not in NEEDS:
        return rows
    places = {name: int(times_of(name)[kind]) for name in times}
    if kind == "clock_part":
        return rows | {name: f"{minute // 60:02}:{minute % 60:02}" for name, minute in places.items()}
    return rows | {name: str(place) for name, place in places.items()}


def _measure(rest: pd.DataFrame, keys: Sequence[str]) -> str:
    """What the values are called, where a column such as `Indicator Name` says the same on every row."""
    for name in rest.columns:
        cells = set(rest[name])
        if name not in keys and name.lower() in MEASURES and len(cells) == 1 and next(iter(cells)):
            return str(next(iter(cells)))[:80]
    return ""


def _free(name: str, taken: Sequence[str]) -> str:
    """The name, with a number behind it where it is taken."""
    options = (name, *(f"{name}.{i}" for i in range(1, len(taken) + 2)))
    return next(option for option in options if option not in taken)


def _falls(rest: pd.DataFrame, parts: Mapping[str, str]) -> bool:
    """Whether the newest rows come first, by their year or date."""
    name = parts.get("date", parts.get("period", parts.get("year", "")))
    cells = list(rest[name].iloc[:100]) if name else []
    kind = next((kind for kind in WHOLE if cells and all(kind in times_of(cell) for cell in cells)), None)
    steps = [times_of(b)[kind] - times_of(a)[kind] for a, b in pairwise(cells)] if kind else []
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)
