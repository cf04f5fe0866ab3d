"""Nobody sees or changes what belongs to somebody else, and nobody learns that it exists."""

import inspect
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnkit.errors import JobError, NotFoundError, RnnkitError
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.rooms.opening import Brought
from rnnkit.runs.rooms.plan import RoomPlan
from rnnkit.runs.scope import EVERYTHING, ScopedDatabase
from rnnkit.runs.shared_forms import FormDraft
from rnnkit.runs.sql.database import Database
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order, Visitor
from rnnkit.runs.visitor.searches import Tried
from rnnkit.search.settings import SearchConfig
from rnnkit.training.progress import Progress
from tests.runs.conftest import CONFIG, queue

SECRET = "sentinel-7f3a"
PLAN = RoomPlan(task="forecast", share=0)
Call = Callable[[StoreReader, str], Any]

LOOKS: dict[str, Call] = {
    "datasets.get": lambda who, given: who.datasets.get(given),
    "runs.get": lambda who, given: who.runs.get(given),
    "runs.find": lambda who, given: who.runs.find(group=given),
    "runs.history": lambda who, given: who.runs.history(given),
    "progress.curve": lambda who, given: who.progress.curve(given),
    "progress.samples": lambda who, given: who.progress.samples(given),
    "progress.wishes": lambda who, given: who.progress.wishes(given),
    "looks.at": lambda who, given: who.looks.at([given]),
    "looks.asked": lambda who, given: who.looks.asked([given]),
    "results.summary": lambda who, given: who.results.summary(given),
    "results.summaries": lambda who, given: who.results.summaries([given]),
    "results.frame_names": lambda who, given: who.results.frame_names(given),
    "results.frame": lambda who, given: who.results.frame(given, "test"),
    "results.files": lambda who, given: who.results.files(given),
    "results.weights": lambda who, given: who.results.weights(given),
    "searches.get": lambda who, given: who.searches.get(given),
    "searches.trials": lambda who, given: who.searches.trials(given),
    "searches.measure": lambda who, given: who.searches.measure(given),
    "queue.checkpoint": lambda who, given: who.queue.checkpoint(given),
    "rooms.get": lambda who, given: who.rooms.get(given),
    "rooms.me": lambda who, given: who.rooms.me(given),
    "rooms.members": lambda who, given: who.rooms.members(given),
    "rooms.entries": lambda who, given: who.rooms.entries(given),
    "rooms.answers": lambda who, given: who.rooms.answers(given),
}
DEEDS: dict[str, Callable[[Visitor, str], Any]] = {
    "queue.submit": lambda who, given: who.queue.submit(CONFIG, given),
    "queue.submit_all": lambda who, given: who.queue.submit_all([Order(CONFIG)], given),
    "queue.start_here": lambda who, given: who.queue.start_here(Order(CONFIG), given, "me"),
    "queue.request_stop": lambda who, given: who.queue.request_stop(given),
    "queue.wish": lambda who, given: who.queue.wish(given, "pause"),
    "queue.resume": lambda who, given: who.queue.resume(given),
    "queue.cancel": lambda who, given: who.queue.cancel(given),
    "library.rename": lambda who, given: who.library.rename(given, "mine now"),
    "library.delete": lambda who, given: who.library.delete(given),
    "library.touch": lambda who, given: who.library.touch(given),
    "searches.ask": lambda who, given: who.searches.ask("fake", SearchConfig(), [Tried({}, 1.0)], given),
    "searches.stop": lambda who, given: who.searches.stop(given),
    "searches.delete": lambda who, given: who.searches.delete(given),
    "searches.touch": lambda who, given: who.searches.touch(given),
    "shares.create": lambda who, given: who.shares.create(given),
    "shares.find": lambda who, given: who.shares.find(given),
    "shares.revoke": lambda who, given: who.shares.revoke(given),
    "forms.create": lambda who, given: who.forms.create(FormDraft("fake", "", "{}", dataset_id=given)),
    "forms.revoke": lambda who, given: who.forms.revoke(given),
    "rooms.open": lambda who, given: who.rooms.open("Monday", PLAN, [Brought(given)]),
    "rooms.at": lambda who, given: who.rooms.at(given, "lessons", "gates"),
    "rooms.rename": lambda who, given: who.rooms.rename(given, "mine now"),
    "rooms.answer": lambda who, given: who.rooms.answer(given, "gates", "1", "yes", right=True),
}
WITHOUT_ID = {
    *("uploads.add", "datasets.names", "library.usage", "library.sizes", "library.delete_everything"),
    *("runs.newest", "searches.find", "forms.find", "rooms.mine"),
    *("rooms.look", "rooms.join"),  # by a code, see tests/rooms
    *("admission.has", "admission.make", "admission.attempt", "admission.left"),  # of one's own browser
    "library.take_over",  # by a proof of being both, see tests/runs/test_admission.py
}
MALFORMED = ["", "?", "' OR 1=1--", "../../etc/passwd", "\x00", "\ud800", "\u202e", "x" * 100_000, "%", "_"]


def possessions(store: Store, viewer: str) -> dict[str, str]:
    """Everything a visitor can have: data, a finished run, one that waits, their group, a link; their ids."""
    visitor = store.of(viewer)
    dataset_id = visitor.uploads.add(SECRET, SECRET.encode())
    run_id, waiting = visitor.queue.submit_all(
        [Order(CONFIG, SECRET), Order(CONFIG, SECRET)], dataset_id, "g" + viewer
    )
    assert store.queue.claim("me", run_id)
    store.recorder.log(run_id, 1, [Progress("training", 1, 2, 0.1, train_loss=7.5, sample=SECRET)])
    frames = {"test": pd.DataFrame({"y": [SECRET]})}
    secret = SECRET.encode()
    found = {
        "summary": {"said": SECRET},
        "frames": frames,
        "weights": secret,
        "files": {"recipe.json": secret},
    }
    store.recorder.complete(run_id, 1, "finished", **found)
    token = visitor.shares.create("g" + viewer)
    search = visitor.searches.ask(
        "fake", SearchConfig(), [Tried({"secret": SECRET}, 1.0)], dataset_id, SECRET
    )
    form = visitor.forms.create(FormDraft("fake", SECRET, "{}", dataset_id=dataset_id))
    room = visitor.rooms.open(SECRET, PLAN, [Brought(dataset_id)]).room
    visitor.rooms.join(room.code)
    return {
        "room": room.id,
        "data of room": room.data[0].dataset_id,
        "data": dataset_id,
        "run": run_id,
        "waiting": waiting,
        "group": "g" + viewer,
        "token": token,
        "search": search,
        "link": visitor.shares.find("g" + viewer)[0].id,
        "form_token": form,
        "form": visitor.forms.find()[0].id,
    }


def answer(call: Callable[..., Any], who: Visitor, given: str) -> str:
    """What a call said, as text."""
    try:
        return repr(call(who, given))
    except RnnkitError as error:
        return f"{type(error).__name__}: {error}"


def parts_of(handle: object) -> dict[str, object]:
    """What a handle is made of, by the names under which it is reached."""
    return {name: part for name, part in vars(handle).items() if hasattr(part, "_database")}


def test_every_function_of_a_visitor_is_asked_here(store: Store) -> None:
    public = {
        f"{name}.{method}"
        for name, part in parts_of(store.of("ann")).items()
        for method, _ in inspect.getmembers(part, inspect.ismethod)
        if not method.startswith("_")
    }
    assert public == {*LOOKS, *DEEDS} | WITHOUT_ID
    assert not inspect.getmembers(Visitor, inspect.isfunction)[1:]  # beside its making, it is its parts


def test_all_a_person_reaches_holds_one_scope_and_nothing_of_a_worker(store: Store) -> None:
    for who in (
        store.of("ann"),
        store.of(""),
        store.terminal(),
        store.shared(possessions(store, "ann")["token"]),
    ):
        parts = parts_of(who)
        assert {"datasets", "runs", "progress", "results"} <= set(parts)
        (held,) = {id(part._database): part._database for part in parts.values()}.values()
        assert isinstance(held, ScopedDatabase)
        assert not {held.scope.runs, held.scope.weights, held.scope.datasets} & {*vars(EVERYTHING).values()}
        assert not [part for part in parts.values() if "worker" in type(part).__module__]
        assert not [one for one in vars(who).values() if isinstance(one, Store | Database)]
        with pytest.raises(FrozenInstanceError):
            held.scope = EVERYTHING


def test_what_belongs_to_another_is_answered_like_what_does_not_exist(store: Store) -> None:
    """Every function of a visitor in turn, on one store: none of them may change anything in it."""
    theirs = possessions(store, "ann")
    before = state_of(store, "ann")
    bob = store.of("bob")
    bob.uploads.add("bob.csv", b"1")
    for name, call in {**LOOKS, **DEEDS}.items():
        missing = answer(call, bob, "nothing-has-this-id")
        assert SECRET not in missing, name
        for given_ in (*theirs.values(), *MALFORMED):
            assert answer(call, bob, given_) == missing, name
        assert state_of(store, "ann") == before, name


def state_of(store: Store, viewer: str) -> object:
    """All that a visitor can see of their own."""
    visitor = store.of(viewer)
    return (
        visitor.runs.find(),
        visitor.library.usage(),
        visitor.shares.find("g" + viewer),
        visitor.forms.find(),
        visitor.searches.find(),
        [(room, visitor.rooms.members(room.id)) for room in visitor.rooms.mine()],
        [visitor.runs.history(run.id) for run in visitor.runs.find()],
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_order_of_calls_by_one_leaves_the_other_alone(shared: Store, data: st.DataObject) -> None:
    """Two visitors; one does anything with any id of both. The other sees no change, and nothing leaks."""
    mine, theirs = shared.ids["bob"], shared.ids["ann"]
    kinds = st.sampled_from([*mine.values(), *theirs.values(), *MALFORMED])
    before = state_of(shared, "ann")
    for name, given_ in data.draw(
        st.lists(st.tuples(st.sampled_from([*LOOKS, *DEEDS]), kinds), min_size=1, max_size=8)
    ):
        said = answer({**LOOKS, **DEEDS}[name], shared.of("bob"), given_)
        assert not any(theirs[kind] in said for kind in theirs if theirs[kind] not in given_)
        if given_ in theirs.values():
            assert SECRET not in said
            assert "ann" not in said.replace(given_, "")
    assert state_of(shared, "ann") == before


@pytest.fixture
def shared(store: Store) -> Store:
    store.ids = {viewer: possessions(store, viewer) for viewer in ("ann", "bob")}
    return store


def test_the_sentences_are_these(store: Store) -> None:
    (theirs,) = queue(store, "ann")
    bob = store.of("bob")
    with pytest.raises(NotFoundError, match=r"^Run not found or not shared with you\.$"):
        bob.runs.get(theirs)
    with pytest.raises(NotFoundError, match=r"^Data not found; load the file again\.$"):
        bob.datasets.get(store.runs.get(theirs).dataset_id)


def test_a_group_of_the_same_name_is_still_ones_own(store: Store) -> None:
    """A name of a group can be chosen freely, so it must give nobody anything, not even through a link."""
    queue(store, "ann", group="same")
    (mine,) = queue(store, "bob", group="same")
    bob = store.of("bob")
    assert [run.id for run in bob.runs.find(group="same")] == [mine]
    assert [run.id for run in store.shared(bob.shares.create("same")).runs.find()] == [mine]


def test_nobody_is_a_visitor_too_and_owns_what_the_command_line_keeps(store: Store) -> None:
    (own,) = queue(store, "")
    assert [run.id for run in store.of("").runs.find()] == [own]
    assert store.of("ann").runs.find() == []


def test_a_run_is_renamed_stopped_and_deleted_by_its_owner(store: Store) -> None:
    working, waiting = queue(store, "ann", 2)
    ann = store.of("ann")
    store.queue.claim("me", working)
    ann.library.rename(working, "first\x00 try")
    assert ann.runs.get(working).label == "first try"
    with pytest.raises(JobError, match="stop it"):
        ann.library.delete(working)
    ann.queue.request_stop(working)
    assert ann.runs.get(working).stop_requested
    assert ann.queue.cancel(waiting)
    assert not ann.queue.cancel(waiting)
    ann.library.delete(waiting)
    assert [run.id for run in ann.runs.find()] == [working]
