"""Which columns hold the time, and what stamp every row has.

A date may stand in one column, be split over several (year and week, date and hour ...), or be missing:
then rows are counted. Of several readings the one wins whose stamps tell the most rows apart.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.data.lines.layout import Cells, RawTable
from rnnkit.data.numbers.columns import Column
from rnnkit.data.numbers.durations import read_lengths
from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import NO_TIME, Overrides, Recipe, Role
from rnnkit.data.times.compact import plain_name, time_format_of
from rnnkit.data.times.date_parts import (
    century_of,
    clock_of,
    find_parts,
    fits,
    last_role,
    numbers_of,
    says_lengths,
    unnamed_hour,
)
from rnnkit.data.times.part_words import role_of
from rnnkit.data.times.stamps import add_up
from rnnkit.data.times.time_notes import note_time
from rnnkit.data.times.timeline import Timeline
from rnnkit.data.times.written.date_column import date_column, name_rank, named_like_a_date, settle_formats
from rnnkit.data.times.written.dates import SPECIAL
from rnnkit.data.times.written.number_dates import number_cells
from rnnkit.data.times.written.to_moments import DAY_IN_US, Stamps
from rnnkit.errors import DataError
from rnnkit.words import plural, t

CLOCK_WORDS = frozenset(
    {
        *(
            "t",
            "time",
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "ms",
            "min",
            "minutes",
            "h",
            "hours",
            "elapsed",
        ),
        *("zeit", "tiempo", "temps", "tempo", "x"),
    }
)
NO_DATE = (
    "Line {line} '{cell}' is not a date; {number} row left out.",
    "Line {line} '{cell}' is not a date; {number} rows left out.",
)
NO_NUMBER = (
    "Line {line} '{cell}' is not a whole number; {number} row left out.",
    "Line {line} '{cell}' is not a whole number; {number} rows left out.",
)
FINER = 2.0
"""A reading must tell so many times more stamps apart to be taken before a likelier one."""


def find_time(columns: Sequence[Column], grid: RawTable, fixed: Overrides, notes: Notes) -> Timeline:
    r"""Find and read the time of every row.

    >>> from rnnkit.data.numbers.columns import read_columns
    >>> from rnnkit.data.lines.layout import read_grid
    >>> from rnnkit.data.limits import Limits
    >>> from rnnkit.data.source.unpacked import Unpacked
    >>> source = Unpacked("day,sales\n31.01.2024,5\n01.02.2024,6\n02.02.2024,7", "utf-8")
    >>> grid = read_grid(source, Overrides(), Limits.from_environment(), Notes())
    >>> time = find_time(read_columns(grid, Overrides()), grid, Overrides(), Notes())
    >>> time.columns, time.formats
    (('day',), ('%d.%m.%Y',))
    """
    if fixed.time == NO_TIME:
        return Timeline()
    by_name = {column.name: column for column in columns}
    if fixed.time:
        return _given(by_name, grid, fixed, notes)
    timeline = _detect(columns, grid, fixed, notes)
    if not timeline.columns and not any(change.key == "time" for change in notes.changes):
        timeline.spent = _clock_of_rows(columns, notes)
        if not timeline.spent:
            _note_counted(columns, notes)
    return timeline


def _clock_of_rows(columns: Sequence[Column], notes: Notes) -> tuple[str, ...]:
    """A column called like a time that rises evenly, such as 0.00, 0.05, 0.10: it only counts the rows."""
    for column in columns[:2]:
        steps = np.diff(column.values) if column.kind == "number" else np.zeros(0)
        words = set(plain_name(column.name).replace("(", "_").replace(" ", "_").replace(".", "_").split("_"))
        if len(steps) < 3 or not words & CLOCK_WORDS or not np.isfinite(steps).all() or steps[0] == 0:
            continue
        if np.abs(steps - steps.mean()).max() <= 1e-3 * abs(float(steps.mean())):
            sentence = t(
                "{name} rises by {step:.3g} from row to row; rows are counted as steps.",
                name=column.name[:40],
                step=float(steps.mean()),
            )
            return (column.name,) if notes.change("time", sentence) else ()
    return ()


def _note_counted(columns: Sequence[Column], notes: Notes) -> None:
    """Say that rows are counted; first of all where a column is named like a date and cannot be read."""
    unread = next((column for column in columns if column.kind == "text" and named_like_a_date(column)), None)
    if unread is None:
        notes.change("time", t("No date column found; rows are counted as steps."))
        return
    sentence = t(
        "{name} looks like dates, but '{cell}' cannot be read; rows are counted in the order of the file, "
        "oldest first.",
        name=unread.name[:40],
        cell=next((str(cell) for cell in unread.cells if cell), "")[:30],
    )
    shown = [str(cell) for cell in unread.cells[:3]]
    notes.change("time", sentence, len(unread), shown, warning=True, first=True)


def _given(by_name: Mapping[str, Column], grid: RawTable, fixed: Overrides, notes: Notes) -> Timeline:
    """Read the columns that were chosen."""
    for name in fixed.time:
        if name not in by_name:
            raise DataError(
                t(
                    "There is no column {name!r}; found {names}.",
                    name=name[:40],
                    names=listing(list(by_name), 4),
                )
            )
    if isinstance(fixed, Recipe):
        return _replayed(by_name, grid, fixed, notes)
    chosen = [by_name[name] for name in fixed.time]
    roles = _roles(chosen)
    if len(roles) != len(chosen) or not ("date" in roles or _whole_day(roles)):
        raise DataError(
            t(
                "{names} make no time; choose a column of dates, or a year with its month, week or day.",
                names=listing(list(fixed.time), 4),
            )
        )
    timeline = Timeline(fixed.time, roles, day_first=fixed.day_first)
    if "date" in roles:
        column = chosen[roles.index("date")]
        settle_formats(timeline, column, grid, fixed, notes)
        if not timeline.formats:
            number = time_format_of(column, True)
            if number is None:
                sentence = "Column {name}: no date format fits '{cell}'; give the time format."
                raise DataError(t(sentence, name=column.name[:40], cell=str(column.cells[0])[:30]))
            timeline = _numeric(column, *number)
    timeline.century = timeline.century or century_of(dict(zip(roles, chosen, strict=True)))
    return _read(timeline, by_name, grid, notes)


def _whole_day(roles: Sequence[str]) -> bool:
    """Whether these parts of a date tell a day: a year with a part of it."""
    return "year" in roles and bool({"month", "quarter", "half", "week", "day_of_year"} & set(roles))


def _replayed(by_name: Mapping[str, Column], grid: RawTable, recipe: Recipe, notes: Notes) -> Timeline:
    """The time of new data by the decisions of a recipe."""
    timeline = Timeline(
        recipe.time,
        recipe.time_roles,
        recipe.time_formats,
        recipe.time_rules,
        recipe.time_numbers,
        recipe.century,
        recipe.offset,
        recipe.day_first,
    )
    return _read(timeline, by_name, grid, notes)


def _roles(chosen: Sequence[Column]) -> tuple[Role, ...]:
    """What each of the chosen columns tells, by its name and else by its place."""
    if len(chosen) == 1:
        return ("date",)
    named = [role_of(column.name) for column in chosen]
    if all(named):
        return tuple(role for role in named if role)
    if chosen[0].kind == "text" or not named[0]:
        behind = clock_of(chosen[1:], {})
        roles = {column.name: role for role, column in behind.items()}
        return ("date", *(roles.get(c.name, "clock" if c.kind == "text" else role or "hour") for c, role in
                          zip(chosen[1:], named[1:], strict=True)))  # fmt: skip
    order: tuple[Role, ...] = ("year", "month", "day", "hour", "minute", "second")
    return order[: len(chosen)]


def _detect(columns: Sequence[Column], grid: RawTable, fixed: Overrides, notes: Notes) -> Timeline:
    """A column of dates, else a date in parts, else numbers that count time; unless a later one is finer."""
    by_name = {column.name: column for column in columns}
    best = Timeline()
    for find in (_in_one_column, _in_parts, _in_numbers):
        if find is _in_numbers and best.distinct > 1:
            continue
        trial = Notes(notes.off)
        found = find(columns, grid, fixed, trial)
        if not found.columns:
            notes.changes += [change for change in trial.changes if not change.enabled]
        if not found.columns:
            continue
        found = _read(found, by_name, grid, trial)
        if found.columns and (not best.columns or _is_finer(found, best)):
            best, kept = found, trial
    if not best.columns:
        return best
    notes.take(kept)
    best = note_time(best, by_name, notes)
    best.spent = _said_again(best, columns, notes)
    return best


def _said_again(timeline: Timeline, columns: Sequence[Column], notes: Notes) -> tuple[str, ...]:
    """Columns of years with a part, such as 2019.2083 beside year 2019 and month 3."""
    if not timeline.dates or timeline.stamps is None or timeline.valid is None:
        return ()
    stamps = timeline.stamps[timeline.valid].astype("datetime64[us]")
    years = stamps.astype("datetime64[Y]").astype(np.int64) + 1970
    part = (stamps - stamps.astype("datetime64[Y]")).astype(np.float64) / (365.25 * DAY_IN_US)
    found = []
    for column in columns:
        if column.kind != "number" or column.name in timeline.columns:
            continue
        values = column.values[timeline.valid]
        if np.abs(values[:20] - years[:20] - part[:20] - 0.05).max(initial=0) < 0.1 and _follows(
            values, years + part
        ):
            found.append(column.name)
    sentence = plural(
        "{names} says the time once more; left out.",
        "{names} say the time once more; left out.",
        len(found),
        names=listing(found),
    )
    if found and not notes.change("spent", sentence):
        return ()
    return tuple(found)


def _follows(values: npt.NDArray[np.float64], decimal: npt.NDArray[np.float64]) -> bool:
    """Whether nearly all values lie within a month of the years with their parts, and are no whole years."""
    near = np.abs(values - decimal - 0.05) < 0.1
    return bool(near.mean() > 0.98) and bool((values % 1 != 0).mean() > 0.5)


def _is_finer(found: Timeline, best: Timeline) -> bool:
    return found.dates and found.distinct >= FINER * max(1, best.distinct)


def _in_one_column(columns: Sequence[Column], grid: RawTable, fixed: Overrides, notes: Notes) -> Timeline:
    """A column of dates, with the time of day beside it."""
    column = date_column(columns)
    if column is None:
        return Timeline()
    timeline = Timeline((column.name,), ("date",), day_first=fixed.day_first)
    settle_formats(timeline, column, grid, fixed, notes)
    if timeline.formats:
        _join_clock(timeline, column, columns, grid, fixed)
    return timeline if timeline.formats else Timeline()


def _in_parts(columns: Sequence[Column], grid: RawTable, _: Overrides, __: Notes) -> Timeline:
    """Year and month, quarter, week or day."""
    parts = find_parts(columns, named=grid.header)
    if not parts:
        return Timeline()
    names = tuple(column.name for column in parts.values())
    return Timeline(names, tuple(parts), century=century_of(parts))


def _in_numbers(columns: Sequence[Column], grid: RawTable, fixed: Overrides, _: Notes) -> Timeline:
    """A column of numbers that are dates, moments or a count, with the time of day beside it."""
    for column in sorted((c for c in columns if c.kind == "number"), key=name_rank):
        named = named_like_a_date(column) or last_role(column.name) == "year"
        form = time_format_of(column, named, first=column is columns[0])
        if form:
            timeline = _numeric(column, *form)
            if timeline.formats and not _has_clock(timeline.formats):
                _join_clock(timeline, column, columns, grid, fixed)
            return timeline
    return Timeline()


def _numeric(column: Column, form: str, century: int | None) -> Timeline:
    if form == "count":
        return Timeline((column.name,), ("number",))
    marked = form not in SPECIAL or form == "yymm"
    return Timeline((column.name,), ("date",), (form,), century=century, numbers=marked)


def _has_clock(formats: Sequence[str]) -> bool:
    return any("%H" in form or "%I" in form or form.startswith(("epoch", "excel")) for form in formats)


def _join_clock(
    timeline: Timeline, date: Column, columns: Sequence[Column], grid: RawTable, fixed: Overrides
) -> None:
    """Add the column with the time of day where dates have none but midnights; durations become numbers."""
    named = grid.header
    _join_day(timeline, date, columns)
    if named and not clock_of(columns, {"date": date}):
        return
    days = _stamps(timeline, {column.name: column for column in columns})
    known = days[~np.isnat(days)].astype(np.int64)
    if _has_clock(timeline.formats) and (known % DAY_IN_US).any():
        return
    if any(name in form for form in timeline.formats for name in ("quarter", "month", "year", "half")):
        return
    parts = clock_of(columns, {"date": date}, named=named)
    parts = parts or (unnamed_hour(columns, date, days) if not named else {})
    if named and "clock" in parts and "clock" not in fixed.off and says_lengths(parts["clock"], days):
        read_lengths(parts.pop("clock"), fixed)
    timeline.columns += tuple(column.name for column in parts.values())
    timeline.roles += tuple(parts)


def _join_day(timeline: Timeline, date: Column, columns: Sequence[Column]) -> None:
    """Add the column with the day where the dates are months that come again."""
    if any("%d" in form or "%m" not in form for form in timeline.formats):
        return
    months = _stamps(timeline, {date.name: date})
    day = next((c for c in columns if c is not date and role_of(c.name) == "day" and fits(c, "day")), None)
    if day is not None and len(np.unique(months)) < 0.5 * len(months):
        timeline.columns, timeline.roles = (date.name, day.name), ("date", "day")


def _stamps(timeline: Timeline, by_name: Mapping[str, Column]) -> Stamps:
    """The stamp of every row, NaT where there is none."""
    parts: dict[str, Cells | npt.NDArray[np.float64]] = {}
    for role, name in zip(timeline.roles, timeline.columns, strict=True):
        column = by_name[name]
        if role == "date":
            parts[role] = _date_cells(column, timeline)
        else:
            parts[role] = column.cells if role == "clock" else numbers_of(column, role, timeline.century)
    return add_up(parts, timeline.formats, timeline.rules, timeline.century, timeline.offset)


def _date_cells(column: Column, timeline: Timeline) -> Cells:
    """The cells of a date; numbers without their decimal point, as long as the format needs them."""
    form = timeline.formats[0] if timeline.formats else ""
    cells = column.cells
    if column.kind == "number" and not column.style.plain:
        cells = np.array(
            ["" if np.isnan(value) else f"{value:.15g}" for value in column.values], dtype=object
        )
    return number_cells(cells, form) if timeline.numbers else cells


def _read(timeline: Timeline, by_name: Mapping[str, Column], grid: RawTable, notes: Notes) -> Timeline:
    """Work out the stamp of every row; give up on the dates where more than half cannot be read."""
    if timeline.roles == ("number",):
        values = by_name[timeline.columns[0]].values
        sound = np.where(np.abs(values) < 1e15, values, np.nan)
        timeline.valid = sound % 1 == 0
        timeline.stamps = np.where(timeline.valid, sound, 0).astype(np.int64)
    else:
        total = _stamps(timeline, by_name)
        timeline.valid = ~np.isnat(total)
        timeline.stamps = np.where(timeline.valid, total.astype(np.int64), 0)
        timeline.dates = True
    share = float(timeline.valid.mean())
    if share < 0.5:
        first = str(by_name[timeline.columns[0]].cells[0])[:30]
        sentence = t("Dates such as '{cell}' could not be read; rows are counted.", cell=first)
        notes.change("time", sentence, warning=True)
        return Timeline()
    if share < 1:
        _note_bad(timeline, [by_name[name] for name in timeline.columns], grid, notes)
    return timeline


def _note_bad(timeline: Timeline, columns: Sequence[Column], grid: RawTable, notes: Notes) -> None:
    """Name the first row without a time by all the cells that should have told it."""
    assert timeline.valid is not None
    bad = np.flatnonzero(~timeline.valid)
    shown = [" ".join(str(column.cells[i]) for column in columns) for i in bad[:5]]
    counted = timeline.roles == ("number",)
    sentence = plural(
        *(NO_NUMBER if counted else NO_DATE),
        len(bad),
        line=int(grid.lines[bad[0]]),
        cell=shown[0][:30],
    )
    notes.change("bad_dates", sentence, len(bad), shown, warning=True)
