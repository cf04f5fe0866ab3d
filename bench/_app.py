"""The real app for benchmarks: a server of its own, and a visitor whose presses are timed in the browser."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import psutil
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from rnnkit.runs.store import Store
from scripts.chromium import MISSING, find

ROOT = Path(__file__).parents[1]
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE = 60.0  # seconds for anything to happen
LOOK_SECONDS = 0.02
REST_MILLISECONDS = 300
IDLE_PERCENT = 5.0

# The moment of a press is noted where it happens, so that the way from here to the browser costs nothing.
NOTE_PRESSES = """
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => {
  window.pressed = performance.now(); window.pressedAt = Date.now() / 1000;
}, true);
"""


def _busy(process: psutil.Process) -> bool:
    """Whether a process computes; one that ended meanwhile does not."""
    try:
        return bool(process.cpu_percent(0.3) > IDLE_PERCENT)
    except psutil.NoSuchProcess:
        return False


class App:
    """A server with a state folder and an environment of its own, and the store behind it."""

    def __init__(
        self,
        home: Path,
        environment: Mapping[str, str] = MappingProxyType({}),
        inside: Sequence[str] = (),
    ) -> None:
        self.home, self.environment, self._inside = home, environment, tuple(inside)
        self.store = Store(f"sqlite:///{home / 'runs.sqlite'}")
        self.start()

    def start(self) -> None:
        """Start the server, the first time or after it was killed."""
        self.process = self._started()
        self.address = self._address()
        self.server = psutil.Process(self.process.pid)

    def _started(self) -> "subprocess.Popen[str]":
        where = ("--server.port=0", "--server.address=127.0.0.1")
        return subprocess.Popen(
            [*self._inside, sys.executable, "-m", "streamlit", "run", "app.py", *where],
            cwd=ROOT,
            env=os.environ
            | {"RNNKIT_DATABASE_URL": self.store.url, "NO_COLOR": "1"}
            | dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _address(self) -> str:
        """Where the server answers, as it says itself once it does."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return found[0]
        raise RuntimeError("the server did not start")

    def settle(self) -> None:
        """Wait until the broker has loaded everything and nothing computes any more."""
        until(lambda: self.store.facts.get("machine") is not None)
        while any(_busy(process) for process in self.family()):
            pass

    def family(self) -> list[psutil.Process]:
        """The server and every process it started."""
        return [self.server, *self.server.children(recursive=True)]

    def kill(self) -> None:
        """`kill -9` of the server alone."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End the server, unless it has ended, and wait for what it started."""
        family = self.family() if self.process.poll() is None else []
        if family:
            self.process.terminate()
            self.process.communicate(timeout=PATIENCE)
        psutil.wait_procs(family, PATIENCE)


class Visitor:
    """A person with a browser who has never been here."""

    def __init__(self, browser: Browser, app: App) -> None:
        self._app = app
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(1000 * PATIENCE)
        self.page.add_init_script(NOTE_PRESSES)

    def bring(self, token: str) -> None:
        """Come as the owner of this secret."""
        self._context.add_cookies([{"name": "rnnkit_visitor", "value": token, "url": self._app.address}])

    def open(self, path: str) -> None:
        """Go to an address of the app and wait for the page."""
        self.page.goto(self._app.address + path)
        self.page.locator("h1").wait_for()

    def upload(self, file: Path) -> None:
        """Give the page a file and wait until it can be trained on."""
        self.page.locator("input[type=file]").first.set_input_files(file)
        self.page.locator(".st-key-train button:enabled").wait_for()
        self.rest()

    def rest(self) -> None:
        """Wait until the page has nothing more to draw for now; it may be drawn twice in a row."""
        for _ in range(2):
            self.page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
            self.page.wait_for_timeout(REST_MILLISECONDS)

    def press(self, what: Locator, answer: str) -> float:
        """Press something and give the seconds until the JavaScript expression `answer` holds."""
        what.click()
        return self.since_press(answer)

    def since_press(self, answer: str) -> float:
        """Seconds from the last press until the JavaScript expression `answer` holds."""
        watch = f"() => ({answer}) ? performance.now() - window.pressed : 0"
        return float(self.page.wait_for_function(watch, polling="raf").json_value()) / 1000

    @property
    def pressed_at(self) -> float:
        """When the last press was, by the clock on the wall."""
        return float(self.page.evaluate("window.pressedAt"))

    def leave(self) -> None:
        """Close the browser window."""
        self._context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this system."""
    if (path := find()) is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=list(SWITCHES))
        yield browser
        browser.close()


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait until a condition holds and give the seconds that took; an error when it takes too long."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"this did not happen within {seconds:g} s")
        time.sleep(LOOK_SECONDS)
    return time.monotonic() - start


def lives(process: psutil.Process) -> bool:
    """Whether a process still does something; one that only waits to be buried does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
