"""One server on a free port and one real Chromium for all visits; each visitor has a browser of their own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rnnkit.runs.states import ACTIVE
from rnnkit.runs.store import FILE, Store

ROOT = Path(__file__).parents[2]
ON_THIS_MACHINE = ("--server.port=0", "--server.address=127.0.0.1")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 90_000  # milliseconds for anything to appear; slow machines train slowly
expect.set_options(timeout=PATIENCE)  # the five seconds of the library are too few on a busy machine
Open = Callable[..., Page]
Visitors = Callable[..., "OneBrowser"]


class OneBrowser:
    """One visitor, who may open several tabs."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self._context, self._server = context, server

    def __call__(self, path: str = "/") -> Page:
        """Open another tab."""
        page = self._context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(self._server + path)
        page.locator("h1").wait_for()
        return page

    def cookies(self) -> list[dict[str, Any]]:
        """What the server made the browser keep."""
        return [dict(cookie) for cookie in self._context.cookies()]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Beside a failure, show what the pages showed and what the server said."""
    report = yield
    here = getattr(item, "funcargs", {})
    if report.when == "call" and report.failed and "browser" in here:
        pages = [page for context in here["browser"].contexts for page in context.pages]
        for page in pages:
            report.sections.append((page.url, page.locator("body").inner_text()))
        report.sections.append(("the server said", "".join(here.get("said", []))))
    return report


@pytest.fixture(scope="package")
def said() -> list[str]:
    """What the server wrote, line by line."""
    return []


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server's state."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="package")
def server(served: Path, said: list[str]) -> Iterator[str]:
    """The address of the server; it and everything it started are gone after the last visit."""
    with serving(served, said) as where:
        yield where


@contextmanager
def serving(home: Path, said: list[str], *options: str, **environment: str) -> Iterator[str]:
    """The address of a server with its state in a folder; a free port, unless the options say another."""
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *ON_THIS_MACHINE, *options],
        cwd=ROOT,
        env=inherited() | {"RNNKIT_HOME": str(home), "NO_COLOR": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # Read on: a server whose words nobody reads stands still once the pipe is full.
    reading = Thread(target=said.extend, args=(process.stdout,), daemon=True)
    try:
        where = address(process, said)
        reading.start()
        yield where
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        if reading.is_alive():
            reading.join(timeout=30)
        if process.stdout:
            process.stdout.close()


def inherited() -> dict[str, str]:
    """The environment of this process without settings of the person who runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("RNNKIT_")}


def address(process: "subprocess.Popen[str]", said: list[str]) -> str:
    """Where the server answers, as it says itself once it does."""
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    pytest.fail("the server did not start:\n" + "".join(said))


@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=list(SWITCHES))
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def first(server: str, browser: Browser) -> Iterator[Page]:
    """What somebody sees whose deep link is the first request of all that the server gets."""
    with newcomer(browser) as context:
        page = context.new_page()
        foreign = strangers(page, server)
        page.goto(f"{server}/forecast?budget=Epochs&epochs=5&hidden_size=16&cells=GRU")
        page.locator("h1").wait_for()
        yield page
        assert foreign == []


def newcomer(
    browser: Browser, width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> BrowserContext:
    """A browser nobody used before. Nothing in it fades or turns: drawing that costs a third of a visit."""
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    context.add_init_script(path=Path(__file__).with_name("asked.js"))
    return context


def strangers(page: Page, server: str) -> list[str]:
    """What a page asks of anybody but our own server, as it does so; and have it be patient."""
    foreign: list[str] = []
    ours = (server, server.replace("http", "ws"), "data:", "blob:")
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda asked: None if asked.url.startswith(ours) else foreign.append(asked.url))
    return foreign


@pytest.fixture
def quiet(server: str, served: Path) -> Iterator[None]:
    """Let no run of this visit work on beside the next one, nor wait."""
    yield
    with closing(Store(f"sqlite:///{served / FILE}")) as store:
        for run in store.runs.find(states=ACTIVE):
            if not store.queue.finish(run.id, run.attempt, "interrupted"):
                store.queue.request_stop(run.id)


@pytest.fixture
def opened(browser: Browser, quiet: None) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers of new visitors, closed after the test."""
    contexts: list[BrowserContext] = []

    def arrived(width: int = 1280, scheme: Literal["light", "dark"] = "light") -> BrowserContext:
        contexts.append(newcomer(browser, width, scheme))
        return contexts[-1]

    yield arrived
    for context in contexts:
        context.close()


@pytest.fixture
def visit(server: str, first: Page, opened: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Open an address as a new visitor; nobody may be asked for anything but our own server."""
    foreign: list[list[str]] = []

    def arrived(path: str = "/", width: int = 1280, scheme: str = "light") -> Page:
        page = opened(width, scheme).new_page()
        foreign.append(strangers(page, server))
        page.goto(server + path)
        page.locator("h1").wait_for()
        return page

    yield arrived
    assert not any(foreign), foreign


@pytest.fixture
def visitors(server: str, first: Page, opened: Callable[..., BrowserContext]) -> Visitors:
    """New visitors, with a script that every page of theirs starts with."""

    def arrived(script: str = "") -> OneBrowser:
        context = opened()
        context.add_init_script(script)
        return OneBrowser(context, server)

    return arrived
