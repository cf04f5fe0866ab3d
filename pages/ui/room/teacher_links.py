"""The links that give a teacher's rights: another one handed out, and one taken back."""

import streamlit as st

from pages.ui.access.rooms import TEACH
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from pages.ui.result.run_words import moment
from rnnkit.runs.rooms.records import TeacherLink
from rnnkit.runs.rooms.teaching import Teacher
from rnnkit.words import t

_MADE, LABEL = "_made_teacher_link", "teacher_label"


def links_part(by: Teacher) -> None:
    """All links, folded until they are wanted."""
    if not (fold := folded("teachers", t("Teachers of this room"), ":material/co_present:")).open:
        return
    with fold:
        for link in by.links():
            _line(by, link)
        with st.form("another_teacher", border=False):
            st.text_input(t("For whom"), key=LABEL, max_chars=64, width=320)
            st.form_submit_button(
                t("Make a link for another teacher"),
                key="hand_out",
                icon=":material/add_link:",
                on_click=_hand_out,
                args=(by,),
            )
        room_id, secret = state.get(_MADE, ("", ""))
        if room_id == by.room_id:
            st.code(f"{st.context.url or ''}?{TEACH}={secret}", language=None, wrap_lines=True)
            st.caption(t("It gives all your rights in this room. Copy it now: it cannot be shown again."))


def _line(by: Teacher, link: TeacherLink) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        own = t(" (you)") if link.own else ""
        st.markdown(literal(link.name or t("A teacher")) + own, width="content")
        if link.withdrawn is not None:
            st.badge(t("withdrawn"), color="gray")
        st.caption(t("since {moment}", moment=moment(link.created)))
        if link.withdrawn is None and not link.own:
            st.button(
                t("Withdraw"),
                key=f"withdraw_{link.id[:16]}",
                icon=":material/link_off:",
                on_click=_withdraw,
                args=(by, link.id),
                help=t("The link stops working at once."),
            )


@safely
def _hand_out(by: Teacher) -> None:
    secret = by.hand_out(str(state.get(LABEL) or "").strip() or t("Second teacher"))
    state.put({_MADE: (by.room_id, secret), LABEL: ""})


@safely
def _withdraw(by: Teacher, link_id: str) -> None:
    by.withdraw(link_id)
    state.forget([_MADE])
