"""Whether a class of thirty fits into one room on a small server, and how old the projector is, in one table.

Thirty members, a teacher and a projector are websocket sessions of the real app, see `bench._wire`: they join
by the code, train one run of ten seconds each, look at the board, and see the end. What they compute
themselves takes the same processors as the server, so the table errs on the safe side.
"""

import asyncio
import json
import random
import re
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import func, select
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench._app import App, until
from bench._measure import HEADING, Measure
from bench._wire import Tab
from bench.load import ENOUGH, Diary, Scale, p95, waiting
from rnnkit.data.samples import sample_bytes
from rnnkit.runs.rooms.opening import Brought, Opened
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.rooms.records import Shown
from rnnkit.runs.sql.database import Database
from rnnkit.runs.sql.room_tables import room_entries, room_members

MEMBERS = 30
ARRIVALS = 30.0  # seconds within which all come
THINKING = (1.0, 4.0)  # seconds between what a member does
LOOK = 0.05  # seconds between two looks at the projector
SCORES, SCORED = "Scores on the test part", "1 of 20 scored on the hidden rows"
PLAN = RoomPlan(
    task="forecast",
    settings={"patience": 1000},  # none ends early
    open=("cell", "bidirectional", "hidden_size"),
    budget=10.0,
    places=MEMBERS,
)


@dataclass
class Screen:
    """What stood on the projector, and when."""

    members: dict[int, float] = field(default_factory=dict)  # the first moment at which so many were shown
    lines: dict[int, float] = field(default_factory=dict)  # the same for lines of the board
    ended: float = 0.0

    def see(self, slide: Mapping[str, Any], now: float) -> None:
        """Take note of a slide."""
        foot, rows = str(slide.get("foot", "")), slide.get("rows", ())
        number = re.search(r"(\d+) m", foot)  # "30 members", "4 more below."
        if "places" in slide and number:
            self.members.setdefault(int(number[1]), now)
        if slide.get("lead") == "Shake-up":
            self.ended = self.ended or now
        elif rows:
            self.lines.setdefault(len(rows) + (int(number[1]) if "more below" in foot and number else 0), now)


def ages(shown: Mapping[int, float], happened: list[float]) -> list[float]:
    """Seconds from the moment the n-th thing happened to the moment so many were shown.

    >>> ages({2: 5.0, 3: 9.0}, [1.0, 4.5, 8.0])
    [4.0, 0.5, 1.0]
    """
    found = []
    for number, moment in enumerate(sorted(happened), start=1):
        after = [at for many, at in shown.items() if many >= number]
        if after:
            found.append(max(0.0, min(after) - moment))
    return found


def opened(app: App) -> Opened:
    """A room as its teacher opens it: one example, a run of ten seconds, a hidden slice."""
    teacher = app.store.of("teacher of the bench")
    data = teacher.uploads.add("airline.csv", sample_bytes("airline"))
    return teacher.rooms.open("Bench", PLAN, [Brought(data, "airline")])


def lesson(app: App, members: int = MEMBERS) -> Iterator[Measure]:
    """A whole lesson, from the code to the shake-up."""
    asyncio.run(_warm(app))
    until(lambda: app.store.facts.get("machine") is not None, ENOUGH)
    room, scale = Class(app, opened(app), members), Scale(app)
    ended = asyncio.run(_weighed(room, scale))
    diary = room.diary
    yield Measure("errors", [len(diary.errors)], "", 0)
    yield Measure("members whose run is not on the board", [members - diary.files], "", 0)
    yield Measure("p95 of an interaction", [p95(diary.everything)], "s", 2)
    for what, seconds in diary.seconds.items():
        yield Measure(f"  {what}", seconds)
        yield Measure(f"  {what}, p95", [p95(seconds)])
    if diary.looks:
        yield Measure("  what a page looks at by itself, p95", [p95(diary.looks)])
    yield Measure("longest wait in the queue", [max(waiting(app.store))], "s", 180)
    yield from _projected(app, room.screen, ended)
    yield Measure("process of the screen (RSS), most", [max(scale.screen)], "MB", 500)
    yield Measure("all processes together (PSS), most", [max(scale.together)], "MB", 2200)
    for error, times in Counter(diary.errors).most_common(5):
        print(f"{times} times: {error[:300]}")


def _projected(app: App, screen: Screen, ended: float) -> Iterator[Measure]:
    """How old the projector was, each time something happened that it shows."""
    with Database(app.store.url).reading() as connection:
        joined = list(connection.execute(select(room_members.c.joined)).scalars())
        first = select(func.min(room_entries.c.at)).group_by(
            func.coalesce(room_entries.c.member, room_entries.c.name)
        )
        lines = list(connection.execute(first).scalars())
    late = ages(screen.members, joined) + ages(screen.lines, lines)
    late += [screen.ended - ended] if screen.ended and ended else [ENOUGH]
    yield Measure("age of the projector, middle", [sorted(late)[len(late) // 2]], "s")
    yield Measure(f"age of the projector, oldest of {len(late)}", [max(late)], "s", 3)


@dataclass
class Class:
    """A room of the bench, those who are in it, and where they wait for each other."""

    app: App
    opened: Opened
    size: int
    diary: Diary = field(default_factory=Diary)
    screen: Screen = field(default_factory=Screen)

    def __post_init__(self) -> None:
        self.here, self.done = asyncio.Barrier(self.size + 1), asyncio.Barrier(self.size + 1)
        self.over = asyncio.Event()
        self.code = self.opened.room.code
        self.data = self.opened.room.data[0].dataset_id

    def tab(self) -> Tab:
        """A browser that was never here."""
        return Tab(self.app.address, secrets.token_urlsafe(32))

    async def hold(self) -> float:
        """The whole lesson; gives the moment at which the teacher ended the room."""
        teacher = self.app.store.taught(self.opened.secret)
        async with self.tab() as desk, self.tab() as projector:
            await desk.open("room", f"teach={self.opened.secret}")
            await projector.open("room", f"screen={teacher.key}")
            watching = asyncio.create_task(_watch(projector, self.screen))
            await asyncio.to_thread(teacher.show, Shown("members"))
            members = [asyncio.create_task(self._guarded(number)) for number in range(self.size)]
            await asyncio.wait_for(self.here.wait(), ENOUGH)
            await asyncio.to_thread(teacher.show, Shown("board"))
            await asyncio.wait_for(self.done.wait(), 2 * ENOUGH)
            ended = await _end(desk, self.diary)
            self.over.set()
            await asyncio.gather(*members)
            await _until(lambda: self.screen.ended)
            watching.cancel()
            self.diary.errors += desk.errors + projector.errors
        return ended

    async def _guarded(self, number: int) -> None:
        """One member; what goes wrong is noted, and nobody waits for them."""
        await asyncio.sleep(number * ARRIVALS / self.size)
        meetings = [self.here, self.done]
        tab = self.tab()
        try:
            async with tab:
                await self._member(tab, random.Random(number), meetings)
        except Exception as error:  # whatever it is, it counts
            self.diary.errors.append(f"member {number}: {error!r}")
        for meeting in meetings:
            await meeting.wait()
        self.diary.errors += tab.errors
        self.diary.looks += tab.looks

    async def _member(self, tab: Tab, luck: random.Random, meetings: list[asyncio.Barrier]) -> None:
        """From the code to the shake-up."""
        note = self.diary.note
        note("a page opened", await tab.open("room", f"room={self.code}"))
        note("joined", await tab.press("join"))
        await meetings.pop(0).wait()
        await _think(luck)
        address = f"room={self.code}&data={self.data}&hidden_size={luck.randint(8, 48)}"
        note("a page opened", await tab.open("forecast", address))
        await _think(luck)
        note("Train pressed", await tab.press("train"))
        await self._redrawn_until(tab, luck, SCORES)
        note("a page opened", await tab.open("room", f"room={self.code}"))
        await self._redrawn_until(tab, luck, SCORED)
        self.diary.files += 1
        await meetings.pop(0).wait()
        await self.over.wait()
        await _think(luck)
        note("the end looked at", await tab.open("room", f"room={self.code}"))

    async def _redrawn_until(self, tab: Tab, luck: random.Random, words: str) -> None:
        """Draw the page again now and then, until it says what is waited for."""
        start = time.monotonic()
        while words not in tab.text():
            if tab.errors or time.monotonic() - start > ENOUGH:
                raise TimeoutError(f"no {words!r}; the page says {tab.errors or tab.text()[-300:]}")
            await _think(luck)
            self.diary.note("the page drawn anew", await tab.rerun())


async def _warm(app: App) -> None:
    """Somebody was here before, so that what trains is loaded, as on any server in use."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("forecast")


async def _weighed(room: Class, scale: Scale) -> float:
    """The lesson, while its processes are weighed."""
    weighing = asyncio.create_task(scale.watch())
    try:
        return await room.hold()
    except TimeoutError as error:  # what was measured until then is told all the same
        room.diary.errors.append(f"the lesson did not come to its end: {error!r}")
        return 0.0
    finally:
        weighing.cancel()


async def _think(luck: random.Random) -> None:
    await asyncio.sleep(luck.uniform(*THINKING))


async def _watch(projector: Tab, screen: Screen) -> None:
    """Look at the projector until cancelled."""
    while True:
        now = time.time()
        for one in list(projector.shown.values()):
            if one.kind == "bidi_component" and (slide := _slide(one.content)):
                screen.see(slide, now)
        await asyncio.sleep(LOOK)


def _slide(content: Any) -> Mapping[str, Any] | None:
    """What a slide is made of; `None` for another component of the page."""
    found = json.loads(content.json) if content.json else None
    return found if isinstance(found, dict) and "lead" in found else None


async def _end(desk: Tab, diary: Diary) -> float:
    """The teacher ends the room; gives the moment of the press."""
    await desk.unfold("end_room")
    await desk.change(WidgetState(id=desk.widget("sure_end_room").id, bool_value=True))
    pressed = time.time()
    diary.note("the room ended", await desk.press("end_room"))
    return pressed


async def _until(condition: Callable[[], object], seconds: float = ENOUGH) -> None:
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"this did not happen within {seconds:g} s")
        await asyncio.sleep(LOOK)


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    print(f"load of the machine before the start: {psutil.getloadavg()[0]:.1f}, cores: {psutil.cpu_count()}")
    print(HEADING, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        app = App(Path(folder))
        try:
            for measure in lesson(app):
                print(measure.line, flush=True)
        finally:
            app.close()


if __name__ == "__main__":
    main()
