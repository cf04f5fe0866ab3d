"""Columns named by times become rows of the grid: decided once, said with numbers, and replayed."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from rnnkit.data.limits import Limits
from rnnkit.data.lines.grid import RawColumn, RawTable
from rnnkit.data.lines.look import MISSING
from rnnkit.data.table.notes import Notes, listing, shorten
from rnnkit.data.table.recipe import Overrides, Recipe, Unpivot
from rnnkit.data.wide.header_measures import FORMS, pairs_in
from rnnkit.data.wide.header_times import having, kinds_of
from rnnkit.data.wide.melt import melt_times, split_keys
from rnnkit.data.wide.unpivot import find_unpivot
from rnnkit.errors import DataError
from rnnkit.words import plural, t

MOST_NAME = 200


def in_rows(grid: RawTable, fixed: Overrides, limits: Limits, notes: Notes) -> RawTable:
    """The grid with its columns of times as rows; as it is where the names of its columns tell no times."""
    if isinstance(fixed, Recipe):
        plan = fixed.unpivot and _fitted(fixed.unpivot, grid)
    else:
        plan = find_unpivot(_frame(grid)) if kinds_of(grid.names) or pairs_in(grid.names) else None
    if plan is None:
        if not isinstance(fixed, Recipe):
            _warn(grid, notes)
        limits.check_columns(len(grid.names))
        return grid
    return _turned(grid, plan, limits, notes)


def _warn(grid: RawTable, notes: Notes) -> None:
    """Tell of months or quarters in the header that stay columns, as no year is known and rows are days."""
    kinds = kinds_of(grid.names)
    for kind in ("month_part", "quarter_part"):
        names = [grid.names[i] for i in kinds.get(kind, ())]
        if len(names) >= 0.5 * len(grid.names) and not names[0].strip().isdigit():
            sentence = t(
                "{first} to {last} look like times in the header, but rows tell no year: they stay columns.",
                first=names[0][:20], last=names[-1][:20],
            )  # fmt: skip
            notes.change("header_times", sentence, warning=True)
            return


def check_width(names: list[str], limits: Limits) -> None:
    """Refuse too many columns, unless nearly all of them are times that will become rows."""
    if len(names) > limits.columns:
        most = max(map(len, kinds_of(names).values()), default=0)
        limits.check_columns(len(names) if len(names) - most > limits.columns else 0)


def _frame(grid: RawTable) -> pd.DataFrame:
    columns = {name: raw.cells for name, raw in zip(grid.names, grid.columns, strict=True)}
    return pd.DataFrame(columns, index=grid.lines, dtype=object)


def _fitted(plan: Unpivot, grid: RawTable) -> Unpivot:
    """The plan for new data: what is neither a key nor a time of that kind is left out as well."""
    plan = plan if plan.parted in ("", *FORMS) else plan.replace(parted="")
    names = [str(name) for name in split_keys(_frame(grid)[:1], plan.joined)]
    renamed = [plan.renamed.get(name, name) for name in names]
    missing = [name for name in plan.keys if name not in renamed]
    if missing:
        raise DataError(t("The new data has no column {name!r}; add or rename it.", name=missing[0][:60]))
    times = _times(names, plan)
    odd = [
        plain
        for name, plain in zip(names, renamed, strict=True)
        if plain not in plan.keys and name not in plan.renamed and name not in times
    ]
    return plan.replace(left_out=tuple(dict.fromkeys((*plan.left_out, *odd))))


def _times(names: list[str], plan: Unpivot) -> set[str]:
    """The columns that the plan makes rows of."""
    if not plan.parted:
        return having(names, plan.kind)
    parts = {name: match["time"] for name in names if (match := re.match(plan.parted, name[:MOST_NAME]))}
    known = having(list(parts.values()), plan.kind)
    return {name for name, time in parts.items() if time in known}


def _turned(grid: RawTable, plan: Unpivot, limits: Limits, notes: Notes) -> RawTable:
    """One row for each cell below a time, unless the person switched that off."""
    if plan.left_out and "unpivot_left" in notes.off:
        plan = plan.replace(keys=(*plan.keys, *plan.left_out), left_out=())
    if plan.filled:
        sentence = t("Blank cells of {names} repeat the one above.", names=listing(plan.filled, 5))
        plan = plan if notes.change("filled_keys", sentence) else plan.replace(filled=())
    times = len(grid.names) - len(plan.keys) - len(plan.left_out)
    most = limits.rows * limits.columns
    if grid.rows * times > most:
        sentence = "{count:,} values below {times:,} times in the header; limit {most:,}: leave out rows."
        raise DataError(t(sentence, count=grid.rows * times, times=times, most=most))
    melted = melt_times(_frame(grid), plan.model_dump(), MISSING)
    if not len(melted):
        raise DataError(t("No values stand below the times in the header; fill some in."))
    if not _say(melted, plan, notes, _empty(grid, melted, plan)):
        limits.check_columns(len(grid.names))
        return grid
    columns = [RawColumn(np.asarray(melted[name], dtype=object)) for name in melted.columns]
    lines = melted.index.to_numpy(dtype=np.int64)
    names = [str(name) for name in melted.columns]
    return replace(grid, names=names, columns=columns, lines=lines, keys=plan.series, unpivot=plan)


def _empty(grid: RawTable, melted: pd.DataFrame, plan: Unpivot) -> int:
    """How many series of the file hold no value at all."""
    keys = [name for name in plan.series if name != plan.measure]
    if not keys or plan.filled:
        return 0
    raw = split_keys(_frame(grid), plan.joined).rename(columns=plan.renamed)
    return len(raw.drop_duplicates(keys)) - len(melted.drop_duplicates(keys))


def _say(melted: pd.DataFrame, plan: Unpivot, notes: Notes, empty: int = 0) -> bool:
    labels = list(dict.fromkeys(melted[plan.label]))
    known = {plain: name for name, plain in plan.renamed.items()}
    first, last = (shorten(known.get(labels[i], labels[i]), 20) for i in (0, -1))
    year_known = plan.kind != "month_part" or len(plan.keys) > len(plan.series)
    sentence = t(
        "Times in the header: the columns {first} to {last} ({count:,}) became {rows:,} rows."
        if year_known
        else "Months in the header, without a year: the columns {first} to {last} became {rows:,} rows.",
        first=first, last=last, count=len(labels), rows=len(melted),
    )  # fmt: skip
    row = [str(cell) for cell in melted.iloc[0] if cell]
    example = t("{times}: {value}", times=", ".join(row[:-1]), value=row[-1])
    if not notes.change("unpivot", sentence, len(melted), [example], warning=not year_known):
        return False
    if plan.shifts:
        _say_years(melted, plan, notes)
    if empty:
        sentence = plural("{number} series holds no value below the times; left out.",
                          "{number} series hold no values below the times; left out.", empty)  # fmt: skip
        notes.change("empty_series", sentence, empty, warning=True)
    if plan.left_out:
        names = listing(plan.left_out, 5)
        notes.change("unpivot_left", t("{names} left out: neither keys nor times of the table.", names=names))
    return True


def _say_years(melted: pd.DataFrame, plan: Unpivot, notes: Notes) -> None:
    """Tell in which year the months stand, where the years do not begin in January."""
    first, year = melted[plan.label].iloc[0], melted[plan.year].iloc[0]
    sentence = t(
        "The years of {name} begin with month {first}: its first row begins in {year}-{first:>02}.",
        name=plan.year[:40], first=first, year=year,
    )  # fmt: skip
    notes.change("turned_years", sentence, warning=True)
