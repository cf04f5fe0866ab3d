"""The tunes that came of heads in a file: drawn and played one at a time, and all of them as a file."""

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.compose.play_tune import play_tune
from pages.ui.frame.download import download
from rnnkit.data.tunes import read_tunes
from rnnkit.errors import RnnkitError
from rnnkit.files.csv_export import safe_csv
from rnnkit.words import t


def new_tunes(_: Result, answer: Result) -> None:
    """One tune to look at, and two files with all of them."""
    frame = answer.frame("composed")
    names = [f"{number}. {title}" for number, title in enumerate(frame["title"], 1)]
    chosen = st.selectbox(
        t("Look at and listen to"),
        range(len(frame)),
        format_func=names.__getitem__,
        key=f"composed_{answer.run.id}",
    )
    abc = str(frame["abc"].iloc[chosen or 0])
    try:
        (tune,) = read_tunes(abc.encode()).tunes
        play_tune(tune, f"composed_{answer.run.id}")
    except RnnkitError:
        st.code(abc, language=None)
    with st.container(horizontal=True):
        download(t("Tunes ABC"), "tunes.abc", "text/vnd.abc", lambda: "\n".join(frame["abc"]))
        download(t("Tunes CSV"), "tunes.csv", "text/csv", lambda: safe_csv(frame), key="composed_csv")
