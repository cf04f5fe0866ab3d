"""What the picked runs wrote for the same sources, side by side, those first on which they differ most."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.compare.compared_runs import Record
from rnnkit.words import t

SHOWN = 200


def translations_tab(groups: Sequence[Sequence[Record]]) -> None:
    """One table for each group of runs that were scored on the same sources."""
    for number, group in enumerate(groups):
        table = side_by_side({record.run.label: record.result().frame("examples") for record in group})
        st.dataframe(
            table.head(SHOWN),
            hide_index=True,
            key=f"translations_{number}",
            alt=t("Sources with what is right and what every run wrote"),
        )
        if len(table) > SHOWN:
            st.caption(t("The first {shown} of {count:,}.", shown=SHOWN, count=len(table)))
    st.caption(t("Sources on which the runs differ most, by their edits, come first."))


def side_by_side(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Source, the right translation and what every run wrote; sources that all translated stand here."""
    first = next(iter(frames.values()))
    table = first[["source", "target"]].rename(columns={"source": t("Source"), "target": t("Right")})
    edits = pd.DataFrame({name: frame["edits"] for name, frame in frames.items()})
    for name, frame in frames.items():
        table[name] = frame["written"]
    order = (edits.max(axis=1) - edits.min(axis=1)).sort_values(ascending=False, kind="stable").index
    return table.loc[order]
