"""Bringing data to a task, as far as all tasks do it alike: its examples, and reading what was brought."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st

from pages.ui.access.data_in_address import is_mine
from pages.ui.access.reread import show_bytes
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields, unasked
from pages.ui.frame import address, state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.server.upload_room import FILES, gave_way
from pages.ui.frame.words import literal
from pages.ui.task_page import TaskPage
from rnnkit.config import TrainingSettings, parse
from rnnkit.data.samples import Sample, sample_bytes, samples_of
from rnnkit.errors import RnnkitError
from rnnkit.words import plural, t

T = TypeVar("T")
_SUITED = "_suited_sample"
"""The example whose settings were put into the form of this tab."""


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


def sample_in_address(page: TaskPage) -> None:
    """Show the example that the address names, to whoever opens it and whosever data stands beside it.

    Settings in the address win over those that suit the example.
    """
    key, samples = st.query_params.get(address.SAMPLE, ""), samples_of(page.name)
    if not key:
        return
    if is_mine():
        if key in samples and state.get(_SUITED) != key and not address.wanted(address.RUN):
            _suit(page, samples[key])  # a reload: what suited is in no field and in no address any more
        return
    if key not in samples:
        address.leave(address.SAMPLE)
        names = ", ".join(samples)
        st.warning(
            t(
                "There is no example called {key} here; there are {names}.",
                key=literal(key[:40]),
                names=names,
            ),
            icon=":material/link_off:",
        )
        return
    run = st.query_params.get(address.RUN)
    if tried(partial(_show, page, samples[key]), t("Getting the example")) and run:
        st.query_params[address.RUN] = run  # whose it is, is said where it is looked for


def _show(page: TaskPage, sample: Sample) -> bool:
    """Show an example and put the settings that suit it into the form."""
    content = sample_bytes(sample.key)
    _suit(page, sample)
    show_bytes(sample.title, content, page.task.source.overrides())
    st.query_params[address.SAMPLE] = sample.key
    return True


def _suit(page: TaskPage, sample: Sample) -> None:
    """Suggest the settings that suit an example, as far as the address says nothing else."""
    state.put({_SUITED: sample.key})
    forms.suggest(unasked(as_fields(parse(page.settings, sample.settings))))


def begin_anew(config: TrainingSettings) -> None:
    """Suggest the settings for data that is about to be shown.

    Those of a link stay where it came without data; else the form may be as the data before it wanted it.
    """
    fields = as_fields(config)
    forms.suggest(fields if address.wanted(address.DATA) else unasked(fields))


def all_held(key: str, number: int = 0) -> bool:
    """Whether all that was dropped into the chooser of this key is held, and not only the `number` it gave.

    Else that is said, so that nobody learns from a part of it, or waits for what nobody reads.
    """
    if not (gone := gave_way(key)):
        return True
    sentence = plural(
        "The server let go of this file before it was read, since others came meanwhile: drop it again.",
        "{number} files are too many or too large to be held at once: bring at most {most}, or join some.",
        number + gone,
        most=FILES,
    )
    st.error(sentence, icon=":material/block:")
    return False


def tried(read: Callable[[], T], doing: str) -> T | None:
    """What comes of reading; `None` where that fails, with the reason in one sentence."""
    try:
        with st.spinner(doing):
            return read()
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return None
