"""Which columns hold the time, and what stamp every row has.

A date may stand in one column, be split over several (year, month, day, hour), or be missing: then
rows are counted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.columns import Column
from rnnkit.data.counters import plain_name, time_format_of
from rnnkit.data.dates import EPOCHS, Guess, Stamps, day_comes_first, guess_formats, parse_dates, swap
from rnnkit.data.freq import infer_step
from rnnkit.data.layout import Cells, Grid
from rnnkit.data.notes import Notes, listing
from rnnkit.data.recipe import NO_TIME, Overrides, Recipe, Role
from rnnkit.data.stamps import add_up
from rnnkit.errors import DataError
from rnnkit.text import plural, t

ROLE_NAMES: Mapping[str, Role] = {
    **dict.fromkeys(
        ("year", "yr", "yyyy", "年", "年份", "jahr", "annee", "année", "año", "ano", "anno"), "year"
    ),
    **dict.fromkeys(
        ("month", "mon", "mo", "mm", "mnth", "月", "月份", "monat", "mois", "mes", "mese"), "month"
    ),
    **dict.fromkeys(("day", "dd", "dy", "日", "tag", "jour", "dia", "día", "giorno", "dayofmonth"), "day"),
    **dict.fromkeys(("hour", "hr", "hh", "时", "小时", "stunde", "heure", "hora", "ora"), "hour"),
    **dict.fromkeys(("minute", "min", "mi", "分", "分钟"), "minute"),
    **dict.fromkeys(("second", "sec", "ss", "秒"), "second"),
}
DATE_NAMES = (
    *(
        "ds",
        "date",
        "datetime",
        "timestamp",
        "time",
        "date_time",
        "日期",
        "时间",
        "日期时间",
        "交易日期",
        "datum",
    ),
    *(
        "zeit",
        "zeitpunkt",
        "fecha",
        "data",
        "dato",
        "tanggal",
        "日時",
        "日付",
        "날짜",
        "дата",
        "period",
        "month",
    ),
    *("week", "day", "quarter", "year", "年", "月", "月份", "年份", "年月", "ts", "dt", "when", "hour"),
)
PART_BOUNDS: Mapping[str, tuple[int, int]] = {
    "year": (1, 9999), "month": (1, 12), "day": (1, 31), "hour": (0, 24), "minute": (0, 60), "second": (0, 60)
}  # fmt: skip
CLOCK = re.compile(r"^\d{1,2}(?::\d{2}){1,2}$|^\d{1,2}\.\d{2}\.\d{2}$")
CLEAR = 0.9
"""A column is a date column if at least this share of its cells is read."""


@dataclass
class Timeline:
    """The time of every row, as dates or as plain numbers; `columns` is empty where rows are counted."""

    columns: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    formats: tuple[str, ...] = ()
    clean: bool = False
    day_first: bool | None = None
    stamps: npt.NDArray[np.int64] | None = None
    valid: npt.NDArray[np.bool_] | None = None
    dates: bool = False


def find_time(columns: Sequence[Column], grid: Grid, fixed: Overrides, notes: Notes) -> Timeline:
    """Find and read the time of every row."""
    if fixed.time == NO_TIME:
        return Timeline()
    by_name = {column.name: column for column in columns}
    if fixed.time:
        return _given(by_name, grid, fixed, notes)
    timeline = _detect(columns, grid, fixed, notes)
    if not timeline.columns and not any(change.key == "time" for change in notes.changes):
        notes.change("time", t("No date column found; rows are counted as steps."))
    return timeline


def _given(by_name: Mapping[str, Column], grid: Grid, fixed: Overrides, notes: Notes) -> Timeline:
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
    chosen = [by_name[name] for name in fixed.time]
    if isinstance(fixed, Recipe):
        timeline = Timeline(
            fixed.time, fixed.time_roles, fixed.time_formats, fixed.time_clean, fixed.day_first
        )
        return _read(timeline, by_name, grid, notes)
    roles = _roles(chosen)
    timeline = Timeline(fixed.time, roles, day_first=fixed.day_first)
    for column, role in zip(chosen, roles, strict=True):
        if role == "date":
            _settle_formats(timeline, column, grid, fixed, notes)
    if "date" in roles and not timeline.formats:
        number = time_format_of(chosen[0], True)
        if number is None:
            sentence = "Column {name}: no date format fits '{cell}'; give the time format."
            raise DataError(t(sentence, name=chosen[0].name[:40], cell=str(chosen[0].cells[0])[:30]))
        timeline = _numeric(chosen[0], number)
    return _read(timeline, by_name, grid, notes)


def _roles(chosen: Sequence[Column]) -> tuple[Role, ...]:
    """What each of the chosen columns tells, by its name and else by its place."""
    if len(chosen) == 1:
        return ("date",)
    named = [ROLE_NAMES.get(plain_name(column.name)) for column in chosen]
    if all(named):
        return tuple(role for role in named if role)
    if chosen[0].kind == "text":
        return ("date", *("clock" if column.kind == "text" else role or "hour" for column, role in
                          zip(chosen[1:], named[1:], strict=True)))  # fmt: skip
    order: tuple[Role, ...] = ("year", "month", "day", "hour", "minute", "second")
    return order[: len(chosen)]


def _detect(columns: Sequence[Column], grid: Grid, fixed: Overrides, notes: Notes) -> Timeline:
    """A date column first, then a date in parts, then numbers that count time."""
    by_name = {column.name: column for column in columns}
    text = _date_column(columns)
    if text is not None:
        timeline = Timeline((text.name,), ("date",), day_first=fixed.day_first)
        _settle_formats(timeline, text, grid, fixed, notes)
        if timeline.formats:
            _join_clock(timeline, columns)
            return _noted(_read(timeline, by_name, grid, notes), notes)
    parts = _parts(columns)
    if parts:
        return _noted(_read(Timeline(tuple(parts.values()), tuple(parts)), by_name, grid, notes), notes)
    for column in sorted((c for c in columns if c.kind == "number"), key=_name_rank):
        form = time_format_of(column, _name_rank(column) < len(DATE_NAMES), first=column is columns[0])
        if form:
            return _noted(_read(_numeric(column, form), by_name, grid, notes), notes)
    return Timeline()


def _noted(timeline: Timeline, notes: Notes) -> Timeline:
    if not timeline.columns:
        return timeline
    sentences = {
        "excel": t("{name} read as Excel day numbers.", name=timeline.columns[0]),
        "short_year": t("{name}: years counted from 1, such as 1-01.", name=timeline.columns[0]),
        **dict.fromkeys(
            EPOCHS, t("{name} read as seconds or their parts since 1970.", name=timeline.columns[0])
        ),
    }
    if len(timeline.columns) > 1:
        sentence = t("Date put together from {names}.", names=listing(timeline.columns, 6))
    elif timeline.formats and timeline.formats[0] in sentences:
        sentence = sentences[timeline.formats[0]]
    else:
        return timeline if "time" not in notes.off else _switched_off(timeline, notes)
    return timeline if notes.change("time", sentence) else Timeline()


def _switched_off(timeline: Timeline, notes: Notes) -> Timeline:
    notes.change("time", t("Dates taken from {name}.", name=timeline.columns[0]))
    return Timeline()


def _name_rank(column: Column) -> int:
    name = plain_name(column.name)
    if name in DATE_NAMES:
        return DATE_NAMES.index(name)
    return len(DATE_NAMES) - (1 if "date" in name or "时间" in name or "日期" in name else 0)


def _date_column(columns: Sequence[Column]) -> Column | None:
    """The best of the columns whose first cells are dates."""
    ranked = sorted((c for c in columns if c.kind == "text"), key=_name_rank)
    for column in ranked:
        held = column.cells[column.cells != ""]
        if len(held) and guess_formats(held[:500], None).share >= CLEAR and not _clock_only(held):
            return column
    return None


def _clock_only(cells: Cells) -> bool:
    """Whether the cells are times of day: 18:00, 18:00:00 or 18.00.00."""
    return all(CLOCK.match(cell) for cell in cells[:50])


def _settle_formats(timeline: Timeline, column: Column, grid: Grid, fixed: Overrides, notes: Notes) -> None:
    """Fill in formats; where day and month could be swapped, take what gives an even step, else ask."""
    if fixed.time_format:
        timeline.formats = (fixed.time_format,)
        return
    guess = guess_formats(column.cells[~column.numbers.missing], fixed.day_first)
    if guess.share < 0.5:
        return
    if guess.clean and not notes.change(
        "time_zone",
        t("Words of a time zone taken off {name}; the clock on the wall is kept.", name=column.name),
        len(column.cells),
        list(column.cells[:3]),
    ):
        return
    formats = _unswapped(guess, column, grid, notes) if guess.swappable else guess.formats
    timeline.formats, timeline.clean = formats, guess.clean
    firsts = [first for first in map(day_comes_first, formats) if first is not None]
    timeline.day_first = firsts[0] if firsts else None
    if len(formats) > 1:
        stamps = parse_dates(column.cells, formats[:1], guess.clean)
        odd = int(np.isnat(stamps).argmax())
        sentence = t(
            "{name} mixes ways to write dates; from line {line}: '{cell}'.",
            name=column.name,
            line=int(grid.lines[odd]),
            cell=str(column.cells[odd])[:30],
        )
        notes.change("mixed_dates", sentence, int(np.isnat(stamps).sum()), warning=True)


def _unswapped(guess: Guess, column: Column, grid: Grid, notes: Notes) -> tuple[str, ...]:
    """Day first or month first, where both can be read."""
    twins = tuple(swap(form) if day_comes_first(form) is not None else form for form in guess.formats)
    cells = column.cells
    scores = [_evenness(parse_dates(cells, formats, guess.clean)) for formats in (guess.formats, twins)]
    if max(scores) > 0.5 and abs(scores[0] - scores[1]) > 0.05:
        return guess.formats if scores[0] > scores[1] else twins
    first = day_comes_first(guess.formats[0])
    comma = grid.separator == ";"
    chosen = twins if comma and not first else guess.formats
    sentence = t(
        "Is '{cell}' in {name} day first or month first? Read with the {which} first.",
        cell=str(cells[0])[:20],
        name=column.name,
        which=t("day") if day_comes_first(chosen[0]) else t("month"),
    )
    notes.ask("day_first", sentence, len(cells), list(cells[:3]))
    return chosen


def _evenness(stamps: Stamps) -> float:
    """Share of the steps between first and last stamp that are there; 0 where there is no even step."""
    moments = np.unique(stamps[~np.isnat(stamps)].astype(np.int64))
    step = infer_step(moments, np.zeros(len(moments), dtype=np.int64), dates=True)
    if step is None:
        return 0.0
    anchors = np.repeat(moments[:1], len(moments))
    ordinals = step.ordinals(moments, anchors)
    exact = np.array_equal(step.stamps(ordinals, anchors), moments)  # the 4th of every month is no even step
    return (1.0 if exact else 0.5) * len(np.unique(ordinals)) / (int(ordinals[-1]) + 1)


def _join_clock(timeline: Timeline, columns: Sequence[Column]) -> None:
    """Add a column with the time of day where the date column has none."""
    if any("%H" in form or "%I" in form for form in timeline.formats):
        return
    date = timeline.columns[0]
    for column in columns:
        if column.name == date:
            continue
        held = column.cells[column.cells != ""]
        if column.kind == "text" and len(held) and _clock_only(held):
            timeline.columns, timeline.roles = (date, column.name), ("date", "clock")
            return
        if (
            column.kind == "number"
            and ROLE_NAMES.get(plain_name(column.name)) == "hour"
            and _fits(column, "hour")
        ):
            timeline.columns, timeline.roles = (date, column.name), ("date", "hour")
            return


def _parts(columns: Sequence[Column]) -> dict[Role, str]:
    """Columns named year, month, day ... whose values fit; at least year and month."""
    found: dict[Role, str] = {}
    for column in columns:
        role = ROLE_NAMES.get(plain_name(column.name))
        if role and role not in found and column.kind == "number" and _fits(column, role):
            found[role] = column.name
    if "year" not in found or "month" not in found:
        return {}
    order: tuple[Role, ...] = ("year", "month", "day", "hour", "minute", "second")
    result: dict[Role, str] = {}
    for role in order:
        if role not in found:
            break
        result[role] = found[role]
    return result


def _fits(column: Column, role: Role) -> bool:
    low, high = PART_BOUNDS[role]
    values = column.values[np.isfinite(column.values)]
    return bool(len(values)) and bool(((values >= low) & (values <= high) & (values % 1 == 0)).mean() > 0.95)


def _numeric(column: Column, form: str) -> Timeline:
    if form == "count":
        return Timeline((column.name,), ("number",))
    return Timeline((column.name,), ("date",), (form,))


def _read(timeline: Timeline, by_name: Mapping[str, Column], grid: Grid, notes: Notes) -> Timeline:
    """Work out the stamp of every row; give up on the dates where more than half cannot be read."""
    if timeline.roles == ("number",):
        values = by_name[timeline.columns[0]].values
        sound = np.where(np.abs(values) < 1e15, values, np.nan)
        timeline.valid = sound % 1 == 0
        timeline.stamps = np.where(timeline.valid, sound, 0).astype(np.int64)
    else:
        parts = dict(zip(timeline.roles, (by_name[name] for name in timeline.columns), strict=True))
        total = add_up(parts, timeline.formats, timeline.clean)
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
        _note_bad(timeline, by_name[timeline.columns[0]], grid, notes)
    return timeline


def _note_bad(timeline: Timeline, column: Column, grid: Grid, notes: Notes) -> None:
    assert timeline.valid is not None
    bad = np.flatnonzero(~timeline.valid)
    sentence = plural(
        "Line {line} '{cell}' is not a date; {number} row left out.",
        "Line {line} '{cell}' is not a date; {number} rows left out.",
        len(bad),
        line=int(grid.lines[bad[0]]),
        cell=str(column.cells[bad[0]])[:30],
    )
    notes.change("bad_dates", sentence, len(bad), [str(column.cells[i]) for i in bad[:5]], warning=True)
