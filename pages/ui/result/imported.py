"""Runs that came as a file: where they come from, whether they still answer the same, and their results."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui.access.resources import dataset
from pages.ui.access.results import Result, results_of
from pages.ui.frame.words import literal
from rnnkit.bundle.import_words import CLOSE, match_words
from rnnkit.files.kept import is_kept
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def imported_part(runs: Sequence[Run], show: Callable[[Sequence[Run]], None]) -> bool:
    """Draw runs that came as a file, without the parts that need data; false for any other runs."""
    if not runs or not is_kept(dataset(runs[0].dataset_id).content):
        return False
    for result in results_of(runs):
        _origin(result)
    show(runs)
    return True


def _origin(result: Result) -> None:
    """What the run was trained on, and whether its predictions came out again."""
    found = result.summary["imported"]
    matches = found["difference"] is not None and found["difference"] <= CLOSE
    say, icon = (st.success, ":material/verified:") if matches else (st.warning, ":material/warning:")
    say(match_words(found["difference"]), icon=icon)
    st.caption(
        t(
            "Opened from a file. Trained on {name} (fingerprint {digest}), which did not come along.",
            name=literal(found["source"]["name"]),
            digest=found["source"]["sha256"][:12],
        )
    )
