"""Using a trained network on new data: a file in, its forecast or its score out, by a job of its own."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.ui import charts, resources, state
from pages.ui.choose_data import FILE_TYPES, limits_words
from pages.ui.downloads import download
from pages.ui.lanes import lane_of
from pages.ui.model_files import is_imported, is_whole, resolved_settings
from pages.ui.part import folded
from pages.ui.planned import planned_part
from pages.ui.resources import jobs, visitor
from pages.ui.results import Result, baselines, best, joined, only, results_of, strongest
from pages.ui.score_table import draw_scores, metric_columns
from pages.ui.tasks import TASKS, WRITING
from pages.ui.theme import is_dark
from pages.ui.upload_room import forget
from pages.ui.watch import watch
from pages.ui.words import literal
from rnnkit import plots
from rnnkit.config import PredictConfig
from rnnkit.data import Limits, TextLimits
from rnnkit.errors import RnnkitError
from rnnkit.exports import safe_csv
from rnnkit.metrics import METRICS, known_metrics
from rnnkit.plots import method_words
from rnnkit.runs.rows import Run
from rnnkit.text import t

_ROUND = "_use_round"
UPLOAD: Mapping[str, str] = {
    "forecast": t("Upload newer data with the same columns, for {name}; the new rows alone are enough"),
    "text": t("Upload another text, for {name}"),
}


def use_model(results: Sequence[Result]) -> None:
    """The upload, and what the best network of these answered to the newest file."""
    able = [result for result in results if is_whole(result) and resolved_settings(result)]
    if not able or resources.only_looking():
        return
    if not (box := folded("use", t("Use on new data"), ":material/play_circle:")).open:
        return
    with box:
        result = best(able)
        _upload(result)
        if uses := visitor().runs(group=_group(result.run), limit=1):
            _answer(result, uses[-1])


def _asked_for(result: Result) -> str:
    """What to upload; a model that came without its data needs the rows that it reads, too."""
    name = literal(result.run.label)
    if result.run.task == "forecast" and is_imported(result):
        steps = int((result.summary.get("config") or {}).get("lookback", 1))
        return t("Upload newer data with the same columns, for {name}: at least {n} rows", name=name, n=steps)
    return UPLOAD[result.run.task].format(name=name)


def _upload(result: Result) -> None:
    text = TASKS[result.run.task] is WRITING
    limits = TextLimits.from_environment() if text else Limits.from_environment()
    file = st.file_uploader(
        _asked_for(result),
        type=None if text else FILE_TYPES,
        key=f"use_file_{result.run.id}_{state.get(_ROUND, 0)}",
        max_upload_size=max(1, int(limits.megabytes)),
        help=t("The model is scored on its last 10 %, beside n-grams counted in what comes before.")
        if text
        else t("It is read the same way; rows newer than the training data are used to score the model."),
    )
    most = t("Plain text up to {megabytes:g} MB.", megabytes=limits.megabytes)
    st.caption(limits_words(limits) if isinstance(limits, Limits) else most)
    if file is None:
        return
    try:
        dataset_id = visitor().add_dataset(file.name[:80], file.getvalue())
        config = PredictConfig(model=result.run.id).model_dump_json()
        visitor().create_run(config, dataset_id, file.name[:80], _group(result.run))
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
        return
    jobs().wake()
    state.put({_ROUND: state.get(_ROUND, 0) + 1})
    forget(file)
    st.rerun()


def _group(run: Run) -> str:
    return f"use-{run.id}"


def _answer(result: Result, run: Run) -> None:
    """The newest answer, or how far it is."""
    if run.active:
        watch(run, _progress)
        return
    if run.state != "finished":
        st.error(
            literal(run.reason) or t("This was not finished; drop the file again."), icon=":material/error:"
        )
        return
    (answer,) = results_of([run])
    st.markdown(f"**{literal(run.label)}**")
    for note in answer.summary["notes"]:
        st.caption(literal(note))
    if answer.scores:
        _scores(result, answer)
    if result.run.task == "forecast":
        _forecast(result, answer)


def _progress(run: Run) -> None:
    """What the job is at."""
    words = t("Waiting for a free place") if run.state == "queued" else t("Reading and computing")
    st.caption(f":material/hourglass_top: {words}")


def _scores(result: Result, answer: Result) -> None:
    """The network beside the baselines, on the new rows and, for the first measure, at training."""
    if scored_on := str(answer.summary.get("scored_on") or ""):
        st.caption(literal(scored_on))
    shown = known_metrics(answer.scores.values())
    rows = [
        {
            "method": t("network") if name == "model" else method_words(name),
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


def _forecast(result: Result, answer: Result) -> None:
    """The forecast beyond the end of the new data, beside the strongest baseline."""
    told = planned_part(result, answer)
    future = (told or answer).frame("future")
    keys = list(future[["unique_id", "target"]].astype(str).drop_duplicates().itertuples(index=False))
    chosen = keys[0]
    if len(keys) > 1:
        chosen = st.selectbox(
            t("Series"),
            keys,
            format_func=lambda key: literal(" · ".join(key)),
            key=f"use_line_{answer.run.id}",
        )
    series, target = chosen
    lane = lane_of(result.run, only(future, series, target), emphasis=True)
    past = only(answer.frame("history"), series, target)[["ds", "y"]]
    if "test" in answer.by.frames(answer.run.id):
        past = joined(past, only(answer.frame("test"), series, target)[["ds", "y"]])
    past = past.tail(max(3 * len(lane.frame), 24))
    others = [name for name in baselines([result]) if name in future]
    figure = plots.forecast(past, [lane], others, is_dark(), y_title=target, shown=strongest([result]))
    alt, about = (
        t("Forecast beyond the end of the new data, with its interval"),
        t("Forecasts beyond the new data"),
    )
    charts.show(figure, f"use_{answer.run.id}", alt, lane.frame, about=about)
    download(t("New forecast CSV"), "new_forecast.csv", "text/csv", lambda: safe_csv(future))
