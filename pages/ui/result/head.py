"""How the Result part of every task begins: nothing yet, runs that still work or ended badly, results."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.access.results import Result, results_of
from pages.ui.form.since import settings_line
from pages.ui.form.strange import say_strange
from pages.ui.frame.words import literal
from pages.ui.result.live.live import live
from pages.ui.result.live.play import played
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def result_head(runs: Sequence[Run], nothing: str) -> list[Result]:
    """Draw the heading, the settings of the runs, and where they stand; return the results.

    `nothing` is said where nothing was trained yet.
    """
    st.subheader(t("Result"))
    say_strange(runs)
    if not runs:
        st.caption(nothing)
        return []
    st.markdown(f":material/tune: {literal(settings_line(runs))}")
    if any(run.state != "finished" for run in runs):
        live(runs)
    if ended := [run for run in runs if not run.playable]:
        played(ended, reader().looks.asked([run.id for run in ended]))
    return results_of(runs)
