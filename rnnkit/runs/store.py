"""The store: data sets, runs, progress and results, in one database that every process sees.

`Store` sees everything and is for those who do the work. A person goes through `store.of(viewer)`, which
sees and changes what is this person's own, or through `store.shared(token)`, which sees what a link shares.
All three are made of parts, each with one idea and the database in its scope: `store.queue.claim(...)`,
`visitor.runs.get(...)`, `guest.results.summary(...)`.

Transactions are short, each change of state is one guarded UPDATE, and a worker that lost its run
(its `attempt` is old, or the run has ended) cannot write any more. No torch and no screen in here.
"""

import os
from functools import lru_cache, partial
from pathlib import Path

from rnnkit.runs.host_facts import Facts
from rnnkit.runs.offers import Offers
from rnnkit.runs.quotas import Quotas
from rnnkit.runs.reading import Datasets, Looks, ProgressReader, Results, Runs
from rnnkit.runs.rooms.entries import RoomEntries
from rnnkit.runs.rooms.screening import Screen
from rnnkit.runs.rooms.teaching import Teacher
from rnnkit.runs.scope import EVERYTHING, ScopedDatabase
from rnnkit.runs.shared_forms import FormGuest
from rnnkit.runs.sharing import Guest
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.engine import file_url
from rnnkit.runs.sql.place import Place
from rnnkit.runs.visitor import Visitor
from rnnkit.runs.worker.audit import audit
from rnnkit.runs.worker.checkpoints import Checkpoints
from rnnkit.runs.worker.leases import Leases
from rnnkit.runs.worker.operator import Operator
from rnnkit.runs.worker.queue import Queue
from rnnkit.runs.worker.recorder import Recorder
from rnnkit.runs.worker.retention import Retention
from rnnkit.runs.worker.searches import Searches
from rnnkit.runs.worker.wishes import WishTable

FILE = "runs.sqlite"
VISITORS = 64  # whose conditions are kept: to put them together takes longer than to read what they select


def home() -> Path:
    """The folder that holds the state of the app: RNNKIT_HOME, or `.rnnkit` beside app.py.

    An installed package has no app.py beside it, or somebody else's: there it is that of the current folder.
    """
    if folder := os.environ.get("RNNKIT_HOME"):
        return Path(folder)
    root = Path(__file__).resolve().parents[2]
    checkout = (root / "app.py").is_file() and (root / "pages").is_dir()
    return (root if checkout else Path.cwd()) / ".rnnkit"


def store_url() -> str:
    """The address of the store: RNNKIT_DATABASE_URL, or a SQLite file in the home folder."""
    return os.environ.get("RNNKIT_DATABASE_URL") or file_url(home() / FILE)


def open_store() -> "Store":
    """The store of this installation."""
    return Store(store_url())


class Store:
    """Everything, for the broker, the workers and those who keep the house. Safe to share between threads."""

    def __init__(self, url: str, quotas: Quotas | None = None) -> None:
        self.url = url
        self.quotas = quotas or Quotas.from_environment()
        self._database = database = Database(url)
        everything = ScopedDatabase(database, EVERYTHING)
        self.datasets, self.runs = Datasets(everything), Runs(everything)
        self.progress, self.results = ProgressReader(everything), Results(everything)
        self.looks = Looks(everything)
        self.queue, self.recorder = Queue(database), Recorder(database)
        self.checkpoints, self.leases = Checkpoints(database), Leases(database)
        self.wishes = WishTable(database)
        self.retention = Retention(database, self.quotas)
        self.searches = Searches(database)
        self.entries = RoomEntries(database)
        self.facts, self.place = Facts(database), Place(database)
        self.offers = Offers(database)
        self._visitors = lru_cache(maxsize=VISITORS)(partial(Visitor, database))

    def of(self, viewer: str) -> Visitor:
        """The store as one visitor sees it. Nobody (`""`) is who uses the command line of a local store."""
        return self._visitors(viewer, self.quotas)

    def terminal(self) -> Visitor:
        """The store as the command line of this machine sees it: as nobody (`""`), who never queues."""
        return Visitor(self._database, "", self.quotas.of_a_terminal())

    def shared(self, token: str) -> Guest:
        """What a link shares, to be looked at. `NotFoundError` for a link that is not valid (any more)."""
        return Guest(self._database, token)

    def taught(self, secret: str) -> Teacher:
        """The room whose teacher has this secret. `NotFoundError` for one that is not valid (any more)."""
        return Teacher(self._database, secret)

    def started(self, token: str) -> FormGuest:
        """The form that a link starts from. `NotFoundError` for a link that is not valid (any more)."""
        return FormGuest(self._database, token)

    def screen(self, key: str) -> Screen:
        """The projector of a room. `NotFoundError` for a key that is not valid (any more)."""
        return Screen(self._database, key)

    def operator(self) -> Operator:
        """The store as whoever runs the servers sees it: machines and the line."""
        return Operator(self._database)

    def audit(self) -> list[str]:
        """What is wrong with the store, a sentence each; nothing for a sound one."""
        return audit(self._database)

    def close(self) -> None:
        """Give back all connections."""
        self._database.close()
