"""How networks that write learned: what they wrote on the way, and their losses."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.chart_table import numbers
from pages.ui.frame.words import count, duration, literal
from pages.ui.result.learning_curves import loss_tab
from pages.ui.result.live.live_samples import draw_sample
from rnnkit.words import t


def samples_tab(results: Sequence[Result]) -> None:
    """Early writing beside late writing: one slider, one text a network."""
    kept = [(result, result.frame("samples")) for result in results]
    kept = [(result, frame) for result, frame in kept if len(frame)]
    if not kept:
        st.caption(t("These runs ended before their first sample."))
    for result, frame in kept:
        row = frame.iloc[_moment(result, frame)]
        st.caption(
            t(
                "**{name}** after step {step} ({time})",
                name=literal(result.run.label),
                step=count(row["step"]),
                time=duration(row["seconds"]),
            )
        )
        draw_sample(result.run, str(row["text"]), "sample")
    if kept:
        whole = pd.concat([frame.assign(network=result.run.label) for result, frame in kept])
        numbers("samples", whole[["network", "step", "seconds", "text"]], t("All samples"))


def _moment(result: Result, frame: pd.DataFrame) -> int:
    """Which sample is shown; the last one until somebody looks back."""
    places = list(range(len(frame)))
    if len(places) == 1:
        return 0
    return int(
        st.select_slider(
            t("After step"),
            places,
            value=places[-1],
            format_func=partial(_step, frame),
            key=f"sample_of_{result.run.id}",
        )
    )


def _step(frame: pd.DataFrame, place: int) -> str:
    return count(frame["step"].iloc[place])


def curves_tab(results: Sequence[Result]) -> None:
    """The losses, in nats per symbol, on the training and the validation part."""
    st.caption(t("Loss in nats per symbol: dotted on the training part, solid on the validation part."))
    loss_tab(results)
