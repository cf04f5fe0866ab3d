"""Runs of another version of the app: what this one does not know of them is said where they are shown."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.frame.words import literal
from pages.ui.tasks import TASKS, known_settings
from rnnkit.config.stored import other_version
from rnnkit.runs.sql.rows import Run
from rnnkit.words import plural


def say_strange(runs: Sequence[Run]) -> None:
    """Say how many of the runs have settings that this version does not take, and the first such setting."""
    whys = [why for run in runs if run.task in TASKS and (why := known_settings(run).why)]
    if whys:
        sentence = plural(
            "{number} run can be looked at, taken along and deleted, but not trained again here.",
            "{number} runs can be looked at, taken along and deleted, but not trained again here.",
            len(whys),
        )
        st.warning(literal(f"{other_version(whys[0])} {sentence}"), icon=":material/history:")
