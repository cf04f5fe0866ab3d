"""The trials of a search as the store has them: their runs, in a form that tells what happens next."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from rnnkit.runs.reading.results import FILE, SUMMARY
from rnnkit.runs.sql.schema import artifacts, checkpoints, runs
from rnnkit.runs.trial_result import CHECKPOINT, LOSS, promise_of, validation_of
from rnnkit.search.trials import Trial, Unit

Row = RowMapping


def trials_of(connection: Connection, search_id: str) -> list[Trial]:
    """All trials of a search in the order in which they started.

    A unit that was started anew in a round, after its worker died early, is there once, as it is now.
    """
    mine = runs.c.search == search_id
    rows = connection.execute(select(runs).where(mine).order_by(runs.c.number)).mappings().all()
    held = select(artifacts.c.run_id).join(runs, runs.c.id == artifacts.c.run_id)
    kept = set(connection.execute(held.where(mine, artifacts.c.name == FILE + CHECKPOINT)).scalars())
    saved = select(checkpoints.c.run_id).join(runs, runs.c.id == checkpoints.c.run_id)
    going = set(connection.execute(saved.where(mine)).scalars())
    summaries = _summaries(connection, search_id)
    found: dict[tuple[Unit, int], Trial] = {}
    for row in rows:
        trial = _trial(row, summaries.get(row["id"], {}), row["id"] in kept, row["id"] in going)
        before = found.pop((trial.unit, trial.round), None)
        found[trial.unit, trial.round] = trial if before is None else trial.after(before)
    return list(found.values())


def measure_of(connection: Connection, search_id: str) -> str:
    """What the trials of a search are measured in; the loss as long as none was scored."""
    found = (validation_of(summary)[0] for summary in _summaries(connection, search_id).values())
    return next(found, LOSS)


def _summaries(connection: Connection, search_id: str) -> dict[str, dict[str, Any]]:
    query = select(artifacts.c.run_id, artifacts.c.content).join(runs, runs.c.id == artifacts.c.run_id)
    rows = connection.execute(query.where(runs.c.search == search_id, artifacts.c.name == SUMMARY))
    return {row.run_id: json.loads(row.content) for row in rows}


def _trial(row: Row, summary: Mapping[str, Any], checkpoint: bool, resumable: bool) -> Trial:
    asked = json.loads(row["config"])
    began, ended = row["started"], row["finished"]
    return Trial(
        Unit(asked["setting"], asked["fold"], asked["repeat"]),
        asked["round"],
        row["id"],
        row["state"],
        validation_of(summary)[1],
        promise_of(summary),
        steps=int(row["step"]),
        trained=float(summary.get("seconds", row["seconds"])),
        took=ended - began if began and ended else 0.0,
        attempt=max(1, row["attempt"]),
        seconds=asked["seconds"],
        full=json.loads(asked["settings"]).get("budget"),
        checkpoint=checkpoint,
        resumable=resumable,
        reason=row["reason"],
    )
