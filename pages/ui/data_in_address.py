"""The data that the address names, whatever the page makes of it."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.ui import address
from pages.ui.words import literal
from rnnkit.errors import NotFoundError, RnnkitError

T = TypeVar("T")


def data_in_address(read: Callable[[str], T], missing: str) -> T | None:
    """Read the data set in the address; where there is none, or it cannot be read here, say so."""
    dataset_id = address.wanted(address.DATA)
    if not dataset_id:
        return None
    try:
        return read(dataset_id)
    except NotFoundError:
        st.warning(missing, icon=":material/link_off:")
    except RnnkitError as error:  # data of another page, or of an older version
        st.error(literal(error), icon=":material/block:")
    return None
