"""One search, by the id in the address, or all of a visitor; looked at every second while it goes on."""

from datetime import UTC, datetime

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.frame import address
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.page_files import SEARCH
from pages.ui.frame.words import days_or_less, literal
from pages.ui.search.one_search import one_search
from pages.ui.search.states import SEARCH_BADGES
from pages.ui.tasks import TASKS
from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.rows import Search
from rnnkit.words import t

EVERY = 1.0  # seconds between two looks at the store


def search_part() -> None:
    """The search in the address; without one, those there are."""
    if wanted := address.wanted(address.SEARCH):
        try:
            found = visitor().searches.get(wanted)
        except NotFoundError as error:
            st.warning(literal(error), icon=":material/link_off:")
        else:
            visitor().searches.touch(found.id)
            st.fragment(_look, run_every=EVERY if found.active else None)(found.id, found.active)
            return
    _all()


def _look(search_id: str, active: bool) -> None:
    with error_boundary():
        found = visitor().searches.get(search_id)
        if found.active != active:
            st.rerun()
        one_search(found)


def _all() -> None:
    """Every search of this visitor, newest first, each a link; or the way to the first one."""
    found = visitor().searches.find()
    if not found:
        st.markdown(
            t(
                "A search tries several settings of a network on the same data. Load data on one of these "
                "pages, open *Search for settings* below the settings, and say what to vary."
            )
        )
        with st.container(horizontal=True):
            for page in TASKS.values():
                st.page_link(page.page, label=page.word, icon=page.icon)
        return
    for search in found:
        _line(search)


def _line(search: Search) -> None:
    words, icon, color = SEARCH_BADGES[search.state]
    page = TASKS[search.task]
    ago = days_or_less((datetime.now(UTC) - search.created).total_seconds())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            SEARCH,
            label=literal(t("{task}: {label}", task=page.word, label=search.label)),
            icon=page.icon,
            query_params={address.SEARCH: search.id},
        )
        st.badge(t(words), icon=icon, color=color)
        st.caption(t("{time} ago", time=ago))
