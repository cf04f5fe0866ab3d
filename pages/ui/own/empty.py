"""Before there is a run to look into: one click that trains one, and those that still work."""

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.home.presets import first_runs
from pages.ui.result.live.live import live
from pages.ui.tasks import TASKS
from rnnkit.data.samples import SAMPLES
from rnnkit.runs.states import PLAYABLE
from rnnkit.words import t

SAMPLE = "airline"


def nothing_yet() -> None:
    """The runs that will soon be there, or what to do to have one."""
    active = [run for run in visitor().runs.find(states=PLAYABLE) if run.task in TASKS]
    if active:
        st.info(t("When one of these has finished, you can look inside it."), icon=":material/hourglass_top:")
        live(active)
        return
    sample = SAMPLES[SAMPLE]
    st.info(
        t("None of your networks has finished yet. Train one on another page, or start with this one."),
        icon=":material/biotech:",
    )
    if first_runs(sample, t("Train LSTM on {sample}", sample=sample.title), "own_sample", networks=1):
        st.rerun()
