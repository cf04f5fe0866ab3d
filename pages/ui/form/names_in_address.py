"""Settings that are names of columns: remembered by the tab, in the address like every other, in no field."""

from collections.abc import Collection

import streamlit as st

from pages.ui.form.preset import held
from pages.ui.frame import state

_NOTED = "_address_{name}"


def names_of(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The columns under this name, those that are `known`; the address and the tab are made to agree.

    Whichever changed since it was looked at last decides: a link and the way back change the address, roles
    and examples what the tab remembers. Another page leaves nothing in the address, so there the tab decides.
    Columns that somebody else has set are held, as far as the data has them.
    """
    set_by = held.held()
    if set_by is not None and name in set_by.names:
        return tuple(column for column in set_by.values[name] if column in known)
    asked, noted = tuple(st.query_params.get_all(name)), state.get(_NOTED.format(name=name))
    remembered = tuple(state.get(name, ()))
    moved = asked != noted and (bool(asked) or (noted is not None and not state.arrived()))
    found = tuple(dict.fromkeys(column for column in (asked if moved else remembered) if column in known))
    state.put({name: list(found), _NOTED.format(name=name): found})
    if found != asked:
        st.query_params[name] = list(found)
    return found
