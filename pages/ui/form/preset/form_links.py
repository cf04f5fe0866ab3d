"""The links to forms that a visitor gave away: what each holds, when it ends, and the way to end it now."""

from datetime import UTC, datetime

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.form.setting_words import essence
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from pages.ui.frame.words import days_or_less, literal
from pages.ui.tasks import TASKS
from rnnkit.config.stored import as_far_as_known
from rnnkit.runs.shared_forms import SharedForm
from rnnkit.words import t

MADE = "_made_form_link"
"""Task and secret of the link that was made last in this tab; shown until one is taken back."""


def form_links(task: str = "") -> None:
    """One line for each link that is valid now, of one task or of all."""
    for link in visitor().forms.find(task):
        if link.task in TASKS:
            _line(link)


def _line(link: SharedForm) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(":material/link: " + " · ".join(map(literal, _parts(link))), width="stretch")
        st.button(
            t("Revoke"),
            key=f"revoke_form_{link.id}",
            icon=":material/link_off:",
            on_click=_revoke,
            args=(link.id,),
            help=t("The link stops working at once. Data that was copied from it stays with who copied it."),
        )


def _parts(link: SharedForm) -> list[str]:
    """What a link holds, in a few words each."""
    config = as_far_as_known(TASKS[link.task].settings, link.config).config
    left = (link.expires - datetime.now(UTC)).total_seconds()
    return [
        link.name,
        essence(link.task, link.cells, config.model_dump(mode="json")),
        *([t("{number} hidden", number=len(link.hidden))] if link.hidden else []),
        *([t("{number} locked", number=len(link.locked))] if link.locked else []),
        _data_words(link),
        t("ends in {time}", time=days_or_less(left)),
    ]


def _data_words(link: SharedForm) -> str:
    if link.sample:
        return t("an example")
    if TASKS[link.task].task.source.overrides is None:
        return t("no data needed")
    return t("with the data") if link.dataset_id else t("without the data")


@safely
def _revoke(form_id: str) -> None:
    visitor().forms.revoke(form_id)
    state.forget([MADE])
