"""Before there is anything to compare: one click that makes two networks race."""

import streamlit as st

from pages.ui.compare.compared_runs import want
from pages.ui.home.presets import first_runs
from rnnkit.data.samples import SAMPLES
from rnnkit.words import t

SAMPLE = "airline"


def nothing_yet() -> None:
    """What this page is for, and the click that fills it."""
    sample = SAMPLES[SAMPLE]
    st.info(
        t("Nothing is trained yet. Start with a race, or train two networks and select them here."),
        icon=":material/compare_arrows:",
    )
    if ids := first_runs(sample, t("Race LSTM against GRU on {sample}", sample=sample.title), "race"):
        want(ids)
        st.rerun()
