"""The three ways to texts with classes: files, an example, pasted rows. Limits are said beforehand."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.classify.page import PAGE
from pages.ui.classify.reading_form import reading_form
from pages.ui.form.bringing import all_held, begin_anew, sample_buttons, tried
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.server.upload_room import forget
from pages.ui.frame.streamlit_names import UploadedFile
from rnnkit.data.labelled import Labelled, LabelledOverrides, read_labelled
from rnnkit.data.labelled.read import lean
from rnnkit.data.labelled.vectors import parted
from rnnkit.data.limits import Limits
from rnnkit.data.source.together import together
from rnnkit.host import machine
from rnnkit.tasks.classify.rows import check
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.words import t

_ROUND = "_classify_round"
_PASTED = "_classify_pasted"
"""The rows that were asked for: while they cannot be read, ways out stay below them."""
MOST_TEXTS = 2  # files


def choose_texts() -> None:
    """Draw the three ways; whichever is taken, the page turns to its texts."""
    limits = Limits.from_environment()
    _files(limits)
    sample_buttons(PAGE)
    _paste(limits)


def _files(limits: Limits) -> None:
    """The upload of one file, or of two: what is learned from, and a second one to score on."""
    key = f"classify_upload_{state.get(_ROUND, 0)}"
    files = st.file_uploader(
        t("Drop a file of texts or series with their classes here"),
        key=key,
        accept_multiple_files=True,
        max_upload_size=max(1, int(limits.megabytes)),
        help=t(
            "CSV, TSV, Excel, JSON lines or a zip of one folder per class; series as .ts, a series per row, "
            "or with a column that names the series. A second file with test in its "
            "name is scored on; otherwise a fifth of the texts is held out. A file of word vectors (GloVe, "
            "word2vec as text) may come with them."
        ),
    )
    st.caption(limits_words(limits))
    if not all_held(key, len(files)) or not files:
        return
    vectors, texts = parted([(file.name, file.getvalue()) for file in files])
    if len(texts) > MOST_TEXTS or len(vectors) > 1:
        said = t(
            "Bring one file of texts, or two: to learn from and to score on. Word vectors may come along."
        )
        st.error(said, icon=":material/block:")
        return
    texts.sort(key=lambda file: "test" in file[0].lower())
    name = (texts or vectors)[0][0]
    if len(texts) > 1:
        texts = [(f"{part}/{own}", one) for part, (own, one) in zip(("train", "test"), texts, strict=True)]
    _try(name, together(texts + vectors), f"classify_{files[0].file_id}", partial(_forget, files))


def _forget(files: Sequence[UploadedFile]) -> None:
    for file in files:
        forget(file)


def _paste(limits: Limits) -> None:
    with folded("paste_rows", t("Paste rows"), ":material/content_paste:"):
        text = st.text_area(
            t("Rows"),
            key="pasted_rows",
            placeholder="text,label\nthe food was good,positive\nnot worth the money,negative",
            max_chars=int(limits.megabytes * 1_000_000),
            height=160,
        )
        if pressed(t("Use these rows"), key="use_rows", icon=":material/check:", disabled=not text):
            state.put({_PASTED: text})
        if text and text == state.get(_PASTED, ""):
            _try(t("Pasted rows"), text.encode(), "pasted_rows_read", partial(state.put, {_PASTED: ""}))


def _try(name: str, content: bytes, key: str, done: Callable[[], None] = lambda: None) -> None:
    """Read the bytes; where that fails, say why in one sentence and offer to read them differently."""
    overrides = LabelledOverrides()
    found = tried(partial(_read, content, overrides), t("Reading the file"))
    if found is None:
        lead_elsewhere(PAGE, name, content, key)
        with folded(
            "labelled_upload_differently", t("Read the file differently"), ":material/edit_note:", opened=True
        ):
            changed = reading_form(key, overrides, None)
        found = tried(partial(_read, content, changed), t("Reading the file")) if changed else None
        if changed is None or found is None:
            return
        overrides = changed
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    begin_anew(ClassifyConfig())
    fold(data=True, model=True)
    if found.vectors is not None:
        content = lean(content, found, Limits.from_environment())
        found = read_labelled(content, overrides)
    machine.give_back_memory()
    show_bytes(name[:80], content, overrides, found)
    done()
    st.rerun()


def _read(content: bytes, overrides: LabelledOverrides) -> Labelled:
    """The rows, which are enough to learn from; what to do with several classes a row the page asks."""
    found = read_labelled(content, overrides)
    if not found.multilabel:
        check(found)
    return found


def limits_words(limits: Limits) -> str:
    """What is taken here, said before anything is brought."""
    return t(
        "Up to {megabytes:g} MB. Kept on this server only, for you.",
        megabytes=limits.megabytes,
    )
