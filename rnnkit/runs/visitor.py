"""The store as one visitor sees it: everything a person does, on what is this person's own.

What belongs to somebody else is answered like what does not exist.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from rnnkit.config.stored import stamped_json
from rnnkit.errors import ConfigError, JobError
from rnnkit.files.encoding import clean_text, new_id, sha256
from rnnkit.runs import checkpoints, retention, uses
from rnnkit.runs.fair_queue import next_turn
from rnnkit.runs.queue import ask_to_stop, move, note
from rnnkit.runs.quotas import Allowance
from rnnkit.runs.reading import Scope, StoreReader, no_data, no_run, tidy
from rnnkit.runs.sharing import Share, new_token, to_row, to_share, valid_shares
from rnnkit.runs.sql import copies
from rnnkit.runs.sql.database import Database, insert_into, take_turns
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.sql.schema import datasets, runs, shares
from rnnkit.training.room import check_megabytes
from rnnkit.words import t

SEEN_SECONDS = 3600.0  # that somebody looks is written down once an hour at most


@dataclass(frozen=True)
class Order:
    """A run that is asked for: settings as JSON, what it is called, the megabytes it is expected to take."""

    config: str
    label: str = ""
    megabytes: float = 0.0


class Visitor(StoreReader):
    """What one visitor may see and do. The name is never shown to anybody else."""

    def __init__(self, database: Database, viewer: str, allowance: Allowance) -> None:
        self.key = viewer
        self.allowance = allowance
        mine = runs.c.viewer == viewer
        super().__init__(database, Scope(mine, mine, datasets.c.viewer == viewer))

    # Data sets

    def add_dataset(self, name: str, content: bytes, overrides_json: str = "{}") -> str:
        """Keep uploaded bytes with the decisions about reading them; the same data is kept once."""
        digest = sha256(content)
        now = time.time()
        row = {
            "id": sha256("\n".join((digest, overrides_json, self.key)).encode()),
            "viewer": self.key,
            "name": clean_text(name),
            "content": content,
            "sha256": digest,
            "overrides": overrides_json,
            "created": now,
            "seen": now,
        }
        if not self._has(str(row["id"])):
            self._check_storage()
            with self._database.writing() as connection:
                take_turns(connection, self.key)
                self._admit_data(connection, digest, len(content), now)
                connection.execute(insert_into(connection, datasets).values(row).on_conflict_do_nothing())
        return str(row["id"])

    def _has(self, dataset_id: str) -> bool:
        query = select(datasets.c.id).where(datasets.c.id == dataset_id, self._scope.datasets)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def _admit_data(self, connection: Connection, digest: str, size: int, now: float) -> None:
        """Check what one visitor may bring; the same file, read differently, counts once."""
        same = select(datasets.c.id).where(datasets.c.viewer == self.key, datasets.c.sha256 == digest)
        if connection.execute(same).first() is None:
            self.allowance.check_uploads(*uses.recent(connection, self.key, "file", now))
            uses.count_use(connection, self.key, "file", 1, now)
        kept = retention.bytes_of(connection, self.key)
        over = kept + size - int(self.allowance.megabytes_each * 1_000_000)
        if over > 0:
            retention.forget_unused(connection, self.key, over)
            kept = retention.bytes_of(connection, self.key)
        self.allowance.check_megabytes(kept, size)

    # Runs

    def create_run(
        self, config_json: str, dataset_id: str, label: str = "", group: str = "", megabytes: float = 0.0
    ) -> str:
        """Put one run into the queue and return its id; without a group it is a group of its own."""
        return self.create_runs([Order(config_json, label, megabytes)], dataset_id, group)[0]

    def create_runs(self, orders: Sequence[Order], dataset_id: str, group: str = "") -> list[str]:
        """Put runs into the queue, all or none, and return their ids, which nobody can guess."""
        self._check_storage()
        for order in orders:
            check_megabytes(order.megabytes)
        now = time.time()
        ids = [new_id() for _ in orders]
        with self._database.writing() as connection:
            take_turns(connection, "queue")
            if connection.execute(self._own_data(dataset_id)).first() is None:
                raise no_data()
            self._admit_runs(connection, len(orders), now)
            self._write(connection, dict(zip(ids, orders, strict=True)), dataset_id, group, now)
            retention.forget_beyond(connection, self.key, self.allowance.runs_each)
        return ids

    def begin_run(self, order: Order, dataset_id: str, worker: str) -> Run:
        """Write down a run that `worker` does here and now: it never waits, so no broker can take it."""
        self._check_storage()
        run_id = new_id()
        with self._database.writing() as connection:
            take_turns(connection, "queue")
            if connection.execute(self._own_data(dataset_id)).first() is None:
                raise no_data()
            self._write(connection, {run_id: order}, dataset_id, "", time.time())
            move(connection, run_id, "running", worker=worker)
            retention.forget_beyond(connection, self.key, self.allowance.runs_each)
        return self.run(run_id)

    def _write(
        self, connection: Connection, orders: Mapping[str, Order], dataset_id: str, group: str, now: float
    ) -> None:
        """Write down waiting runs, by their ids."""
        turn = next_turn(connection, self.key)
        for place, (run_id, order) in enumerate(orders.items()):
            row = {
                "id": run_id,
                "viewer": self.key,
                "group": clean_text(group, 64) or run_id,
                "task": _task_of(order.config),
                "label": clean_text(order.label),
                "turn": turn + place,
                "megabytes": order.megabytes,
                "dataset_id": dataset_id,
                "config": stamped_json(order.config),
                "state": "queued",
                "created": now,
                "seen": now,
            }
            connection.execute(insert(runs).values(row))
            note(connection, run_id, 0, "queued")

    def _own_data(self, dataset_id: str) -> Any:
        return select(datasets.c.id).where(datasets.c.id == tidy(dataset_id), self._scope.datasets)

    def _admit_runs(self, connection: Connection, wanted: int, now: float) -> None:
        """Check what one visitor may ask for, and all of them together."""
        self._admit_to_queue(connection, wanted)
        number, oldest_age = uses.recent(connection, self.key, "run", now)
        self.allowance.check_hour(number, wanted, oldest_age)
        uses.count_use(connection, self.key, "run", wanted, now)

    def _admit_to_queue(self, connection: Connection, wanted: int) -> None:
        waiting = select(func.count()).select_from(runs).where(runs.c.state == "queued")
        own = connection.execute(waiting.where(self._scope.runs)).scalar_one()
        self.allowance.check_queue(own, connection.execute(waiting).scalar_one(), wanted)

    def checkpoint(self, run_id: str) -> checkpoints.Checkpoint | None:
        """What a run could go on from: its newest checkpoint, if there is one."""
        with self._database.reading() as connection:
            self._attempt(connection, run_id)
            return checkpoints.newest(connection, run_id)

    def resume(self, run_id: str) -> int:
        """Put a run whose worker died back into the queue, and give the step it will go on from.

        Raises `JobError` with one sentence for a run that cannot go on.
        """
        with self._database.writing() as connection:
            take_turns(connection, "queue")
            self._attempt(connection, run_id)
            self._admit_to_queue(connection, 1)
            return checkpoints.go_back(connection, run_id)

    def request_stop(self, run_id: str) -> None:
        """End a run: at once if it waits, else its worker is asked to keep the best and stop."""
        with self._database.writing() as connection:
            self._attempt(connection, run_id)
            ask_to_stop(connection, run_id, allowed=self._scope.runs)

    def cancel(self, run_id: str) -> bool:
        """Take a run out of the queue; false if it no longer waits there."""
        with self._database.writing() as connection:
            self._attempt(connection, run_id)
            return move(connection, run_id, "cancelled", allowed=self._scope.runs)

    def rename(self, run_id: str, label: str) -> None:
        """Call a run something else."""
        with self._database.writing() as connection:
            change = update(runs).where(self._that(run_id)).values(label=clean_text(label))
            if not connection.execute(change).rowcount:
                raise no_run()

    def delete_run(self, run_id: str) -> None:
        """Remove a run with its progress and results; one that still works has to be stopped first."""
        with self._database.writing() as connection:
            idle = delete(runs).where(self._that(run_id), runs.c.state != "running")
            if not connection.execute(idle).rowcount:
                self._attempt(connection, run_id)
                raise JobError(t("This run still works; stop it before you delete it."))
        if file := self._database.file:
            copies.forget_run(file, run_id)

    def look_at(self, group: str) -> None:
        """Write down that the runs of a group, and their data, were looked at, so that they are kept."""
        now = time.time()
        stale = (runs.c.group == tidy(group), runs.c.seen < now - SEEN_SECONDS, self._scope.runs)
        with self._database.reading() as connection:
            old = connection.execute(select(runs.c.dataset_id).where(*stale)).scalars().all()
        if old:
            with self._database.writing() as connection:
                connection.execute(update(runs).where(*stale).values(seen=now))
                connection.execute(
                    update(datasets).where(datasets.c.id.in_(old), self._scope.datasets).values(seen=now)
                )

    # Links

    def share(self, group: str, *, weights: bool = False, data: bool = False) -> str:
        """Make a link to a group of runs and return its secret, which is kept nowhere."""
        token = new_token()
        with self._database.writing() as connection:
            own = select(runs.c.id).where(runs.c.group == tidy(group), self._scope.runs)
            if connection.execute(own).first() is None:
                raise no_run()
            connection.execute(insert(shares).values(to_row(token, self.key, group, weights, data)))
        return token

    def shares(self, group: str) -> list[Share]:
        """The links to a group that are valid now, oldest first."""
        query = valid_shares().where(shares.c.viewer == self.key, shares.c.group == tidy(group))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(shares.c.created)).all()
        return [to_share(row._asdict()) for row in rows]

    def revoke(self, share_id: str) -> None:
        """End a link now; one that has ended, or is somebody else's, stays as it is."""
        with self._database.writing() as connection:
            connection.execute(
                delete(shares).where(shares.c.id == tidy(share_id), shares.c.viewer == self.key)
            )

    # All of it

    def kept(self) -> "StoredData":
        """How much of this visitor's is kept here."""
        with self._database.reading() as connection:
            return StoredData(
                runs=_count(connection, runs, self.key),
                datasets=_count(connection, datasets, self.key),
                links=_count(connection, shares, self.key),
                megabytes=retention.bytes_of(connection, self.key) / 1_000_000,
            )

    def delete_everything(self) -> None:
        """Remove all data, runs and links of this visitor, also from copies of the store.

        What works right now ends without a result.
        """
        with self._database.writing() as connection:
            retention.everything_of(connection, self.key)
        if file := self._database.file:
            copies.forget_viewer(file, self.key)

    def _check_storage(self) -> None:
        self.allowance.check_storage(self._database.file, self._database.size())


@dataclass(frozen=True)
class StoredData:
    """How much of a visitor's is in the store."""

    runs: int
    datasets: int
    links: int
    megabytes: float


def _count(connection: Connection, table: Table, viewer: str) -> int:
    return connection.execute(
        select(func.count()).select_from(table).where(table.c.viewer == viewer)
    ).scalar_one()


def _task_of(config_json: str) -> str:
    try:
        return str(json.loads(config_json)["task"])
    except (ValueError, KeyError, TypeError):
        raise ConfigError(t("The settings of a run must be JSON that names its task.")) from None
