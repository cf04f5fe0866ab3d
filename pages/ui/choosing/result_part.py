"""What came out: which network to choose, and the figures that say so."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result, baseline_scores
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import three
from pages.ui.result.head import result_head
from pages.ui.result.score_table import Formats, draw_scores
from rnnkit.choosing.advice import Reached, choose
from rnnkit.metrics import METRICS, Metric
from rnnkit.pictures import curve_figures, palette
from rnnkit.pictures.figures import apart
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.memory.judge import RIGHT
from rnnkit.words import t


def result_part(runs: Sequence[Run]) -> None:
    """Everything about the runs in the address."""
    nothing = t("Nothing is trained yet: press Train all six above; it takes about a minute.")
    if results := result_head(runs, nothing):
        rows = [measured(result) for result in results]
        metric = METRICS[_shown_metric(results[0])]
        if not any(run.active for run in runs):
            st.info(
                choose(rows, trivial(results), shares=metric.better == "larger"), icon=":material/checklist:"
            )
        _table(results, rows, metric)
        if not any(run.active for run in runs):
            _effort(results, rows, metric)


def measured(result: Result) -> Reached:
    """What a run says of its network."""
    return Reached(
        result.run.label,
        loss=result.score,
        shown=float(result.own[_shown_metric(result)] or 0),
        seconds=float(result.summary["seconds"]),
        megabytes=float(result.summary.get("megabytes", float("nan"))),
    )


def trivial(results: Sequence[Result]) -> Reached:
    """What is reached without a memory, for nothing."""
    scores = baseline_scores(results, "memoryless")
    loss = scores.get("mse", scores.get("nats"))
    shown = scores[_shown_metric(results[0])]
    return Reached(t("no memory"), float(loss or 0), float(shown or 0), 0.0, 0.0)


def _shown_metric(result: Result) -> str:
    """The score that is easiest to read: a squared error, or a share of what is right."""
    problem = str(result.summary["config"]["problem"])
    return "right" if problem in RIGHT else "mse"


def _table(results: Sequence[Result], rows: Sequence[Reached], metric: Metric) -> None:
    """One row a network, the best first, and one for having no memory."""
    weights = {result.run.label: float(result.summary["weights"]) for result in results}
    found = [*rows, trivial(results)]
    frame = pd.DataFrame(
        {
            "network": [row.name for row in found],
            "score": [row.shown for row in found],
            "loss": [row.loss for row in found],
            "weights": [weights.get(row.name) for row in found],
            "seconds": [row.seconds or None for row in found],
            "megabytes": [row.megabytes or None for row in found],
        }
    ).sort_values("loss", kind="stable")
    formats: Formats = {
        "score": metric.written,
        "loss": three,
        "megabytes": lambda megabytes: "–" if pd.isna(megabytes) else f"{three(megabytes)} MB",
    }
    columns = {
        "network": (t("Network"), ""),
        "score": (metric.heading, t("On rows that no network was trained on.")),
        "loss": (t("Loss"), t("What training lowers; smaller is better.")),
        "weights": (t("Weights"), ""),
        "seconds": (t("Time"), t("For the whole run, including scoring.")),
        "megabytes": (t("Memory"), t("What a training step keeps for the backward pass.")),
    }
    alt = t("Score, weights, time and memory of every network beside having no memory, best first")
    draw_scores(frame, columns, key="choose_scores", alt=alt, formats=formats)
    st.caption(
        t(
            "Several networks may have trained at the same time and slowed each other down. To see what a "
            "step of each takes by itself, press Measure it below."
        )
    )


def _effort(results: Sequence[Result], rows: Sequence[Reached], metric: Metric) -> None:
    """What each took, and how good it became."""
    lanes = apart([lane_of(result.run) for result in results])
    scores = [row.shown for row in rows]
    figure = curve_figures.effort(lanes, [row.seconds for row in rows], scores, is_dark())
    figure.update_yaxes(title_text=metric.name)
    level = trivial(results)
    figure.add_hline(level.shown, {"dash": "dot", "color": palette.grey(is_dark())}, words=level.name)
    alt = t("Score of every network by the seconds it took, beside having no memory")
    table = pd.DataFrame([(row.name, row.seconds, row.shown) for row in rows])
    charts.show(figure, "choose_effort", alt, table.set_axis(["network", "seconds", "score"], axis=1))
