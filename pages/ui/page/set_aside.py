"""The word about a damaged store that was moved aside: once a visit, on the page it begins with."""

import streamlit as st

from pages.ui.access.resources import store
from pages.ui.frame import state
from pages.ui.frame.words import literal
from rnnkit.runs.sql.store_copies import KEPT_DAYS
from rnnkit.words import t

_TOLD = "_set_aside_told"


def say_set_aside(page: str) -> None:
    """Say why earlier runs are gone and where they are, as long as the visit stays on that page."""
    name = store().place.set_aside()
    told, where = state.get(_TOLD, ("", ""))
    if not name or (told == name and where != page):
        return
    state.put({_TOLD: (name, page)})
    st.warning(
        t(
            "The store was damaged, so a new one was started. The old file lies beside it for {days} days: "
            "{name}",
            days=KEPT_DAYS,
            name=literal(name),
        ),
        icon=":material/inventory_2:",
    )
