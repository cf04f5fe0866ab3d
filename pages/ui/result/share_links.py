"""Links by which others may look at runs: making one, seeing which are valid, taking one back."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.frame import address, state
from pages.ui.frame.boundary import safely
from pages.ui.frame.folds import folded
from pages.ui.frame.words import days_or_less
from rnnkit.runs.sharing import VALID_SECONDS, Share
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t

WEIGHTS, DATA = "share_weights", "share_data"
_MADE = "_made_link"


def share_links(runs: Sequence[Run]) -> None:
    """The control of the owner, folded until it is wanted."""
    if not runs:
        return
    group = runs[0].group
    if (fold := folded("share", t("Share these runs"), ":material/share:")).open:
        with fold:
            _new(group)
            for link in visitor().shares.find(group):
                _line(link)


def _new(group: str) -> None:
    """What a new link would show, and the button that makes it."""
    st.caption(
        t(
            "Anyone with the link can see the curves, scores and results of these runs for {time}, but "
            "cannot change anything. They see forecasts next to the true values, and samples of text in "
            "full.",
            time=days_or_less(VALID_SECONDS),
        )
    )
    # A form: what is ticked goes out together with the press, however quickly one follows the other.
    with (
        st.form("share_form", border=False),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.checkbox(
            t("With the trained weights"),
            key=WEIGHTS,
            help=t("They can be downloaded and played with. A text model may repeat what it was trained on."),
        )
        st.checkbox(t("With the data"), key=DATA, help=t("The file can be copied, to train on it again."))
        st.form_submit_button(
            t("Make a link"), key="make_link", icon=":material/add_link:", on_click=_make, args=(group,)
        )
    made, token = state.get(_MADE, ("", ""))
    if made == group:
        st.code(f"{st.context.url or ''}?{address.SHARE}={token}", language=None, wrap_lines=True)
        st.caption(t("Copy the link now. It cannot be shown again."))


def _line(link: Share) -> None:
    """One valid link: its age, its end, what it gives away, and the way to end it."""
    now = datetime.now(UTC)
    parts = [
        t("made {time} ago", time=days_or_less((now - link.created).total_seconds())),
        t("ends in {time}", time=days_or_less((link.expires - now).total_seconds())),
        *([t("with weights")] if link.weights else []),
        *([t("with data")] if link.data else []),
    ]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":material/link: " + " · ".join(parts), width="content")
        st.button(
            t("Revoke"),
            key=f"revoke_{link.id}",
            icon=":material/link_off:",
            on_click=_revoke,
            args=(link.id,),
            help=t("The link stops working at once."),
        )


@safely
def _make(group: str) -> None:
    token = visitor().shares.create(group, weights=bool(state.get(WEIGHTS)), data=bool(state.get(DATA)))
    state.put({_MADE: (group, token)})


@safely
def _revoke(link_id: str) -> None:
    visitor().shares.revoke(link_id)
    state.forget([_MADE])
