"""Nobody sees or changes what belongs to somebody else, and nobody learns that it exists."""

import inspect
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnnkit.errors import JobError, NotFoundError, RnnkitError
from rnnkit.runs.reading import StoreReader
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order, Visitor
from rnnkit.training.progress import Progress
from tests.runs.conftest import CONFIG, queue

SECRET = "sentinel-7f3a"
Call = Callable[[StoreReader, str], Any]

LOOKS: dict[str, Call] = {
    "dataset": lambda who, given: who.dataset(given),
    "run": lambda who, given: who.run(given),
    "runs": lambda who, given: who.runs(group=given),
    "history": lambda who, given: who.history(given),
    "curve": lambda who, given: who.curve(given),
    "samples": lambda who, given: who.samples(given),
    "summary": lambda who, given: who.summary(given),
    "summaries": lambda who, given: who.summaries([given]),
    "frames": lambda who, given: who.frames(given),
    "frame": lambda who, given: who.frame(given, "test"),
    "files": lambda who, given: who.files(given),
    "weights": lambda who, given: who.weights(given),
    "checkpoint": lambda who, given: who.checkpoint(given),
}
DEEDS: dict[str, Callable[[Visitor, str], Any]] = {
    "create_run": lambda who, given: who.create_run(CONFIG, given),
    "create_runs": lambda who, given: who.create_runs([Order(CONFIG)], given),
    "begin_run": lambda who, given: who.begin_run(Order(CONFIG), given, "me"),
    "request_stop": lambda who, given: who.request_stop(given),
    "resume": lambda who, given: who.resume(given),
    "cancel": lambda who, given: who.cancel(given),
    "rename": lambda who, given: who.rename(given, "mine now"),
    "delete_run": lambda who, given: who.delete_run(given),
    "look_at": lambda who, given: who.look_at(given),
    "share": lambda who, given: who.share(given),
    "shares": lambda who, given: who.shares(given),
    "revoke": lambda who, given: who.revoke(given),
}
WITHOUT_ID = {"add_dataset", "dataset_names", "kept", "delete_everything"}
MALFORMED = ["", "?", "' OR 1=1--", "../../etc/passwd", "\x00", "\ud800", "\u202e", "x" * 100_000, "%", "_"]


def possessions(store: Store, viewer: str) -> dict[str, str]:
    """Everything a visitor can have: data, a finished run, one that waits, their group, a link; their ids."""
    visitor = store.of(viewer)
    dataset_id = visitor.add_dataset(SECRET, SECRET.encode())
    run_id, waiting = visitor.create_runs(
        [Order(CONFIG, SECRET), Order(CONFIG, SECRET)], dataset_id, "g" + viewer
    )
    assert store.claim("me", run_id)
    store.log(run_id, 1, [Progress("training", 1, 2, 0.1, train_loss=7.5, sample=SECRET)])
    frames = {"test": pd.DataFrame({"y": [SECRET]})}
    secret = SECRET.encode()
    found = {
        "summary": {"said": SECRET},
        "frames": frames,
        "weights": secret,
        "files": {"recipe.json": secret},
    }
    store.complete(run_id, 1, "finished", **found)
    token = visitor.share("g" + viewer)
    return {
        "data": dataset_id,
        "run": run_id,
        "waiting": waiting,
        "group": "g" + viewer,
        "token": token,
        "link": visitor.shares("g" + viewer)[0].id,
    }


def answer(call: Callable[..., Any], who: Visitor, given: str) -> str:
    """What a call said, as text."""
    try:
        return repr(call(who, given))
    except RnnkitError as error:
        return f"{type(error).__name__}: {error}"


def test_every_function_of_a_visitor_is_asked_here() -> None:
    public = {name for name, _ in inspect.getmembers(Visitor, inspect.isfunction) if not name.startswith("_")}
    assert public == {*LOOKS, *DEEDS} | WITHOUT_ID


@pytest.mark.parametrize("name", [*LOOKS, *DEEDS])
def test_what_belongs_to_another_is_answered_like_what_does_not_exist(store: Store, name: str) -> None:
    theirs = possessions(store, "ann")
    before = state_of(store, "ann")
    bob = store.of("bob")
    bob.add_dataset("bob.csv", b"1")
    call = {**LOOKS, **DEEDS}[name]
    missing = answer(call, bob, "nothing-has-this-id")
    assert SECRET not in missing
    for given_ in (*theirs.values(), *MALFORMED):
        assert answer(call, bob, given_) == missing
    assert state_of(store, "ann") == before


def state_of(store: Store, viewer: str) -> object:
    """All that a visitor can see of their own."""
    visitor = store.of(viewer)
    return (
        visitor.runs(),
        visitor.kept(),
        visitor.shares("g" + viewer),
        [visitor.history(run.id) for run in visitor.runs()],
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        bob.run(theirs)
    with pytest.raises(NotFoundError, match=r"^Data not found; load the file again\.$"):
        bob.dataset(store.run(theirs).dataset_id)


def test_a_group_of_the_same_name_is_still_ones_own(store: Store) -> None:
    """A name of a group can be chosen freely, so it must give nobody anything, not even through a link."""
    queue(store, "ann", group="same")
    (mine,) = queue(store, "bob", group="same")
    bob = store.of("bob")
    assert [run.id for run in bob.runs(group="same")] == [mine]
    assert [run.id for run in store.shared(bob.share("same")).runs()] == [mine]


def test_nobody_is_a_visitor_too_and_owns_what_the_command_line_keeps(store: Store) -> None:
    (own,) = queue(store, "")
    assert [run.id for run in store.of("").runs()] == [own]
    assert store.of("ann").runs() == []


def test_a_run_is_renamed_stopped_and_deleted_by_its_owner(store: Store) -> None:
    working, waiting = queue(store, "ann", 2)
    ann = store.of("ann")
    store.claim("me", working)
    ann.rename(working, "first\x00 try")
    assert ann.run(working).label == "first try"
    with pytest.raises(JobError, match="stop it"):
        ann.delete_run(working)
    ann.request_stop(working)
    assert ann.run(working).stop_requested
    assert ann.cancel(waiting)
    assert not ann.cancel(waiting)
    ann.delete_run(waiting)
    assert [run.id for run in ann.runs()] == [working]
