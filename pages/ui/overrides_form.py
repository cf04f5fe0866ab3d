"""Every detection of the data doctor can be overruled here; an empty field is decided from the file."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.press import sent
from pages.ui.words import literal
from rnnkit.config import parse
from rnnkit.data import Overrides, Table
from rnnkit.errors import RnnkitError
from rnnkit.text import t

FIND_OUT = ""
NO_TIME = "—"

# field -> (label, {value: words}); the empty choice always comes first.
CHOICES: Mapping[str, tuple[str, Mapping[Any, str]]] = {
    "encoding": (
        "Encoding",
        {
            "utf-8": "UTF-8",
            "utf-16": "UTF-16",
            "cp1252": "Western (cp1252)",
            "iso8859-15": "Western (ISO 8859-15)",
            "mac_roman": "Western (Mac Roman)",
            "cp850": "Western (DOS 850)",
            "cp437": "Western (DOS 437)",
            "cp1250": "Central European (cp1250)",
            "iso8859-2": "Central European (ISO 8859-2)",
            "cp852": "Central European (DOS 852)",
            "cp1251": "Cyrillic (cp1251)",
            "koi8-r": "Cyrillic (KOI8-R)",
            "koi8-u": "Cyrillic (KOI8-U)",
            "iso8859-5": "Cyrillic (ISO 8859-5)",
            "cp866": "Cyrillic (DOS 866)",
            "cp1253": "Greek (cp1253)",
            "iso8859-7": "Greek (ISO 8859-7)",
            "cp1254": "Turkish (cp1254)",
            "iso8859-9": "Turkish (ISO 8859-9)",
            "cp1255": "Hebrew (cp1255)",
            "iso8859-8": "Hebrew (ISO 8859-8)",
            "cp1256": "Arabic (cp1256)",
            "cp1257": "Baltic (cp1257)",
            "cp1258": "Vietnamese (cp1258)",
            "cp874": "Thai (cp874)",
            "gb18030": "Chinese (GB18030)",
            "big5": "Chinese (Big5)",
            "big5hkscs": "Chinese (Big5 of Hong Kong)",
            "shift_jis": "Japanese (Shift JIS)",
            "cp932": "Japanese (Shift JIS of Windows)",
            "euc_jp": "Japanese (EUC-JP)",
            "cp949": "Korean (EUC-KR, cp949)",
        },
    ),
    "separator": ("Separator", {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}),
    "decimal": ("Decimal mark", {".": "point", ",": "comma"}),
    "thousands": ("Thousands mark", {",": "comma", ".": "point", " ": "space", "'": "apostrophe"}),
    "header": ("First row", {True: "names", False: "values"}),
    "day_first": ("Dates start with", {True: "the day", False: "the month or year"}),
    "layout": ("Layout", {"wide": "one column a series", "long": "one row a series and moment"}),
    "duplicates": (
        "Same moment twice",
        {"mean": "take the mean", "last": "take the last", "first": "take the first", "sum": "take the sum"},
    ),
    "gaps": (
        "Gaps",
        {
            "linear": "straight line",
            "ffill": "repeat the last value",
            "zero": "zero",
            "leave": "leave as they are",
        },
    ),
}


def overrides_form(key: str, overrides: Overrides, table: Table | None) -> Overrides | None:
    """Draw the form; the new overrides once it was sent, `None` before."""
    columns = list(table.recipe.names) if table else []
    with st.form(f"overrides_{key[:24]}", border=False):
        values: dict[str, Any] = _choices(key, overrides)
        if columns:
            values |= _columns(key, overrides, columns)
        values |= _span(key, overrides, table)
        values |= _texts(key, overrides)
        again = sent(t("Read again"), key=f"again_{key[:24]}", icon=":material/refresh:")
    if not again:
        return None
    try:
        return parse(Overrides, overrides.model_dump() | values)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return None


def _choices(key: str, overrides: Overrides) -> dict[str, Any]:
    values: dict[str, Any] = {}
    names = list(CHOICES)
    for start in range(0, len(names), 3):
        for box, name in zip(st.columns(3), names[start : start + 3], strict=False):
            label, words = CHOICES[name]
            options = [FIND_OUT, *words]
            held = getattr(overrides, name)
            with box:
                chosen = st.selectbox(
                    t(label),
                    options,
                    index=options.index(held) if held in words else 0,
                    format_func=partial(spelled, words),
                    key=f"{name}_{key[:24]}",
                )
            values[name] = None if chosen == FIND_OUT else chosen
    return values


def spelled(words: Mapping[Any, str], value: object) -> str:
    """A value of such a choice as the form writes it."""
    return t(words[value]) if value in words else t("automatic")


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


def _span(key: str, overrides: Overrides, table: Table | None) -> dict[str, Any]:
    """From when to when rows are used; what is used now stands in the empty fields."""
    facts = table.understood if table else {}
    first, last = st.columns(2)
    with first:
        since = st.text_input(
            t("Use rows from"),
            overrides.since or "",
            max_chars=40,
            placeholder=str(facts.get("start") or "2020-01-31"),
            key=f"since_{key[:24]}",
        )
    with last:
        until = st.text_input(
            t("Use rows up to"),
            overrides.until or "",
            max_chars=40,
            placeholder=str(facts.get("end") or "2023-12-31"),
            key=f"until_{key[:24]}",
        )
    return {"since": since.strip() or None, "until": until.strip() or None}


def _texts(key: str, overrides: Overrides) -> dict[str, Any]:
    """Rows to skip, formats and spellings."""
    skip, time_format, freq, missing = st.columns(4)
    with skip:
        rows = st.number_input(
            t("Rows to skip"),
            0,
            1_000_000,
            overrides.skip_rows,
            placeholder=t("automatic"),
            key=f"skip_{key[:24]}",
        )
    with time_format:
        spelled = st.text_input(
            t("Date format"),
            overrides.time_format or "",
            max_chars=80,
            placeholder="%d.%m.%Y %H:%M",
            key=f"format_{key[:24]}",
        )
    with freq:
        step = st.text_input(
            t("Time step"),
            overrides.freq or "",
            max_chars=20,
            placeholder="h, D, W, MS, 15min",
            key=f"freq_{key[:24]}",
        )
    with missing:
        words = st.text_input(
            t("Also missing"),
            ", ".join(overrides.missing),
            max_chars=200,
            placeholder="?, n/a",
            key=f"missing_{key[:24]}",
        )
    spellings = tuple(word.strip() for word in words.split(",") if word.strip())
    return {"skip_rows": rows, "time_format": spelled or None, "freq": step or None, "missing": spellings}
