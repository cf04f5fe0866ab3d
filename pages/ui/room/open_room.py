"""Opening a room: data, settings, locks, time; and the secret link that comes of it."""

import streamlit as st

from pages.ui.access.resources import store, visitor
from pages.ui.access.rooms import TEACH
from pages.ui.form.preset.room_draft import Draft, draft
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from pages.ui.room.open_data import Material, bring, choose_material
from pages.ui.room.open_fields import plan_fields, plan_of
from rnnkit.errors import RnnkitError
from rnnkit.words import t

TITLE, DAYS = "room_title", "room_days"
USUAL_DAYS = 7.0


def open_part() -> None:
    """The form that opens a room, folded until somebody wants it; open for whoever brought a form."""
    try:
        brought = draft()
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        brought = None
    opened = brought is not None
    if (fold := folded("open_room", t("Open a room for a class"), ":material/add_home:", opened)).open:
        with fold:
            _form(brought)


def _form(brought: Draft | None) -> None:
    st.markdown(
        t(
            "Everybody gets the same data and the settings you choose; what you lock stays locked, also for "
            "whoever starts runs in another way. You get a code for the class and a secret link for yourself."
        )
    )
    st.text_input(t("Name of the room"), key=TITLE, max_chars=100, placeholder=t("Class 9b"), width=420)
    material = choose_material(brought)
    fields = plan_fields(material)
    quotas = store().quotas
    longest = float(quotas.keep_days)
    st.number_input(
        t("Days until all of it is deleted"),
        1.0,
        longest,
        min(USUAL_DAYS, longest),
        step=1.0,
        format="%g",
        key=DAYS,
        width=260,
    )
    if pressed(
        t("Open the room"),
        key="open_the_room",
        icon=":material/meeting_room:",
        type="primary",
        disabled=material.empty,
    ):
        _open(material, fields)


def _open(material: Material, fields: dict[str, object]) -> None:
    """Open it and go to the page of its teacher; where that fails, nothing that was filled in is lost."""
    title = str(state.get(TITLE) or "").strip() or t("Room")
    try:
        with st.spinner(t("Opening the room")):
            opened = visitor().rooms.open(
                title, plan_of(material, fields), bring(material), float(state.get(DAYS) or USUAL_DAYS)
            )
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    st.query_params.from_dict({TEACH: opened.secret})
    st.rerun()
