"""The data doctor: bytes in, a clean table out, with every change said, switchable and repeatable."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnkit.data.limits import Limits
from rnnkit.data.lines.layout import RawTable, read_grid
from rnnkit.data.numbers.columns import read_columns
from rnnkit.data.numbers.sentinels import Found, apply_sentinels
from rnnkit.data.series.choose_columns import Values, choose_values
from rnnkit.data.series.clean import Rows
from rnnkit.data.series.left_out import without_series
from rnnkit.data.series.orders import with_orders
from rnnkit.data.series.regular import Regular, counted, moment, regularize
from rnnkit.data.series.shape import JOINT, find_series, series_codes
from rnnkit.data.source.unpacked import Unpacked, open_source
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import NO_TIME, NumberStyle, Overrides, Recipe
from rnnkit.data.table.table import Table
from rnnkit.data.times.find_time import find_time
from rnnkit.data.times.freq import Ints, seasonality_of
from rnnkit.data.times.season import dominant_period, season_of_week
from rnnkit.data.times.span import whole_span, within
from rnnkit.data.times.timeline import Timeline
from rnnkit.data.times.week import usual_distance
from rnnkit.data.wide.fill_down import with_labels
from rnnkit.errors import DataError
from rnnkit.words import plural, t

FEWEST_ROWS = 3
STACKED = "y"
"""What the values are called where every column became a series."""


@dataclass
class TableReading:
    """What was made of the columns of a file, before its rows are cleaned."""

    grid: RawTable
    source: Unpacked
    timeline: Timeline
    series: tuple[str, ...]
    values: Values
    styles: dict[str, NumberStyle]
    found: Found
    filled: tuple[str, ...] = ()
    sums: bool = False


def read_table(content: bytes, overrides: Overrides | None = None, limits: Limits | None = None) -> Table:
    r"""Read a CSV file of time series, whatever its dialect.

    What `overrides` leaves open is found out. Raises `DataError` with one sentence where the file
    cannot be read; it is never read half.

    >>> read_table(b"day;sales\n1.2.2024;1,5\n2.2.2024;2\n3.2.2024;2,5").frame["sales"].tolist()
    [1.5, 2.0, 2.5]
    """
    return _examine(content, overrides or Overrides(), limits or Limits.from_environment())


def replay(recipe: Recipe, content: bytes, fewest: int = FEWEST_ROWS) -> Table:
    """Read new data with the decisions of an earlier reading; nothing is guessed again.

    `fewest` rows are needed; one suffices where they are laid behind others.
    """
    environment = Limits.from_environment()
    return _examine(content, recipe, Limits(environment.megabytes, recipe.limit, environment.columns), fewest)


def _examine(content: bytes, fixed: Overrides, limits: Limits, fewest: int = FEWEST_ROWS) -> Table:
    limits.check_size(content)
    if not content.strip():
        raise DataError(t("The file is empty; choose another one."))
    notes = Notes(fixed.off)
    reading = _read(content, fixed, limits, notes, fewest)
    return _clean(reading, fixed, limits, notes)


def _read(content: bytes, fixed: Overrides, limits: Limits, notes: Notes, fewest: int) -> TableReading:
    """Bytes to columns with a meaning."""
    source = open_source(content, fixed, notes, limits)
    grid = read_grid(source, source.settled(fixed), limits, notes)
    source.forget()
    if grid.rows < fewest:
        raise DataError(
            t("Need at least {fewest} rows; found {rows}: add more.", fewest=fewest, rows=grid.rows)
        )
    _check_columns(grid, fixed)
    grid, filled = with_labels(grid, fixed, notes)
    columns = read_columns(grid, fixed)
    timeline = find_time(columns, grid, fixed, notes)
    series = find_series(columns, timeline, fixed, notes, grid.keys)
    values = choose_values(
        columns, (*timeline.columns, *timeline.spent, *series), grid, fixed, notes, series=series
    )
    found = apply_sentinels(values.columns, fixed, notes)
    values.columns = found.columns
    styles = {c.name: c.numbers.style for c in columns if not c.numbers.style.plain and c.kind == "number"}
    sums = any(change.key == "sums" and change.enabled for change in notes.changes)
    return TableReading(grid, source, timeline, series, values, styles, found, filled, sums)


def _check_columns(grid: RawTable, fixed: Overrides) -> None:
    """New data must have the columns that the recipe uses."""
    if not isinstance(fixed, Recipe):
        return
    used = (*fixed.time, *fixed.series, *fixed.values)
    missing = [name for name in used if name and name not in grid.names]
    if missing:
        raise DataError(t("The new data has no column {name!r}; add or rename it.", name=missing[0][:60]))


def _clean(reading: TableReading, fixed: Overrides, limits: Limits, notes: Notes) -> Table:
    """Columns to rows on an even grid."""
    stacked = _stacked(reading, fixed, notes)
    rows, names = _rows(reading)
    whole = whole_span(rows, dates=reading.timeline.dates)
    rows = within(rows, fixed, limits.rows, notes, dates=reading.timeline.dates)
    rows = rows if stacked else without_series(rows, names, fixed, notes)
    used = {"rows": len(rows.codes), "whole": whole}
    if stacked:
        rows, names = _stack(reading, rows)
        rows = without_series(rows, names, fixed, notes)
    columns = [STACKED] if stacked else list(reading.values.columns)
    targets = (STACKED,) if stacked else reading.values.targets
    held = np.array([name.split("=")[0] in reading.values.categories for name in columns])
    timeline = reading.timeline
    fixed = with_orders(fixed, rows, columns, targets[0], notes) if targets else fixed
    work = regularize(rows, fixed, notes, dates=timeline.dates, timed=bool(timeline.columns), held=held)
    frame = _frame(work, names, columns)
    recipe = fixed if isinstance(fixed, Recipe) else _recipe(reading, work, fixed, limits)
    if not isinstance(fixed, Recipe):
        season = fixed.season or _seasonality(frame, work, targets)
        recipe = recipe.replace(seasonality=season, stacked=stacked, targets=targets)
    return Table(
        frame=frame,
        imputed=pd.DataFrame(work.imputed, columns=columns, copy=False),
        value_columns=tuple(columns),
        freq=work.step.freq if work.step else None,
        seasonality=recipe.seasonality,
        suggested_targets=targets,
        recipe=recipe,
        changes=tuple(notes.changes),
        questions=tuple(notes.questions),
        understood=_understood(reading, recipe, work, dict(zip(columns, held, strict=True))) | used,
    )


def _rows(reading: TableReading) -> tuple[Rows, list[str]]:
    """Values with the series and the stamp of each row; rows without a readable date are gone."""
    grid, timeline = reading.grid, reading.timeline
    codes, names = series_codes([grid.column(name) for name in reading.series], grid.rows)
    matrix = np.column_stack(list(reading.values.columns.values()))
    if timeline.stamps is None or timeline.valid is None:
        return Rows(codes, counted(codes), matrix, grid.lines), names
    return Rows(codes, timeline.stamps, matrix, grid.lines).take(timeline.valid), names


def _stacked(reading: TableReading, fixed: Overrides, notes: Notes) -> bool:
    """Whether every value column becomes a series: the person says "long", and no column names the series."""
    if isinstance(fixed, Recipe):
        return fixed.stacked
    if fixed.layout != "long" or reading.series:
        return False
    count = len(reading.values.columns) - sum(map(len, reading.values.categories.values()))
    sentence = plural(
        "{number} value column became a series.", "{number} value columns became series.", count
    )
    return notes.change("stacked", sentence, reading.grid.rows)


def _stack(reading: TableReading, rows: Rows) -> tuple[Rows, list[str]]:
    """The value columns one below the other, in the order of their names."""
    values = reading.values
    names = list(values.columns)
    order = [i for i, name in enumerate(names) if name.split("=")[0] not in values.categories]
    order.sort(key=names.__getitem__)
    codes = np.repeat(np.arange(len(order)), len(rows.codes))
    stacked = Rows(
        codes,
        np.tile(rows.stamps, len(order)),
        rows.values[:, order].T.reshape(-1, 1),
        np.tile(rows.lines, len(order)),
    )
    return stacked, [names[i] for i in order]


def _frame(work: Regular, names: list[str], columns: list[str]) -> pd.DataFrame:
    rows = work.rows
    frame = pd.DataFrame(rows.values, columns=columns, copy=False)
    ids = pd.Series(pd.array(names, dtype="str").take(rows.codes))
    frame.insert(0, "ds", rows.stamps.astype("datetime64[us]") if work.dates else rows.stamps)
    frame.insert(0, "unique_id", ids)
    return frame


def _seasonality(frame: pd.DataFrame, work: Regular, targets: tuple[str, ...]) -> int:
    """The cycle that the step or the pattern of the week suggests, or else the one that the values show."""
    longest = int(work.rows.lengths.max())
    known = seasonality_of(work.step) if work.step else None
    if work.dates and not work.step:
        known = season_of_week(_longest(work.rows)) or (None if _nearly_even(work.rows) else 1)
    if known is None:
        parts = [part[targets[0]].to_numpy() for _, part in frame.groupby("unique_id", sort=False)]
        known = dominant_period(parts)
    return known if 2 * known <= longest else 1


def _nearly_even(rows: Rows) -> bool:
    """Whether rows without a step come at about the same distance: else no season has so many rows."""
    return usual_distance(_longest(rows)) is not None


def _longest(rows: Rows) -> Ints:
    """The stamps of the longest series."""
    longest = int(rows.lengths.argmax())
    start = int(rows.starts[longest])
    return rows.stamps[start : start + int(rows.lengths[longest])]


def _recipe(reading: TableReading, work: Regular, fixed: Overrides, limits: Limits) -> Recipe:
    """All decisions, written down."""
    step, moving = work.step, work.step or work.moving
    resolved = {
        **_file_decisions(reading),
        "sentinels": reading.found.everywhere or fixed.sentinels,
        "duplicates": fixed.duplicates or "mean",
        "gaps": fixed.gaps or "linear",
        "freq": step.freq if step else None,
        "size": step.size if step and step.unit == "number" else None,
        "counted": work.counted,
        "moved": work.moved,
        "moving": work.moving.freq if work.moving else None,
        "nearest": moving.nearest if moving else False,
        "phase": moving.phase if moving else 0,
        "longest": work.longest,
        "grid": work.grid,
        "limit": limits.rows,
    }
    return Recipe.model_validate(fixed.model_dump() | resolved)


def _file_decisions(reading: TableReading) -> dict[str, object]:
    """How the file is laid out and what its columns are."""
    grid, timeline, values = reading.grid, reading.timeline, reading.values
    marks = [style.thousands for style in reading.styles.values() if style.thousands in (".", ",", "'")]
    return {
        **reading.source.decisions(),
        "separator": grid.separator,
        "decimal": "," if any(style.decimal == "," for style in reading.styles.values()) else ".",
        "thousands": marks[0] if marks else "",
        "header": grid.header,
        "skip_rows": grid.skip_rows,
        "skip_footer": grid.skip_footer,
        "skip_units": grid.skip_units,
        "lines": grid.plan,
        "unpivot": grid.unpivot,
        "names": tuple(grid.names),
        "heading": grid.heading,
        "file_names": grid.file_names,
        "filled_down": reading.filled,
        "sums": reading.sums,
        "time": timeline.columns or NO_TIME,
        "time_roles": timeline.roles,
        "time_formats": timeline.formats,
        "time_rules": timeline.rules,
        "time_numbers": timeline.numbers,
        "century": timeline.century,
        "offset": timeline.offset,
        "day_first": timeline.day_first,
        "series": reading.series,
        "layout": "long" if reading.series else "wide",
        "values": values.sources,
        "styles": reading.styles,
        "column_sentinels": reading.found.by_column,
        "categories": values.categories,
    }


def _apart(work: Regular) -> str:
    return t("{step}, with pauses", step=work.apart) if work.apart else t("uneven")


def _understood(
    reading: TableReading, recipe: Recipe, work: Regular, held: dict[str, bool]
) -> dict[str, object]:
    """What to show first: plain words and numbers only."""
    shares = {
        name: round(float(work.missing[:, i].mean()), 6)
        for i, (name, words) in enumerate(held.items())
        if not words
    }
    stamps = work.rows.stamps.astype("datetime64[us]") if work.dates else work.rows.stamps
    first, last = (
        (moment(stamps.min()), moment(stamps.max())) if work.dates else (int(stamps.min()), int(stamps.max()))
    )
    return {
        "encoding": recipe.encoding,
        "sheet": reading.source.sheet,
        "sheets": list(reading.source.sheets),
        "separator": recipe.separator,
        "decimal": recipe.decimal,
        "header": recipe.header,
        "season": recipe.seasonality,
        "rows": reading.grid.rows,
        "columns": len(reading.grid.names),
        "layout": recipe.layout,
        "time": list(reading.timeline.columns),
        "time_format": list(reading.timeline.formats) or list(reading.timeline.roles),
        "series": JOINT.join(reading.series) or None,
        "num_series": len(np.unique(work.rows.codes)),
        "start": first,
        "end": last,
        "freq": recipe.freq,
        "step": work.step.words if work.step else _apart(work),
        "missing_share": round(sum(shares.values()) / len(shares), 6),
        "missing_by_column": {name: share for name, share in shares.items() if share},
        "missing_stamps": work.added,
        "targets": list(recipe.targets),
    }
