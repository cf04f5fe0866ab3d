"""What the commands answer: plain data for JSON, and the same in words for a person."""

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from rnnkit.bundle import Kept, write_kept
from rnnkit.bundle.models import write_model
from rnnkit.cli.inputs import writing
from rnnkit.cli.line import printable
from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.config import parse
from rnnkit.data import Table, Text, Vocabulary, describe
from rnnkit.errors import RnnkitError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.encoding import to_json
from rnnkit.leaks.finding import Finding
from rnnkit.metrics import METRICS, known_metrics
from rnnkit.rounding import three
from rnnkit.tasks.forecast.leaks import forecast_leaks
from rnnkit.tasks.forecast.plan import decide
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.training.outcome import Outcome
from rnnkit.words import plural, t

METHODS = {
    "model": "network",
    "test": "network",
    CHOSEN_BY_SCORE: "network, on the part that chose its weights",
    "training": "network, on what it learned",
    "ngram": "n-gram of order {order}",
    "unigram": "symbols by frequency",
    "memoryless": "no memory",
}
SHOWN_ANSWERS = 5
MODEL = "model.zip"  # of the folder that a forecast is written into
FORECAST = ["unique_id", "ds", "y_hat", "lo", "hi"]


def data_report(table: Table) -> dict[str, Any]:
    """Everything that was understood of a file and changed in it."""
    return describe(table) | {"recipe": table.recipe.model_dump(mode="json")}


def leaks_report(table: Table) -> list[dict[str, object]]:
    """What the leak guard says of a table that is forecast with the default settings, where it can be."""
    try:
        config = decide(table, ForecastConfig())
    except RnnkitError:  # too short to be forecast, which is no matter as long as nobody asks for it
        return []
    return [finding.as_dict() for finding in forecast_leaks(table, config)]


def leaks_text(report: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The findings of the leak guard for a person, each with what it is worth and what mends it."""
    for finding in map(Finding.from_dict, report):
        yield t("Leak: {sentence}", sentence=finding.sentence) if finding.active else finding.sentence
        yield f"  {finding.advice}"
        for gain in finding.gains:
            yield t(
                "  {metric} {inflated} with the leak, {honest} without it ({method}, {rows:,} rows).",
                metric=gain.metric,
                inflated=three(gain.inflated),
                honest=three(gain.honest),
                method=gain.method,
                rows=gain.rows,
            )
        options = [f"--without {shlex.quote(name)}" for name in finding.without]
        options += ["--skip-repeats"] if finding.skip and finding.active else []
        if options:
            yield t("  To mend it: {options}", options=" ".join(options))
        yield ""


def data_text(table: Table) -> Iterator[str]:
    """The same for a person, line by line."""
    for key, value in table.understood.items():
        if not isinstance(value, Mapping):
            yield f"{key.replace('_', ' ') + ':':16}{_words(value)}"
    if table.changes:
        yield ""
        yield t("Changed (switch one off with --off KEY):")
    for change in table.changes:
        mark = " " if change.enabled else t(" (off)")
        yield f"  {change.key}{mark}  {change.sentence}".rstrip()
    if table.questions:
        yield ""
        yield t("Only you can know:")
    for question in table.questions:
        yield f"  {question.sentence}"


def forecast_report(table: Table, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with the data it rests on."""
    return {"data": data_report(table)} | dict(outcome.summary)


def forecast_text(report: Mapping[str, Any]) -> Iterator[str]:
    """The verdict, the scores beside the baselines, and what it took."""
    yield from _verdict(report)
    yield from leaks_text(report.get("leaks", []))
    yield from _scores(report["metrics"])
    yield from _took(report)


def text_report(text: Text, outcome: Outcome) -> dict[str, Any]:
    """The summary of a run with the text it rests on; the vocabulary is in the model."""
    whole: Mapping[str, Any] = outcome.summary
    notice = parse(Vocabulary, whole["vocabulary"]).notice(text.text)
    data = {"understood": dict(text.understood), "changes": [asdict(change) for change in text.changes]}
    summary = {key: value for key, value in whole.items() if key != "vocabulary"}
    notes = [*([notice] if notice else []), *summary.get("notes", ())]
    return {"data": data} | summary | {"notes": notes}


def text_text(report: Mapping[str, Any]) -> Iterator[str]:
    """What was changed in the text, the verdict, the scores beside counting, and what it took."""
    changes = [change["sentence"] for change in report["data"]["changes"] if change["enabled"]]
    yield from _verdict({**report, "notes": [*changes, *report["notes"]]})
    yield from leaks_text(report.get("leaks", []))
    yield from _scores(report["metrics"])
    yield from _took(report)


def memory_text(outcome: Outcome) -> Iterator[str]:
    """The verdict, a few answers, the score beside having no memory, and what it took."""
    summary: Mapping[str, Any] = outcome.summary
    yield from _verdict(summary)
    for shown in outcome.frames["examples"].head(SHOWN_ANSWERS).to_dict("records"):
        yield t(
            "{read}: {answered} (right: {right})",
            read=shown["read"],
            answered=shown["answered"],
            right=shown["right"],
        )
    yield ""
    yield from _scores(summary["metrics"])
    yield from _took(summary)


def model_file(outcome: Outcome) -> bytes:
    """The trained language model as the bytes of one file."""
    summary: Mapping[str, Any] = outcome.summary
    config, vocabulary = parse(ResolvedText, summary["config"]), parse(Vocabulary, summary["vocabulary"])
    return write_model(outcome.weights, config, vocabulary)


def kept_text(summary: Mapping[str, Any]) -> Iterator[str]:
    """What is known of a run in the store, or of a model on new data, for a person."""
    if (summary.get("verdict") or {}).get("sentence"):
        yield from _verdict(summary)
    else:
        yield from _notes(summary)
    yield from filter(None, [summary.get("scored_on", "")])
    if summary.get("metrics"):
        yield from _scores(summary["metrics"])


def write_results(folder: Path, report: Mapping[str, Any], outcome: Outcome, kept: Kept) -> list[Path]:
    """Write the forecast beyond the end of the data, the scores and the whole model into a folder."""
    contents: Mapping[str, Callable[[], bytes]] = {
        "forecast.csv": lambda: forecast_csv(outcome),
        "metrics.json": lambda: to_json(report).encode(),
        MODEL: lambda: write_kept(kept),
    }
    for name, made in contents.items():
        content = made()
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def forecast_csv(outcome: Outcome) -> bytes:
    """The forecast beyond the end; where there are several targets, each is a series of its own."""
    future = outcome.frames["future"]
    if future["target"].nunique() > 1:
        future = future.assign(unique_id=future["unique_id"].astype(str) + "/" + future["target"].astype(str))
    return safe_csv(future[[*FORECAST, *({"method"} & set(future.columns))]])


def print_lines(lines: Iterable[str]) -> None:
    """Print line by line; names and sentences may come from a stranger's file."""
    for line in lines:
        click.echo(printable(line))


def _verdict(report: Mapping[str, Any]) -> Iterator[str]:
    """The sentence, what usually helps, and what else is to be said."""
    yield report["verdict"]["sentence"]
    if report["verdict"]["suggestion"]:
        yield report["verdict"]["suggestion"]
    yield from _notes(report)
    yield ""


def _notes(report: Mapping[str, Any]) -> Iterator[str]:
    """What else is to be said, and last what the forecast had to assume."""
    yield from report.get("notes", [])
    if report.get("assumed"):
        yield report["assumed"]
        yield t("To have known values used, add the coming rows to the file, with an empty target.")


def _scores(metrics: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """A table with a line for each method and a column for each metric that any of them has."""
    columns = {name: METRICS[name] for name in known_metrics(metrics.values())}
    titles = [metric.brief or metric.heading for metric in columns.values()]
    methods = {kind: _method(kind, scores) for kind, scores in metrics.items()}
    first = max(16, *(len(method) + 2 for method in methods.values()))
    widths = [max(10, len(title) + 2) for title in titles]
    yield " " * first + "".join(f"{title:>{width}}" for title, width in zip(titles, widths, strict=True))
    for kind, scores in metrics.items():
        cells = [metric.written(scores.get(name)) for name, metric in columns.items()]
        row = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{methods[kind]:{first}}{row}"
    yield ""


def _method(kind: str, scores: Mapping[str, float]) -> str:
    """What a method is called beside its scores."""
    return t(METHODS[kind], order=scores.get("order") or 0) if kind in METHODS else kind


def _took(report: Mapping[str, Any]) -> Iterator[str]:
    yield plural("Took {number} second.", "Took {number} seconds.", round(report["seconds"]))


def _words(value: object) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)
