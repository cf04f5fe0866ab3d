"""A file that is more likely meant for another page: one sentence, and a button that opens it there."""

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.frame import address
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS
from rnnkit.tasks import TASKS as KINDS
from rnnkit.tasks.belonging import Belongs, elsewhere, head_of
from rnnkit.words import t

LONGEST_NAME = 80


def lead_elsewhere(here: TaskPage, name: str, content: bytes, key: str = "data") -> None:
    """Say what a file looks like where another page is for such files; nothing is refused for it.

    `key` tells places apart that may be on one page.
    """
    found = _found(here.name, name, head_of(content))
    if found is None:
        return
    page = TASKS[found.task]
    sentence = t("{looks} The page {page} is for such files.", looks=found.sentence, page=page.word)
    st.info(literal(sentence), icon=page.icon)
    if pressed(t("Open this file in {page}", page=page.word), key=f"elsewhere_{key}", icon=page.icon):
        overrides = page.task.source.overrides().to_json()
        dataset_id = visitor().uploads.add(name[:LONGEST_NAME], content, overrides)
        st.switch_page(page.page, query_params={address.DATA: dataset_id})


@st.cache_data(show_spinner=False, max_entries=64)
def _found(here: str, name: str, head: bytes) -> Belongs | None:
    return elsewhere(KINDS, here, name, head)
