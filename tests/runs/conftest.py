"""A store on disk with one small data set in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text

from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order
from tests import postgres as postgresql

CONFIG = '{"task": "fake"}'


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, one for all tests of this process."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL or its driver is not installed")
    with postgresql.server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'runs.sqlite'}"
    return emptied(request.getfixturevalue("postgres"))


def emptied(address: str) -> str:
    """The address of a PostgreSQL database in which there is nothing any more."""
    with create_engine(address, poolclass=NullPool).begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


@pytest.fixture
def dataset_id(store: Store) -> str:
    return store.of("").uploads.add("passengers.csv", b"month,passengers\n1949-01,112\n")


def queue(store: Store, viewer: str, number: int = 1, **wishes: Any) -> list[str]:
    """So many waiting runs of a visitor, in one group, on data of their own."""
    visitor = store.of(viewer)
    dataset_id = visitor.uploads.add(f"{viewer}.csv", viewer.encode())
    orders = [Order(CONFIG, f"{viewer} {index}") for index in range(number)]
    return visitor.queue.submit_all(orders, dataset_id, **wishes)
