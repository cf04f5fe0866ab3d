"""Whether thirty people can share one small server, and whether it stays as small as it was, in one table.

Every visitor is a websocket session of the real app with a cookie of its own; `bench._wire` says how. What
the visitors themselves compute takes the same processors as the server, so the table errs on the safe side.
"""

import asyncio
import math
import random
import secrets
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from sqlalchemy import select

from bench._app import App
from bench._measure import HEADING, Measure
from bench._wire import Tab
from rnnkit.data.samples import sample_bytes
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.schema import events, runs
from rnnkit.runs.store import Store

GREEDY = "&cells=LSTM&cells=GRU&cells=RNN"  # what every tenth visitor trains at once
SHORT = "budget=Epochs&epochs=2"
SCORES = "Scores on the test part"
MEGABYTE = 2**20
SAMPLE_SECONDS = 1.0
LOOKS = 10  # in that time, at what is open
ENOUGH = 400.0  # seconds after which a visitor has waited too long for anything


@dataclass(frozen=True)
class Lesson:
    """How many come within how many seconds, how long each trains, and the seconds they think in between."""

    visitors: int
    arrivals: float
    training: str = "budget=10+s&patience=1000"  # none ends early
    thinking: tuple[float, float] = (1.0, 4.0)


@dataclass
class Diary:
    """What happened to the visitors."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    looks: list[float] = field(default_factory=list)  # the live view, which draws itself anew
    errors: list[str] = field(default_factory=list)
    files: int = 0

    def note(self, what: str, seconds: float) -> None:
        """Write down how long something took."""
        self.seconds[what].append(seconds)

    @property
    def everything(self) -> list[float]:
        """The seconds of all that a visitor did and waited for; not of what goes on by itself."""
        return [value for values in self.seconds.values() for value in values]


@dataclass
class Scale:
    """What the processes of the app weigh, again and again, in megabytes."""

    app: App
    screen: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        """Weigh until cancelled."""
        while True:
            self.screen.append(resident(self.app))
            self.together.append(proportional(self.app))
            await asyncio.sleep(SAMPLE_SECONDS)


def resident(app: App) -> float:
    """Megabytes of the process that serves the pages: all that is resident."""
    return float(app.server.memory_info().rss) / MEGABYTE


def proportional(app: App) -> float:
    """Megabytes of all processes; a page that several share counts in equal parts for each (PSS)."""
    return sum(_pss(process) for process in app.family()) / MEGABYTE


def _pss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


def thirty(app: App) -> Iterator[Measure]:
    """All come within half a minute, upload, train, watch, compare and take the forecast home."""
    return costs(app, Lesson(visitors=30, arrivals=30.0), together=2200)


def eight(app: App) -> Iterator[Measure]:
    """The same with as many as the smallest free host is meant for."""
    return costs(app, Lesson(visitors=8, arrivals=8.0), together=690)


def costs(app: App, lesson: Lesson, together: float) -> Iterator[Measure]:
    """What a lesson costs the visitors in seconds, and the server in memory (`together`: its bar in MB)."""
    diary, scale = Diary(), Scale(app)
    asyncio.run(_hold(lesson, app, diary, scale))
    yield Measure("errors", [len(diary.errors)], "", 0)
    yield Measure("visitors who took no file home", [lesson.visitors - diary.files], "", 0)
    yield Measure("p95 of all that a visitor waited for", [p95(diary.everything)], "s", 2)
    for what, seconds in [*diary.seconds.items(), ("the live view, by itself", diary.looks)]:
        if not seconds:  # runs so short that nobody had to look again
            continue
        yield Measure(f"  {what}", seconds)
        yield Measure(f"  {what}, p95", [p95(seconds)])
    waits = waiting(app.store)
    yield Measure("longest wait in the queue for the first run of a visitor", [max(waits)], "s", 180)
    yield Measure("second places given while another waited", [unfair(app.store.url)], "", 0)
    yield Measure("process of the screen (RSS), most", [max(scale.screen)], "MB", 500)
    yield Measure("all processes together (PSS), most", [max(scale.together)], "MB", together)
    for error, times in Counter(diary.errors).most_common(5):
        print(f"{times} times: {error[:200]}")


async def _hold(lesson: Lesson, app: App, diary: Diary, scale: Scale) -> None:
    weighing = asyncio.create_task(scale.watch())
    await asyncio.gather(*(_guarded(lesson, app, diary, number) for number in range(lesson.visitors)))
    weighing.cancel()


async def _guarded(lesson: Lesson, app: App, diary: Diary, number: int) -> None:
    """One visitor; what goes wrong is noted, and the others go on."""
    await asyncio.sleep(number * lesson.arrivals / lesson.visitors)
    tab = Tab(app.address, secrets.token_urlsafe(32))
    try:
        async with tab:
            await _visit(lesson, tab, diary, number)
    except Exception as error:  # whatever it is, it counts
        diary.errors.append(f"visitor {number}: {error!r}")
    diary.errors += tab.errors
    diary.looks += tab.looks


async def _visit(lesson: Lesson, tab: Tab, diary: Diary, number: int) -> None:
    luck = random.Random(number)

    async def think() -> None:
        await asyncio.sleep(luck.uniform(*lesson.thinking))

    wishes = lesson.training + ("" if number % 10 else GREEDY)
    diary.note("a page opened", await tab.open("forecast", wishes))
    await think()
    diary.note("a file uploaded", await tab.upload("upload_0", "mine.csv", sample_bytes("airline")))
    await think()
    diary.note("Train pressed", await tab.press("train"))
    start = time.monotonic()
    while SCORES not in tab.text():
        if time.monotonic() - start > ENOUGH:
            raise TimeoutError("no scores")
        await think()
        diary.note("the page drawn anew", await tab.rerun())
    await think()
    diary.note("a page opened", await tab.go("compare"))
    await think()
    diary.note("a page opened", await tab.go("forecast"))
    await think()
    seconds, file = await tab.download("get_All forecasts CSV")
    diary.note("a file taken home", seconds)
    diary.files += file.startswith(b"network,")


def waiting(store: Store) -> list[float]:
    """Seconds from the queue to the start, of the first run of every visitor to start."""
    shortest: dict[str, float] = {}
    for run in store.runs.find():
        if run.started is not None:
            seconds = (run.started - run.created).total_seconds()
            shortest[run.viewer] = min(seconds, shortest.get(run.viewer, seconds))
    return list(shortest.values())


def unfair(url: str) -> int:
    """How often somebody was given a second place while another, who had none, waited."""
    query = select(runs.c.viewer, events.c.state).join(runs, runs.c.id == events.c.run_id)
    with Database(url).reading() as connection:
        history = connection.execute(query.order_by(events.c.number)).all()
    queued, running, found = Counter[str](), Counter[str](), 0
    for viewer, state in history:
        if state == "queued":
            queued[viewer] += 1
        elif state == "running":
            queued[viewer] -= 1
            waits = any(number > 0 and not running[other] for other, number in queued.items())
            found += running[viewer] > 0 and waits
            running[viewer] += 1
        elif running[viewer]:
            running[viewer] -= 1
    return found


def reruns(app: App, warm: int = 100, number: int = 1000, most: float = 20) -> Iterator[Measure]:
    """One session in which a finished run is drawn again and again (`most`: the megabytes it may grow by)."""
    before, after = asyncio.run(_reruns(app, warm, number))
    yield Measure(f"growth of the screen by {number:,} reruns", [after - before], "MB", most)


async def _reruns(app: App, warm: int, number: int) -> tuple[float, float]:
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await _trained(tab)
        for _ in range(warm):
            await tab.rerun()
        before = resident(app)
        for _ in range(number):
            await tab.rerun()
        return before, resident(app)


def sessions(app: App, warm: int = 150, number: int = 300) -> Iterator[Measure]:
    """Sessions that come and go; the server remembers the last 128 for five minutes, so these come first."""
    asyncio.run(_sessions(app, warm))
    before, held = resident(app), app.server.num_fds()
    asyncio.run(_sessions(app, number))
    yield Measure(f"growth of the screen by {number} sessions", [resident(app) - before], "MB", 20)
    yield Measure(f"file handles left by {number} sessions", [max(0, app.server.num_fds() - held)], "", 8)


async def _sessions(app: App, number: int) -> None:
    for _ in range(number):
        async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
            await tab.open("forecast")


def hundred(app: App, visitors: int = 10, each: int = 10) -> Iterator[Measure]:
    """Runs that come and go in tabs that stay; what they open in screen and broker is closed again."""
    before, after = asyncio.run(_hundred(app, visitors, each))
    for what, number in after.items():
        yield Measure(f"{what} left by {visitors * each} runs", [max(0, number - before[what])], "", 0)


async def _hundred(app: App, visitors: int, each: int) -> tuple[dict[str, int], dict[str, int]]:
    async with AsyncExitStack() as stack:
        tabs = [
            await stack.enter_async_context(Tab(app.address, secrets.token_urlsafe(32)))
            for _ in range(visitors)
        ]
        await asyncio.gather(*(_trained(tab) for tab in tabs))
        before = await _quiet(app)
        await asyncio.gather(*(_again(tab, each) for tab in tabs))
        return before, await _quiet(app)


async def _quiet(app: App) -> dict[str, int]:
    """The least of several looks: what a page that draws itself anew opens for a moment is not held."""
    await asyncio.to_thread(app.settle)
    looks = []
    for _ in range(LOOKS):
        looks.append(holdings(app))
        await asyncio.sleep(SAMPLE_SECONDS / LOOKS)
    return {what: min(look[what] for look in looks) for what in looks[0]}


async def _again(tab: Tab, times: int) -> None:
    for _ in range(times):
        await press_and_wait(tab)


async def _trained(tab: Tab) -> None:
    """Bring a tab to a finished run."""
    await tab.open("forecast", SHORT)
    await tab.upload("upload_0", "mine.csv", sample_bytes("airline"))
    await press_and_wait(tab)


async def press_and_wait(tab: Tab) -> None:
    """Train, and wait for the scores."""
    await tab.press("train")
    start = time.monotonic()
    while SCORES not in tab.text():
        if tab.errors or time.monotonic() - start > ENOUGH:
            raise TimeoutError(f"no scores; the page says {tab.errors or tab.text()}")
        await asyncio.sleep(0.1)


def holdings(app: App) -> dict[str, int]:
    """Processes of the app, and what the lasting ones hold open."""
    lasting = [app.server, *app.server.children()]
    return {
        "processes": len(app.family()),
        "file handles": sum(process.num_fds() for process in lasting),
        "threads": sum(process.num_threads() for process in lasting),
    }


def p95(values: Sequence[float]) -> float:
    """The value that 95 % of the values do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


ONE_PLACE = {"RNNKIT_MAX_RUNS": "1"}  # what a host of 690 MB decides by itself
PARTS: Mapping[Callable[[App], Iterator[Measure]], Mapping[str, str]] = {
    thirty: {},
    eight: ONE_PLACE,
    reruns: {},
    sessions: {},
    hundred: {},
}


def main() -> None:
    """Print the table, a line as soon as it is measured; each part visits a server of its own."""
    print(f"load of the machine before the start: {psutil.getloadavg()[0]:.1f}")
    print(HEADING, flush=True)
    for part, environment in PARTS.items():
        print(f"{part.__name__}:")
        with tempfile.TemporaryDirectory() as folder:
            app = App(Path(folder), environment)
            try:
                for measure in part(app):
                    print(measure.line, flush=True)
            finally:
                app.close()


if __name__ == "__main__":
    main()
