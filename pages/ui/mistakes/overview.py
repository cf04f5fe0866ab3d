"""All mistakes in one table: what is damaged, how much was stated before, and how much was found here."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.resources import summary
from pages.ui.frame.words import three
from pages.ui.mistakes.work import all_finished
from rnnkit.mistakes.mistake_table import MISTAKES
from rnnkit.words import t


def overview() -> None:
    """One row a mistake, in the order of the choice above."""
    st.subheader(t("All mistakes"))
    found = {name: summary(run)["damage"] for name, run in all_finished().items()}
    rows = [
        {
            "mistake": t(mistake.title),
            "index": t(mistake.kind.called),
            "stated": mistake.margin,
            "damage": found.get(name),
        }
        for name, mistake in MISTAKES.items()
    ]
    frame = pd.DataFrame(rows).astype({"damage": float})
    words: dict[Any, Any] = dict.fromkeys(("stated", "damage"), three)
    st.dataframe(
        frame.style.format(words),
        hide_index=True,
        key="all_mistakes",
        placeholder="–",
        height="content",
        column_config={
            "mistake": t("Mistake"),
            "index": st.column_config.Column(t("Measured by"), help=t("Smaller is better.")),
            "stated": st.column_config.Column(
                t("Expected damage"), help=t("With the mistake the figure is larger by at least this.")
            ),
            "damage": st.column_config.Column(
                t("Measured damage"), help=t("In your newest run of it; a dash where you have not run it.")
            ),
        },
        alt=t("Every mistake with the damage that was stated and the damage that was found"),
    )
