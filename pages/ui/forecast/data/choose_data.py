"""The three ways to data: a file, an example, pasted text. Limits are said before, not after."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.forecast.data.overrides_form import overrides_form
from pages.ui.forecast.page import PAGE
from pages.ui.form.bringing import all_held, begin_anew, sample_buttons, tried
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.server.upload_room import forget
from rnnkit.data import Limits, Overrides, read_table
from rnnkit.host import machine
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.words import t

_ROUND = "_upload_round"
_PASTED = "_forecast_pasted"
"""What was pasted and asked for: while it cannot be read, ways out stay below it."""


def choose_data() -> None:
    """Draw the three ways; whichever is taken, the page turns to its data."""
    limits = Limits.from_environment()
    _file(limits)
    sample_buttons(PAGE)
    _paste(limits)


def _file(limits: Limits) -> None:
    """The upload; a file that is refused stays there, so that it can be read differently."""
    key = f"upload_{state.get(_ROUND, 0)}"
    file = st.file_uploader(
        t("Drop a file with a table here"),
        key=key,
        max_upload_size=max(1, int(limits.megabytes)),
        help=t(
            "CSV, Excel, OpenDocument, Parquet, Arrow or JSON, also packed (.gz, .zip). "
            "One row per point in time, or one per series and point in time."
        ),
    )
    st.caption(limits_words(limits))
    if all_held(key) and file is not None:
        _try(file.name, file.getvalue(), f"file_{file.file_id}", partial(forget, file))


def _paste(limits: Limits) -> None:
    with folded("paste", t("Paste numbers or a table"), ":material/content_paste:"):
        text = st.text_area(
            t("Text"),
            key="pasted",
            placeholder="month,sales\n2024-01,112\n2024-02,118",
            max_chars=int(limits.megabytes * 1_000_000),
            height=160,
        )
        if pressed(t("Use this text"), key="use_text", icon=":material/check:", disabled=not text):
            state.put({_PASTED: text})
        if text and text == state.get(_PASTED, ""):
            _try(t("Pasted text"), text.encode(), "pasted_overrides", partial(state.put, {_PASTED: ""}))


def _try(name: str, content: bytes, key: str, done: Callable[[], None] = lambda: None) -> None:
    """Read the bytes; where that fails, say why in one sentence and offer to read them differently."""
    overrides = Overrides()
    found = tried(partial(read_table, content, overrides), t("Reading the file"))
    if found is None:
        lead_elsewhere(PAGE, name, content, key)
        with folded("upload_differently", t("Read the file differently"), ":material/edit_note:"):
            changed = overrides_form(key, overrides, None)
        found = tried(partial(read_table, content, changed), t("Reading the file")) if changed else None
        if changed is None or found is None:
            return
        overrides = changed
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    begin_anew(ForecastConfig())
    fold(data=True, model=True)
    machine.give_back_memory()
    show_bytes(name[:80], content, overrides, found)
    done()
    st.rerun()


def limits_words(limits: Limits) -> str:
    """What is taken here, said before anything is brought."""
    return t(
        "Up to {megabytes:g} MB, {rows:,} rows and {columns} columns. Kept on this server only, for you.",
        megabytes=limits.megabytes,
        rows=limits.rows,
        columns=limits.columns,
    )
