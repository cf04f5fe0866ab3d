"""What language models write while they are trained."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui.frame.words import count, duration, literal
from pages.ui.task_page import drawn_by
from pages.ui.tasks import TASKS
from rnnkit.runs.reading import LastSample
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

HEIGHT = 240


def latest_samples(runs: Sequence[Run], found: Mapping[str, LastSample]) -> None:
    """The newest sample of each run, with the step after which it was written; `found` holds them by run."""
    for run in runs:
        if (last := found.get(run.id)) is None:
            continue
        st.caption(
            t(
                "**{name}** wrote this after step {step} ({time})",
                name=literal(run.label),
                step=count(last.step),
                time=duration(last.seconds),
            )
        )
        draw_sample(run, last.text, "live", height=HEIGHT)


def draw_sample(run: Run, text: str, where: str, height: int | None = None) -> None:
    """A sample of a run, as its task draws it; `where` tells it from the same elsewhere on the page."""
    if path := TASKS[run.task].sample:
        drawn_by(path)(text, f"{where}_{run.id}")
    else:
        plain_text(text, height=height)


def plain_text(text: str, height: int | None = None) -> None:
    """A text letter by letter, with a button that copies it."""
    st.code(text, language=None, wrap_lines=True, height=height or "content")
