"""A page as a visitor of a fresh server meets it, with a store of its own and nobody who trains."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from made_up import TOKEN, NoJobs, Visit
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.ui.access import resources
from pages.ui.frame import charts
from rnnkit.pictures.figure import Figure
from rnnkit.runs.store import Store, open_store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """`AppTest` asks every package for components, a quarter of a second per visit; none comes or goes."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True)
def fresh_caches(home: Path) -> Iterator[None]:
    """Nothing read in another test is known here."""
    st.cache_resource.clear()
    st.cache_data.clear()
    resources.forget_all()
    yield
    resources.store().close()


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> NoJobs:
    """Runs are queued and stay there."""
    nobody = NoJobs()
    monkeypatch.setattr("pages.ui.access.resources.Jobs", lambda _url: nobody)
    return nobody


@pytest.fixture(autouse=True)
def charts_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plotly checks every chart of a page here, as it does not where people wait."""
    taken = charts._taken

    def checked(figure: Figure) -> object:
        figure.checked()
        return taken(figure)

    monkeypatch.setattr(charts, "_taken", checked)


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The store the pages will open."""
    opened = open_store()
    yield opened
    opened.close()


@pytest.fixture
def visit() -> Visit:
    """Open a page by its address, as a link does; `more` settings are open, so that a test can reach them."""

    def opened(page: str, token: str = TOKEN, *, more: bool = True, **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.session_state["_visitor_token"] = token
        app.session_state["fold_more_settings"] = more
        app.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return opened
