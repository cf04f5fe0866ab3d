"""How far back a network really looks, and what each past step does to its answer."""

import pandas as pd
import streamlit as st

from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import count, duration, share, three
from pages.ui.own.inside_job import InsideResult
from pages.ui.tasks import TASKS
from rnnkit.inspect.reach import NOTICEABLE, disagreement, effective_memory, uses_all
from rnnkit.pictures import trained_network as portraits
from rnnkit.words import plural, t

SHARES = (0.005, NOTICEABLE, 0.02, 0.05, 0.1, 0.2)
DAY = 86_400
ROWS = {"valid": "validation rows", "train": "training rows, because there is no validation part"}
FEW = 30  # windows; fewer leave much to chance


@redrawn_alone
def reach_part(found: InsideResult) -> None:
    """The effective memory, by what counts as noticeable."""
    st.subheader(t("How far back does it really look?"))
    cut = st.select_slider(
        t("Smallest rise in error that counts"),
        SHARES,
        value=NOTICEABLE,
        format_func=share,
        key="own_share",
        bind="query-params",
        help=t("It must also exceed four standard errors, so that noise is not mistaken for memory."),
    )
    frame = found.frame("reach")
    memory = effective_memory(frame, found.summary["error"], cut)
    _metrics(found, memory)
    st.markdown(f"**{advice(found, memory)}**")
    alt = t("Rise of the error when a step and all older ones are hidden, by steps back")
    data, spec = portraits.reach(frame, memory, is_dark())
    st.vega_lite_chart(data, spec, key="own_reach", alt=alt)
    numbers("own_reach", frame, alt)
    few = found.summary["windows"] < FEW
    st.caption(
        t(
            "From each step on, all older steps are replaced by those of another time, in {windows} "
            "windows of {rows}. The furthest one whose loss is noticed is the effective memory.",
            windows=count(found.summary["windows"]),
            rows=t(ROWS[found.summary["part"]]),
        )
        + (" " + t("That is few, so a weak memory may go unnoticed.") if few else "")
    )


def _metrics(found: InsideResult, memory: int) -> None:
    steps = found.summary["steps"]
    left, middle, right = st.columns(3)
    left.metric(
        t("Effective memory"),
        plural("{number} step", "{number} steps", memory),
        help=t("This many of the newest steps already give the full accuracy."),
    )
    seconds = found.summary["step_seconds"]
    if seconds:
        middle.metric(t("That is"), long(memory * seconds))
    right.metric(
        t("Asked about"),
        plural("{number} step", "{number} steps", steps),
        help=t("The lookback of a forecast, the context or the last 100 symbols of a text, a whole row."),
    )


def long(seconds: float) -> str:
    """A length of time: in days from one day on."""
    if seconds < DAY:
        return duration(seconds)
    return (
        plural("{number} day", "{number} days", round(seconds / DAY))
        if seconds % DAY == 0
        else t("{days} days", days=three(seconds / DAY))
    )


def advice(found: InsideResult, memory: int) -> str:
    """What the effective memory means for the next run."""
    steps, kind = found.summary["steps"], found.summary["kind"]
    if not memory:
        return t("Nothing it reads makes its answers noticeably better.")
    if uses_all(memory, steps):
        return t("It looks back as far as it can ({steps} steps): more may help.", steps=steps)
    return plural(*TASKS[kind].inside.advice, memory)


def try_it(found: InsideResult) -> None:
    """The way to train with the lookback that was suggested."""
    memory, page = found.memory, TASKS[found.summary["kind"]]
    if not page.inside.lookback or not memory or uses_all(memory, found.summary["steps"]):
        return
    st.page_link(
        page.page,
        label=t("Try a lookback of {memory}", memory=memory),
        icon=":material/tune:",
        query_params={"data": found.run.dataset_id, page.inside.lookback: str(memory)},
    )


@redrawn_alone
def effect_part(found: InsideResult) -> None:
    """Gradient and occlusion by step back."""
    st.subheader(t("What each past step does to the answer"))
    frame = found.frame("effect")
    most = int(frame["step"].max())
    upto = most
    if most > 2:
        upto = st.slider(
            t("Steps back shown"), 2, most, most, key="own_upto", help=t("The newest step is 1.")
        )
    shown = frame[frame["step"] <= upto]
    st.markdown(f"**{agreement(shown)}**")
    alt = t("Change of the answer when a step is hidden, by occlusion and by the gradient")
    data, spec = portraits.effects(shown, is_dark())
    st.vega_lite_chart(data, spec, key="own_effect", alt=alt)
    numbers("own_effect", shown, alt)
    st.caption(TASKS[found.summary["kind"]].inside.effects)


def agreement(effect: pd.DataFrame) -> str:
    """One line about whether the two ways of asking say the same."""
    top = int(effect["step"].iloc[effect["occlusion"].argmax()])
    step = disagreement(effect)
    if step is None:
        return t(
            "Step {top} back matters most. Gradient and occlusion agree: near these answers the network is "
            "almost a straight line.",
            top=top,
        )
    row = effect[effect["step"] == step].iloc[0]
    words = (
        t(
            "Step {top} back matters most. At step {step} the gradient promises {gradient}, but hiding it "
            "changes only {occlusion}: the network saturates there, so trust occlusion."
        )
        if row["gradient"] > row["occlusion"]
        else t(
            "Step {top} back matters most. At step {step} the gradient sees only {gradient}, but hiding it "
            "changes {occlusion}: the slope is flat just there, so trust occlusion."
        )
    )
    return words.format(
        top=top, step=step, gradient=three(row["gradient"]), occlusion=three(row["occlusion"])
    )
