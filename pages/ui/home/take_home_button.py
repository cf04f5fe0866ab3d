"""A button that gives runs as one file, for the page Home of another server, or for a drawer."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import visitor
from rnnkit.bundle.take_home import MOST_RUNS, megabytes, take_home
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.visitor import Visitor
from rnnkit.words import t

LEFT = ("finished", "stopped")


def take_home_button(runs: Sequence[Run], key: str = "take_home") -> None:
    """Draw it for those of these runs that have results, the newest first; nothing where none has."""
    whole = [run for run in runs if run.state in LEFT][::-1]
    if not whole:
        return
    by = visitor()
    st.download_button(
        t("Take my runs home"),
        lambda: _file(by, whole),
        file_name="runs.zip",
        mime="application/zip",
        icon=":material/home_storage:",
        on_click="ignore",
        key=f"get_{key}",
        help=t(
            "One file with the model, settings and scores of each. Home opens it on another server, too. The "
            "data stays here. At most {runs} runs and {most:g} MB: the newest come first.",
            runs=MOST_RUNS,
            most=megabytes(),
        ),
    )


def _file(by: Visitor, runs: Sequence[Run]) -> bytes:
    """The file; what is left out of it, it says itself. No page runs when it is made."""
    return take_home(by, runs).content
