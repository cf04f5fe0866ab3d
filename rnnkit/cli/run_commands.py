"""The commands for runs that are kept in the store: look at them, take them along, bring them back."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any

import click
import pandas as pd

from rnnkit.bundle import kept_of, write_kept
from rnnkit.bundle.archive import megabytes
from rnnkit.bundle.ended import ended_run
from rnnkit.bundle.import_run import import_model
from rnnkit.bundle.import_words import match_words
from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON, read_up_to, writing
from rnnkit.cli.report import kept_text, print_lines
from rnnkit.errors import ConfigError, NotFoundError
from rnnkit.files.encoding import to_json
from rnnkit.jobs.identity import my_identity
from rnnkit.report import report_html
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.words import t

RUN = click.argument("run", metavar="RUN")
IDS = {"ignore_unknown_options": True}  # an id may begin with a dash
SHORT = 8
FOR_PEOPLE = (".xlsx", ".csv")


@click.command()
@JSON
def runs(as_json: bool) -> None:
    """All runs of this store, oldest first."""
    store = open_local_store()
    found = store.runs.newest()
    summaries = store.results.summaries([run.id for run in found])
    if as_json:
        click.echo(to_json([facts(run, summaries.get(run.id, {})) for run in found]))
    else:
        print_lines(_line(run, summaries.get(run.id, {})) for run in found)


@click.command(context_settings=IDS)
@RUN
@JSON
def show(run: str, as_json: bool) -> None:
    """Settings, scores and verdict of RUN (an id, or as much of its beginning as is unique)."""
    store = open_local_store()
    found = find_run(store, run)
    summary = store.results.summaries([found.id]).get(found.id, {})
    if as_json:
        click.echo(to_json(facts(found, summary) | {"summary": summary}))
        return
    print_lines(described(found, summary))
    print_lines(changes(store.progress.wishes(found.id)))


@click.command(context_settings=IDS)
@RUN
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Write into this file: .html for a report, .xlsx for a workbook, .csv for its forecast alone."),
)
@click.option("--onnx", is_flag=True, help=t("Write the network alone, for other programs, as ONNX."))
@click.option("--whose", default="", help=t("With .xlsx or .csv: the baseline whose forecast it is."))
def export(run: str, out: Path | None, onnx: bool, whose: str) -> None:
    """Write the model of RUN with all it takes to use it into one file, which import brings back."""
    store = open_local_store()
    found = find_run(store, run)
    suffix = out.suffix.lower() if out and not onnx else ""
    if whose and suffix not in FOR_PEOPLE:
        raise click.UsageError(t("--whose is for --out FILE.xlsx or FILE.csv."))
    if suffix == ".html":
        content = report_html(ended_run(store, found.id))
    elif suffix in FOR_PEOPLE:
        content = spreadsheet_file(store, found, suffix, whose)
    elif onnx:  # only here: torch takes seconds to load
        from rnnkit.bundle.onnx import to_onnx

        content = to_onnx(kept_of(store, found.id))
    else:
        content = write_kept(kept_of(store, found.id))
    path = out or Path(file_name(found, "onnx" if onnx else "zip"))
    with writing(path):
        path.write_bytes(content)
    click.echo(t("Wrote {path}", path=path))


@click.command("import")
@click.argument("file", type=click.File("rb", lazy=True))
@JSON
def import_(file: IO[bytes], as_json: bool) -> None:
    """Bring back the run in FILE (made by export), and compute its stored predictions again."""
    store = open_local_store()
    content = read_up_to(file, megabytes())
    run_id = import_model(store.terminal(), Path(file.name).name, content)
    if claimed := store.queue.claim(my_identity(), run_id):  # only here: torch takes seconds to load
        from rnnkit.runs.execute import execute

        execute(store, claimed.id, claimed.attempt)
    run = store.runs.get(run_id)
    summary = store.results.summaries([run_id]).get(run_id, {})
    if as_json:
        click.echo(to_json(facts(run, summary) | {"imported": summary.get("imported")}))
        return
    click.echo(_line(run, summary))
    click.echo(match_words(summary["imported"]["difference"]) if summary else run.reason or run.state)


@click.command(context_settings=IDS)
@RUN
def delete(run: str) -> None:
    """Delete RUN with everything it left."""
    store = open_local_store()
    found = find_run(store, run)
    store.of(found.viewer).library.delete(found.id)
    click.echo(t("Deleted {run}", run=found.id))


def spreadsheet_file(store: Store, run: Run, suffix: str, whose: str) -> bytes:
    """The forecast of a run as a workbook or CSV. Raises `click.UsageError` where there is none of that."""
    task = TASKS.get(run.task)
    spreadsheet = task.tabulating if task else None
    if spreadsheet is None:
        raise click.UsageError(t("A run of {task} has nothing for a spreadsheet.", task=run.task))
    known = spreadsheet.methods(partial(store.results.frame, run.id))
    method = whose or known[0]
    if method not in known:
        raise click.UsageError(t("--whose is one of {names}.", names=", ".join(known)))
    write = {".xlsx": spreadsheet.workbook, ".csv": spreadsheet.csv}[suffix]
    return write(ended_run(store, run.id), method)


def find_run(store: Store, beginning: str) -> Run:
    """The run whose id begins like this. Raises `NotFoundError` or `ConfigError` where it is not one."""
    found = [run for run in store.runs.find() if run.id.startswith(beginning)]
    if not found:
        raise NotFoundError(t("There is no run {run}; python -m rnnkit runs lists all.", run=beginning[:40]))
    if len(found) > 1 and beginning not in {run.id for run in found}:
        raise ConfigError(
            t("{count} runs begin with {run}; give more of the id.", count=len(found), run=beginning[:40])
        )
    return next(run for run in found if len(found) == 1 or run.id == beginning)


def facts(run: Run, summary: Mapping[str, Any]) -> dict[str, Any]:
    """What a list of runs says about one."""
    return {
        "id": run.id,
        "task": run.task,
        "label": run.label,
        "state": run.state,
        "reason": run.reason,
        "created": run.created.isoformat(),
        "seconds": summary.get("seconds", run.seconds),
        "verdict": (summary.get("verdict") or {}).get("sentence", ""),
        "imported": "imported" in summary,
    }


def described(run: Run, summary: Mapping[str, Any]) -> Iterator[str]:
    """One run for a person, line by line."""
    yield _line(run, summary)
    if run.reason:
        yield run.reason
    yield from kept_text(summary, run.task)


def changes(wishes: pd.DataFrame) -> Iterator[str]:
    """What was asked of a run while it trained, a line each."""
    for kind, step in zip(wishes["kind"], wishes["step"], strict=True):
        if pd.isna(step):
            yield t("Asked to {kind}, not done yet", kind=kind.replace("_", " "))
        else:
            yield t("Asked to {kind}: done at step {step:,.0f}", kind=kind.replace("_", " "), step=step)


def file_name(run: Run, ending: str) -> str:
    """A name for the file of a run, of plain letters only."""
    label = re.sub(r"[^A-Za-z0-9]+", "-", run.label).strip("-")[:40] or run.task
    return f"{label}-{run.id[:SHORT]}.{ending}"


def _line(run: Run, summary: Mapping[str, Any]) -> str:
    """One run on one line."""
    when = f"{run.created:%Y-%m-%d %H:%M}"
    sentence = (summary.get("verdict") or {}).get("sentence", "")
    return f"{run.id[:SHORT]}  {when}  {run.state:11}  {run.task:8}  {run.label[:20]:20}  {sentence}".rstrip()


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield from (runs, show, export, import_, delete)
