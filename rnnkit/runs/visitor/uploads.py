"""Data that a visitor brings: kept once, within what one visitor may bring and keep."""

import time

from sqlalchemy import Connection, select

from rnnkit.files.encoding import clean_text, sha256
from rnnkit.runs.holdings import bytes_of, forget_unused
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.scope import ScopedDatabase
from rnnkit.runs.sql.database import advisory_lock, insert_into
from rnnkit.runs.sql.schema import datasets
from rnnkit.runs.visitor import uses


def dataset_id_of(viewer: str, content: bytes, overrides_json: str = "{}") -> str:
    """The id that these bytes have, or would have, among the data of a visitor."""
    return _id(sha256(content), overrides_json, viewer)


def _id(digest: str, overrides_json: str, viewer: str) -> str:
    return sha256("\n".join((digest, overrides_json, viewer)).encode())


class Uploads:
    """The way in for data of one visitor."""

    def __init__(self, database: ScopedDatabase, viewer: str, quotas: Quotas) -> None:
        self._database, self._viewer, self._quotas = database, viewer, quotas

    def add(self, name: str, content: bytes, overrides_json: str = "{}") -> str:
        """Keep uploaded bytes with the decisions about reading them; the same data is kept once."""
        digest = sha256(content)
        now = time.time()
        row = {
            "id": _id(digest, overrides_json, self._viewer),
            "viewer": self._viewer,
            "name": clean_text(name),
            "content": content,
            "sha256": digest,
            "overrides": overrides_json,
            "created": now,
            "seen": now,
        }
        if not self._has(str(row["id"])):
            self._quotas.check_storage(self._database.file, self._database.size())
            with self._database.writing() as connection:
                advisory_lock(connection, self._viewer)
                self._admit(connection, digest, len(content), now)
                connection.execute(insert_into(connection, datasets).values(row).on_conflict_do_nothing())
        return str(row["id"])

    def _has(self, dataset_id: str) -> bool:
        query = select(datasets.c.id).where(datasets.c.id == dataset_id, self._database.scope.datasets)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def _admit(self, connection: Connection, digest: str, size: int, now: float) -> None:
        """Check what one visitor may bring; the same file, read differently, counts once."""
        same = select(datasets.c.id).where(datasets.c.viewer == self._viewer, datasets.c.sha256 == digest)
        if connection.execute(same).first() is None:
            self._quotas.check_uploads(*uses.recent(connection, self._viewer, "file", now))
            uses.count_use(connection, self._viewer, "file", 1, now)
        kept = bytes_of(connection, self._viewer)
        over = kept + size - int(self._quotas.megabytes_each * 1_000_000)
        if over > 0:
            forget_unused(connection, self._viewer, over)
            kept = bytes_of(connection, self._viewer)
        self._quotas.check_megabytes(kept, size)
