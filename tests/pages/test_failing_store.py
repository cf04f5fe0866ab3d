"""A store that fails, or is taken away, costs one sentence, and as soon as it answers again all is well."""

import logging
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from made_up import ME, Visit, finished, monthly_csv, started
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from pages.ui.access import resources
from pages.ui.frame.words import literal
from pages.ui.page import menu
from rnnkit.runs.sql import engine
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.store import Store
from rnnkit.runs.visitor.library import Library

PAGES = [row[0].stem for row in (*menu.OWN, *menu.INSIDE)]
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
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    started(store, dataset_id, "GRU", group="g")
    app = visit(page, **query)
    before, calm = shown(app), said(app)
    with closing(sqlite3.connect(store._database.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert said(app.run()) == [BUSY]
        other.execute("ROLLBACK")
    assert said(app.run()) == calm
    assert shown(app) == before


@pytest.mark.parametrize("page", ["home", "compare", "lessons"])
def test_a_page_says_once_that_the_store_was_deleted_and_goes_on(
    visit: Visit, store: Store, page: str
) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    app = visit(page)
    assert store._database.file is not None
    store._database.file.unlink()
    assert said(app.run()) == [engine.REPLACED]
    assert said(app.run()) == []
    assert store.of(ME).uploads.add("sales.csv", monthly_csv()) == dataset_id


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            'connection failed: FATAL:  password authentication failed for user "anna"',
            "The database refused the name or password in RNNKIT_DATABASE_URL.",
        ),
        (
            "failed to resolve host 'nowhere.example': [Errno -2] Name or service not known",
            "The address in RNNKIT_DATABASE_URL is not known; correct the name of its host.",
        ),
    ],
)
def test_a_database_that_lets_nobody_in_is_said_once_and_its_password_never(
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    answer: str,
    sentence: str,
) -> None:
    """What PostgreSQL answers, or its driver where there is no such host; all else is the app's own way."""
    driver = pytest.importorskip("psycopg")

    def refuse(*_: object, **__: object) -> None:
        raise driver.OperationalError(answer)

    with monkeypatch.context() as patch:
        patch.setenv("RNNKIT_DATABASE_URL", "postgresql+psycopg://anna:pass-word@nowhere.example/runs")
        patch.setattr(driver, "connect", refuse)
        app = visit("home")
    assert said(app) == [literal(sentence)]
    assert "pass-word" not in everything(app) + caplog.text
    assert "nowhere.example" not in everything(app)


def everything(app: AppTest) -> str:
    return "\n".join(str(getattr(block, "value", "")) for block in (*app.main, *app.sidebar))


def test_a_database_that_goes_away_under_an_open_page_is_said_once_until_it_is_back(
    visit: Visit, store: Store
) -> None:
    app = visit("home")
    before = shown(app)
    own = resources.store()._database.engine
    for answer in (
        "server closed the connection unexpectedly",
        "consuming input failed: SSL SYSCALL error: EOF detected",
        "terminating connection due to administrator command",
    ):
        gone = partial(fail, answer)
        event.listen(own, "before_cursor_execute", gone)
        (sentence,) = said(app.run())
        assert sentence.startswith("The database does not answer")
        event.remove(own, "before_cursor_execute", gone)
    assert said(app.run()) == []
    assert shown(app) == before


def fail(answer: str, *_: object) -> None:
    raise sqlite3.OperationalError(answer)


def test_a_folder_that_cannot_be_written_is_said_once(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file stands where the folder should be, which stops even an administrator."""
    (tmp_path / "taken").write_text("")
    with monkeypatch.context() as patch:
        patch.setenv("RNNKIT_HOME", str(tmp_path / "taken" / "home"))
        app = visit("home")
    assert said(app) == [literal(engine.MEANINGS["unable to open"])]
    assert str(tmp_path) not in everything(app)


def test_a_store_that_cannot_be_written_shows_what_it_has_and_takes_nothing(
    visit: Visit, store: Store
) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    app = visit("forecast", data=dataset_id)
    own = resources.store()._database.engine
    event.listen(own, "connect", close_it)
    assert said(app.run()) == []
    assert said(app.button(key="train").click().run()) == [literal(engine.MEANINGS["readonly"])]
    event.remove(own, "connect", close_it)
    assert said(app.button(key="train").click().run()) == []
    assert len(store.runs.find()) == 1


def close_it(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def test_a_damaged_store_that_was_moved_aside_is_told_once_with_its_name(visit: Visit, home: Path) -> None:
    home.mkdir()
    (home / "runs.sqlite").write_bytes(b"this is no database" * 100)
    app = visit("compare")
    (aside,) = home.glob("runs.sqlite.corrupt-*")
    (sentence,) = said(app)
    assert sentence.startswith("The store was damaged, so a new one was started.")
    assert sentence.endswith(literal(aside.name))
    assert said(app.run()) == [sentence]  # it stays to be read
    app.switch_page("pages/your_run.py")
    assert said(app.run()) == []
    other = visit("your_run")
    assert said(other) == [sentence]  # who has not heard of it
    aside.unlink()
    assert said(other.run()) == []


def shown(app: AppTest) -> list[str]:
    """What the page is made of."""
    return [block.type for block in app]


def test_a_click_that_the_store_does_not_take_is_said_in_a_sentence_by_the_page(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Callbacks run before the page, outside of every boundary: Streamlit would show a traceback."""
    run_id = finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    app = visit("home")
    for fails in (True, False):
        app.button(key="your_data").click().run()
        with monkeypatch.context() as patch:
            if fails:
                patch.setattr(Library, "delete", lambda *_: refused())
            app.button(key=f"delete_{run_id}").click().run()
        assert said(app) == [BUSY] * fails
    assert store.of(ME).runs.find() == []


def test_what_nobody_foresaw_in_a_click_is_a_number_on_the_page_and_a_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def script() -> None:
        import streamlit as st

        from pages.ui.frame.boundary import error_boundary, safely

        def breaks() -> None:
            raise ZeroDivisionError("odd")

        with error_boundary():
            st.button("Go", on_click=safely(breaks))

    app = AppTest.from_function(script).run()
    app.button[0].click().run()
    (sentence,) = said(app)
    assert sentence.startswith("Something went wrong here (incident ")
    assert "ZeroDivisionError: odd" in caplog.text
