"""What the shaded band promises, beside what it held on the test part."""

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.words import count, literal
from rnnkit.verdict.interval_coverage import promise
from rnnkit.words import plural, t

OFF = {
    "narrow": t("That is fewer than chance explains: take the band to be too narrow."),
    "wide": t("That is more than chance explains: take the band to be too wide."),
}


def band_words(result: Result) -> None:
    """Promise and outcome in one sentence; amber where they differ by more than chance explains."""
    level = float((result.summary.get("config") or {}).get("level", 0.8))
    held, of = result.once(("held",), lambda: held_of(result.frame("test")))
    promised = t(
        "The shaded band of {name} is meant to contain {share:.0f} % of the true values",
        name=literal(result.run.label),
        share=100 * level,
    )
    if not of:
        st.caption(f"{promised}.")
        return
    sentence = f"{promised}; " + plural(
        "on the test part it held {held:.0f} % of {shown} value.",
        "on the test part it held {held:.0f} % of {shown} values.",
        of,
        held=100 * held / of,
        shown=count(of),
    )
    kept = promise(round(held), of, level)
    if kept == "kept":
        st.caption(sentence)
    else:
        st.warning(f"{sentence} {OFF[kept]}", icon=":material/unfold_more:")


def held_of(test: pd.DataFrame) -> tuple[float, int]:
    """How many true values the band held, and of how many; one forecast several times counts once.

    A value that several starts forecast counts by the share of them whose band held it, because they err
    alike.
    """
    known = test[test[["y", "lo", "hi"]].notna().all(axis=1)]
    inside = known["y"].between(known["lo"], known["hi"])
    each = inside.groupby([known["unique_id"], known["target"], known["ds"]], sort=False).mean()
    return float(np.sum(each)), len(each)
