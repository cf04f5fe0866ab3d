"""How a browser is known again: a secret in a cookie, of which the store keeps only the hash.

The cookie comes with the first request of a visit, so no page is drawn for the wrong person and none twice.
The same script has the page drawn anew when its theme is turned over, since it is on every page.
"""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.streamlit_names import ComponentRenderer
from pages.ui.frame.theme import is_dark
from rnnkit.words import t

KEY = "visitor"
SCRIPT = Path(__file__).with_name("identity.js")


def remember_visitor() -> None:
    """Have the browser keep the secret of this visit; say so where it keeps nothing."""
    token = state.visitor_token()
    found = _component()(
        key=KEY,
        data={
            "token": token,
            "brought": bool(state.brought()),
            "theme": "dark" if is_dark() else "light",
        },
        on_found_change=_take,
        on_theme_change=lambda: None,  # the rerun is all that is wanted
    ).get("found")
    if found == "":
        st.caption(
            t("This browser keeps no cookies: your runs are found in this tab only, until it is closed.")
        )


def _take() -> None:
    """Go on as the owner of a secret that the browser had kept elsewhere."""
    found = str((state.get(KEY) or {}).get("found") or "")
    if state.TOKEN.fullmatch(found):
        state.be(found)


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component("rnnkit_visitor", js=SCRIPT.read_text("utf-8"))
