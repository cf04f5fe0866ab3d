"""The three ways to pairs: one or two files, an example, pasted. Limits are said before, not after."""

from collections.abc import Sequence
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
from pages.ui.frame.streamlit_names import UploadedFile
from pages.ui.translate.page import PAGE
from rnnkit.data.limits import TextLimits
from rnnkit.data.pairs import PairOverrides, read_pairs
from rnnkit.data.source.together import together
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.words import t

_ROUND = "_pairs_round"
_PASTED = "_pairs_pasted"
"""The pairs that were asked for: while they cannot be read, ways out stay below them."""
MOST_FILES = 2


def choose_pairs() -> None:
    """Draw the three ways; whichever is taken, the page turns to its pairs."""
    limits = TextLimits.from_environment()
    _files(limits)
    sample_buttons(PAGE)
    _paste(limits)


def _files(limits: TextLimits) -> None:
    """The upload of one file of pairs, or of two that belong together line by line."""
    key = f"pairs_upload_{state.get(_ROUND, 0)}"
    files = st.file_uploader(
        t("Drop a file of pairs here, or two files, one for each side"),
        key=key,
        accept_multiple_files=True,
        max_upload_size=max(1, int(limits.megabytes)),
        help=t(
            "Source and target with a tab between them, CSV, JSON by lines, TMX, or two files of which line "
            "by line each holds one side: languages, dates, spellings, sums, anything rewritten."
        ),
    )
    st.caption(
        t(
            "Up to {megabytes:g} MB: tab-separated, CSV, JSON, TMX, a ZIP of these, or two text files line "
            "by line. Kept on this server only, for you.",
            megabytes=limits.megabytes,
        )
    )
    if not all_held(key, len(files)):
        return
    if len(files) > MOST_FILES:
        st.error(
            t("{count} files: drop one file of pairs, or two files, one for each side.", count=len(files)),
            icon=":material/block:",
        )
    elif files:
        _try([(file.name, file.getvalue()) for file in files], files[0].file_id, files)
        if len(files) == 1:
            st.caption(t("If this file holds one side only, drop the file of the other side, too."))


def _paste(limits: TextLimits) -> None:
    with folded("paste_pairs", t("Paste pairs"), ":material/content_paste:", opened=True):
        text = st.text_area(
            t("Pairs, with a tab or a comma between the two sides"),
            key="pasted_pairs",
            placeholder="May 30, 2001\t2001-05-30\n4/29/96\t1996-04-29",
            max_chars=int(limits.megabytes * 1_000_000),
            height=160,
        )
        if pressed(t("Use these pairs"), key="use_pasted", icon=":material/check:", disabled=not text):
            state.put({_PASTED: text})
        if text and text == state.get(_PASTED, ""):
            _try([(t("Pasted pairs"), text.encode())], "pasted", ())


def _try(files: Sequence[tuple[str, bytes]], key: str, uploaded: Sequence[UploadedFile]) -> None:
    """Read the bytes; where that fails, say why in one sentence and offer another encoding."""
    content, overrides = together(files), PairOverrides()
    pairs = tried(partial(read_pairs, content, overrides), t("Reading the pairs"))
    if pairs is None:
        if len(files) == 1:
            lead_elsewhere(PAGE, files[0][0], content, key)
        with folded("upload_pairs_differently", t("Read the pairs differently"), ":material/edit_note:"):
            overrides = PairOverrides(encoding=encoding_field(key))
        if overrides.encoding:
            pairs = tried(partial(read_pairs, content, overrides), t("Reading the pairs"))
    if pairs is None:
        return
    state.put({_ROUND: state.get(_ROUND, 0) + 1, _PASTED: ""})
    begin_anew(TranslateConfig())
    fold(data=True, model=True)
    show_bytes(" + ".join(name for name, _ in files)[:80], content, overrides, pairs)
    for file in uploaded:
        forget(file)
    st.rerun()


def limits_words(limits: TextLimits) -> str:
    """How large a file may be."""
    return t("Sources line by line, or pairs, up to {megabytes:g} MB.", megabytes=limits.megabytes)
