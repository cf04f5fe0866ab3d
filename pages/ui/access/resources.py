"""The store as this visitor sees it, the jobs, and what was read from the store, kept in memory.

What is kept is kept for who read it: nobody gets a copy of something that the store would not show them.
Nothing of it is ever changed after it was read.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pages.ui.access.account import account
from pages.ui.access.bounded_cache import MEGABYTE, Bounded
from pages.ui.frame import address, state
from pages.ui.tasks import TASKS
from rnnkit.config import parse
from rnnkit.files.encoding import sha256
from rnnkit.host import machine
from rnnkit.jobs.client import Jobs
from rnnkit.jobs.outlook import Outlook
from rnnkit.runs.sharing import Guest
from rnnkit.runs.sql.rows import Dataset, Run
from rnnkit.runs.store import Store, open_store
from rnnkit.runs.visitor import Visitor
from rnnkit.tasks.task import Cost

LEAST = 8.0  # megabytes of each kind of copy on the smallest host
TABLES = max(LEAST, 0.02 * machine.memory_total() / MEGABYTE)  # uploads, and what they were read as
RESULTS = max(LEAST, 0.01 * machine.memory_total() / MEGABYTE)  # frames, language models, texts as numbers

D = TypeVar("D")
C = TypeVar("C", bound=Any)
_COPIES: list[Any] = []  # everything that is kept of the store


def forgettable(cached: C) -> C:
    """Mark what is kept of the store, so that `forget_all` drops it."""
    _COPIES.append(cached)
    return cached


def bytes_of(found: object) -> int:
    """Memory that a frame takes; what is no frame is small."""
    return int(found.memory_usage(deep=True).sum()) if isinstance(found, pd.DataFrame) else 0


_made = forgettable(Bounded[bytes](RESULTS, len))
_datasets = forgettable(Bounded[Dataset](TABLES, lambda found: len(found.content)))
_read = forgettable(Bounded[Any](TABLES, lambda found: found.bytes))
_results = forgettable(Bounded[Any](RESULTS, bytes_of))


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The whole store, for facts about the host; what a person sees goes through `visitor` or `reader`."""
    return open_store()


def visitor() -> Visitor:
    """The store as this person may see and change it: as their account where they are signed in, else as the
    browser they sit at.
    """
    found = account()
    return store().of(sha256(found.key.encode())) if found else browser()


def browser() -> Visitor:
    """The store as this browser may see and change it, whoever is signed in."""
    return store().of(sha256(state.visitor_token().encode()))


def reader() -> Visitor | Guest:
    """The store as this page may show it: what the link in the address shares, else what is one's own.

    Raises `NotFoundError` for a link that is not valid (any more).
    """
    return guest() if only_looking() else visitor()


def guest() -> Guest:
    """The store as the link in the address shows it. Raises `NotFoundError` for one that is not valid."""
    return store().shared(address.wanted(address.SHARE))


def only_looking() -> bool:
    """Whether the page shows runs of somebody else, which cannot be changed here."""
    return bool(address.wanted(address.SHARE))


@st.cache_resource(show_spinner=False, on_release=lambda jobs: jobs.close())
def jobs() -> Jobs:
    """Whoever executes runs; started once a server, by a thread that lives as long as it."""
    client = Jobs(str(store().url))
    client.ensure()
    return client


@st.cache_resource(show_spinner=False)
def outlook() -> Outlook:
    """The machines that train for this app, where there are several."""
    return Outlook.at(store().url)


def dataset(dataset_id: str) -> Dataset:
    """A data set as it was uploaded, with what the person fixed."""
    by = reader()
    return _datasets.get((by.key, dataset_id), lambda: by.datasets.get(dataset_id))


def data(dataset_id: str, kind: type[D], load: Callable[[Dataset], D]) -> D:
    """What was read of a data set. The id is a hash of bytes and overrides, so it never goes stale."""
    found: D = _read.get((reader().key, kind, dataset_id), lambda: _loaded(dataset_id, load))
    return found


def keep(dataset_id: str, read: Any) -> None:
    """Keep what was read of bytes that have just become this data set, so that nothing reads them again."""
    _read.put((visitor().key, type(read), dataset_id), read)


def plan(task: str, dataset_id: str, config: str) -> tuple[str, Cost]:
    """The settings with every gap filled from the data, and their cost. Raises what is wrong with them."""
    return _plan(reader().key, task, dataset_id, config)


def frame(run: Run, name: str, by: Visitor | Guest | None = None) -> pd.DataFrame:
    """A frame of results; written once, at the end of an attempt. Where no page runs, say who reads it."""
    by = by or reader()
    found: pd.DataFrame = once(run, ("frame", name), lambda: by.results.frame(run.id, name), by)
    return found


def once(run: Run, what: tuple[str, ...], work: Callable[[], D], by: Visitor | Guest) -> D:
    """What follows from the results of a run, under a name of its own: worked out once, and never changed."""
    found: D = _results.get((by.key, run.id, run.attempt, *what), work)
    return found


def made(by: Visitor | Guest, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """A file that takes a while to make, kept for who asked for it; said who, since no page may run then."""
    return _made.get((by.key, *key), make)


def summary(run: Run) -> dict[str, Any]:
    """Scores, verdict and settings of an ended run."""
    return _summary(reader().key, run.id, run.attempt)


def forget_all() -> None:
    """Drop every copy, after somebody deleted something."""
    for kept in _COPIES:
        kept.clear()


# In what follows, `who` is there to tell copies apart: a copy is found only by whoever may read the original.


def _loaded(dataset_id: str, load: Callable[[Dataset], D]) -> D:
    read = load(dataset(dataset_id))
    machine.give_back_memory()
    return read


@forgettable
@st.cache_resource(show_spinner=False, max_entries=256)
def _summary(who: str, run_id: str, attempt: int) -> dict[str, Any]:
    del who, attempt
    return reader().results.summary(run_id)


@forgettable
@st.cache_resource(show_spinner=False, max_entries=256)  # both are frozen: none needs a copy of their own
def _plan(who: str, task: str, dataset_id: str, config: str) -> tuple[str, Cost]:
    del who
    page = TASKS[task]
    asked = parse(page.settings, config)
    data = page.data(dataset_id, asked)
    resolved, cost = page.task.planned(data, asked)
    return resolved.model_dump_json(), cost
