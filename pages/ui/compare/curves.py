"""Learning curves of the picked runs over each other, and what each cost for what it reached."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.compare import access
from pages.ui.compare.compared_runs import Record
from pages.ui.frame import charts
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import share
from pages.ui.tasks import TASKS
from rnnkit.pictures import curve_figures, figures
from rnnkit.words import t

By = Literal["step", "seconds"]


@redrawn_alone  # only the charts change with the choice above them
def curves_tab(records: Sequence[Record]) -> None:
    """The validation losses, by step or by second; a chart a task, whose losses are in the same unit."""
    by = _by()
    for task in dict.fromkeys(record.run.task for record in records):
        alike = [record for record in records if record.run.task == task]
        lanes = figures.apart([lane_of(record.run, curve=access.curve(record.run)) for record in alike])
        drawn = [lane for lane in lanes if lane.curve["valid_loss"].notna().any()]
        if not drawn:
            st.caption(t("These runs have no learning curve yet."))
            continue
        if len(alike) < len(records):
            st.markdown(f"**{TASKS[task].word}**")
        alt = t("Validation losses of the picked runs over each other")
        whole = pd.concat([lane.curve.assign(run=lane.label) for lane in drawn])
        figure = curve_figures.losses(drawn, is_dark(), by)
        charts.show(figure, f"compare_curves_{task}", alt, whole, about=t("Learning curves"))
    st.caption(t("Loss on the validation set. Losses on different data cannot be compared."))


def _by() -> By:
    """Whether training goes along by step or by second."""
    words: dict[By, str] = {"step": t("By step"), "seconds": t("By second")}
    return st.segmented_control(
        t("Along"),
        list(words),
        default="step",
        required=True,
        format_func=lambda by: words[by],
        key="along",
        label_visibility="collapsed",
    )


def effort_tab(groups: Sequence[Sequence[Record]]) -> None:
    """Score against seconds, a chart a group of runs that may be ranked with each other."""
    for number, group in enumerate(groups):
        scores = [record.score.value for record in group if record.score]
        seconds = [record.found.seconds for record in group if record.found]
        lanes = figures.apart([lane_of(record.run) for record in group])
        figure = curve_figures.effort(lanes, seconds, scores, is_dark())
        figure.update_yaxes(title_text=group[0].score.name if group[0].score else "")
        alt = t("Score of every run against the seconds it took; the lower left is best")
        charts.show(figure, f"effort_{number}", alt)
        st.dataframe(
            effort_frame(group),
            hide_index=True,
            key=f"efforts_{number}",
            alt=t("What each run gained over the best baseline, in total and per second"),
        )


def effort_frame(group: Sequence[Record]) -> pd.DataFrame:
    """Score, seconds and gain of each run, in words."""
    rows = []
    for record in group:
        if record.score and record.found:
            gain = record.score.gain
            rows.append(
                {
                    t("Run"): record.run.label,
                    t("Better than the best baseline by"): share(gain),
                    t("Gain per second"): share(record.score.gain_per_second(record.found.seconds)),
                }
            )
    return pd.DataFrame(rows)
