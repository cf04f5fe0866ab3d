"""The hundred tunes that a network was judged by, each with what is wrong with it and what is copied."""

from typing import Any

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.compose.play_tune import play_tune
from pages.ui.frame.words import literal
from rnnkit.data.tunes import read_tunes
from rnnkit.errors import RnnkitError
from rnnkit.words import t


def hundred(result: Result) -> None:
    """The table of all, and the one that is picked, drawn and played."""
    frame = result.frame("made")
    st.caption(
        t(
            "Of {name}, drawn freely at temperature 0.8. Click a row to see and hear that tune.",
            name=literal(result.run.label),
        )
    )
    columns: dict[str, Any] = {
        "number": st.column_config.Column(t("Tune")),
        "bars": st.column_config.Column(t("Bars")),
        "full": st.column_config.Column(t("Full"), help=t("Bars that last as long as the meter says.")),
        "known": st.column_config.Column(t("Known"), help=t("Bars with notes that are in a training tune.")),
        "longest": st.column_config.Column(
            t("Longest run"), help=t("Bars in a row that are in a row in one training tune.")
        ),
        "wrong": st.column_config.Column(t("What is wrong with it")),
    }
    shown = st.dataframe(
        frame.assign(number=range(1, len(frame) + 1))[list(columns)],
        hide_index=True,
        key=f"made_{result.run.id}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=columns,
        height=240,
        alt=t("The tunes that the network was judged by"),
    )
    picked = shown.selection.rows
    if not picked or picked[0] >= len(frame):
        return
    abc = str(frame["abc"].iloc[picked[0]])
    try:
        (tune,) = read_tunes(abc.encode()).tunes
    except RnnkitError:  # a network that has learned next to nothing writes what is no tune
        st.code(abc, language=None)
        return
    play_tune(tune, f"made_{result.run.id}")
