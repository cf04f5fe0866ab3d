"""The store: data sets, runs, progress and results, in one database that every process sees.

Transactions are short, each change of state is one guarded UPDATE, and a worker that lost its run
(its `attempt` is old, or the run has ended) cannot write any more. No torch and no screen in here.
"""

import json
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, Table, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from rnnkit.errors import ConfigError, JobError, NotFoundError
from rnnkit.progress import Progress
from rnnkit.runs.encoding import checked, clean_text, finite, from_arrow, sha256, to_arrow, to_json
from rnnkit.runs.engine import explained, open_url
from rnnkit.runs.rows import Dataset, Run, to_dataset, to_run
from rnnkit.runs.schema import READER, artifacts, datasets, events, facts, leases, progress, runs, samples
from rnnkit.runs.states import ACTIVE, State, sources
from rnnkit.text import t

FILE = "runs.sqlite"
SUMMARY = "summary"
WEIGHTS = "weights"
FRAME = "frame/"
LONGEST_SAMPLE = 5_000  # characters that are kept of one
CURVE = ("step", "seconds", "train_loss", "valid_loss", "learning_rate")
INSERTS: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class LateWriteError(JobError):
    """A worker wrote to a run that is no longer its own: it ended, or was given to another."""


def home() -> Path:
    """The folder that holds the state of the app: RNNKIT_HOME, or `.rnnkit` beside app.py."""
    if folder := os.environ.get("RNNKIT_HOME"):
        return Path(folder)
    root = Path(__file__).resolve().parents[2]
    return (root if (root / "app.py").exists() else Path.cwd()) / ".rnnkit"


def store_url() -> str:
    """The address of the store: RNNKIT_DATABASE_URL, or a SQLite file in the home folder."""
    return os.environ.get("RNNKIT_DATABASE_URL") or f"sqlite:///{home() / FILE}"


def open_store() -> "Store":
    """The store of this installation."""
    return Store(store_url())


class Store:
    """One database of runs. Safe to share between threads; open a new one in a new process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = open_url(url)
        self._reader = self._engine.execution_options(**{READER: True})

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with explained(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    # Data sets

    def add_dataset(self, name: str, content: bytes, overrides_json: str = "{}", viewer: str = "") -> str:
        """Keep uploaded bytes with the decisions about reading them; the same data is kept once."""
        digest = sha256(content)
        dataset_id = sha256("\n".join((digest, overrides_json, viewer)).encode())
        row = {
            "id": dataset_id,
            "viewer": viewer,
            "name": clean_text(name),
            "content": content,
            "sha256": digest,
            "overrides": overrides_json,
            "created": time.time(),
        }
        with self._read() as connection:
            known = connection.execute(select(datasets.c.id).where(datasets.c.id == dataset_id)).first()
        if known is None:
            with self._write() as connection:
                insert_new = _insert(connection, datasets)
                connection.execute(insert_new.values(row).on_conflict_do_nothing())
        return dataset_id

    def dataset(self, dataset_id: str) -> Dataset:
        """A data set with its bytes."""
        with self._read() as connection:
            row = connection.execute(select(datasets).where(datasets.c.id == dataset_id)).first()
        if row is None:
            raise NotFoundError(t("Data not found; load the file again."))
        return to_dataset(row._asdict())

    # Runs

    def create_run(
        self, config_json: str, dataset_id: str, label: str = "", group: str = "", viewer: str = ""
    ) -> str:
        """Put a run into the queue and return its id, which nobody can guess."""
        run_id = secrets.token_urlsafe(16)
        row = {
            "id": run_id,
            "viewer": viewer,
            "group": group,
            "task": _task_of(config_json),
            "label": clean_text(label),
            "dataset_id": dataset_id,
            "config": config_json,
            "state": "queued",
            "created": time.time(),
        }
        try:
            with self._write() as connection:
                connection.execute(insert(runs).values(row))
                _note(connection, run_id, 0, "queued")
        except IntegrityError:
            raise NotFoundError(t("Data not found; load the file again.")) from None
        return run_id

    def run(self, run_id: str) -> Run:
        """A run as it stands now."""
        with self._read() as connection:
            row = connection.execute(_runs().where(runs.c.id == run_id)).first()
        if row is None:
            raise NotFoundError(t("Run not found."))
        return to_run(row._asdict())

    def runs(
        self,
        group: str | None = None,
        viewer: str | None = None,
        states: Collection[State] | None = None,
        limit: int | None = None,
    ) -> list[Run]:
        """Runs in the order they were asked for; with a limit, the newest of them."""
        query = _runs().order_by(runs.c.number.desc()).limit(limit)
        if group is not None:
            query = query.where(runs.c.group == group)
        if viewer is not None:
            query = query.where(runs.c.viewer == viewer)
        if states is not None:
            query = query.where(runs.c.state.in_(states))
        with self._read() as connection:
            rows = connection.execute(query).all()
        return [to_run(row._asdict()) for row in reversed(rows)]

    def counts(self) -> dict[str, int]:
        """How many runs are in each state; states without runs are left out."""
        query = select(runs.c.state, func.count().label("number")).group_by(runs.c.state)
        with self._read() as connection:
            return {row.state: row.number for row in connection.execute(query)}

    def history(self, run_id: str) -> list[tuple[int, State]]:
        """Every state a run was in, in order, with the attempt that brought it there."""
        query = select(events.c.attempt, events.c.state).where(events.c.run_id == run_id)
        with self._read() as connection:
            rows = connection.execute(query.order_by(events.c.number)).all()
        return [(row.attempt, row.state) for row in rows]

    def delete_run(self, run_id: str) -> None:
        """Remove a run with its progress and results; one that still works has to be stopped first."""
        with self._write() as connection:
            idle = delete(runs).where(runs.c.id == run_id, runs.c.state != "running")
            if connection.execute(idle).rowcount:
                return
            if connection.execute(select(runs.c.id).where(runs.c.id == run_id)).first() is None:
                raise NotFoundError(t("Run not found."))
        raise JobError(t("This run still works; stop it before you delete it."))

    # From the queue to the end

    def claim(self, worker: str, run_id: str | None = None) -> Run | None:
        """Take a queued run for a worker, the one named or the next in turn; `None` if there is none."""
        with self._read() as connection:  # most often there is nothing, and then nobody need be held up
            if run_id is None and _next(connection) is None:
                return None
        with self._write() as connection:
            chosen = run_id or _next(connection)
            if chosen is None or not _move(connection, chosen, "running", worker=worker):
                return None
            row = connection.execute(_runs().where(runs.c.id == chosen)).one()
        return to_run(row._asdict())

    def begin(self, run_id: str, attempt: int, pid: int) -> None:
        """Note which process does the work."""
        with self._write() as connection:
            _own(connection, run_id, attempt, {"pid": pid, "updated": time.time()})

    def log(self, run_id: str, attempt: int, rows: Sequence[Progress]) -> None:
        """Write progress; rows with a loss join the curve. Refused (`LateWriteError`) for a lost run."""
        if not rows:
            return
        points = [_point(run_id, attempt, row) for row in rows if _has_loss(row)]
        written = [_sample(run_id, attempt, row) for row in rows if row.sample]
        with self._write() as connection:
            _own(connection, run_id, attempt, _standing(rows))
            if written:
                connection.execute(_insert(connection, samples).on_conflict_do_nothing(), written)
            if points:
                add = _insert(connection, progress)
                new, old = add.excluded, progress.c
                merged = {name: func.coalesce(new[name], old[name]) for name in CURVE[1:]}
                connection.execute(
                    add.on_conflict_do_update(index_elements=list(progress.primary_key), set_=merged), points
                )

    def curve(self, run_id: str, after: int = -1) -> pd.DataFrame:
        """The losses of a run beyond a step, in the order of the steps."""
        latest = select(runs.c.attempt).where(runs.c.id == run_id).scalar_subquery()
        query = (
            select(*(progress.c[name] for name in CURVE))
            .where(progress.c.run_id == run_id, progress.c.attempt == latest, progress.c.step > after)
            .order_by(progress.c.step)
        )
        with self._read() as connection:
            rows = connection.execute(query).all()
        types = {"step": "int64", **dict.fromkeys(CURVE[1:], "float64")}
        return pd.DataFrame(list(map(tuple, rows)), columns=list(CURVE)).astype(types)

    def samples(self, run_id: str, after: int = -1) -> pd.DataFrame:
        """What a language model wrote while it was trained, beyond a step: step, seconds, text."""
        latest = select(runs.c.attempt).where(runs.c.id == run_id).scalar_subquery()
        query = (
            select(samples.c.step, samples.c.seconds, samples.c.text)
            .where(samples.c.run_id == run_id, samples.c.attempt == latest, samples.c.step > after)
            .order_by(samples.c.step)
        )
        with self._read() as connection:
            rows = connection.execute(query).all()
        return pd.DataFrame(list(map(tuple, rows)), columns=["step", "seconds", "text"])

    def request_stop(self, run_id: str) -> None:
        """Ask a run to end: at once if it waits, else its worker is asked to keep the best and stop."""
        ask = update(runs).where(runs.c.id == run_id, runs.c.state == "running").values(stop_requested=True)
        with self._write() as connection:
            if not _move(connection, run_id, "cancelled"):
                connection.execute(ask)

    def stop_requested(self, run_id: str) -> bool:
        """Whether the worker of a run should end: it was asked to, or the run is no longer running."""
        query = select(runs.c.stop_requested, runs.c.state).where(runs.c.id == run_id)
        with self._read() as connection:
            row = connection.execute(query).first()
        return row is None or bool(row.stop_requested) or row.state != "running"

    def cancel(self, run_id: str) -> bool:
        """Take a run out of the queue; false if it no longer waits there."""
        with self._write() as connection:
            return _move(connection, run_id, "cancelled")

    def finish(self, run_id: str, attempt: int, state: State, reason: str = "") -> bool:
        """Bring a run to its end state; false if it has one already or went to another attempt."""
        with self._write() as connection:
            return _move(connection, run_id, state, attempt=attempt, reason=reason)

    def complete(
        self,
        run_id: str,
        attempt: int,
        state: State,
        *,
        summary: Mapping[str, object],
        frames: Mapping[str, pd.DataFrame],
        weights: bytes,
        reason: str = "",
    ) -> None:
        """Save the results and bring the run to its end, both or neither."""
        rows = _artifacts(run_id, summary, frames, weights)
        with self._write() as connection:
            _save(connection, run_id, attempt, rows)
            _move(connection, run_id, state, attempt=attempt, reason=reason)

    # Results

    def save_results(
        self,
        run_id: str,
        attempt: int,
        summary: Mapping[str, object],
        frames: Mapping[str, pd.DataFrame],
        weights: bytes,
    ) -> None:
        """Keep what a running run found, in place of what it had found before."""
        rows = _artifacts(run_id, summary, frames, weights)
        with self._write() as connection:
            _save(connection, run_id, attempt, rows)

    def summary(self, run_id: str) -> dict[str, Any]:
        """What a run found, as JSON-able values."""
        summary: dict[str, Any] = json.loads(self._artifact(run_id, SUMMARY))
        return summary

    def summaries(self, run_ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """What several runs found, in one read; runs without results are left out."""
        query = select(artifacts).where(artifacts.c.run_id.in_(run_ids), artifacts.c.name == SUMMARY)
        with self._read() as connection:
            rows = connection.execute(query).all()
        return {row.run_id: json.loads(checked(row.content, row.sha256)) for row in rows}

    def frames(self, run_id: str) -> tuple[str, ...]:
        """The names of the frames a run left."""
        query = select(artifacts.c.name).where(artifacts.c.run_id == run_id).order_by(artifacts.c.name)
        with self._read() as connection:
            names = connection.execute(query).scalars().all()
        return tuple(name.removeprefix(FRAME) for name in names if name.startswith(FRAME))

    def frame(self, run_id: str, name: str) -> pd.DataFrame:
        """One frame of the results."""
        return from_arrow(self._artifact(run_id, FRAME + name))

    def weights(self, run_id: str) -> bytes:
        """The trained weights as safetensors bytes."""
        return self._artifact(run_id, WEIGHTS)

    def _artifact(self, run_id: str, name: str) -> bytes:
        query = select(artifacts.c.content, artifacts.c.sha256)
        with self._read() as connection:
            row = connection.execute(
                query.where(artifacts.c.run_id == run_id, artifacts.c.name == name)
            ).first()
        if row is None:
            raise NotFoundError(t("This run has no such result."))
        return checked(row.content, row.sha256)

    # Facts of the machine

    def set_fact(self, key: str, value: object) -> None:
        """Keep a small JSON-able fact, such as the devices of this machine."""
        with self._write() as connection:
            put = _insert(connection, facts).values(key=key, value=to_json(value))
            connection.execute(
                put.on_conflict_do_update(index_elements=[facts.c.key], set_={"value": put.excluded.value})
            )

    def fact(self, key: str) -> Any:
        """A fact that was kept; `None` if nobody did."""
        with self._read() as connection:
            value = connection.execute(select(facts.c.value).where(facts.c.key == key)).scalar()
        return None if value is None else json.loads(value)

    # Who starts the workers

    def take_lease(self, name: str, holder: str, replacing: str | None = None) -> bool:
        """Become the one holder of a lease that is free, or held by `replacing`, who is known to be gone."""
        with self._write() as connection:
            add = _insert(connection, leases).values(name=name, holder=holder, beat=0)
            connection.execute(add.on_conflict_do_nothing())
            old = leases.c.holder.in_([holder, replacing or holder])
            mine = update(leases).where(leases.c.name == name, old)
            return bool(connection.execute(mine.values(holder=holder, beat=leases.c.beat + 1)).rowcount)

    def lease(self, name: str) -> tuple[str, int] | None:
        """Who holds a lease, and how often it was renewed."""
        with self._read() as connection:
            row = connection.execute(select(leases).where(leases.c.name == name)).first()
        return None if row is None else (row.holder, row.beat)

    def release_lease(self, name: str, holder: str) -> None:
        """Give a lease back, if it is still one's own."""
        with self._write() as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))


def _task_of(config_json: str) -> str:
    try:
        return str(json.loads(config_json)["task"])
    except (ValueError, KeyError, TypeError):
        raise ConfigError(t("The settings of a run must be JSON that names its task.")) from None


def _insert(connection: Connection, table: Table) -> Any:
    """An INSERT that can say what happens to a row that is there already."""
    return INSERTS[connection.dialect.name](table)


def _runs() -> Select[Any]:
    """All columns of a run, with its place in the queue while it waits there."""
    ahead = runs.alias("ahead")
    place = select(func.count()).where(ahead.c.state == "queued", ahead.c.number <= runs.c.number)
    waits = runs.c.state == "queued"
    return select(runs, case((waits, place.scalar_subquery()), else_=None).label("place"))


def _next(connection: Connection) -> str | None:
    """The run whose turn it is. A database server skips those that another claim holds."""
    queue = select(runs.c.id).where(runs.c.state == "queued").order_by(runs.c.number).limit(1)
    return connection.execute(queue.with_for_update(skip_locked=True)).scalar()


def _move(
    connection: Connection,
    run_id: str,
    state: State,
    *,
    attempt: int | None = None,
    worker: str | None = None,
    reason: str = "",
) -> bool:
    """Change the state of a run if that is a legal step for this attempt; false if it is not."""
    now = time.time()
    values: dict[str, Any] = {"state": state, "reason": clean_text(reason), "updated": now}
    if worker is not None:
        values |= {"worker": worker, "attempt": runs.c.attempt + 1, "started": now}
    if state not in ACTIVE:
        values |= {"finished": now, "pid": None, "eta": None}
    move = update(runs).where(runs.c.id == run_id, runs.c.state.in_(sources(state)))
    if attempt is not None:
        move = move.where(runs.c.attempt == attempt)
    if not connection.execute(move.values(values)).rowcount:
        return False
    current = connection.execute(select(runs.c.attempt).where(runs.c.id == run_id)).scalar_one()
    _note(connection, run_id, current, state)
    return True


def _note(connection: Connection, run_id: str, attempt: int, state: State) -> None:
    row = {"run_id": run_id, "attempt": attempt, "state": state, "at": time.time()}
    connection.execute(insert(events).values(row))


def _own(connection: Connection, run_id: str, attempt: int, values: Mapping[str, Any]) -> None:
    """Change a run only while it is running and this attempt holds it."""
    mine = update(runs).where(runs.c.id == run_id, runs.c.state == "running", runs.c.attempt == attempt)
    if not connection.execute(mine.values(dict(values))).rowcount:
        raise LateWriteError(t("This run has ended or was given to another worker; nothing was written."))


def _has_loss(row: Progress) -> bool:
    return row.train_loss is not None or row.valid_loss is not None


def _point(run_id: str, attempt: int, row: Progress) -> dict[str, Any]:
    losses = {name: finite(getattr(row, name)) for name in CURVE[1:]}
    return {"run_id": run_id, "attempt": attempt, "step": row.step, **losses}


def _sample(run_id: str, attempt: int, row: Progress) -> dict[str, Any]:
    text = clean_text(row.sample, LONGEST_SAMPLE)
    return {"run_id": run_id, "attempt": attempt, "step": row.step, "seconds": row.seconds, "text": text}


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
    run_id: str, summary: Mapping[str, object], frames: Mapping[str, pd.DataFrame], weights: bytes
) -> list[dict[str, Any]]:
    """The rows of a result, made before the transaction starts, so that it stays short."""
    contents = {SUMMARY: to_json(summary).encode(), WEIGHTS: weights}
    contents |= {FRAME + name: to_arrow(frame) for name, frame in frames.items()}
    return [
        {"run_id": run_id, "name": name, "content": content, "sha256": sha256(content)}
        for name, content in contents.items()
    ]


def _save(connection: Connection, run_id: str, attempt: int, rows: list[dict[str, Any]]) -> None:
    _own(connection, run_id, attempt, {"updated": time.time()})
    connection.execute(delete(artifacts).where(artifacts.c.run_id == run_id))
    connection.execute(insert(artifacts), rows)
