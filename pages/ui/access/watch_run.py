"""A run that works while a page waits for it: looked at again and again, and stopped by a button."""

from collections.abc import Callable

import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.frame.boundary import error_boundary, safely
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

EVERY = 0.5  # seconds between two looks at the store


def watch(run: Run, show: Callable[[Run], None]) -> None:
    """Show how far a run is, twice a second; the page is drawn anew at its end."""
    st.fragment(_look, run_every=EVERY)(run.id, show)


def _look(run_id: str, show: Callable[[Run], None]) -> None:
    with error_boundary():
        run = visitor().runs.get(run_id)
        if not run.active:
            st.rerun()
        show(run)


def job_words(run: Run) -> None:
    """What a job is at that reads a file and answers."""
    words = t("Waiting for a free place") if run.state == "queued" else t("Reading and computing")
    st.caption(f":material/hourglass_top: {words}")


def stop_button(run: Run, about: str) -> None:
    """Stop, until it was pressed; `about` says what becomes of the run."""
    st.button(
        t("Stop"),
        icon=":material/stop:",
        key=f"stop_{run.id}",
        on_click=stop,
        args=(run.id,),
        disabled=run.stop_requested,
        help=about,
    )


@safely
def stop(*run_ids: str) -> None:
    """Ask runs to end."""
    for run_id in run_ids:
        visitor().queue.request_stop(run_id)
    jobs().wake()
