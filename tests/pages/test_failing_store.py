"""A store that fails, or is taken away, costs one sentence, and as soon as it answers again all is well."""

import logging
import sqlite3
from contextlib import closing

import pytest
from made_up import ME, Visit, finished, monthly_csv, started
from streamlit.testing.v1 import AppTest

from pages.ui import menu, resources
from rnnkit.runs import engine
from rnnkit.runs.engine import StoreError
from rnnkit.runs.store import Store

PAGES = [row[0].stem for row in (*menu.TASKS, *menu.INSIDE)]
BUSY = "The store is busy; try again in a moment."


def refused() -> Store:
    raise StoreError(BUSY)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_once_that_the_store_cannot_be_opened(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, page: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(resources, "open_store", refused)
        app = visit(page)
    assert said(app) == [BUSY]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    app.run()
    assert said(app) == []


def said(app: AppTest) -> list[str]:
    """All alerts and tracebacks on the screen."""
    return [alert.value for alert in (*app.error, *app.warning, *app.exception)]


@pytest.mark.parametrize(
    ("page", "query"), [("home", {}), ("forecast", {"run": "g"}), ("compare", {}), ("your_run", {})]
)
def test_a_page_with_runs_says_once_that_the_store_is_locked_and_shows_them_again_afterwards(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str]
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.02)  # of the store that the pages will open
    dataset_id = store.of(ME).add_dataset("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    started(store, dataset_id, "GRU", group="g")
    app = visit(page, **query)
    before = shown(app)
    assert said(app) == []
    with closing(sqlite3.connect(store._database.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert said(app.run()) == [BUSY]
        other.execute("ROLLBACK")
    assert said(app.run()) == []
    assert shown(app) == before


@pytest.mark.parametrize("page", ["home", "compare", "lessons"])
def test_a_page_says_once_that_the_store_was_deleted_and_goes_on(
    visit: Visit, store: Store, page: str
) -> None:
    dataset_id = store.of(ME).add_dataset("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    app = visit(page)
    assert store._database.file is not None
    store._database.file.unlink()
    assert said(app.run()) == [engine.REPLACED]
    assert said(app.run()) == []
    assert store.of(ME).add_dataset("sales.csv", monthly_csv()) == dataset_id


def shown(app: AppTest) -> list[str]:
    """What the page is made of."""
    return [block.type for block in app]
