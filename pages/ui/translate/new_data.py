"""A file translated line by line: the first lines, and all of them as a file."""

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.download import download
from rnnkit.files.csv_export import safe_csv
from rnnkit.words import t

SHOWN = 100


def translations(_: Result, answer: Result) -> None:
    """The table, and two files: with the sources, or the translations alone line by line."""
    frame = answer.frame("translations")
    names = {"source": t("Source"), "written": t("Written"), "target": t("Right"), "edits": t("Edits")}
    shown = frame[[name for name in names if name in frame]].head(SHOWN)
    st.dataframe(
        shown,
        hide_index=True,
        key=f"translations_{answer.run.id}",
        column_config=names,
        alt=t("The lines of the file with their translations"),
    )
    if len(frame) > SHOWN:
        st.caption(t("The first {shown} of {count:,} lines.", shown=SHOWN, count=len(frame)))
    with st.container(horizontal=True):
        download(t("New translations CSV"), "translations.csv", "text/csv", lambda: safe_csv(frame))
        download(
            t("New translations line by line"),
            "translations.txt",
            "text/plain",
            lambda: "".join(f"{line}\n" for line in frame["written"]).encode(),
        )
