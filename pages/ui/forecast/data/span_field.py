"""From when to when rows are used: a slider over the dates of a file, or two numbers where it has none."""

import datetime as dt
from typing import Any

import streamlit as st

from pages.ui.frame.words import count
from rnnkit.data import Overrides, Table
from rnnkit.words import t

Moment = dt.date  # or a moment of a day, which Python counts among the dates
SHORT = dt.timedelta(days=3)
"""A file that lasts no longer is cut by the clock, any other by the day."""


def span_field(key: str, overrides: Overrides, table: Table | None) -> dict[str, Any]:
    """Draw the field for the rows of this table; what it says for `since` and `until`."""
    whole: Any = table.understood.get("whole") if table else None
    if table is None or not whole or whole.get("start") == whole.get("end"):
        return {}
    if isinstance(whole["start"], int):
        found = _numbers(key, overrides, whole["start"], whole["end"])
    else:
        found = _dates(key, overrides, whole["start"], whole["end"])
    used = int(str(table.understood["rows"]))
    st.caption(
        t("{used} of {all} rows are used now.", used=count(used), all=count(whole["rows"])),
    )
    return found


def _numbers(key: str, overrides: Overrides, first: int, last: int) -> dict[str, Any]:
    """The first and the last row to use, where rows are counted."""
    found: dict[str, Any] = {}
    labels = {"since": (t("Use rows from number"), first), "until": (t("Use rows up to number"), last)}
    for box, (name, (label, end)) in zip(st.columns(2), labels.items(), strict=True):
        with box:
            number = st.number_input(
                label,
                first,
                last,
                _within(getattr(overrides, name), first, last),
                placeholder=str(end),
                key=f"{name}_{key[:24]}",
            )
        found[name] = None if number is None or number == end else str(number)
    return found


def _within(text: str | None, first: int, last: int) -> int | None:
    number = (text or "").strip()
    return min(max(int(number), first), last) if number.lstrip("-").isdigit() else None


def _dates(key: str, overrides: Overrides, first: str, last: str) -> dict[str, Any]:
    """The first and the last day to use. An end that nobody moved stays as it was said."""
    ends = _moments(first, last)
    if ends is None:
        return {}
    held = (_held(overrides.since, ends[0], ends), _held(overrides.until, ends[1], ends))
    chosen = st.slider(
        t("Use rows from … to …"),
        *ends,
        held,
        format="YYYY-MM-DD HH:mm" if isinstance(ends[0], dt.datetime) else "YYYY-MM-DD",
        key=f"span_{key[:24]}",
    )
    found: dict[str, Any] = {}
    for i, name in enumerate(("since", "until")):
        if chosen[i] != held[i]:
            found[name] = None if chosen[i] == ends[i] else chosen[i].isoformat().replace("T", " ")
    return found


def _moments(first: str, last: str) -> tuple[Moment, Moment] | None:
    """The ends of a slider; `None` where the calendar of the browser has no such years."""
    try:
        start, end = dt.datetime.fromisoformat(first), dt.datetime.fromisoformat(last)
    except ValueError:
        return None
    return (start, end) if end - start <= SHORT else (start.date(), end.date())


def _held(said: str | None, end: Moment, ends: tuple[Moment, Moment]) -> Moment:
    """Where an end of the slider stands: what was said, within the file."""
    if said is None:
        return end
    try:
        moment = dt.datetime.fromisoformat(said.strip()).replace(tzinfo=None)
    except ValueError:
        return end
    return min(max(moment if isinstance(end, dt.datetime) else moment.date(), ends[0]), ends[1])
