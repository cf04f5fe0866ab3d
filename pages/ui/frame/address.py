"""The address bar: which data (`?data=`) and which runs (`?run=`) a page shows. Settings bind themselves.

These ids are of use to their owner only; `?share=` and `?start=` are for others, and `?sample=` for
everybody. A tab remembers what it showed last, so that the menu leads back to it.
"""

import re

import streamlit as st

from pages.ui.frame import state

DATA = "data"
RUN = "run"
SAMPLE = "sample"
SHARE = "share"
START = "start"
SEARCH = "search"
FRESH = "new"
_LAST = "_last_address_{page}"
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


def wanted(name: str) -> str:
    """The id in the address: empty when there is none, `?` (never a valid id) when it is no id at all."""
    value = st.query_params.get(name, "")
    return value if not value or _ID.fullmatch(value) else "?"


def come_back(page: str) -> None:
    """Without any id in the address, return to the data and the runs this page showed last in this tab.

    `?new=1` asks for an empty page instead.
    """
    if st.query_params.pop(FRESH, None):
        forget(page)
    last = _LAST.format(page=page)
    start = {name: st.query_params[name] for name in (START,) if name in st.query_params}
    ids = {name: st.query_params[name] for name in (DATA, RUN, SAMPLE) if name in st.query_params}
    if ids:
        state.put({last: ids | start})
    elif (left := state.get(last)) and start.items() <= left.items():  # another link to a form begins anew
        st.query_params.update(left)


def forget(page: str) -> None:
    """Let go of what a page showed last."""
    state.forget([_LAST.format(page=page)])


def forget_all() -> None:
    """Let go of what every page showed last, because it is gone."""
    state.forget([key for key in state.names() if key.startswith(_LAST.format(page=""))])


def show_data(dataset_id: str) -> None:
    """Turn to other data; the runs of the old ones go out of sight, not out of the store."""
    st.query_params[DATA] = dataset_id
    leave(RUN, SAMPLE)


def show_run(dataset_id: str, group: str) -> None:
    """Turn to a run, or to several that were started together."""
    st.query_params.update({DATA: dataset_id, RUN: group})


def leave(*names: str) -> None:
    """Take ids out of the address."""
    for name in names:
        st.query_params.pop(name, None)
