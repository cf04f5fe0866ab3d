"""The ways to tagged sentences: files, an example, pasted lines. Limits are said before, not after."""

from functools import partial

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.form import forms
from pages.ui.form.bringing import sample_buttons, tried
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.field_settings import as_fields
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.upload_room import forget
from pages.ui.label.page import PAGE
from rnnkit.data import TextLimits
from rnnkit.data.source.together import together
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.words import t

_ROUND = "_label_round"
_PASTED = "_label_pasted"
"""The lines that were asked for: while they cannot be read, what is wrong stays below them."""
LINES = "Ada\tB-PER\nlives\tO\nin\tO\nParis\tB-LOC\n.\tO\n\nRain\tO\n.\tO"


def choose_sentences() -> None:
    """Draw the ways; whichever is taken, the page turns to its sentences."""
    limits = TextLimits.from_environment()
    _files(limits)
    sample_buttons(PAGE)
    _paste(limits)


def limits_words(limits: TextLimits) -> str:
    """How large a file may be."""
    return t("Up to {megabytes:g} MB of text.", megabytes=limits.megabytes)


def _files(limits: TextLimits) -> None:
    """The upload of one file, or of several parts of one set."""
    files = st.file_uploader(
        t("Drop tagged sentences here: one file, or its train, dev and test files together"),
        accept_multiple_files=True,
        key=f"label_upload_{state.get(_ROUND, 0)}",
        max_upload_size=max(1, int(limits.megabytes)),
        help=t(
            "CoNLL with two or more columns, CoNLL-U, IOB1, BIO, BIOES, BMES, word/TAG, CSV with one token "
            "per row, JSON with spans. Files are told apart by train, dev or test in their names."
        ),
    )
    st.caption(t("Up to {megabytes:g} MB. Kept on this server only, for you.", megabytes=limits.megabytes))
    if not files:
        return
    content = together([(file.name, file.getvalue()) for file in files])
    name = files[0].name if len(files) == 1 else ", ".join(file.name for file in files)
    if _try(name, content):
        for file in files:
            forget(file)
        st.rerun()
    lead_elsewhere(PAGE, name, content, "upload")


def _paste(limits: TextLimits) -> None:
    with folded("paste_tagged", t("Paste tagged sentences"), ":material/content_paste:"):
        text = st.text_area(
            t("Tagged sentences"),
            key="pasted_tagged",
            placeholder=LINES,
            max_chars=int(limits.megabytes * 1_000_000),
            height=200,
            help=t(
                "One token and its tag per line, with a tab or blanks between; an empty line ends a sentence."
            ),
        )
        if pressed(t("Use these sentences"), key="use_tagged", icon=":material/check:", disabled=not text):
            state.put({_PASTED: text})
        if text and text == state.get(_PASTED, ""):
            if _try(t("Pasted sentences"), text.encode()):
                state.put({_PASTED: ""})
                st.rerun()
            lead_elsewhere(PAGE, t("Pasted sentences"), text.encode(), "pasted")


def _try(name: str, content: bytes) -> bool:
    """Read the bytes and turn to them; where that fails, say why in one sentence."""
    found = tried(partial(read_tagged, content), t("Reading the sentences"))
    if found is None:
        return False
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    forms.suggest(as_fields(LabelConfig()))
    fold(data=True, model=True)
    show_bytes(name[:80], content, TaggedOverrides(), found)
    return True
