"""F10: two people, or two processes, want different things at the same moment; one of them gets it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import Any

import pytest

from rnnkit.errors import RnnkitError
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from tests.faults.conftest import UNLIMITED, check, steady
from tests.faults.plan import rounds
from tests.runs.conftest import postgres, url

__all__ = ["postgres", "url"]  # fixtures

pytestmark = pytest.mark.fault

TIMES = rounds(5, 100)
Doing = Callable[[Store], Any]


@pytest.fixture
def store(url: str):
    store = Store(url, UNLIMITED)
    yield store
    store.close()


def at_once(store: Store, *doings: Doing) -> list[Any]:
    """What each got who did this at the same moment over a connection of its own: an answer or an error."""
    start = threading.Barrier(len(doings))

    def do(doing: Doing) -> Any:
        own = Store(store.url, UNLIMITED)
        start.wait()
        try:
            return doing(own)
        except RnnkitError as error:
            return error
        finally:
            own.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(do, doings))


def running(store: Store) -> str:
    run_id = steady(store)
    assert store.queue.claim("me", run_id)
    return run_id


def again(race: Callable[[Store], None]) -> Callable[[Store], None]:
    """Run a race often enough to see it end both ways, and look at the store afterwards."""

    @wraps(race)
    def races(store: Store) -> None:
        for _ in range(TIMES):
            race(store)
        check(store)

    return races


def died(store: Store) -> str:
    """A run whose worker was killed after the first checkpoint."""
    run_id = running(store)
    store.recorder.log(run_id, 1, [Progress("training", 1, 9, 0.1, train_loss=1.0)])
    store.checkpoints.keep(run_id, 1, 1, b"one")
    store.queue.finish(run_id, 1, "failed", "The worker was killed.")
    return run_id


@again
def test_stop_and_the_end_of_a_run(store: Store) -> None:
    run_id = running(store)
    at_once(
        store,
        lambda own: own.of("").queue.request_stop(run_id),
        lambda own: own.recorder.complete(run_id, 1, "finished", summary={}, frames={}, weights=b""),
    )
    assert store.runs.get(run_id).state == "finished"


@again
def test_taking_a_run_back_and_starting_it(store: Store) -> None:
    run_id = steady(store)
    taken, claimed = at_once(
        store, lambda own: own.of("").queue.cancel(run_id), lambda own: own.queue.claim("me", run_id)
    )
    assert taken == (claimed is None)
    assert store.runs.get(run_id).state == ("cancelled" if taken else "running")


@again
def test_two_ends_of_one_run(store: Store) -> None:
    run_id = running(store)
    killed, done = at_once(
        store,
        lambda own: own.queue.finish(run_id, 1, "failed", "The worker was killed."),
        lambda own: own.recorder.complete(run_id, 1, "finished", summary={}, frames={}, weights=b""),
    )
    assert killed == isinstance(done, RnnkitError)
    assert store.runs.get(run_id).state == ("failed" if killed else "finished")


@again
def test_two_names_for_one_run(store: Store) -> None:
    run_id = steady(store)
    names = ["one", "other"]
    at_once(store, *(lambda own, name=name: own.of("").library.rename(run_id, name) for name in names))
    assert store.runs.get(run_id).label in names


@again
def test_deleting_a_run_and_resuming_it(store: Store) -> None:
    run_id = died(store)
    deleted, resumed = at_once(
        store, lambda own: own.of("").library.delete(run_id), lambda own: own.of("").queue.resume(run_id)
    )
    assert deleted is None  # it waits at most, and what waits can be deleted
    assert resumed == 1 or "not found" in str(resumed)
    assert run_id not in [run.id for run in store.runs.find()]


@again
def test_two_who_delete_one_run(store: Store) -> None:
    run_id = died(store)
    answers = at_once(store, *[lambda own: own.of("").library.delete(run_id)] * 2)
    assert sorted(map(str, answers)) == ["None", "Run not found or not shared with you."]


@again
def test_two_who_resume_one_run(store: Store) -> None:
    run_id = died(store)
    answers = at_once(store, *[lambda own: own.of("").queue.resume(run_id)] * 2)
    assert sorted(map(str, answers)) == ["1", "This run waits for its turn already."]


@again
def test_two_who_follow_one_link(store: Store) -> None:
    run_id = steady(store)
    token = store.of("").shares.create(store.runs.get(run_id).group)
    assert at_once(store, *[lambda own: own.shared(token).runs.get(run_id).id] * 2) == [run_id] * 2


@again
def test_two_brokers_on_one_store(store: Store) -> None:
    names = [f"broker {side}" for side in "ab"]
    won = at_once(store, *(lambda own, name=name: own.leases.take("broker", name) for name in names))
    assert sorted(won) == [False, True]
    winner = names[won.index(True)]
    run_id = steady(store)
    claims = at_once(store, *[lambda own: own.queue.claim(winner)] * 2)
    assert [claim.id for claim in claims if claim] == [run_id]
    store.queue.finish(run_id, 1, "failed", "The worker was killed.")
    store.leases.release("broker", winner)
