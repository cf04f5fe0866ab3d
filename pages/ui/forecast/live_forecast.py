"""The forecast while networks train: drawn anew as it improves, with its error on the validation part."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import count, literal, three
from pages.ui.result.live.live_drawings import Drawn
from rnnkit.pictures.figures import apart
from rnnkit.pictures.live_forecast import live_forecast
from rnnkit.words import t

HEIGHT = 300


def live_chart(drawn: Sequence[Drawn]) -> None:
    """One chart for all networks, and what it shows in a line."""
    lanes = apart([lane_of(run) for run, _ in drawn])
    drawings = [drawing for _, drawing in drawn]
    first = drawings[0]
    scores = " · ".join(
        t("{name} {score}", name=literal(run.label), score=three(drawing["mase"]))
        for run, drawing in drawn
        if drawing["mase"] is not None
    )
    told = t("MASE on the validation part so far: **{scores}**.", scores=scores) if scores else ""
    where = t("The test part between the two forecasts stays unseen until the score.")
    several = t(
        "Drawn is {name}, one of {number} lines; the error is that of all.",
        name=literal(f"{first['series']}, {first['target']}"),
        number=count(first["of"]),
    )
    st.caption(
        " ".join(
            filter(
                None, (told, several if first["of"] > 1 else "", where if len(first["forecasts"]) > 1 else "")
            )
        )
    )
    data, spec = live_forecast(lanes, drawings, is_dark())
    st.vega_lite_chart(
        data,
        spec,
        key="live_forecast",
        height=HEIGHT,
        alt=t("The forecasts so far, over the validation part and beyond the end, beside what happened"),
    )
