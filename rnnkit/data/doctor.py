"""The data doctor: bytes in, a clean table out, with every change said, switchable and repeatable."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnkit.data.choose import Values, choose_values
from rnnkit.data.clean import (
    Flags,
    Rows,
    apply_sentinels,
    fill_gaps,
    merge_duplicates,
    sort_rows,
    spread_of,
    to_grid,
)
from rnnkit.data.columns import read_columns
from rnnkit.data.decode import decode
from rnnkit.data.freq import Ints, Step, dominant_period, infer_step, number_step, seasonality_of, step_of
from rnnkit.data.kind import refuse_markup, refuse_other_kinds
from rnnkit.data.layout import Grid, read_grid
from rnnkit.data.limits import Limits
from rnnkit.data.notes import Notes
from rnnkit.data.recipe import NO_TIME, Overrides, Recipe
from rnnkit.data.shape import find_series, series_codes
from rnnkit.data.table import Table
from rnnkit.data.timeline import Timeline, find_time
from rnnkit.errors import DataError
from rnnkit.text import plural, t

FEWEST_ROWS = 3
SPARSE = 0.5
"""With more than this share of stamps missing, a file has pauses and no gaps."""
UNEXPECTED_SIZE = 20
"""New data may not grow by more than this factor when its missing stamps are put in."""


@dataclass
class Reading:
    """What was made of the columns of a file, before its rows are cleaned."""

    grid: Grid
    encoding: str
    timeline: Timeline
    series: tuple[str, ...]
    values: Values
    styles: dict[str, object]


def read_table(content: bytes, overrides: Overrides | None = None, limits: Limits | None = None) -> Table:
    """Read a CSV file of time series, whatever its dialect.

    What `overrides` leaves open is found out. Raises `DataError` with one sentence where the file
    cannot be read; it is never read half.
    """
    return _examine(content, overrides or Overrides(), limits or Limits.from_environment())


def replay(recipe: Recipe, content: bytes) -> Table:
    """Read new data with the decisions of an earlier reading; nothing is guessed again."""
    environment = Limits.from_environment()
    return _examine(content, recipe, Limits(environment.megabytes, recipe.limit, environment.columns))


def _examine(content: bytes, fixed: Overrides, limits: Limits) -> Table:
    limits.check_size(content)
    if not content.strip():
        raise DataError(t("The file is empty."))
    refuse_other_kinds(content)
    notes = Notes(fixed.off)
    reading = _read(content, fixed, limits, notes)
    return _clean(reading, fixed, limits, notes)


def _read(content: bytes, fixed: Overrides, limits: Limits, notes: Notes) -> Reading:
    """Bytes to columns with a meaning."""
    text, encoding = decode(content, fixed.encoding, notes)
    refuse_markup(text)
    grid = read_grid(text, fixed, limits, notes)
    if grid.rows < FEWEST_ROWS:
        raise DataError(t("Need at least {fewest} rows; found {rows}.", fewest=FEWEST_ROWS, rows=grid.rows))
    _check_columns(grid, fixed)
    columns = read_columns(grid, fixed)
    timeline = find_time(columns, grid, fixed, notes)
    series = find_series(columns, timeline, fixed, notes)
    values = choose_values(columns, (*timeline.columns, *series), grid, fixed, notes)
    values.columns = apply_sentinels(values.columns, fixed.sentinels, fixed.keep_sentinels, notes)
    styles = {c.name: c.numbers.style for c in columns if not c.numbers.style.plain and c.kind == "number"}
    return Reading(grid, encoding, timeline, series, values, dict(styles))


def _check_columns(grid: Grid, fixed: Overrides) -> None:
    """New data must have the columns that the recipe uses."""
    if not isinstance(fixed, Recipe):
        return
    used = (*fixed.time, *fixed.series, *fixed.values)
    missing = [name for name in used if name and name not in grid.names]
    if missing:
        raise DataError(t("The new data has no column {name!r}.", name=missing[0][:60]))


def _clean(reading: Reading, fixed: Overrides, limits: Limits, notes: Notes) -> Table:
    """Columns to rows on an even grid."""
    rows, names, lines = _rows(reading)
    values = reading.values
    timeline = reading.timeline
    cells = rows.values.size
    rows, dates = _in_order(rows, lines, timeline, fixed, notes)
    step = _step(rows, dates, bool(timeline.columns), fixed, notes)
    rows = _snapped(rows, step, fixed, notes) if step and dates else rows
    rows = _merged(rows, fixed, notes)
    rows, step, grid, added = _gridded(rows, step, dates, fixed, notes)
    missing = np.isnan(rows.values)
    held = np.array(["=" in name and name not in reading.grid.names for name in values.columns])
    rows, imputed = _filled(rows, held, fixed, notes)
    frame = _frame(rows, names, list(values.columns), dates)
    seasonality = _seasonality(frame, step, values.targets, fixed)
    recipe = _recipe(reading, fixed, limits, step, rows, grid, seasonality)
    understood = _understood(reading, recipe, rows, step, missing, held, names, dates)
    understood |= {"missing_stamps": added, "missing_cells": int(cells and missing[:, ~held].sum())}
    return Table(
        frame=frame,
        imputed=pd.DataFrame(imputed, columns=list(values.columns)),
        value_columns=tuple(values.columns),
        freq=step.freq if step else None,
        seasonality=seasonality,
        suggested_targets=values.targets,
        recipe=recipe,
        changes=tuple(notes.changes),
        questions=tuple(notes.questions),
        understood=understood,
    )


def _rows(reading: Reading) -> tuple[Rows, list[str], Ints]:
    """Values with the series and the stamp of each row; rows without a readable date are gone."""
    grid, timeline = reading.grid, reading.timeline
    codes, names = series_codes([grid.column(name) for name in reading.series], grid.rows)
    matrix = np.column_stack(list(reading.values.columns.values()))
    lines = grid.lines
    if timeline.stamps is None or timeline.valid is None:
        return Rows(codes, _counted(codes), matrix), names, lines
    keep = timeline.valid
    return Rows(codes[keep], timeline.stamps[keep], matrix[keep]), names, lines[keep]


def _counted(codes: Ints) -> Ints:
    """0, 1, 2 ... within each series, in the order of the file."""
    return pd.Series(codes).groupby(codes).cumcount().to_numpy(dtype=np.int64)


def _in_order(
    rows: Rows, lines: Ints, timeline: Timeline, fixed: Overrides, notes: Notes
) -> tuple[Rows, bool]:
    """Sort the rows; where sorting is switched off the dates are dropped and rows are counted in file order."""
    grouped = np.argsort(rows.codes, kind="stable")
    stamps, codes = rows.stamps[grouped], rows.codes[grouped]
    back = (np.diff(stamps) < 0) & (np.diff(codes) == 0)
    within = int((np.diff(codes) == 0).sum())
    if back.any():
        first = int(lines[grouped[int(back.argmax()) + 1]])
        newest = int(back.sum()) > 0.95 * within
        sentence = t("Newest rows came first; sorted by time.")
        if not newest:
            sentence = t("Rows were not in order of time, first on line {line}; sorted.", line=first)
        if not notes.change("sort", sentence, int(back.sum()), warning=not newest):
            return sort_rows(Rows(rows.codes, _counted(rows.codes), rows.values)), False
    if "duplicates" in fixed.off and _repeats(sort_rows(rows)).any():
        notes.change("duplicates", t("Rows with the same time stamp kept; rows are counted as steps."))
        return sort_rows(Rows(rows.codes, _counted(rows.codes), rows.values)), False
    return sort_rows(rows), timeline.dates


def _repeats(rows: Rows) -> Flags:
    return np.asarray((np.diff(rows.codes) == 0) & (np.diff(rows.stamps) == 0))


def _step(rows: Rows, dates: bool, timed: bool, fixed: Overrides, notes: Notes) -> Step | None:
    """The step that was chosen, or the usual one; `None` where stamps have no even step."""
    if not dates and not timed:
        return number_step(1)
    if dates and fixed.freq:
        return step_of(fixed.freq)
    if isinstance(fixed, Recipe):
        return number_step(fixed.size) if fixed.size and not dates else None
    step = infer_step(rows.stamps, rows.codes, dates=dates)
    if step is None and dates and (np.diff(rows.stamps) != 0).any():
        sentence = t("No even time step; rows are counted as steps of one kind.")
        notes.change("irregular", sentence, len(rows.codes), warning=True)
    return step


def _snapped(rows: Rows, step: Step, fixed: Overrides, notes: Notes) -> Rows:
    """Move stamps onto the steps where they lie beside them."""
    spread = spread_of(rows, step)
    anchors = np.repeat(
        spread.anchors, np.diff(np.append(np.flatnonzero(np.diff(rows.codes, prepend=-1)), len(rows.codes)))
    )
    if np.array_equal(step.stamps(spread.ordinals, anchors), rows.stamps):
        return rows
    moved = step.snap(rows.stamps)
    count = int((moved != rows.stamps).sum())
    sentence = plural(
        "{number} date moved onto steps of {step}.",
        "{number} dates moved onto steps of {step}.",
        count,
        step=step.words,
    )
    notes.change("moved_dates", sentence, count)
    return Rows(rows.codes, moved, rows.values)


WORDS = {"mean": "averaged", "last": "last kept", "first": "first kept", "sum": "added up"}


def _merged(rows: Rows, fixed: Overrides, notes: Notes) -> Rows:
    """One row for each stamp."""
    count = int(_repeats(rows).sum())
    if not count:
        return rows
    how = fixed.duplicates or "mean"
    sentence = plural(
        "{number} row repeats a time stamp of its series; {done}.",
        "{number} rows repeat a time stamp of their series; {done}.",
        count,
        done=t(WORDS[how]),
    )
    notes.change("duplicates", sentence, count, warning=True)
    return merge_duplicates(rows, how)


def _gridded(
    rows: Rows, step: Step | None, dates: bool, fixed: Overrides, notes: Notes
) -> tuple[Rows, Step | None, bool, int]:
    """Put in missing stamps, unless they are holidays or pauses. Returns whether the grid is kept even."""
    if step is None:
        return rows, None, False, 0
    spread = spread_of(rows, step)
    added = spread.total - len(rows.codes)
    if isinstance(fixed, Recipe):
        if not fixed.grid or added > UNEXPECTED_SIZE * len(rows.codes) + 1000:
            return rows, step, False, 0
        return to_grid(rows, step, spread), step, True, added
    if fixed.gaps == "leave":
        return rows, step, False, 0
    if added > SPARSE * spread.total:
        sentence = t(
            "Rows come with long pauses ({step} apart otherwise); rows are counted as steps.", step=step.words
        )
        notes.change("pauses", sentence, added)
        return rows, None, False, 0
    if step.unit == "business" and fixed.gaps is None:
        if added:
            sentence = plural(
                "{number} weekday without a row (holiday): no gap.",
                "{number} weekdays without a row (holidays): no gaps.",
                added,
            )
            notes.change("holidays", sentence, added)
        return rows, step, False, 0
    if not added:
        return rows, step, "stamps" not in fixed.off, 0
    full = to_grid(rows, step, spread)
    sentence = plural("{number} missing time stamp put in.", "{number} missing time stamps put in.", added)
    if not notes.change("stamps", sentence, added, _new_stamps(rows, full, dates)):
        return rows, step, False, 0
    return full, step, True, added


def _new_stamps(rows: Rows, full: Rows, dates: bool) -> list[str]:
    new = ~np.isin(full.stamps, rows.stamps)
    stamps = full.stamps[new][:5] if new.any() else full.stamps[np.isnan(full.values).all(axis=1)][:5]
    return [str(s.astype("datetime64[s]")).replace("T", " ") if dates else str(s) for s in
            (stamps.astype("datetime64[us]") if dates else stamps)]  # fmt: skip


def _filled(rows: Rows, held: Flags, fixed: Overrides, notes: Notes) -> tuple[Rows, Flags]:
    """Fill the gaps between known values."""
    filled, imputed = fill_gaps(rows, fixed.gaps or "linear", held)
    count = int(imputed.sum())
    if not count:
        return filled, imputed
    words = {"linear": t("on a straight line"), "ffill": t("with the last known value"), "zero": t("with 0")}
    sentence = plural(
        "{number} missing value filled {how}.",
        "{number} missing values filled {how}.",
        count,
        how=words[fixed.gaps or "linear"],
    )
    if not notes.change("gaps", sentence, count):
        return rows, np.zeros(imputed.shape, dtype=bool)
    return filled, imputed


def _frame(rows: Rows, names: list[str], columns: list[str], dates: bool) -> pd.DataFrame:
    frame = pd.DataFrame(rows.values, columns=columns)
    stamps = rows.stamps.astype("datetime64[us]") if dates else rows.stamps
    ids = pd.Series(pd.Categorical.from_codes(rows.codes, pd.Index(names))).astype("str")
    frame.insert(0, "ds", stamps)
    frame.insert(0, "unique_id", ids)
    return frame


def _seasonality(frame: pd.DataFrame, step: Step | None, targets: tuple[str, ...], fixed: Overrides) -> int:
    if isinstance(fixed, Recipe):
        return fixed.seasonality
    longest = int(frame["unique_id"].value_counts().max())
    known = seasonality_of(step) if step else None
    if known is None:
        parts = [part[list(targets)].to_numpy()[:, 0] for _, part in frame.groupby("unique_id", sort=False)]
        known = dominant_period(parts)
    return known if 2 * known <= longest else 1


def _recipe(
    reading: Reading,
    fixed: Overrides,
    limits: Limits,
    step: Step | None,
    rows: Rows,
    grid: bool,
    seasonality: int,
) -> Recipe:
    """All decisions, written down."""
    if isinstance(fixed, Recipe):
        return fixed
    where, timeline, values = reading.grid, reading.timeline, reading.values
    commas = any(getattr(style, "decimal", ".") == "," for style in reading.styles.values())
    marks = [str(getattr(style, "thousands", "")) for style in reading.styles.values()]
    resolved = {
        "encoding": reading.encoding,
        "separator": where.separator,
        "decimal": "," if commas else ".",
        "thousands": next((mark for mark in marks if mark in (".", ",", " ", "'") and mark), ""),
        "header": where.header,
        "skip_rows": where.skip_rows,
        "skip_footer": where.skip_footer,
        "skip_units": where.skip_units,
        "names": tuple(where.names),
        "time": timeline.columns or NO_TIME,
        "time_roles": timeline.roles,
        "time_formats": timeline.formats,
        "time_clean": timeline.clean,
        "day_first": timeline.day_first,
        "series": reading.series,
        "layout": "long" if reading.series else "wide",
        "values": values.sources,
        "styles": reading.styles,
        "categories": values.categories,
        "duplicates": fixed.duplicates or "mean",
        "gaps": fixed.gaps or "linear",
        "freq": step.freq if step else None,
        "size": step.size if step and step.unit == "number" else None,
        "grid": grid,
        "seasonality": seasonality,
        "targets": values.targets,
        "limit": limits.rows,
    }
    return Recipe.model_validate(fixed.model_dump() | resolved)


def _understood(
    reading: Reading,
    recipe: Recipe,
    rows: Rows,
    step: Step | None,
    missing: Flags,
    held: Flags,
    names: list[str],
    dates: bool,
) -> dict[str, object]:
    """What to show first: plain words and numbers only."""
    numbers = missing[:, ~held]
    shares = {
        name: round(float(missing[:, i].mean()), 6)
        for i, name in enumerate(reading.values.columns)
        if not held[i] and missing[:, i].any()
    }
    stamps = rows.stamps.astype("datetime64[us]") if dates else rows.stamps
    first, last = (stamps.min(), stamps.max()) if len(stamps) else (0, 0)
    return {
        "encoding": recipe.encoding,
        "separator": recipe.separator,
        "decimal": recipe.decimal,
        "header": recipe.header,
        "rows": reading.grid.rows,
        "columns": len(reading.grid.names),
        "layout": recipe.layout,
        "time": list(reading.timeline.columns),
        "time_format": list(reading.timeline.formats) or list(reading.timeline.roles),
        "series": " / ".join(reading.series) or None,
        "num_series": len(np.unique(rows.codes)),
        "start": _moment(first),
        "end": _moment(last),
        "freq": recipe.freq,
        "step": step.words if step else t("uneven"),
        "missing_share": round(float(numbers.mean()), 6) if numbers.size else 0.0,
        "missing_by_column": shares,
        "targets": list(recipe.targets),
    }


def _moment(stamp: object) -> str | int:
    if isinstance(stamp, np.datetime64):
        text = str(stamp.astype("datetime64[s]"))
        return text.replace("T", " ").removesuffix(" 00:00:00")
    return int(stamp)  # type: ignore[call-overload,no-any-return]
