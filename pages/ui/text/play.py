"""Playing with a trained model: it writes, and whoever reads can ask why, and choose otherwise."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.form.forms import next_seed
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import literal
from pages.ui.result.who_answers import who_answers
from pages.ui.text import access
from pages.ui.text.finished_texts import reading
from pages.ui.text.live_writing import boxes_for, remembered, write
from pages.ui.text.next_symbol import next_symbol, wished
from pages.ui.text.write_form import write_form
from pages.ui.text.written import Written
from rnnkit.data import read_prompt
from rnnkit.errors import RnnkitError
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.words import t


def play(results: Sequence[Result]) -> None:
    """Draw the form, the text and what could come next; only this part is drawn again by its widgets."""
    st.fragment(_play)(list(results))


def _play(results: Sequence[Result]) -> None:
    with error_boundary():
        result = who_answers(results, "writer")
        vocabulary = access.generator(result.run).vocabulary
        try:
            config = write_form()
            notice = read_prompt(config.prompt, vocabulary).notice
        except RnnkitError as error:
            st.error(literal(error), icon=":material/block:")
            return
        if notice:
            st.warning(literal(notice), icon=":material/warning:")
        written = _text(result, config)
        _why(result, written, config)


def _text(result: Result, config: GenerateConfig) -> Written:
    """The text as it was written last, or a new one where that is asked for, or where the settings have
    changed and it takes but a moment. A text of other settings never looks like one of these.
    """
    with st.container(horizontal=True):
        asked = pressed(t("Generate"), key="write", icon=":material/edit:", type="primary")
        asked |= pressed(
            t("Another one"),
            key="write_again",
            icon=":material/casino:",
            help=t("The same settings with the next seed."),
            first=partial(next_seed, GenerateConfig),
        )
    written, kept = remembered(result), wished()
    stale = written is not None and not written.is_of(config)
    if written is None or asked or kept or (stale and written.soon(config)):
        boxes = boxes_for((kept.temperature,) if kept else config.temperatures)
        written, stale = write(result, config, kept, boxes), False
    else:
        if stale:
            st.warning(t("Settings changed: press Generate to write with them."), icon=":material/history:")
        boxes = boxes_for([column.temperature for column in written.columns])
    reading(result, written, boxes, stale=stale)
    return written


def _why(result: Result, written: Written, config: GenerateConfig) -> None:
    """What could have come next, in one of the texts."""
    st.markdown(f"**{t('What could come next')}**")
    st.caption(
        t(
            "Click a symbol to see what else could have come there; click a row below to continue with "
            "that instead. The dark bar is the symbol in the text."
        )
    )
    column = 0
    if len(written.columns) > 1:
        column = st.segmented_control(
            t("Text"),
            list(range(len(written.columns))),
            default=0,
            required=True,
            format_func=partial(_temperature, written),
            key=f"looked_at_{written.number}",
        )
    column = column or 0
    several = len(config.temperatures) == len(written.columns)
    temperature = config.temperatures[column if several else len(config.temperatures) // 2]
    next_symbol(result, written, column, config.replace(temperatures=(temperature,)))


def _temperature(written: Written, column: int) -> str:
    return t("temperature {temperature:g}", temperature=written.columns[column].temperature)
