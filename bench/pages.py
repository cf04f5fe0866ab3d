"""What the screen costs its server: processor time and bytes of each page, look and upload, in one table.

One tab, and nobody else: what thirty cost is in `bench.load`. The time is that of the server's own process,
read from the system, so that a busy machine or a slow visitor changes it little. Runs train in another.
"""

import asyncio
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench._app import App, until
from bench._measure import HEADING, Measure
from bench._wire import Tab
from bench.load import SHORT, press_and_wait, resident
from rnnkit.data.samples import sample_bytes

REPEATS, WARM = 10, 2
MILLI, KILO = 1000.0, 1000.0
TRAINS = "budget=5+min&patience=1000&cells=LSTM&cells=GRU"  # lasts as long as somebody looks
POINTS = 20  # on the live curves before they are looked at
CURVE = "vega_lite_chart"
PAGES = ("forecast", "compare", "generate", "classify", "search", "lessons", "gates", "your_run")
CHANGE, FIRST, MOST, IMPORT = 150.0, 2.0, 200.0, 0.5  # what it may be, at most

Act = Callable[[], Awaitable[float]]


@dataclass
class Cost:
    """What the same thing took, each time it was done."""

    processor: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)

    def lines(self, name: str, bar: float | None = None) -> Iterator[Measure]:
        """Rows of the table."""
        yield Measure(f"{name}: processor", self.processor, "ms")
        yield Measure("  waited for", self.waited, "ms", bar)
        yield Measure("  sent", self.sent, "kB")


async def cost_of(app: App, tab: Tab, act: Act, times: int = REPEATS, warm: int = WARM) -> Cost:
    """Do something again and again; the first times are left out.

    The system counts in hundredths of a second, so the processor time is one mean over all times.
    """
    for _ in range(warm):
        await act()
    cost = Cost()
    for _ in range(times):
        sent, before = tab.received, _processor(app)
        cost.waited.append(MILLI * await act())
        cost.processor.append(MILLI * (_processor(app) - before))
        cost.sent.append((tab.received - sent) / KILO)
    cost.processor = [sum(cost.processor) / times]
    return cost


def _processor(app: App) -> float:
    """Seconds of processor time that the server has had until now."""
    used = app.server.cpu_times()
    return float(used.user + used.system)


def pages(app: App) -> Iterator[Measure]:
    """All of it, in one tab after the other."""
    yield from asyncio.run(_finished(app))
    yield from asyncio.run(_uploads(app))
    yield from asyncio.run(_trains(app))
    yield Measure("process of the screen (RSS) after all that", [resident(app)], "MB", MOST)


async def _finished(app: App) -> list[Measure]:
    """A finished run, and the way from page to page."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast", SHORT)
        rows = list((await cost_of(app, tab, tab.rerun)).lines("empty page drawn anew"))
        await tab.upload("upload_0", "mine.csv", sample_bytes("airline"))
        rows += (await cost_of(app, tab, tab.rerun)).lines("page with data drawn anew")
        await press_and_wait(tab)
        rows += (await cost_of(app, tab, tab.rerun)).lines("page with a finished run drawn anew")
        for page in PAGES:

            async def there(page: str = page) -> float:
                await tab.go("")
                return await tab.go(page)

            rows += (await cost_of(app, tab, there)).lines(f"to {page} and Home", CHANGE)
        _check(tab)
        return rows


async def _uploads(app: App) -> list[Measure]:
    """The same small file, each time by somebody else."""

    async def upload() -> float:
        async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
            await tab.open("forecast")
            before = _processor(app)
            seconds = await tab.upload("upload_0", "mine.csv", sample_bytes("airline"))
            found.append(MILLI * (_processor(app) - before))
            _check(tab)
            return MILLI * seconds

    found: list[float] = []
    waited = [await upload() for _ in range(WARM + REPEATS)][WARM:]
    processor = sum(found[WARM:]) / REPEATS
    return [Measure("file uploaded: processor", [processor], "ms"), Measure("  waited for", waited, "ms")]


async def _trains(app: App) -> list[Measure]:
    """Two runs that train, looked at."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast", TRAINS)
        await tab.upload("upload_0", "mine.csv", sample_bytes("airline"))
        await tab.press("train")
        await asyncio.to_thread(until, lambda: _drawn(app))
        await tab.rerun()
        tab.hold()
        rows = list((await cost_of(app, tab, lambda: tab.look(CURVE), 30)).lines("live look"))
        rows += (await cost_of(app, tab, tab.rerun)).lines("page with runs that train drawn anew")
        tab.hold()
        await tab.press("stop_all")
        await asyncio.to_thread(until, lambda: not any(run.active for run in app.store.runs.find()))
        _check(tab)
        return rows


def _drawn(app: App) -> bool:
    """Whether both runs have curves with some points on them."""
    runs = app.store.runs.find(states=["running"])
    return len(runs) > 1 and all(len(app.store.progress.curve(run.id)) >= POINTS for run in runs)


def _check(tab: Tab) -> None:
    """Figures of a page that shows an error are no figures."""
    if tab.errors:
        raise RuntimeError(f"the page says {tab.errors[0]}")


def first_page(starts: int = 3) -> Iterator[Measure]:
    """From the start of the server to a page that is drawn, on a store that is new.

    The first start ever also translates the code for the interpreter, which keeps it for the next ones.
    """
    found, used = [], []
    with tempfile.TemporaryDirectory() as kept:
        translated = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": kept}
        for _ in range(1 + starts):
            with tempfile.TemporaryDirectory() as folder:
                start = time.monotonic()
                app = App(Path(folder), translated)
                try:
                    asyncio.run(_first(app))
                    found.append(time.monotonic() - start)
                    used.append(_processor(app))
                finally:
                    app.close()
    yield Measure("start of the server to the first page, ever", found[:1])
    yield Measure("start of the server to the first page, later", found[1:], "s", FIRST)
    yield Measure("  processor of the server until then", used[1:])


async def _first(app: App) -> None:
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("home")


def imports() -> Iterator[Measure]:
    """A process of its own that imports the backend, and, apart, all that the pages name of it."""
    for name in ("rnnkit", "rnnkit.tasks", "pages.ui.tasks"):
        found = []
        for _ in range(5):
            start = time.monotonic()
            subprocess.run([sys.executable, "-c", f"import {name}"], check=True)
            found.append(time.monotonic() - start)
        yield Measure(f"import {name}", found, "s", IMPORT if name == "rnnkit" else None)


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    print(f"load of the machine before the start: {psutil.getloadavg()[0]:.1f}")
    print(HEADING, flush=True)
    for part in (imports, first_page):
        for measure in part():
            print(measure.line, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        app = App(Path(folder))
        try:
            for measure in pages(app):
                print(measure.line, flush=True)
        finally:
            app.close()


if __name__ == "__main__":
    main()
