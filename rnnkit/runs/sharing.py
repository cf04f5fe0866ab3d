"""Links that let others look: a token of 128 bits of which only the hash is kept, for one group of runs.

A link shows runs, curves, results. Weights and data are handed out only where the owner said so.
It ends by itself after a week, or when its owner takes it back, and the very next look finds nothing.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Float, Select, bindparam, exists, select

from rnnkit.errors import NotFoundError
from rnnkit.files.encoding import sha256
from rnnkit.runs.reading import Datasets, Looks, ProgressReader, Results, Runs
from rnnkit.runs.scope import Scope, ScopedDatabase, valid_id
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import datasets, runs, shares
from rnnkit.words import t

VALID_SECONDS = 7 * 24 * 3600
TOKEN_BYTES = 16
NOW = bindparam("now", callable_=time.time, type_=Float)  # read when a query runs, not when it is written


@dataclass(frozen=True)
class Share:
    """A link that is valid now, as its owner may see it: what it shows, not how it is spelled."""

    id: str
    group: str
    weights: bool
    data: bool
    created: datetime
    expires: datetime


class Guest:
    """Whoever opens a link: sees the runs of one group, changes nothing."""

    def __init__(self, database: Database, token: str) -> None:
        self.key = sha256(valid_id(token).encode())
        shared = ScopedDatabase(database, _scope(self.key))
        with shared.reading() as connection:
            row = connection.execute(valid_shares().where(shares.c.id == self.key)).first()
            shown = connection.execute(select(runs.c.id).where(shared.scope.runs).limit(1)).first()
        if row is None or shown is None:
            raise NotFoundError(t("Link not valid (any more)."))
        self.share = to_share(row._asdict())
        self.gives_weights, self.gives_data = self.share.weights, self.share.data
        self.datasets, self.runs = Datasets(shared), Runs(shared)
        self.progress, self.results = ProgressReader(shared), Results(shared)
        self.looks = Looks(shared)


def new_token() -> str:
    """The secret of a new link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def to_row(token: str, viewer: str, group: str, weights: bool, data: bool) -> dict[str, Any]:
    """The row of a new link."""
    now = time.time()
    return {
        "id": sha256(token.encode()),
        "viewer": viewer,
        "group": group,
        "weights": weights,
        "data": data,
        "created": now,
        "expires": now + VALID_SECONDS,
    }


def to_share(row: Mapping[str, Any]) -> Share:
    """A link from a row of its table."""
    times = {name: datetime.fromtimestamp(row[name], UTC) for name in ("created", "expires")}
    return Share(**{field.name: row[field.name] for field in fields(Share)} | times)


def valid_shares() -> Select[Any]:
    """The links that have not ended."""
    return select(shares).where(shares.c.expires > NOW)


def _scope(key: str) -> Scope:
    """What a link shows: the runs that its owner had in the group when somebody looks."""
    link = exists().where(
        shares.c.id == key,
        shares.c.group == runs.c.group,
        shares.c.viewer == runs.c.viewer,
        shares.c.expires > NOW,
    )
    used = exists().where(runs.c.dataset_id == datasets.c.id, link.where(shares.c.data))
    return Scope(runs=link, weights=link.where(shares.c.weights), datasets=used)
