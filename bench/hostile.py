"""Whether the smallest host survives those who mean it ill, and a day of use, and still trains: 690 MB.

In a group of processes that may take so much together: files without end put past the page, a model file made
to burst, fifty uploads of one visitor, two dozen tabs that were closed, then three runs with the defaults.
"""

import asyncio
import io
import secrets
import tempfile
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np

from bench._app import App, until
from bench._group import Group, group
from bench._measure import HEADING, Measure
from bench._wire import Tab
from bench.load import ENOUGH, SAMPLE_SECONDS, SHORT, press_and_wait, resident
from rnnkit.data.samples import sample_bytes

HOST = 690  # megabytes
RAW, RAW_SIZE = 120, 10_000_000
BURSTING = 4_700_000  # numbers in a summary
UPLOADS, TABS, RUNS = 50, 24, 3
SMALL, LARGE = 0.8e6, 3e6  # bytes of a file

Part = Callable[[], Awaitable[tuple[str, float]]]


class Scale:
    """What the group takes, and the process of the screen, weighed again and again."""

    def __init__(self, app: App, box: Group) -> None:
        self._app, self._box = app, box
        self.own = self.screen = 0.0

    async def watch(self) -> None:
        """Weigh until cancelled."""
        while True:
            self.own = max(self.own, self._box.own_megabytes)
            with suppress(Exception):  # it has just been killed, which is told elsewhere
                self.screen = max(self.screen, resident(self._app))
            await asyncio.sleep(SAMPLE_SECONDS / 4)


def hostile(
    app: App, box: Group, raw: int = RAW, uploads: int = UPLOADS, tabs: int = TABS
) -> Iterator[Measure]:
    """All of it, one after the other, on one server."""
    parts = (
        partial(flood, app, raw),
        partial(_burst, app),
        partial(_uploads, app, uploads),
        partial(_closed, app, tabs),
        partial(_runs, app),
    )
    for part in parts:
        yield from asyncio.run(_weighed(app, box, part))
    yield Measure("the server does not answer at the end", [float(not alive(app))], "", 0)
    yield Measure("processes that the kernel killed", [box.killed], "", 0)
    yield Measure("all that the group took, with files that could go", [box.most_megabytes], "MB", HOST)


async def _weighed(app: App, box: Group, part: Part) -> list[Measure]:
    scale = Scale(app, box)
    weighing = asyncio.create_task(scale.watch())
    name, missed = await part()
    weighing.cancel()
    return [
        Measure(name, [missed], "", 0),
        Measure("  taken by all processes, most", [scale.own], "MB", HOST),
        Measure("  process of the screen (RSS), most", [scale.screen], "MB"),
    ]


async def flood(app: App, number: int, size: int = RAW_SIZE) -> tuple[str, float]:
    """Put files to a session, whatever the page asks for; says whether the server is gone."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast")
        for _ in range(number):
            with suppress(urllib.error.URLError, OSError):
                await asyncio.to_thread(tab.put, f"{tab.uploads}/{uuid.uuid4()}", "a.bin", bytes(size))
    return f"{number} files of {size // 1_000_000} MB put past the page: server gone", float(not alive(app))


async def _burst(app: App) -> tuple[str, float]:
    """A model file that is all right but for a summary that takes thirty times its size."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast", SHORT)
        await tab.upload("upload_0", "mine.csv", sample_bytes("airline"))
        await press_and_wait(tab)
        await tab.rerun()
        run = app.store.runs.find()[-1].id
        _, kept = await tab.download(f"model_{run}")
        await tab.open("home")
        await tab.unfold("open_model")
        await tab.upload("model_file_0", "model.zip", bursting(kept))
    refused = any("summary" in error or "MB" in error or "model" in error.lower() for error in tab.errors)
    return "a model file made to burst: server gone or file taken", float(not (alive(app) and refused))


def bursting(kept: bytes) -> bytes:
    """A kept model with another summary."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(kept)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            burst = b"[" + b",".join([b"1"] * BURSTING) + b"]"
            after.writestr(name, burst if name == "summary.json" else before.read(name))
    return out.getvalue()


async def _uploads(app: App, number: int) -> tuple[str, float]:
    """One visitor who tries one file after the other, each in a tab of its own."""
    read, token = 0, secrets.token_urlsafe(32)
    for n in range(number):
        async with Tab(app.address, token) as tab:
            await tab.open("forecast")
            size = SMALL + (LARGE - SMALL) * n / max(1, number - 1)
            await tab.upload("upload_0", "many.csv", table_of(size, n))
            read += tab.has("train")
    return f"{number} uploads of one visitor: not read", float(number - read)


async def _closed(app: App, number: int) -> tuple[str, float]:
    """Visitors who look at a file and close the tab."""
    read = 0
    for n in range(number):
        async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
            await tab.open("forecast")
            await tab.upload("upload_0", "one.csv", table_of(LARGE / 2, 100 + n))
            read += tab.has("train")
    return f"{number} visitors who closed the tab: not read", float(number - read)


async def _runs(app: App) -> tuple[str, float]:
    """Runs with the defaults, as anybody starts them."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast", "cells=LSTM&cells=GRU&cells=RNN")
        await tab.upload("upload_0", "mine.csv", sample_bytes("airline"))
        await press_and_wait(tab)
        await asyncio.to_thread(until, lambda: not any(run.active for run in app.store.runs.find()), ENOUGH)
    states = [run.state for run in app.store.runs.find()[-RUNS:]]
    for run in app.store.runs.find()[-RUNS:]:
        if run.state != "finished":
            print(f"{run.label}: {run.state}, {run.reason}")
    return f"{RUNS} default runs: not finished", float(RUNS - states.count("finished"))


def table_of(size: float, seed: int) -> bytes:
    """A table of hours and five columns, of about so many bytes."""
    rows = int(size / 58)
    values = np.random.default_rng(seed).normal(100, 20, (rows, 5)).round(3)
    stamps = np.datetime64("2015-01-01T00") + np.arange(rows).astype("timedelta64[h]")
    lines = (
        f"{str(stamp).replace('T', ' ')}:00,{','.join(map(str, row))}"
        for stamp, row in zip(stamps, values, strict=True)
    )
    return "\n".join(["time,a,b,c,d,e", *lines]).encode()


def alive(app: App) -> bool:
    """Whether the server answers."""
    try:
        with urllib.request.urlopen(app.address + "/_stcore/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    try:
        with group(HOST) as box, tempfile.TemporaryDirectory() as folder:
            print(HEADING, flush=True)
            app = App(Path(folder), inside=box.inside())
            try:
                for measure in hostile(app, box):
                    print(measure.line, flush=True)
            finally:
                app.close()
    except OSError as error:
        print(f"not measured: {error}")


if __name__ == "__main__":
    main()
