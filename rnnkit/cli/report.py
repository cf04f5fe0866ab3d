"""What the commands answer: plain data for JSON, and the same in words for a person."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from rnnkit.cli.terminal import without_controls
from rnnkit.compare.score import CHOSEN_BY_SCORE, LEARNED, method_name
from rnnkit.leaks.finding import Finding
from rnnkit.metrics import METRICS, known_metrics
from rnnkit.rounding import three
from rnnkit.tasks import TASKS
from rnnkit.words import plural, t

METHODS: Mapping[str, str] = {
    "model": t("network"),
    "test": t("network"),
    CHOSEN_BY_SCORE: t("network, on the part that chose its weights"),
    LEARNED: t("network, on what it learned"),
}


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


def run_text(report: Mapping[str, Any]) -> Iterator[str]:
    """The verdict, what leaks are worth, the scores beside the baselines, and what it took."""
    yield from verdict_lines(report)
    yield from leaks_text(report.get("leaks", []))
    yield from score_lines(report["metrics"], report["config"]["task"])
    yield from took(report)


def kept_text(summary: Mapping[str, Any], task: str) -> Iterator[str]:
    """What is known of a run of a task in the store, or of a model on new data, for a person."""
    if (summary.get("verdict") or {}).get("sentence"):
        yield from verdict_lines(summary)
    else:
        yield from _notes(summary)
    yield from filter(None, [summary.get("scored_on", "")])
    if summary.get("metrics"):
        yield from score_lines(summary["metrics"], task)


def print_lines(lines: Iterable[str]) -> None:
    """Print line by line; names and sentences may come from a stranger's file."""
    for line in lines:
        click.echo(without_controls(line))


def verdict_lines(report: Mapping[str, Any]) -> Iterator[str]:
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


def score_lines(metrics: Mapping[str, Mapping[str, float]], task: str) -> Iterator[str]:
    """A table with a line for each method, as the task calls it, and a column for each metric of any."""
    names = {**METHODS, **(TASKS[task].scores.methods if task in TASKS else {})}
    columns = {name: METRICS[name] for name in known_metrics(metrics.values())}
    titles = [metric.brief or metric.heading for metric in columns.values()]
    methods = {kind: method_name(names, kind, scores) for kind, scores in metrics.items()}
    first = max(16, *(len(method) + 2 for method in methods.values()))
    widths = [max(10, len(title) + 2) for title in titles]
    yield " " * first + "".join(f"{title:>{width}}" for title, width in zip(titles, widths, strict=True))
    for kind, scores in metrics.items():
        cells = [metric.written(scores.get(name)) for name, metric in columns.items()]
        row = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{methods[kind]:{first}}{row}"
    yield ""


def took(report: Mapping[str, Any]) -> Iterator[str]:
    """How long it took."""
    yield plural("Took {number} second.", "Took {number} seconds.", round(report["seconds"]))


def value_words(value: object) -> str:
    """A value of JSON as a person reads it: `["a", 0.123456]` is `a, 0.123`, and nothing is a dash."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {value_words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(value_words, value))
    return "–" if value is None else str(value)
