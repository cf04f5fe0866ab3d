"""The data that the address names, whatever the page makes of it."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.ui.access.resources import dataset
from pages.ui.frame import address
from pages.ui.frame.words import literal
from rnnkit.errors import NotFoundError, RnnkitError
from rnnkit.words import t

T = TypeVar("T")
PRIVATE = (
    "This data is not in your browser: data is private to the browser that loaded it, and gone once it is "
    "deleted. Ask whoever sent you the address for a share link with the data, or load your own below."
)


def is_mine() -> bool:
    """Whether the address names data that the person at this browser may see."""
    try:
        return bool((wanted := address.wanted(address.DATA)) and dataset(wanted))
    except NotFoundError:
        return False


def data_in_address(read: Callable[[str], T]) -> T | None:
    """Read the data set in the address; where there is none, or it cannot be read here, say so."""
    dataset_id = address.wanted(address.DATA)
    if not dataset_id:
        return None
    try:
        return read(dataset_id)
    except NotFoundError:
        st.warning(t(PRIVATE), icon=":material/link_off:")
    except RnnkitError as error:  # data of another page, or of an older version
        st.error(literal(error), icon=":material/block:")
    return None
