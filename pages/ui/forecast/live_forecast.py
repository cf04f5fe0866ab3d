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
    """One chart for all networks that forecast the same line, and what it shows in words."""
    lines: dict[tuple[str, str], list[Drawn]] = {}
    for run, drawing in drawn:
        lines.setdefault((drawing["series"], drawing["target"]), []).append((run, drawing))
    for same in lines.values():
        _chart(same)


def _chart(drawn: Sequence[Drawn]) -> None:
    lanes = apart([lane_of(run) for run, _ in drawn])
    st.caption(_words(drawn))
    data, spec = live_forecast(lanes, [drawing for _, drawing in drawn], is_dark())
    st.vega_lite_chart(
        data,
        spec,
        key=f"live_forecast_{drawn[0][0].id}",
        height=HEIGHT,
        alt=t("The forecasts so far, over the validation part and beyond the end, beside what happened"),
    )


def _words(drawn: Sequence[Drawn]) -> str:
    """The errors so far, which line is drawn where there are several, and what is between the forecasts."""
    first = drawn[0][1]
    scores = " · ".join(
        t("{name} {score}", name=literal(run.label), score=three(drawing["mase"]))
        for run, drawing in drawn
        if drawing["mase"] is not None
    )
    told = [t("MASE on the validation part so far: **{scores}**.", scores=scores)] if scores else []
    if first["of"] > 1:
        name = literal(f"{first['series']}, {first['target']}")
        told.append(
            t(
                "The chart shows {name}, one of {number} lines; the error is that of all of them.",
                name=name,
                number=count(first["of"]),
            )
        )
    if len(first["forecasts"]) > 1:
        told.append(t("The test part between the two forecasts stays unseen until the score."))
    return " ".join(told)
