"""Two hundred ways to start what a room does not allow: all are refused, and nothing is left behind.

A forger has all that a person can have: the Python interface of a visitor, every id, settings of every kind.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text, update

from rnnkit.bundle.read import read_kept
from rnnkit.config import TrainingSettings
from rnnkit.config.settings import bounds, choices
from rnnkit.errors import ConfigError, JobError, LimitError, NotFoundError, RnnkitError
from rnnkit.files.encoding import sha256
from rnnkit.runs.orders import Order
from rnnkit.runs.rooms.opening import Brought, Opened
from rnnkit.runs.sql.room_tables import rooms
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Visitor
from rnnkit.runs.visitor.searches import Tried
from rnnkit.search.settings import SearchConfig
from rnnkit.tasks import TASKS
from tests.rooms.conftest import OPEN, plan, series

NOT_IN = (NotFoundError, "Data not found; load the file again.")
LOCKED = (ConfigError, "is locked in this room.")
ENDED = (JobError, "This room has ended")
Forged = tuple[str, Callable[[], object], type[RnnkitError], str]


@dataclass
class Scene:
    """A room with one member and one run left, one that has ended, one that is foreign, one forgotten."""

    store: Store
    open: Opened
    ended: Opened
    foreign: Opened
    forgotten: Opened
    ann: Visitor
    eve: Visitor
    own: str  # data of ann
    waiting: str  # a run of ann in the open room
    broken: str  # a run of ann in the ended room that could go on from its checkpoint
    withdrawn: str

    def data(self, which: str = "open") -> str:
        return getattr(self, which).room.data[0].dataset_id

    def preset(self) -> dict[str, Any]:
        room = self.open.room
        return json.loads(room.preset().model_dump_json())


@pytest.fixture
def scene(store: Store) -> Scene:
    teacher = store.of("teacher")
    mine = teacher.uploads.add("sold.csv", series())
    made = [
        teacher.rooms.open(name, plan(runs=2), [Brought(mine)])
        for name in ("open", "ended", "foreign", "forgotten")
    ]
    ann, eve = store.of("ann"), store.of("eve")
    for room in (made[0], made[1], made[3]):
        ann.rooms.join(room.room.code)
    asked = made[0].room.preset().model_dump_json()
    waiting = ann.queue.submit(asked, made[0].room.data[0].dataset_id)
    broken = ann.queue.submit(asked, made[1].room.data[0].dataset_id)
    assert store.queue.claim("me", broken)
    store.checkpoints.keep(broken, 1, 3, b"x")
    store.queue.finish(broken, 1, "interrupted", "gone")
    store.taught(made[1].secret).end()
    with store._database.writing() as connection:
        connection.execute(update(rooms).where(rooms.c.id == made[3].room.id).values(ends=1.0))
    first = store.taught(made[0].secret)
    withdrawn = first.hand_out("second")
    first.withdraw(next(link.id for link in first.links() if link.name == "second"))
    own = ann.uploads.add("own.csv", series(90))
    return Scene(store, *made, ann, eve, own, waiting, broken, withdrawn)


def another(kind: type[TrainingSettings], name: str, now: Any) -> Iterator[Any]:
    """Other values of a setting."""
    if isinstance(now, bool):
        yield not now
    elif words := choices(kind, name):
        yield from [word for word in words if word != now][:3]
    elif "tuple" in str(kind.model_fields[name].annotation):
        yield [["7", 1.0]] if name in ("pace", "rates") else ["other"]
    elif "str" in str(kind.model_fields[name].annotation):
        yield "AT"
    else:
        low, high = bounds(kind, name)
        given = {value for value in (low, high, 7, 3, 0.5) if value is not None and value != now}
        whole = "int" in str(kind.model_fields[name].annotation)
        for value in sorted(given)[:3]:
            yield int(value) if whole else float(value)


def locked(scene: Scene) -> Iterator[Forged]:
    """Each locked setting with other values, by each door through which a run can come."""
    kind, data = TASKS["forecast"].asked, scene.data()
    preset = scene.preset()
    for name in kind.model_fields:
        if name in OPEN or name == "task":
            continue
        for value in another(kind, name, preset[name]):
            forged = json.dumps(preset | {name: value})
            yield (
                f"{name}={value}",
                lambda forged=forged: scene.ann.queue.submit(forged, data),
                RnnkitError,
                "",
            )
            yield (
                f"{name}={value} here",
                lambda forged=forged: scene.ann.queue.start_here(Order(forged), data, "me"),
                RnnkitError,
                "",
            )


def lengths(scene: Scene) -> Iterator[Forged]:
    """More time than a run has, in seconds, steps and passes."""
    for change in ({"budget": 10.001}, {"budget": 60.0}, {"budget": 3600.0}):
        yield _start(scene, change, ConfigError, "In this room a run takes at most 10 s.")
    for change in (
        {"budget": None, "steps": 5},
        {"budget": None, "epochs": 1},
        {"budget": -1},
        {"budget": 1e9},
    ):
        yield _start(scene, change, ConfigError, "")


def _start(scene: Scene, change: Mapping[str, Any], kind: type[RnnkitError], said: str) -> Forged:
    forged = json.dumps(scene.preset() | dict(change))
    return str(change), lambda: scene.ann.queue.submit(forged, scene.data()), kind, said


def jobs(scene: Scene) -> Iterator[Forged]:
    """Other tasks and jobs on the data of the room; one of them would train without the preset."""
    others = [name for name in TASKS if name != "forecast"]
    for name in (*others, "predict", "visit", "trial", "mistake", "cost", "fake", "", "FORECAST", "inside "):
        config = json.dumps({"task": name, "of": "forecast", "settings": json.dumps(scene.preset())})
        yield (
            f"task {name}",
            lambda config=config: scene.ann.queue.submit(config, scene.data()),
            ConfigError,
            "In this room only forecast is trained.",
        )
    for config in ("", "{}", "[]", "null", '{"task": null}', "x" * 10_000, '{"task": ["forecast"]}'):
        yield (
            f"settings {config[:20]}",
            lambda config=config: scene.ann.queue.submit(config, scene.data()),
            ConfigError,
            "",
        )


def foreign(scene: Scene) -> Iterator[Forged]:
    """Data that is not that of a room one is in: of another room, of the teacher, of nobody, by guessing."""
    teachers = sha256("\n".join((sha256(series()), "{}", "teacher")).encode())
    guesses = [
        scene.data("foreign"),
        teachers,
        scene.open.room.id,
        scene.open.room.code,
        f"room:{scene.open.room.id}",
        sha256(series()),
        *("", "?", "%", "' OR 1=1--", "../x", "0" * 64, "x" * 1000),
    ]
    asked = json.dumps(scene.preset())
    for given in guesses:
        yield f"data {given[:12]}", lambda given=given: scene.ann.queue.submit(asked, given), *NOT_IN
        yield (
            f"here {given[:12]}",
            lambda given=given: scene.ann.queue.start_here(Order(asked), given, "me"),
            *NOT_IN,
        )
    for which in ("open", "ended", "foreign", "forgotten"):
        yield (
            f"eve in {which}",
            lambda which=which: scene.eve.queue.submit(asked, scene.data(which)),
            *NOT_IN,
        )
        yield (
            f"a room of {which}",
            lambda which=which: scene.ann.rooms.open("x", plan(), [Brought(scene.data(which))]),
            *NOT_IN,
        )
    guest = scene.ann.shares.create(scene.waiting, data=True)
    assert not hasattr(scene.store.shared(guest), "queue")


def replays(scene: Scene) -> Iterator[Forged]:
    """What a run said of itself, sent again; weights of an earlier one to begin with; more than there are."""
    replay = {"pace": [[0, 100], [50, 400]], "budget": 10.0}
    yield _start(scene, replay, *LOCKED)
    yield _start(scene, {"rates": [[3, 2.0]]}, *LOCKED)
    for run in (scene.waiting, scene.broken, "nothing"):
        yield _start(scene, {"start_from": run}, ConfigError, "Start from is locked in this room.")
    asked = json.dumps(scene.preset())
    for number in (2, 3, 12):
        yield (
            f"{number} at once",
            lambda number=number: scene.ann.queue.submit_all([Order(asked)] * number, scene.data()),
            LimitError,
            "everybody has 2 runs, and you have used yours",
        )
    search = [Tried(scene.preset(), 1.0)]
    mixed = [Order(asked), Order(json.dumps(scene.preset() | {"horizon": 3}))]
    yield "one of two", lambda: scene.ann.queue.submit_all(mixed, scene.data()), *LOCKED
    for which in ("open", "ended", "foreign"):
        yield (
            f"search in {which}",
            lambda which=which: scene.ann.searches.ask("forecast", SearchConfig(), search, scene.data(which)),
            NotFoundError if which == "foreign" else ConfigError,
            "",
        )
    yield (
        "a model that is no model",
        lambda: read_kept(b"PK\x03\x04" + json.dumps(scene.preset()).encode()),
        RnnkitError,
        "",
    )


def late(scene: Scene) -> Iterator[Forged]:
    """After the end, and after everything was forgotten."""
    asked, ann = json.dumps(scene.preset()), scene.ann
    yield "after the end", lambda: ann.queue.submit(asked, scene.data("ended")), *ENDED
    yield "here after the end", lambda: ann.queue.start_here(Order(asked), scene.data("ended"), "me"), *ENDED
    yield "going on after the end", lambda: ann.queue.resume(scene.broken), *ENDED
    yield "forgotten", lambda: ann.queue.submit(asked, scene.data("forgotten")), RnnkitError, ""
    yield "joining late", lambda: scene.eve.rooms.join(scene.ended.room.code), *ENDED
    answer = ann.rooms.answer
    yield "answering late", lambda: answer(scene.ended.room.id, "gates", "1", "yes", right=True), *ENDED
    for ask in (ann.rooms.get, ann.rooms.entries, ann.rooms.members, ann.rooms.me, ann.rooms.answers):
        for which in ("foreign", "forgotten"):
            yield (
                f"{ask.__name__} of {which}",
                lambda ask=ask, which=which: ask(getattr(scene, which).room.id),
                NotFoundError,
                "There is no such room (any more)",
            )


def by_hand(scene: Scene) -> Iterator[Forged]:
    """What is asked of a run while it trains."""
    ann = scene.ann
    yield "longer", lambda: ann.queue.wish(scene.waiting, "longer"), ConfigError, "at most 10 s"
    for kind in ("pause", "go_on", "step", "halve", "double", "longer"):
        yield f"eve {kind}", lambda kind=kind: scene.eve.queue.wish(scene.waiting, kind), NotFoundError, ""
    yield "resume one that waits", lambda: ann.queue.resume(scene.waiting), JobError, ""


def links(scene: Scene) -> Iterator[Forged]:
    """What might pass for the secret of a teacher, and what might pass for a code."""
    link = scene.store.taught(scene.open.secret).links()[0].id
    member = scene.ann.rooms.me(scene.open.room.id).id
    secret = scene.open.secret
    for given in (
        *(link, member, scene.open.room.id, scene.open.room.code, scene.withdrawn, scene.forgotten.secret),
        *(secret[:-1], secret + "A", secret.swapcase(), secret[::-1], sha256(secret.encode())),
        *("", "admin", "teacher", "?mode=admin", "true", "1", "%", "' OR 1=1--", "\x00", "x" * 100_000),
    ):
        yield (
            f"secret {given[:10]}",
            lambda given=given: scene.store.taught(given),
            NotFoundError,
            "Link not valid (any more).",
        )
    code = scene.open.room.code
    for number, given in enumerate(
        (code[:-1], code + "B", code[::-1] + "?", scene.open.room.id, secret, scene.forgotten.room.code, "%")
    ):
        yield (
            f"code {given[:10]}",
            lambda given=given, number=number: scene.store.of(f"visitor {number}").rooms.join(given),
            NotFoundError,
            "No room has this code (any more); check its 8 letters.",
        )


TABLE = (locked, lengths, jobs, foreign, replays, late, by_hand, links)


def everything(store: Store) -> str:
    """All rows that a start could leave behind."""
    tables = ("runs", "searches", "wishes", "events", "room_members", "room_entries", "room_answers", "rooms")
    with store._database.reading() as connection:
        return repr([connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables])


def test_two_hundred_forged_starts_are_refused_and_leave_nothing(scene: Scene) -> None:
    forged = [one for part in TABLE for one in part(scene)]
    assert len(forged) >= 200
    before = everything(scene.store)
    let_in, said_otherwise = [], []
    for name, attempt, kind, sentence in forged:
        try:
            attempt()
        except RnnkitError as error:
            if not isinstance(error, kind) or sentence not in str(error) or len(str(error)) > 200:
                said_otherwise.append((name, type(error).__name__, str(error)))
        else:
            let_in.append(name)
    assert (let_in, said_otherwise) == ([], [])
    assert everything(scene.store) == before


def test_what_is_allowed_still_starts(scene: Scene) -> None:
    """So that the two hundred are not refused because all is."""
    change = {"cell": "gru", "hidden_size": 6, "learning_rate": 0.01, "seed": 5, "budget": 9.5}
    forged = json.dumps(scene.preset() | change)
    assert scene.ann.queue.submit(forged, scene.data())
    assert scene.ann.queue.wish(scene.waiting, "halve") is None  # the learning rate is open
    with pytest.raises(LimitError, match="everybody has 2 runs"):
        scene.ann.queue.submit(forged, scene.data())


def test_a_rate_that_is_locked_is_not_changed_by_hand(store: Store) -> None:
    teacher = store.of("teacher")
    data = teacher.uploads.add("sold.csv", series())
    made = teacher.rooms.open("x", plan(open=("seed",)), [Brought(data)])
    ann = store.of("ann")
    ann.rooms.join(made.room.code)
    run = ann.queue.submit(made.room.preset().model_dump_json(), made.room.data[0].dataset_id)
    for kind in ("halve", "double"):
        with pytest.raises(ConfigError, match="Learning rate is locked in this room"):
            ann.queue.wish(run, kind)  # type: ignore[arg-type]
    ann.queue.wish(run, "pause")


def test_the_same_bytes_in_ones_own_form_are_no_run_of_the_room(scene: Scene) -> None:
    """They may be trained on with any settings, count nothing, and have no entry."""
    held = scene.ann.datasets.get(scene.data())
    copy = scene.ann.uploads.add(held.name, held.content, held.overrides)
    run_id = scene.ann.queue.submit(json.dumps(scene.preset() | {"horizon": 3, "test": None}), copy)
    assert scene.store.entries.slice_for(run_id) is None
    assert run_id not in scene.store.taught(scene.open.secret).owners()
    assert scene.ann.rooms.me(scene.open.room.id).runs == 1
