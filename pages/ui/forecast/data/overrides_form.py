"""Every detection of the data doctor can be overruled here; an empty field is decided from the file."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.forecast.data.sheet_picker import LONGEST, on_sheet, sheet_label, sheets_of
from pages.ui.forecast.data.span_field import span_field
from pages.ui.forecast.season_words import season_words
from pages.ui.form.reading_words import CHOICES, FIND_OUT, STEPS, choice_field, spelled, step_words
from pages.ui.frame.buttons import sent
from pages.ui.frame.words import literal
from rnnkit.config import parse
from rnnkit.data import Overrides, Table
from rnnkit.errors import RnnkitError
from rnnkit.words import t

NO_TIME = "—"
PACKED = frozenset({"", "gzip", "bzip2", "xz", "zip"})
ROOM = 24
"""Letters that an empty field of numbers has room for."""
OF_TEXT = ("encoding", "separator")
"""What only a file of text has: a workbook knows its letters and its cells."""


def overrides_form(key: str, overrides: Overrides, table: Table | None) -> Overrides | None:
    """Draw the form; the new overrides once it was sent, `None` before."""
    with st.form(f"overrides_{key[:24]}", border=False):
        values = _sheet(key, overrides, table)
        if table:
            values |= _columns(key, overrides, table.recipe.names)
        values |= _time(key, overrides, table)
        values |= span_field(key, overrides, table)
        values |= _choices(key, overrides, table)
        again = sent(t("Read again"), key=f"again_{key[:24]}", icon=":material/refresh:")
    if not again:
        return None
    try:
        return parse(Overrides, _merged(overrides, values, table))
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return None


def _merged(overrides: Overrides, values: Mapping[str, Any], table: Table | None) -> dict[str, Any]:
    """What was said before and now; the columns of another sheet are unknown yet."""
    shown = table.understood.get("sheet") if table else None
    if table and values["sheet"] not in (None, shown and str(shown)[:LONGEST]):
        return on_sheet(overrides, values["sheet"]).model_dump()
    return {**overrides.model_dump(), **values}


def _sheet(key: str, overrides: Overrides, table: Table | None) -> dict[str, Any]:
    """Which sheet is read: one of those there are, or one named where nothing could be read yet."""
    place = f"sheet_form_{key[:24]}"
    if table is None:
        name = st.text_input(
            t("Sheet"),
            overrides.sheet or "",
            max_chars=LONGEST,
            placeholder=t("automatic"),
            key=place,
            help=t("For a workbook with several sheets, or an archive with several files: the one to read."),
        )
        return {"sheet": name.strip() or None}
    if not (names := sheets_of(table)):
        return {"sheet": overrides.sheet}
    options = [FIND_OUT, *names]
    held = overrides.sheet if overrides.sheet in names else FIND_OUT
    found = "" if held else str(table.understood.get("sheet"))
    chosen = st.selectbox(
        sheet_label(table),
        options,
        options.index(held),
        format_func=partial(spelled, {name: name for name in names}, found=found),
        key=place,
    )
    return {"sheet": chosen or None}


def _choices(key: str, overrides: Overrides, table: Table | None) -> dict[str, Any]:
    """How the file is written, three fields in a row."""
    packing = set(table.recipe.container.split("+")) if table else PACKED
    names = [name for name in CHOICES if packing <= PACKED or name not in OF_TEXT]
    draw: dict[str, Callable[[], object]] = {
        name: partial(_choice, name, key, overrides, table) for name in names
    }
    draw |= {"skip_rows": partial(_skip_rows, key, overrides), "missing": partial(_missing, key, overrides)}
    values: dict[str, Any] = {}
    for start in range(0, len(draw), 3):
        for box, name in zip(st.columns(3), list(draw)[start : start + 3], strict=False):
            with box:
                values[name] = draw[name]()
    return values


def _choice(name: str, key: str, overrides: Overrides, table: Table | None) -> object:
    """One choice; `None` leaves it to the file."""
    (label, words), found = CHOICES[name], _found(name, overrides, table)
    return choice_field(t(label), words, getattr(overrides, name), key=f"{name}_{key[:24]}", found=found)


def _found(name: str, overrides: Overrides, table: Table | None) -> str:
    """What was found out, for the field that leaves it open."""
    words = CHOICES[name][1]
    value = getattr(table.recipe, name) if table and getattr(overrides, name) is None else None
    return t(words[value]) if value in words else ""


def _column_name(name: str) -> str:
    return t("there is none") if name == NO_TIME else name


def _columns(key: str, overrides: Overrides, columns: Sequence[str]) -> dict[str, Any]:
    """Which column is what."""
    time, series, kept = st.columns(3)
    with time:
        held = [NO_TIME] if overrides.time == ("",) else [name for name in overrides.time if name in columns]
        words = t("automatic")
        chosen = st.multiselect(
            t("Time columns"),
            [NO_TIME, *columns],
            held,
            placeholder=words,
            format_func=_column_name,
            key=f"time_{key[:24]}",
        )
    with series:
        named = st.multiselect(
            t("Columns that name the series"),
            columns,
            [name for name in overrides.series if name in columns],
            placeholder=words,
            key=f"series_{key[:24]}",
        )
    with kept:
        values = st.multiselect(
            t("Value columns to keep"),
            columns,
            [name for name in overrides.values if name in columns],
            placeholder=t("all that can be used"),
            key=f"values_{key[:24]}",
        )
    time_names = ("",) if NO_TIME in chosen else tuple(chosen)
    return {"time": time_names, "series": tuple(named), "values": tuple(values)}


def _time(key: str, overrides: Overrides, table: Table | None) -> dict[str, Any]:
    """How dates are written, how far rows lie apart, and after how many everything comes again."""
    written, step, season = st.columns(3)
    with written:
        time_format = st.text_input(
            t("Date format"),
            overrides.time_format or "",
            max_chars=80,
            placeholder="%d.%m.%Y %H:%M",
            key=f"format_{key[:24]}",
        )
    with step:
        freq = _freq(key, overrides, table)
    with season:
        length = st.number_input(
            t("Season, in steps"),
            1,
            100_000,
            overrides.season,
            placeholder=_season_found(table),
            key=f"season_{key[:24]}",
            help=t(
                "After how many steps everything comes again: 12 for months, 24 for hours; 1 if nothing does."
            ),
        )
    return {"time_format": time_format or None, "freq": freq, "season": length}


def _season_found(table: Table | None) -> str:
    """What the empty field stands for."""
    if table is None:
        return t("automatic")
    words = season_words(table.seasonality, table.freq)
    return t("automatic: {value}", value=words if len(words) <= ROOM else f"{table.seasonality:,}")


def _freq(key: str, overrides: Overrides, table: Table | None) -> str | None:
    """The step: one that is often met, or any other that is typed."""
    held = overrides.freq or FIND_OUT
    options = list(dict.fromkeys((FIND_OUT, *STEPS, held)))
    found = "" if held or table is None else step_words(table.understood.get("step"))
    chosen = st.selectbox(
        t("Time step"),
        options,
        options.index(held),
        format_func=partial(spelled, STEPS, found=found),
        accept_new_options=True,
        key=f"freq_{key[:24]}",
        help=t("Choose one, or type one, such as 10min, 4h, 2D or W-FRI."),
    )
    return (chosen or "").strip()[:20] or None


def _skip_rows(key: str, overrides: Overrides) -> int | None:
    """Lines above the table."""
    return st.number_input(
        t("Rows to skip"),
        0,
        1_000_000,
        overrides.skip_rows,
        placeholder=t("automatic"),
        key=f"skip_{key[:24]}",
    )


def _missing(key: str, overrides: Overrides) -> tuple[str, ...]:
    """Further spellings of a missing value."""
    words = st.text_input(
        t("Also missing"),
        ", ".join(overrides.missing),
        max_chars=200,
        placeholder="?, n/a",
        key=f"missing_{key[:24]}",
    )
    return tuple(word.strip() for word in words.split(",") if word.strip())
