"""What language models write while they are trained."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import reader
from pages.ui.frame.words import count, duration, literal
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

HEIGHT = 240


def latest_samples(runs: Sequence[Run]) -> None:
    """The newest sample of each run, with the step after which it was written."""
    for run in runs:
        found = reader().progress.samples(run.id)
        if not len(found):
            continue
        last = found.iloc[-1]
        st.caption(
            t(
                "**{name}** wrote this after step {step} ({time})",
                name=literal(run.label),
                step=count(last["step"]),
                time=duration(last["seconds"]),
            )
        )
        plain_text(str(last["text"]), height=HEIGHT)


def plain_text(text: str, height: int | None = None) -> None:
    """A text letter by letter, with a button that copies it."""
    st.code(text, language=None, wrap_lines=True, height=height or "content")
