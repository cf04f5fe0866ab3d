"""Using a trained network on new data: a file in, its forecast or its score out, by a job of its own."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access import resources
from pages.ui.access.resources import visitor
from pages.ui.access.results import Result, best
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from pages.ui.result.drop_file import DropJob, answer_of, drop_file
from pages.ui.result.model_files import is_imported, is_whole, resolved_settings
from pages.ui.result.score_table import draw_scores, metric_columns
from pages.ui.task_page import AnsweringWords, drawn_by
from pages.ui.tasks import TASKS
from rnnkit.compare.score import method_name
from rnnkit.config.predict import PredictConfig
from rnnkit.metrics import METRICS, known_metrics
from rnnkit.pictures.figures import method_words
from rnnkit.runs.sql.rows import Run
from rnnkit.words import t


def use_model(results: Sequence[Result]) -> None:
    """The upload, and what the best network of these answered to the newest file."""
    able = [result for result in results if is_whole(result) and resolved_settings(result)]
    answering = TASKS[able[0].run.task].answering if able else None
    if answering is None or resources.only_looking():
        return
    if not (box := folded("use", t("Use on new data"), ":material/play_circle:")).open:
        return
    with box:
        result = best(able)
        config = PredictConfig(model=result.run.id).model_dump_json
        drop_file("use", _asked_for(result, answering), result.run, DropJob(_group(result.run), config))
        if uses := visitor().runs.find(group=_group(result.run), limit=1):
            _answer(result, uses[-1], answering)


def _asked_for(result: Result, answering: AnsweringWords) -> str:
    """What to upload; a model that came without its data may need the rows that it reads, too."""
    words = answering.alone if answering.alone and is_imported(result) else answering.words
    steps = int((result.summary.get("config") or {}).get("lookback", 1))
    return words.format(name=literal(result.run.label), n=steps)


def _group(run: Run) -> str:
    return f"use-{run.id}"


def _answer(result: Result, run: Run, answering: AnsweringWords) -> None:
    """The newest answer, or how far it is."""
    answer = answer_of(run)
    if answer is None:
        return
    if answer.scores:
        _scores(result, answer)
    if answering.draw:
        drawn_by(answering.draw)(result, answer)


def _scores(result: Result, answer: Result) -> None:
    """The network beside the baselines, on the new rows and, for the first measure, at training."""
    if scored_on := str(answer.summary.get("scored_on") or ""):
        st.caption(literal(scored_on))
    shown = known_metrics(answer.scores.values())
    methods = {"model": t("network"), **TASKS[result.run.task].task.scores.methods}
    rows = [
        {
            "method": method_words(method_name(methods, name, scores)),
            **scores,
            "before": result.scores.get(name, {}).get(shown[0]),
        }
        for name, scores in answer.scores.items()
    ]
    frame = pd.DataFrame(rows).astype({"before": "float64"}).dropna(axis="columns", how="all")
    order = [name for name in ("method", shown[0], "before", *shown[1:]) if name in frame]
    meanings = metric_columns()
    words = t("{metric} at training", metric=meanings[shown[0]][0])
    draw_scores(
        frame[order].sort_values(shown[0], kind="stable"),
        {
            "method": (t("Method"), ""),
            **meanings,
            "before": (words, t("The same on the test part of the data that it was trained on.")),
        },
        key=f"use_scores_{answer.run.id}",
        formats={"before": METRICS[shown[0]].written},
        alt=t("Scores of the network and the baselines on the new data, best first"),
    )
