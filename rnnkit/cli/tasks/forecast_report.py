"""What the commands for tables answer: what was understood of a file, and what a forecast came to."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rnnkit.bundle import Kept, write_kept
from rnnkit.cli.inputs import writing
from rnnkit.cli.options import flag_of
from rnnkit.cli.report import value_words
from rnnkit.data import Table, describe
from rnnkit.errors import RnnkitError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.encoding import to_json
from rnnkit.tasks.forecast.columns.helpful import helpful, helpful_words
from rnnkit.tasks.forecast.columns.roles import WORDS, roles_of
from rnnkit.tasks.forecast.plan import leaks
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

MODEL = "model.zip"  # of the folder that a forecast is written into
FORECAST = ["unique_id", "ds", "y_hat", "lo", "hi"]


def data_report(table: Table) -> dict[str, Any]:
    """Everything that was understood of a file and changed in it."""
    return describe(table) | {"recipe": table.recipe.model_dump(mode="json")}


def leaks_report(table: Table) -> list[dict[str, object]]:
    """What the leak guard says of a table that is forecast with the default settings, where it can be."""
    try:
        found = leaks(table, ForecastConfig())
    except RnnkitError:  # too short to be forecast, which is no matter as long as nobody asks for it
        return []
    return [finding.as_dict() for finding in found]


def roles_report(table: Table, config: ForecastConfig) -> dict[str, Any]:
    """What each column of a file is for, which others would help, and the settings that use them."""
    try:
        found = helpful(table, config)
    except RnnkitError:  # too short to be forecast, as above
        return {"roles": {role.name: role.role for role in roles_of(table, config)}}
    return {
        "roles": {role.name: role.role for role in roles_of(table, config)},
        "proposal": {name: list(names) for name, names in found.settings.items()},
        "proposed": list(helpful_words(found, table)),
    }


def roles_text(report: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person: a line a column, then what is proposed and the options that take it."""
    yield t("Columns:")
    for name, role in report["roles"].items():
        yield f"  {name:24}  {t(WORDS[role])}"
    yield from proposal_text(report)


def proposal_text(report: Mapping[str, Any]) -> Iterator[str]:
    """What is proposed, and the options that take it; nothing where every column has its role."""
    yield from (f"  {sentence}" for sentence in report.get("proposed", ()))
    options = [
        f"{flag_of(field)} {shlex.quote(name)}"
        for field, names in report.get("proposal", {}).items()
        for name in names
        if field != "targets"
    ]
    if options:
        yield t("  Use them: {options}", options=" ".join(options))


def data_text(table: Table) -> Iterator[str]:
    """The same for a person, line by line."""
    for key, value in table.understood.items():
        if not isinstance(value, Mapping):
            yield f"{key.replace('_', ' ') + ':':16}{value_words(value)}"
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


def forecast_csv(outcome: Outcome, path: Path | None = None) -> bytes:
    """The forecast beyond the end as CSV, whatever the name of the file; each of several targets is a series
    of its own.
    """
    del path
    future = outcome.frames["future"]
    if future["target"].nunique() > 1:
        future = future.assign(unique_id=future["unique_id"].astype(str) + "/" + future["target"].astype(str))
    return safe_csv(future[[*FORECAST, *({"method"} & set(future.columns))]])
