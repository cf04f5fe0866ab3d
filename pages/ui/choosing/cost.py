"""Cost against length: a job measures what one training step takes, the page shows how far it is."""

import pandas as pd
import streamlit as st

from pages.ui.access.resources import jobs, visitor
from pages.ui.access.results import Result, results_of
from pages.ui.access.watch_run import stop_button, watch
from pages.ui.choosing.equals import NAMES
from pages.ui.form.forms import key_of
from pages.ui.frame import charts, state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import count, literal
from rnnkit.choosing.advice import growth
from rnnkit.choosing.settings import ChoosingConfig, CostConfig
from rnnkit.errors import RnnkitError
from rnnkit.pictures import curve_figures
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.memory.settings import MemoryData
from rnnkit.words import t

GROUP = "cost"


def cost_part() -> None:
    """The button, how far the job is, and the two charts of the newest one."""
    st.subheader(t("What longer rows cost"))
    st.markdown(
        t(
            "A recurrent network goes through a row step by step; a CNN and a Transformer take all steps at "
            "once. This measures one training step on 32 rows, forward and backward, on this machine, one "
            "network at a time."
        )
    )
    found = visitor().runs.find(group=GROUP, limit=1)
    active = bool(found) and found[-1].active
    if pressed(t("Measure it"), key="choose_cost", icon=":material/speed:", disabled=active):
        _start()
    if active:
        watch(found[-1], _progress)
    elif found:
        _ended(found[-1])
    else:
        st.caption(t("Nothing is measured yet. It takes a few seconds."))


def _start() -> None:
    try:
        weights = state.get(key_of(ChoosingConfig, "weights"), ChoosingConfig().weights)
        config = CostConfig(weights=weights).model_dump_json()
        content = MemoryData().model_dump_json(exclude_none=True).encode()
        dataset_id = visitor().uploads.add(t("Adding two numbers"), content)
        visitor().queue.submit(config, dataset_id, t("Cost against length"), GROUP)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    jobs().wake()
    st.rerun()


def _progress(run: Run) -> None:
    """How far the job is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        words = (
            t("Waiting for a free place")
            if run.state == "queued"
            else t("Measured {step} of {steps}", step=count(run.step), steps=count(run.steps))
        )
        st.progress(run.step / run.steps if run.steps else 0.0, text=words, width="stretch")
        stop_button(run, t("Ends measuring and keeps what was measured."))


def _ended(run: Run) -> None:
    """The charts, or why there are none."""
    results = results_of([run])
    frame = results[0].frame("cost") if results else pd.DataFrame()
    if frame.empty:
        reason = literal(run.reason) or t("Nothing was measured before it ended; measure again.")
        st.error(reason, icon=":material/error:") if run.state == "failed" else st.info(reason)
        return
    _charts(results[0], frame)


def _charts(result: Result, frame: pd.DataFrame) -> None:
    looks = zip(frame["cell"], frame["bidirectional"], strict=True)
    frame = frame.assign(name=[NAMES[cell, bool(both)] for cell, both in looks])
    by_name = {
        str(name): dict(zip(part["length"].astype(int), part["seconds"], strict=True))
        for name, part in frame.groupby("name", sort=False)
    }
    st.markdown(f"**{growth(by_name)}**")
    left, right = st.columns(2)
    for box, value, title, alt in (
        (
            left,
            "seconds",
            t("seconds per step"),
            t("Seconds per training step by length, one line per network"),
        ),
        (right, "megabytes", t("MB per step"), t("Memory per training step by length, one line per network")),
    ):
        with box:
            figure = curve_figures.costs(frame, value, title, is_dark())
            charts.show(figure, f"choose_{value}", alt)
    shown = frame[["name", "length", "weights", "seconds", "megabytes"]]
    numbers("choose_cost", shown, t("Seconds and memory of a training step by network and length"))
    st.caption(
        t(
            "Networks of {low} to {high} weights on {device}; the quickest of 5 steps counts. Memory is what "
            "a step keeps for the backward pass.",
            low=count(frame["weights"].min()),
            high=count(frame["weights"].max()),
            device=str(result.summary["device"]).upper(),
        )
    )
