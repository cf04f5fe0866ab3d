"""A server of its own on a free port, and a real Chromium that visits it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 60_000  # milliseconds for anything to appear; slow machines train slowly
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
        report.sections.append(("the server said", "".join(here["said"])))
    return report


@pytest.fixture(scope="module")
def said() -> list[str]:
    """What the server wrote, line by line."""
    return []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> Iterator[str]:
    """The address of a fresh server; it and everything it started are gone afterwards."""
    options = ("--server.port=0", "--server.address=127.0.0.1")
    home = tmp_path_factory.mktemp("home")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT,
        env=os.environ | {"RNNKIT_HOME": str(home), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    where = address(process, said)
    # Read on: a server whose words nobody reads stands still once the pipe is full.
    reading = Thread(target=said.extend, args=(process.stdout,), daemon=True)
    reading.start()
    yield where
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    reading.join(timeout=30)
    if process.stdout:
        process.stdout.close()


def address(process: "subprocess.Popen[str]", said: list[str]) -> str:
    """Where the server answers, as it says itself once it does."""
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    pytest.fail("the server did not start:\n" + "".join(said))


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(chromium), args=list(SWITCHES))
        yield launched
        launched.close()


@pytest.fixture
def visit(server: str, browser: Browser) -> Iterator[Open]:
    """Open an address as a new visitor; nobody may be asked for anything but our own server."""
    foreign: list[str] = []

    def opened(path: str = "/", width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: note(request.url))
        page.goto(server + path)
        page.locator("h1").wait_for()
        return page

    def note(url: str) -> None:
        if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:")):
            foreign.append(url)

    yield opened
    for context in browser.contexts:
        context.close()
    assert foreign == []


@pytest.fixture
def visitors(server: str, browser: Browser) -> Iterator[Visitors]:
    """New visitors, with a script that every page of theirs starts with."""

    def arrived(script: str = "") -> OneBrowser:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(script)
        return OneBrowser(context, server)

    yield arrived
    for context in browser.contexts:
        context.close()
