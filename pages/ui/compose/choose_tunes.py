"""The ways to tunes: files, an example, pasted lines. Limits are said before, not after."""

from functools import partial

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.compose.page import PAGE
from pages.ui.form import forms
from pages.ui.form.bringing import sample_buttons, tried
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.form.field_settings import as_fields
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.upload_room import forget
from rnnkit.data import TextLimits
from rnnkit.data.source.together import together
from rnnkit.data.tunes import TuneOverrides, read_tunes
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.words import t

_ROUND = "_compose_round"
PASTED = "X:1\nT:A tune\nM:6/8\nL:1/8\nK:D\n|: d2A A2F | GAB A3 :|\n"


def choose_tunes() -> None:
    """Draw the ways; whichever is taken, the page turns to its tunes."""
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
        t("Drop tunes in ABC notation here: up to six files, or more in a ZIP"),
        accept_multiple_files=True,
        key=f"compose_upload_{state.get(_ROUND, 0)}",
        max_upload_size=max(1, int(limits.megabytes)),
        help=t(
            "ABC files, a ZIP of them, or a table with a column of tunes. Files are told apart by train, dev "
            "or test in their names."
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
    with folded("paste_tunes", t("Paste tunes"), ":material/content_paste:"):
        text = st.text_area(
            t("Tunes in ABC notation"),
            key="pasted_tunes",
            placeholder=PASTED,
            max_chars=int(limits.megabytes * 1_000_000),
            height=240,
            help=t("Each begins with X: and has M: (meter), L: (length of a note) and K: (key) lines."),
        )
        use = partial(pressed, t("Use these tunes"), key="use_tunes", icon=":material/check:")
        if use(disabled=not text) and _try(t("Pasted tunes"), text.encode()):
            st.rerun()


def _try(name: str, content: bytes) -> bool:
    """Read the bytes and turn to them; where that fails, say why in one sentence."""
    found = tried(partial(read_tunes, content, name=name), t("Reading the tunes"))
    if found is None:
        return False
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    forms.suggest(as_fields(ComposeConfig()))
    fold(data=True, model=True)
    show_bytes(name[:80], content, TuneOverrides(), found)
    return True
