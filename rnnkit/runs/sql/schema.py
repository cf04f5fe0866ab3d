"""The tables of the store, the same on SQLite and PostgreSQL, and the steps from older versions to this one.

Times are seconds since 1970. Bytes (data sets, results, weights) are rows, so that one transaction
and one backup hold everything, and no name a person typed ever names a file.
"""

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from rnnkit.errors import RnnkitError
from rnnkit.runs.sql.registry import metadata
from rnnkit.runs.sql.room_tables import ROOM_TABLES
from rnnkit.words import t

READER = "rnnkit_reader"  # execution option of a transaction that only reads

version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

datasets = Table(
    "datasets",
    metadata,
    Column("id", String(64), primary_key=True),  # hash of content, overrides and viewer: the same data once
    Column("viewer", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the content alone: which runs saw the same file
    Column("overrides", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("seen", Float, nullable=False),  # when its owner, or somebody with a link, last looked
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # order of the queue; clocks can jump
    Column("id", String(32), nullable=False, unique=True),
    Column("viewer", String(64), nullable=False, index=True),
    Column("group", String(64), nullable=False, index=True),
    Column("task", String(32), nullable=False),
    Column("label", Text, nullable=False),
    Column("turn", Integer, nullable=False, default=0),  # order among visitors, see rnnkit.runs.fair_queue
    Column("megabytes", Float, nullable=False, default=0.0),  # memory it is expected to take; 0 if unknown
    Column("dataset_id", String(64), ForeignKey("datasets.id"), nullable=False, index=True),
    Column("config", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("attempt", Integer, nullable=False, default=0),  # grows with every claim; an old one cannot write
    Column("worker", Text, nullable=False, default=""),  # who holds it, see rnnkit.jobs.identity
    Column("pid", Integer),
    Column("stop_requested", Boolean, nullable=False, default=False),
    Column("phase", String(16), nullable=False, default=""),
    Column("step", Integer, nullable=False, default=0),
    Column("steps", Integer, nullable=False, default=0),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("eta", Float),
    Column("device", String(64), nullable=False, default=""),
    Column("train_loss", Float),
    Column("valid_loss", Float),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("updated", Float),
    Column("finished", Float),
    Column("seen", Float, nullable=False),
    Column("search", String(32), ForeignKey("searches.id", ondelete="CASCADE"), index=True),  # of a trial
    Column("needs", Text, nullable=False, default="{}", server_default="{}"),  # see rnnkit.runs.needs
    Index("runs_by_state", "state", "number"),
    sqlite_autoincrement=True,
)

searches = Table(  # searches for settings; their trials are runs, deleted with them
    "searches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("viewer", String(64), nullable=False, index=True),
    Column("task", String(32), nullable=False),
    Column("dataset_id", String(64), ForeignKey("datasets.id"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("config", Text, nullable=False),
    Column("settings", Text, nullable=False),  # what is tried: settings of the task and expected megabytes
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("seconds", Float, nullable=False, default=0.0),  # that somebody worked on it
    Column("winner", String(32), nullable=False, default=""),  # the run that opened the test part
    Column("created", Float, nullable=False),
    Column("finished", Float),
    Column("seen", Float, nullable=False),
)

progress = Table(
    "progress",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("seconds", Float, nullable=False),
    Column("train_loss", Float),
    Column("valid_loss", Float),
    Column("learning_rate", Float),
)

samples = Table(  # what a language model wrote while it was trained
    "samples",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("seconds", Float, nullable=False),
    Column("text", Text, nullable=False),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(64), primary_key=True),  # "summary", "weights", "frame/<name>", "file/<name>"
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
)

checkpoints = Table(  # what a run goes on from when its worker died
    "checkpoints",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
)

wishes = Table(  # what was asked of a run while it trained, see rnnkit.training.wishes
    "wishes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("at", Float, nullable=False),
    Column("step", Integer),  # after which it was granted
    sqlite_autoincrement=True,
)

events = Table(  # every change of state, so that a checker can tell whether each was legal
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("attempt", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Float, nullable=False),
)

shares = Table(  # links that let others look at a group of runs
    "shares",
    metadata,
    Column("id", String(64), primary_key=True),  # hash of the token in the link
    Column("viewer", String(64), nullable=False, index=True),
    Column("group", String(64), nullable=False),
    Column("weights", Boolean, nullable=False),
    Column("data", Boolean, nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)

forms = Table(  # links that a form is started from, see rnnkit.runs.shared_forms
    "forms",
    metadata,
    Column("id", String(64), primary_key=True),  # hash of the token in the link
    Column("viewer", String(64), nullable=False, index=True),
    Column("task", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("dataset_id", String(64), ForeignKey("datasets.id"), index=True),  # data that goes along
    Column("sample", String(64), nullable=False, default=""),
    Column("overrides", Text, nullable=False),
    Column("config", Text, nullable=False),
    Column("fields", Text, nullable=False),  # JSON: the networks, and which fields are hidden or locked
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)

uses = Table(  # what counts against the limits of an hour, see rnnkit.runs.visitor.uses
    "uses",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("viewer", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("at", Float, nullable=False),
)

marks = Table(  # what is noted of a visitor for a month, see rnnkit.runs.visitor.admission
    "marks",
    metadata,
    Column("viewer", String(64), primary_key=True),
    Column("mark", String(96), primary_key=True),
    Column("at", Float, nullable=False),
)

leases = Table(  # who may start workers on this store: one broker at a time
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("beat", Integer, nullable=False),  # counted, not timed: two clocks never agree
)

facts = Table(
    "facts", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False)
)

Migration = Callable[[Connection], None]


def add_samples(connection: Connection) -> None:
    """Version 2: samples of text."""
    samples.create(connection)


def add_owners(connection: Connection) -> None:
    """Version 3: turns, expected memory, when something was last seen, links, a group for every run."""
    for table, column in (
        ("runs", "turn INTEGER NOT NULL DEFAULT 0"),
        ("runs", "megabytes FLOAT NOT NULL DEFAULT 0"),
        ("runs", "seen FLOAT NOT NULL DEFAULT 0"),
        ("datasets", "seen FLOAT NOT NULL DEFAULT 0"),
    ):
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column}"))
    now = time.time()
    for table in ("runs", "datasets"):
        connection.execute(text(f"UPDATE {table} SET seen = :now"), {"now": now})
    connection.execute(text("""UPDATE runs SET "group" = id WHERE "group" = ''"""))
    shares.create(connection)


def add_checkpoints(connection: Connection) -> None:
    """Version 4: checkpoints."""
    checkpoints.create(connection)


def add_uses(connection: Connection) -> None:
    """Version 5: what was asked for within the hour, which deleting no longer takes back."""
    uses.create(connection)
    hour = {"since": time.time() - 3600}
    for table, kind in (("runs", "run"), ("datasets", "file")):
        connection.execute(
            text(
                f"INSERT INTO uses (viewer, kind, at) "
                f"SELECT viewer, '{kind}', created FROM {table} WHERE created > :since"
            ),
            hour,
        )


def add_wishes(connection: Connection) -> None:
    """Version 6: what was asked of runs while they trained."""
    wishes.create(connection)


def add_searches(connection: Connection) -> None:
    """Version 7: searches for settings, and which of the runs are their trials."""
    searches.create(connection)
    connection.execute(
        text("ALTER TABLE runs ADD COLUMN search VARCHAR(32) REFERENCES searches (id) ON DELETE CASCADE")
    )
    connection.execute(text("CREATE INDEX ix_runs_search ON runs (search)"))


def add_rooms(connection: Connection) -> None:
    """Version 8: rooms."""
    for table in ROOM_TABLES:
        table.create(connection)


def add_forms(connection: Connection) -> None:
    """Version 9: links that a form is started from."""
    forms.create(connection)


def add_marks(connection: Connection) -> None:
    """Version 10: what is noted of visitors for a while."""
    marks.create(connection)


def add_needs(connection: Connection) -> None:
    """Version 11: what runs need of a machine; those of before are content with any."""
    connection.execute(text("ALTER TABLE runs ADD COLUMN needs TEXT NOT NULL DEFAULT '{}'"))


# Each function lifts a store by one version; the first one takes version 1 to 2. Never edit one that shipped.
MIGRATIONS: Sequence[Migration] = (
    add_samples,
    add_owners,
    add_checkpoints,
    add_uses,
    add_wishes,
    add_searches,
    add_rooms,
    add_forms,
    add_marks,
    add_needs,
)


def migrate(engine: Engine, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Create the tables of a new store, or lift an older one to this version, all or nothing."""
    newest = 1 + len(migrations)
    with engine.execution_options(**{READER: True}).begin() as connection:
        if _version(connection) == newest:
            return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # SQLite is locked by BEGIN IMMEDIATE already
            connection.execute(text("SELECT pg_advisory_xact_lock(7266)"))
        found = _version(connection)
        if found > newest:
            raise RnnkitError(
                t(
                    "The store has version {found}, this app knows {newest}: update the app.",
                    found=found,
                    newest=newest,
                )
            )
        if found == newest:  # another process was quicker
            return
        if found == 0:
            metadata.create_all(connection)
            connection.execute(insert(version).values(version=newest))
        else:
            _keep_a_copy(engine, found)
            for migration in migrations[found - 1 :]:
                migration(connection)
            connection.execute(update(version).values(version=newest))


def _version(connection: Connection) -> int:
    """The version of a store; 0 for an empty database."""
    if not inspect(connection).has_table(version.name):
        return 0
    return connection.execute(select(func.max(version.c.version))).scalar() or 0


def _keep_a_copy(engine: Engine, found: int) -> None:
    """Copy a SQLite file beside itself before it is changed; a server has backups of its own."""
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and path != ":memory:":
        stamp = time.strftime("%Y%m%d-%H%M%S")
        copy = Path(path).with_name(f"{Path(path).name}.version-{found}-{stamp}")
        shutil.copyfile(path, copy)  # its age counts from now, not from when the store was last written
        shutil.copymode(path, copy)
