"""The three ways to a text: pasted, a file, an example. Limits are said before, not after."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.form.bringing import all_held, begin_anew, sample_buttons, tried
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.encoding_form import encoding_field
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.server.upload_room import forget
from pages.ui.text.page import PAGE
from rnnkit.config import parse
from rnnkit.data import Text, TextLimits, TextOverrides, read_text
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t

_ROUND = "_text_round"
_PASTED = "_text_pasted"
"""What was pasted and asked for: while it cannot be read, ways out stay below it."""


def choose_text() -> None:
    """Draw the three ways; whichever is taken, the page turns to its text."""
    limits = TextLimits.from_environment()
    _file(limits)
    sample_buttons(PAGE)
    _paste(limits)


def _file(limits: TextLimits) -> None:
    """The upload; a file that is refused stays there, so that it can be read differently."""
    key = f"text_upload_{state.get(_ROUND, 0)}"
    file = st.file_uploader(
        t("Drop a text file here"),
        key=key,
        max_upload_size=max(1, int(limits.megabytes)),
        help=t("Plain text of any kind and language: prose, poems, source code, names, tunes in ABC."),
    )
    st.caption(
        t(
            "Plain text up to {megabytes:g} MB. Kept on this server only, for you.",
            megabytes=limits.megabytes,
        )
    )
    if all_held(key) and file is not None:
        _try(file.name, file.getvalue(), f"text_{file.file_id}", partial(forget, file))


def _paste(limits: TextLimits) -> None:
    with folded("paste_text", t("Paste a text"), ":material/content_paste:", opened=True):
        text = st.text_area(
            t("Text"),
            key="pasted_text",
            placeholder="To be, or not to be, that is the question:\nWhether 'tis nobler in the mind",
            max_chars=int(limits.megabytes * 1_000_000),
            height=160,
        )
        if pressed(t("Use this text"), key="use_pasted", icon=":material/check:", disabled=not text):
            state.put({_PASTED: text})
        if text and text == state.get(_PASTED, ""):
            _try(t("Pasted text"), text.encode(), "pasted", partial(state.put, {_PASTED: ""}))


def _try(name: str, content: bytes, key: str, done: Callable[[], None] = lambda: None) -> None:
    """Read the bytes; where that fails, say why in one sentence and offer another encoding."""
    overrides = TextOverrides()
    text = tried(partial(read_text, content, overrides), t("Reading the text"))
    if text is None:
        lead_elsewhere(PAGE, name, content, key)
        with folded("upload_text_differently", t("Read the text differently"), ":material/edit_note:"):
            overrides = TextOverrides(encoding=encoding_field(key))
        if overrides.encoding:
            text = tried(partial(read_text, content, overrides), t("Reading the text"))
    if text is None:
        return
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    begin_anew(suggested(text))
    fold(data=True, model=True)
    show_bytes(name[:80], content, overrides, text)
    done()
    st.rerun()


def suggested(text: Text) -> TextConfig:
    """Settings for a new text: its units, and whether each line stands for itself."""
    facts = text.understood
    return parse(TextConfig, {"unit": facts["unit"], "document_per_line": int(str(facts["documents"])) > 1})


def limits_words(limits: TextLimits) -> str:
    """How large a text may be."""
    return t("Plain text up to {megabytes:g} MB.", megabytes=limits.megabytes)
