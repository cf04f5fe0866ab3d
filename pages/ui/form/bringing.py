"""Bringing data to a task, as far as all tasks do it alike: its examples, and reading what was brought."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from rnnkit.config import parse
from rnnkit.data.samples import Sample, sample_bytes, samples_of
from rnnkit.errors import RnnkitError
from rnnkit.words import t

T = TypeVar("T")


def sample_buttons(page: TaskPage) -> None:
    """One button an example; what has to be fetched first may fail, and says so."""
    st.caption(t("Or start with an example:"))
    with st.container(horizontal=True):
        wanted = [
            sample
            for sample in samples_of(page.name).values()
            if pressed(sample.title, key=f"sample_{sample.key}", help=sample.sentence)
        ]
    for sample in wanted:
        if tried(partial(_show, page, sample), t("Getting the example")):
            st.rerun()


def _show(page: TaskPage, sample: Sample) -> bool:
    """Show an example and put the settings that suit it into the form."""
    content = sample_bytes(sample.key)
    forms.suggest(as_fields(parse(page.settings, sample.settings)))
    show_bytes(sample.title, content, page.task.source.overrides())
    return True


def tried(read: Callable[[], T], doing: str) -> T | None:
    """What comes of reading; `None` where that fails, with the reason in one sentence."""
    try:
        with st.spinner(doing):
            return read()
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return None
