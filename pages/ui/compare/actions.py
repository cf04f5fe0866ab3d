"""What can be done with a picked run: open it on its page, call it something else, delete it."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import only_looking
from pages.ui.compare import access
from pages.ui.compare.compared_runs import Record, lettered, want, wanted
from pages.ui.frame import address, state
from pages.ui.frame.buttons import pressed, sent
from pages.ui.frame.words import duration, literal, three
from pages.ui.result.run_words import BADGES
from pages.ui.result.share_links import share_links
from rnnkit.errors import RnnkitError
from rnnkit.words import t

LONGEST_NAME = 80
_REFUSED = "_refused"


def actions(picked: Sequence[Record]) -> None:
    """One line a picked run, in the order of its letters."""
    for record, named in zip(picked, lettered(picked), strict=True):
        words, icon, color = BADGES[record.run.state]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{literal(named.run.label)}**", width="content")
            st.badge(t(words), icon=icon, color=color)
            st.caption(f"{literal(record.source.name)}{_score_words(record)}", width="stretch")
            _open(record)
            if not only_looking():
                _rename(record)
                _delete(record)
    if only_looking():
        return
    if len({record.run.group for record in picked}) == 1:  # a link shows the runs that started together
        share_links([record.run for record in picked])
    if refused := state.take(_REFUSED):
        st.error(literal(refused), icon=":material/error:")


def _score_words(record: Record) -> str:
    if not record.score or not record.found:
        return ""
    return f" · {three(record.score.value)} {record.score.name} · {duration(record.found.seconds)}"


def _open(record: Record) -> None:
    st.page_link(
        record.task.page,
        label=t("Open"),
        icon=record.task.icon,
        query_params=_there(record),
        help=t("Show this run on its own page."),
    )


def _there(record: Record) -> dict[str, str]:
    """The address of a run on its own page; what a link shows is shown there by the same link."""
    if only_looking():
        return {address.SHARE: address.wanted(address.SHARE)}
    return {address.DATA: record.run.dataset_id, address.RUN: record.run.id}


def _rename(record: Record) -> None:
    with (
        st.popover(t("Rename"), icon=":material/edit:", key=f"renaming_{record.run.id}"),
        st.form(f"rename_form_{record.run.id}", border=False),
    ):
        name = st.text_input(t("Name"), record.run.label, max_chars=LONGEST_NAME, key=f"name_{record.run.id}")
        if sent(t("Save"), key=f"rename_{record.run.id}", icon=":material/check:"):
            if name.strip():
                access.rename(record.run.id, name.strip())
                st.rerun()
            st.caption(t("Type a name first."))


def _delete(record: Record) -> None:
    with st.popover(t("Delete"), icon=":material/delete:", key=f"deleting_{record.run.id}"):
        st.markdown(t("This deletes the run with its weights and results. It cannot be undone."))
        if pressed(
            t("Delete for good"),
            key=f"delete_{record.run.id}",
            icon=":material/delete_forever:",
            type="primary",
        ):
            _gone(record.run.id)
            st.rerun()


def _gone(run_id: str) -> None:
    """Delete a run and take it out of the address; what still works is refused in one sentence."""
    try:
        access.delete(run_id)
    except RnnkitError as error:
        state.put({_REFUSED: str(error)})
        return
    want([other for other in wanted() if other != run_id])
