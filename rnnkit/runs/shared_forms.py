"""Links that a form is started from: a token of which only the hash is kept, for the settings of one form.

Who opens one sees settings, which of them are hidden or locked, and how the data was read. The data goes
along only where its owner wanted that; an example that everybody has needs no copy. No run is shown.
A link ends on its day, or when its owner takes it back, and the very next look finds nothing.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, exists, false, select

from rnnkit.errors import LimitError, NotFoundError
from rnnkit.files.encoding import clean_text, sha256
from rnnkit.runs.reading import Datasets
from rnnkit.runs.scope import Scope, ScopedDatabase, valid_id
from rnnkit.runs.sharing import NOW
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import datasets, forms
from rnnkit.words import t

DAY = 24 * 3600
DAYS = (7, 30, 90)  # how long a link may be valid
MOST_EACH = 100  # links of one visitor
MOST_BYTES = 64_000  # of settings
MOST_NAMES = 200  # of fields that are hidden or locked


@dataclass(frozen=True)
class FormDraft:
    """What a link to a form is made from.

    - `name`: what its owner knows it by, such as the name of the data;
    - `config`: settings as JSON; `cells`: the networks;
    - `hidden`, `locked`: fields that are not drawn, or not to be changed;
    - `sample`: an example that everybody has; `overrides`: how the data is read, as JSON;
    - `dataset_id`: data of the owner that goes along; `None` where it stays here.
    """

    task: str
    name: str
    config: str
    cells: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    sample: str = ""
    overrides: str = "{}"
    dataset_id: str | None = None

    @property
    def gives_data(self) -> bool:
        """Whether whoever starts from it has the data, too."""
        return bool(self.sample or self.dataset_id)

    def __post_init__(self) -> None:
        if len(self.config) > MOST_BYTES or len(self.overrides) > MOST_BYTES:
            raise LimitError(
                t("These settings are too long for a link: at most {most} characters.", most=MOST_BYTES)
            )
        if max(len(self.hidden), len(self.locked), len(self.cells)) > MOST_NAMES:
            raise LimitError(t("A link holds at most {most} fields.", most=MOST_NAMES))


@dataclass(frozen=True)
class SharedForm(FormDraft):
    """A link that is valid now: what it shows, not how it is spelled."""

    id: str = ""
    created: datetime = datetime.min
    expires: datetime = datetime.min


class FormGuest:
    """Whoever opens a link to a form: reads its settings, and its data where that was wanted."""

    def __init__(self, database: Database, token: str) -> None:
        key = sha256(valid_id(token).encode())
        shared = ScopedDatabase(database, _scope(key))
        with shared.reading() as connection:
            row = connection.execute(valid_forms().where(forms.c.id == key)).first()
        if row is None:
            raise NotFoundError(t("This link to a form is not valid (any more)."))
        form = to_form(row._asdict())
        self.form = form if form.gives_data else replace(form, name="", overrides="{}")
        self.datasets = Datasets(shared)


def to_row(token: str, viewer: str, draft: FormDraft, days: int) -> dict[str, Any]:
    """The row of a new link."""
    now = time.time()
    fields = {"cells": draft.cells, "hidden": draft.hidden, "locked": draft.locked}
    return {
        "id": sha256(token.encode()),
        "viewer": viewer,
        "task": draft.task,
        "name": clean_text(draft.name)[:200],
        "dataset_id": draft.dataset_id,
        "sample": draft.sample,
        "overrides": draft.overrides,
        "config": draft.config,
        "fields": json.dumps(fields),
        "created": now,
        "expires": now + days * DAY,
    }


def to_form(row: Mapping[str, Any]) -> SharedForm:
    """A link from a row of its table."""
    same = ("task", "name", "config", "sample", "overrides", "dataset_id", "id")
    times = {name: datetime.fromtimestamp(row[name], UTC) for name in ("created", "expires")}
    fields = {name: tuple(names) for name, names in json.loads(row["fields"]).items()}
    found: dict[str, Any] = {**{name: row[name] for name in same}, **fields, **times}
    return SharedForm(**found)


def valid_forms() -> Select[Any]:
    """The links to forms that have not ended."""
    return select(forms).where(forms.c.expires > NOW)


def _scope(key: str) -> Scope:
    """What a link to a form shows beside its settings: no run, and the data that goes along."""
    given = exists().where(forms.c.id == key, forms.c.dataset_id == datasets.c.id, forms.c.expires > NOW)
    return Scope(runs=false(), weights=false(), datasets=given)
