"""Which of one's own runs is looked into: the one in the address, or the newest."""

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.form.runs_in_address import PRIVATE
from pages.ui.frame import address, state
from pages.ui.frame.words import literal
from pages.ui.result.run_names import listed
from pages.ui.result.your_run_link import WITH_NETWORK
from pages.ui.tasks import TASKS
from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

KEY = "own_run"


def able() -> list[Run]:
    """The runs of this visitor that ended with a network, newest first."""
    ended = visitor().runs.find(states=WITH_NETWORK)
    return [run for run in reversed(ended) if run.task in TASKS]


def choose(runs: list[Run]) -> Run:
    """Draw the choice; a run in the address that cannot be looked into is said, and changes nothing."""
    by_id = {run.id: run for run in runs}
    wanted = address.wanted(address.RUN)
    if wanted in by_id:
        state.put({KEY: wanted})
    elif wanted:
        st.warning(literal(why_not(wanted)), icon=":material/link_off:")
    names = listed(runs)
    chosen = st.selectbox(
        t("Run"),
        list(by_id),
        format_func=lambda run_id: names[run_id],
        key=KEY,
        on_change=_show,
        help=t("Your runs that ended with a network, on any page."),
    )
    if not wanted:
        st.query_params[address.RUN] = chosen
    return by_id[chosen]


def why_not(wanted: str) -> str:
    """What is said of a run in the address that is not among those to choose from."""
    try:
        run = visitor().runs.get(wanted)
    except NotFoundError:
        return t(PRIVATE)
    if run.playable:
        return t("This run has not finished yet; look inside when it has.")
    return t("This run keeps no network to look into; choose another one.")


def _show() -> None:
    """The chosen run goes into the address, so that a reload finds it."""
    st.query_params[address.RUN] = state.get(KEY)
