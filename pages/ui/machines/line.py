"""Who waits, by turns and without names, and the button that stops everything."""

import time

import pandas as pd
import streamlit as st

from pages.ui.access.resources import forget_all, store
from pages.ui.frame import state
from pages.ui.frame.boundary import error_boundary, safely
from pages.ui.frame.buttons import when_sure
from pages.ui.frame.words import duration
from rnnkit.runs.worker.operator import MOST_LINES
from rnnkit.words import plural, t

SECONDS = 2.0
_STOPPED = "_stopped_everything"


def line() -> None:
    """The line as it is now, and Stop for all."""
    st.subheader(t("Who waits"))
    st.fragment(_line, run_every=SECONDS)()
    _stop_all()


def _line() -> None:
    with error_boundary():
        found = store().operator().line()
        if not found:
            st.caption(t("Nobody waits."))
            return
        now = time.time()
        rows = [
            {
                t("Place"): run.place,
                t("Turn of"): t("visitor {number}", number=run.visitor),
                t("Task"): run.task.replace("_", " "),
                t("Memory, MB"): round(run.megabytes) or None,
                t("Waits for"): duration(now - run.created),
            }
            for run in found
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("The runs that wait, by their places"))
        counts = store().queue.counts()
        more = counts.get("queued", 0) - MOST_LINES
        if more > 0:
            st.caption(plural("and {number} more", "and {number} more", more))


def _stop_all() -> None:
    """One box to tick, then the button."""
    if (number := state.take(_STOPPED)) is not None:
        words = plural("{number} run was asked to stop.", "{number} runs were asked to stop.", number)
        st.toast(words, icon=":material/stop_circle:")
    when_sure(
        t("Stop what everybody trains; what has begun keeps its best weights so far"),
        t("Stop everything"),
        sure="sure_stop",
        key="stop_everything",
        icon=":material/stop_circle:",
        on_click=_stop,
    )


@safely
def _stop() -> None:
    state.put({_STOPPED: store().operator().stop_all(), "sure_stop": False})
    forget_all()
