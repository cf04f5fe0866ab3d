"""What the commands answer: plain data for JSON, and the same in words for a person."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rnnkit.data import Table, describe
from rnnkit.errors import DataError
from rnnkit.exports import safe_csv
from rnnkit.runs.encoding import to_json
from rnnkit.tasks.outcome import Outcome
from rnnkit.text import plural, t

COLUMNS = ("mae", "rmse", "smape", "mase")
TITLES = {"mae": "MAE", "rmse": "RMSE", "smape": "sMAPE %", "mase": "MASE"}
FORECAST = ["unique_id", "ds", "y_hat", "lo", "hi"]


def data_report(table: Table) -> dict[str, Any]:
    """Everything that was understood of a file and changed in it."""
    return describe(table) | {"recipe": table.recipe.model_dump(mode="json")}


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
    verdict = report["verdict"]
    yield verdict["sentence"]
    if verdict["suggestion"]:
        yield verdict["suggestion"]
    yield from report.get("notes", [])
    yield ""
    yield f"{'':16}" + "".join(f"{TITLES[name]:>12}" for name in COLUMNS)
    for method, scores in report["metrics"].items():
        yield f"{method:16}" + "".join(f"{_number(scores.get(name)):>12}" for name in COLUMNS)
    yield ""
    yield plural("Took {number} second.", "Took {number} seconds.", round(report["seconds"]))


def write_results(folder: Path, report: Mapping[str, Any], outcome: Outcome) -> list[Path]:
    """Write the forecast beyond the end of the data, the scores and the model into a folder."""
    contents = {
        "forecast.csv": forecast_csv(outcome),
        "metrics.json": to_json(report).encode(),
        "model.safetensors": outcome.weights,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise DataError(
            t("Cannot write into {folder}: {reason}.", folder=folder, reason=error.strerror)
        ) from None
    return [folder / name for name in contents]


def forecast_csv(outcome: Outcome) -> bytes:
    """The forecast beyond the end; where there are several targets, each is a series of its own."""
    future = outcome.frames["future"]
    if future["target"].nunique() > 1:
        future = future.assign(unique_id=future["unique_id"].astype(str) + "/" + future["target"].astype(str))
    return safe_csv(future[FORECAST])


def _words(value: object) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "-" if value is None else str(value)


def _number(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:.4g}"
