"""What a mistake is, and the lines in which both versions differ, read from the file that runs."""

import streamlit as st

from pages.ui.frame.folds import folded
from rnnkit.mistakes.mistake_table import MISTAKES
from rnnkit.mistakes.settings import MistakeName
from rnnkit.mistakes.source_code import experiment, lines
from rnnkit.words import t

VERSIONS = (
    ("wrong", ":material/close: With the mistake"),
    ("right", ":material/check: Done right"),
)


def code(name: MistakeName) -> None:
    """The mistake in words, both versions side by side, and what is tried with them."""
    mistake = MISTAKES[name]
    st.subheader(t(mistake.title))
    st.markdown(t(mistake.words))
    for (version, title), column in zip(VERSIONS, st.columns(2), strict=True):
        with column:
            st.markdown(f"**{t(title)}**")
            st.code(lines(name, version), language="python", wrap_lines=True)
    st.caption(t("These lines are read from the file that runs; everything else is the same for both."))
    if (box := folded("experiment", t("The whole experiment"), ":material/code:")).open:
        box.code(experiment(name), language="python", wrap_lines=True)
