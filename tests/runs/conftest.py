"""A store on disk with one small data set in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rnnkit.runs.store import Store

CONFIG = '{"task": "fake"}'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield store
    store.close()


@pytest.fixture
def dataset_id(store: Store) -> str:
    return store.add_dataset("passengers.csv", b"month,passengers\n1949-01,112\n")
