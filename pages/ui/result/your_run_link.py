"""From the result of a run to the page that looks inside its network."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import only_looking
from pages.ui.access.results import Result, best
from pages.ui.frame import address
from pages.ui.frame.page_files import YOUR_RUN
from pages.ui.frame.words import literal
from pages.ui.result.model_files import is_imported
from rnnkit.runs.states import State
from rnnkit.words import t

WITH_NETWORK: frozenset[State] = frozenset({"finished", "stopped"})  # runs that left one


def inside_link(results: Sequence[Result]) -> None:
    """The way to the best network of these, for whoever trained it here."""
    able = [result for result in results if result.run.state in WITH_NETWORK and not is_imported(result)]
    if able and not only_looking():
        run = best(able).run
        st.page_link(
            YOUR_RUN,
            label=t("Look inside {name}", name=literal(run.label)),
            icon=":material/biotech:",
            query_params={address.RUN: run.id},
        )
