"""What a worker writes down: progress while it trains, results at the end. A lost run takes nothing more."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert

from rnnkit.config.stored import stamped
from rnnkit.files.encoding import clean_text, finite, sha256, to_arrow, to_json
from rnnkit.runs.reading.progress import CURVE
from rnnkit.runs.reading.results import DRAWING, FILE, FRAME, SUMMARY, WEIGHTS
from rnnkit.runs.sql.database import Database, insert_into
from rnnkit.runs.sql.schema import artifacts, progress, samples
from rnnkit.runs.states import State
from rnnkit.runs.transitions import transition, update_owned
from rnnkit.training.progress import Progress

LONGEST_SAMPLE = 5_000  # characters that are kept of one
LONGEST_DRAWING = 50_000  # characters; a longer one cannot be cut and is left out


class Recorder:
    """Writing for a run that is held; `LateWriteError` for one that is not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def log(self, run_id: str, attempt: int, rows: Sequence[Progress]) -> None:
        """Write progress; rows with a loss join the curve."""
        if not rows:
            return
        points = [_point(run_id, attempt, row) for row in rows if _has_loss(row)]
        written = [_sample(run_id, attempt, row) for row in rows if row.sample]
        drawn = next((row.drawing for row in reversed(rows) if row.drawing), "")
        with self._database.writing() as connection:
            update_owned(connection, run_id, attempt, _standing(rows))
            if 0 < len(drawn) <= LONGEST_DRAWING:
                _draw(connection, run_id, drawn.encode())
            if written:
                connection.execute(insert_into(connection, samples).on_conflict_do_nothing(), written)
            if points:
                add = insert_into(connection, progress)
                new, old = add.excluded, progress.c
                merged = {name: func.coalesce(new[name], old[name]) for name in CURVE[1:]}
                connection.execute(
                    add.on_conflict_do_update(index_elements=list(progress.primary_key), set_=merged), points
                )

    def complete(
        self,
        run_id: str,
        attempt: int,
        state: State,
        *,
        summary: Mapping[str, object],
        frames: Mapping[str, pd.DataFrame],
        weights: bytes,
        files: Mapping[str, bytes] | None = None,
        reason: str = "",
        beside: Callable[[Connection], None] = lambda _: None,
    ) -> None:
        """Save the results and bring the run to its end, and do what is `beside`; all or nothing."""
        rows = _artifacts(run_id, summary, frames, weights, files or {})
        with self._database.writing() as connection:
            _save(connection, run_id, attempt, rows)
            transition(connection, run_id, state, attempt=attempt, reason=reason)
            beside(connection)


def _has_loss(row: Progress) -> bool:
    return row.train_loss is not None or row.valid_loss is not None


def _point(run_id: str, attempt: int, row: Progress) -> dict[str, Any]:
    losses = {name: finite(getattr(row, name)) for name in CURVE[1:]}
    return {"run_id": run_id, "attempt": attempt, "step": row.step, **losses}


def _sample(run_id: str, attempt: int, row: Progress) -> dict[str, Any]:
    text = clean_text(row.sample, LONGEST_SAMPLE)
    return {"run_id": run_id, "attempt": attempt, "step": row.step, "seconds": row.seconds, "text": text}


def _draw(connection: Connection, run_id: str, content: bytes) -> None:
    """Keep the newest drawing of a run in place of the one before, until its results take its place."""
    row = {"run_id": run_id, "name": DRAWING, "content": content, "sha256": sha256(content)}
    add = insert_into(connection, artifacts).values(row)
    changed = {name: add.excluded[name] for name in ("content", "sha256")}
    connection.execute(add.on_conflict_do_update(index_elements=list(artifacts.primary_key), set_=changed))


def _standing(rows: Sequence[Progress]) -> dict[str, Any]:
    """Where a run stands after these rows; a loss that was not measured leaves the one before."""
    last = rows[-1]
    values: dict[str, Any] = {
        "phase": last.phase,
        "step": last.step,
        "steps": last.steps,
        "seconds": finite(last.seconds) or 0.0,
        "eta": finite(last.eta),
        "updated": time.time(),
    }
    for name in ("train_loss", "valid_loss"):
        known = [getattr(row, name) for row in rows if getattr(row, name) is not None]
        values |= {name: finite(known[-1])} if known else {}
    return values | ({"device": clean_text(last.device, 64)} if last.device else {})


def _artifacts(
    run_id: str,
    summary: Mapping[str, object],
    frames: Mapping[str, pd.DataFrame],
    weights: bytes,
    files: Mapping[str, bytes],
) -> list[dict[str, Any]]:
    """The rows of a result, made before the transaction starts, so that it stays short."""
    config = summary.get("config")
    kept = {**summary, "config": stamped(config)} if isinstance(config, Mapping) else summary
    contents = {SUMMARY: to_json(kept).encode(), WEIGHTS: weights}
    contents |= {FRAME + name: to_arrow(frame) for name, frame in frames.items()}
    contents |= {FILE + name: content for name, content in files.items()}
    return [
        {"run_id": run_id, "name": name, "content": content, "sha256": sha256(content)}
        for name, content in contents.items()
    ]


def _save(connection: Connection, run_id: str, attempt: int, rows: list[dict[str, Any]]) -> None:
    update_owned(connection, run_id, attempt, {"updated": time.time()})
    connection.execute(delete(artifacts).where(artifacts.c.run_id == run_id))
    connection.execute(insert(artifacts), rows)
