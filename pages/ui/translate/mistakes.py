"""What was written for the sources of the test part: the worst first, or all of them."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.words import literal, share
from rnnkit.words import t

SHOWN = 200
KINDS = {"wrong": t("Mistakes, worst first"), "right": t("Right ones"), "all": t("All, in their order")}


def mistakes(results: Sequence[Result]) -> None:
    """A table a network; choosing what is shown draws this part anew and nothing else."""
    st.fragment(_mistakes)(list(results))


def _mistakes(results: Sequence[Result]) -> None:
    kind = st.segmented_control(
        t("Shown"),
        list(KINDS),
        default="wrong",
        required=True,
        format_func=KINDS.__getitem__,
        key="shown_rows",
    )
    for result in results:
        frame = result.frame("examples")
        if len(results) > 1:
            st.markdown(f"**{literal(result.run.label)}**")
        st.caption(
            t(
                "{share} of {count:,} sources are translated exactly right.",
                share=share(frame["exact"].mean()),
                count=len(frame),
            )
        )
        if len(rows := chosen(frame, str(kind))):
            _table(rows, result.run.id)
        else:
            st.caption(t("There are none."))


def _table(rows: pd.DataFrame, run_id: str) -> None:
    """The first of these rows."""
    st.dataframe(
        rows[["source", "written", "target", "edits", "nearest"]].head(SHOWN),
        hide_index=True,
        key=f"mistakes_{run_id}",
        column_config={
            "source": t("Source"),
            "written": t("Written"),
            "target": t("Right"),
            "edits": st.column_config.Column(
                t("Edits"), help=t("Letters to insert, delete or replace to mend it.")
            ),
            "nearest": st.column_config.Column(
                t("Of the nearest"), help=t("The translation of the known source that is most alike.")
            ),
        },
        alt=t("Sources with what was written and what is right"),
    )
    if len(rows) > SHOWN:
        st.caption(t("The first {shown} of {count:,}.", shown=SHOWN, count=len(rows)))


def chosen(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of one kind; mistakes with the most edits for their length come first."""
    if kind == "all":
        return frame
    if kind == "right":
        return frame[frame["exact"] == 1]
    wrong = frame[frame["exact"] == 0]
    order = (
        (wrong["edits"] / wrong["letters"].clip(lower=1)).sort_values(ascending=False, kind="stable").index
    )
    return wrong.loc[order]
