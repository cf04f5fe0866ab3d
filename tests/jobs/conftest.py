"""A store, a broker of the fake task, and a way to put runs into its queue."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.jobs.fakes import BROKER, FakeConfig

Ask = Callable[[str], str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield store
    store.close()


@pytest.fixture
def ask(store: Store) -> Ask:
    """Queue a run that does as the word says."""
    dataset_id = store.of("").uploads.add("a.csv", b"1")
    return lambda then="finish": store.of("").queue.submit(
        FakeConfig(then=then).model_dump_json(), dataset_id
    )


@pytest.fixture
def jobs(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    """A client with a broker of two places."""
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "2")
    jobs = Jobs(store.url, BROKER)
    jobs.ensure()
    yield jobs
    jobs.close()
