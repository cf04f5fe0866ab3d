"""What the report of any run tells, part by part; a task adds parts and tables of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from rnnkit.compare.score import method_name, method_words
from rnnkit.config.setting_rows import setting_rows
from rnnkit.errors import NotFoundError
from rnnkit.files.report_parts import Kind, LinePicture, ReportLine, Section
from rnnkit.leaks.finding import Finding
from rnnkit.metrics import METRICS, known_metrics
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import EndedRun, named
from rnnkit.words import plural, t

MOST_ROWS = 20  # of a table
LOSSES = {"train_loss": t("training"), "valid_loss": t("validation")}
CORES = {"kernel": t("kernel in C++"), "loops": t("loops in torch"), "stock": t("those of torch")}
LOOKS: Mapping[str, Kind] = {"train_loss": "baseline", "valid_loss": "network"}


def sections(run: EndedRun) -> Iterator[Section]:
    """The parts of a report, in the order in which they are read."""
    task = TASKS[run.task]
    yield from _scores(run)
    if task.told:
        yield from named(task.told)(run)
    yield from _tables(run, task.tables)
    yield from _learning(run)
    yield from _warnings(run)
    yield _data(run)
    yield _settings(run)
    if versions := dict(run.summary.get("versions") or {}):
        if core := CORES.get(run.summary.get("core", "")):
            versions[t("recurrent layers")] = core
        yield Section(t("Versions"), table=pd.DataFrame(versions.items(), columns=[t("What"), t("Version")]))


def _scores(run: EndedRun) -> Iterator[Section]:
    """The network beside what it had to beat, on the same rows."""
    scores: Mapping[str, Mapping[str, Any]] = run.summary.get("metrics") or {}
    task = TASKS[run.task]
    columns = known_metrics(scores.values())
    if not columns:
        return
    words = {**dict.fromkeys(task.scores.own, run.label), **task.scores.methods}
    rows = [
        {
            t("Method"): method_words(method_name(words, name, row)),
            **{METRICS[column].heading: METRICS[column].written(row.get(column)) for column in columns},
        }
        for name, row in scores.items()
    ]
    yield Section(
        t("Scores"),
        [t("Every method was scored on the same rows, from which nothing was learned.")]
        if task.scores.own[0] in scores
        else [],
        table=pd.DataFrame(rows),
    )


def _tables(run: EndedRun, tables: Mapping[str, str]) -> Iterator[Section]:
    """The frames that a task shows as they are, cut to so many rows; the newest where they came by steps."""
    for name, title in tables.items():
        try:
            frame = run.frames(name)
        except NotFoundError:
            continue
        shown = frame.tail(MOST_ROWS) if "step" in frame else frame.head(MOST_ROWS)
        said = plural("{shown} of {number} row.", "{shown} of {number} rows.", len(frame), shown=len(shown))
        yield Section(t(title), [said] if len(shown) < len(frame) else [], table=shown)


def _learning(run: EndedRun) -> Iterator[Section]:
    """How the loss fell."""
    try:
        curve = run.frames("curve")
    except NotFoundError:
        return
    known = {name: curve[curve[name].notna()] for name in LOSSES if name in curve}
    drawn = [
        ReportLine(LOSSES[name], LOOKS[name], part["step"].tolist(), part[name].tolist())
        for name, part in known.items()
        if len(part)
    ]
    if drawn:
        yield Section(t("Learning curves"), pictures=[LinePicture(t("Loss by training step"), drawn)])


def _warnings(run: EndedRun) -> Iterator[Section]:
    """What the leak guard found."""
    found = [Finding.from_dict(one) for one in run.summary.get("leaks") or ()]
    said = [f"{one.sentence} {one.advice}".strip() if one.active else one.sentence for one in found]
    if said:
        yield Section(t("What gives answers away"), said)


def _data(run: EndedRun) -> Section:
    """Where the data came from and what was changed in reading it."""
    if run.changes is None:
        said = [t("What was changed in reading it is not known here: the data did not come along.")]
    else:
        said = list(run.changes) or [t("Nothing was changed in reading it.")]
    return Section(t("Data: {name}", name=run.data), said)


def _settings(run: EndedRun) -> Section:
    rows = setting_rows(TASKS[run.task].resolved, run.summary.get("config") or {})
    return Section(t("Settings"), table=pd.DataFrame(rows, columns=[t("Setting"), t("Value")]))
