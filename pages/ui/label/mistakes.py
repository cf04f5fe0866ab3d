"""The mistakes that a network was surest of: hard cases, and wrong tags in the file itself."""

from typing import Any

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.words import literal, share
from rnnkit.errors import NotFoundError
from rnnkit.words import t

SHOWN = 100


def mistakes(result: Result) -> None:
    """A table, surest first, of the best network."""
    try:
        frame = result.frame("mistakes").head(SHOWN)
    except NotFoundError:
        st.caption(t("This model came without the sentences that it was scored on."))
        return
    if not len(frame):
        st.caption(t("It made no mistake on the test sentences."))
        return
    st.caption(
        t(
            "Of {name}, surest first. Where it is sure and seems right, the tag in the file may be wrong.",
            name=literal(result.run.label),
        )
    )
    words: dict[str, Any] = {"sure": share}
    st.dataframe(
        frame[["before", "token", "after", "right", "given", "sure"]].style.format(words),
        hide_index=True,
        key="label_mistakes",
        column_config={
            "before": st.column_config.Column(t("Before")),
            "token": st.column_config.Column(t("Token")),
            "after": st.column_config.Column(t("After")),
            "right": st.column_config.Column(t("In the file")),
            "given": st.column_config.Column(t("Given")),
            "sure": st.column_config.Column(t("Sure"), help=t("The probability of the tag that was given.")),
        },
        alt=t("The mistakes that the network was surest of"),
    )
