"""A paused run holds nothing, goes on bit for bit, survives its worker, and belongs to one visitor."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from sqlalchemy import Connection

from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.errors import JobError, LimitError, NotFoundError
from rnnkit.runs import execute
from rnnkit.runs.states import State
from rnnkit.runs.store import Store
from rnnkit.runs.transitions import transition
from rnnkit.runs.visitor import wishes as limits
from rnnkit.runs.worker import wishes
from rnnkit.runs.worker.queue import Queue
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.training import loop as training
from rnnkit.training.progress import Progress
from rnnkit.training.wishes import Kind
from tests.runs.test_resume import Death

SETTINGS = {"problem": "adding", "length": 6, "hidden_size": 8, "steps": 30}
DATA = b'{"problem": "adding", "length": 6, "test_length": 6}'
DAY = 24 * 3600.0


@pytest.fixture(autouse=True)
def asked_after_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)
    monkeypatch.setattr(wishes, "EVERY", 0.0)


def queued(store: Store, **settings: object) -> str:
    config = parse(MemoryConfig, SETTINGS | settings)
    mine = store.of("ann")
    return mine.queue.submit(config.model_dump_json(), mine.uploads.add("adding", DATA))


def work(store: Store, run_id: str, watch: Callable[[Progress], None] = lambda _: None) -> str:
    claimed = store.queue.claim("me", run_id)
    assert claimed is not None
    execute.execute(store, run_id, claimed.attempt, watch=watch)
    assert store.audit() == []
    run = store.runs.get(run_id)
    assert run.state != "failed", run.reason
    return run.state


def asks(store: Store, run_id: str, *wanted: tuple[int, Kind]) -> Callable[[Progress], None]:
    """Somebody who asks for something as soon as the run tells of a step."""
    left = list(wanted)

    def watch(progress: Progress) -> None:
        while left and progress.phase == "training" and progress.step >= left[0][0]:
            store.of("ann").queue.wish(run_id, left.pop(0)[1])

    return watch


@pytest.fixture
def paused(store: Store) -> str:
    run_id = queued(store)
    assert work(store, run_id, asks(store, run_id, (12, "pause"))) == "paused"
    return run_id


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'runs.sqlite'}")
    run_id = queued(store)
    assert work(store, run_id) == "finished"
    yield store.results.weights(run_id)
    store.close()


def test_a_paused_run_holds_no_place_and_goes_on_bit_for_bit(store: Store, paused: str, whole: bytes) -> None:
    run = store.runs.get(paused)
    assert (run.state, run.step, run.pid, run.eta, run.finished, run.place) == ("paused", 12, *[None] * 4)
    assert store.queue.waiting() == []
    assert store.queue.claim("me") is None
    store.of("ann").queue.wish(paused, "go_on")
    assert [run.id for run in store.queue.waiting()] == [paused]
    assert work(store, paused) == "finished"
    assert store.results.weights(paused) == whole
    assert list(store.progress.curve(paused)["step"]) == list(range(31))
    assert store.progress.wishes(paused).values.tolist() == [["pause", 12], ["go_on", 12]]


def test_one_step_moves_the_weights_once_and_pauses_again(store: Store, paused: str) -> None:
    for step in (13, 14):
        store.of("ann").queue.wish(paused, "step")
        assert work(store, paused) == "paused"
        assert store.runs.get(paused).step == step


def test_what_is_asked_of_a_paused_run_is_done_when_it_goes_on_and_is_in_its_record(
    store: Store, paused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: tuple[Kind, ...] = ("halve", "longer", "go_on")
    for kind in kinds:
        store.of("ann").queue.wish(paused, kind)
    assert store.runs.get(paused).state == "queued"

    def stop(progress: Progress) -> None:
        if progress.step > 20:
            store.of("ann").queue.request_stop(paused)

    monkeypatch.setattr(execute, "STOP_SECONDS", 0.0)
    assert work(store, paused, stop) == "stopped"
    config = parse_stored(MemoryConfig, store.results.summary(paused)["config"])
    assert config.rates == ((12, 0.5),)
    assert config.pace[0] == (0, 30)
    assert config.pace[1][0] == 12
    assert config.pace[1][1] > 30


def test_stop_keeps_the_best_of_a_paused_run(store: Store, paused: str) -> None:
    store.of("ann").queue.request_stop(paused)
    store.of("ann").queue.request_stop(paused)  # a second click takes nothing away
    assert store.runs.get(paused).state == "queued"
    assert work(store, paused) == "stopped"
    assert store.results.summary(paused)["best_step"] <= 13
    assert store.checkpoints.newest_content(paused) is None


def test_a_paused_run_can_be_stopped_while_no_more_runs_may_wait(store: Store, paused: str) -> None:
    for _ in range(store.quotas.queued_each):
        queued(store)
    with pytest.raises(LimitError, match="of your runs may wait at once"):
        store.of("ann").queue.wish(paused, "go_on")
    store.of("ann").queue.request_stop(paused)
    assert work(store, paused) == "stopped"


def test_a_run_that_pauses_as_its_time_is_over_is_stopped_and_says_why(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, pause = queued(store), Queue.pause

    def over_time(queue: Queue, which: str, attempt: int, seen: int) -> bool:
        """The broker asks it to stop when the checkpoint of the pause is written already."""
        queue.request_stop(which, "It took too long.")
        return pause(queue, which, attempt, seen)

    with monkeypatch.context() as patched:
        patched.setattr(Queue, "pause", over_time)
        work(store, run_id, asks(store, run_id, (12, "pause")))
    assert store.runs.get(run_id).state == "queued"
    assert work(store, run_id) == "stopped"
    assert store.runs.get(run_id).reason == "It took too long."


def test_a_worker_that_dies_while_it_pauses_costs_nothing(
    store: Store, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise Death

    run_id = queued(store)
    with monkeypatch.context() as patched:
        patched.setattr(Queue, "pause", dies)
        with pytest.raises(Death):
            work(store, run_id, asks(store, run_id, (12, "pause")))
    store.queue.finish(run_id, 1, "interrupted", "The server stopped.")
    assert store.of("ann").queue.resume(run_id) == 12
    assert work(store, run_id) == "finished"
    assert store.results.weights(run_id) == whole


def test_a_run_that_is_asked_to_go_on_while_it_pauses_waits_again_at_once(store: Store) -> None:
    run_id = queued(store)
    assert store.queue.claim("me", run_id)
    store.of("ann").queue.wish(run_id, "go_on")
    assert store.queue.pause(run_id, 1, seen=0)
    assert store.runs.get(run_id).state == "queued"
    assert not store.queue.pause(run_id, 1, seen=0)


def test_an_abandoned_pause_is_forgotten_like_any_run(store: Store, paused: str) -> None:
    now = store.runs.get(paused).seen.timestamp()
    assert store.retention.prune(now + 29 * DAY) == 0
    assert store.retention.prune(now + 31 * DAY) == 2  # the run, and data that no run uses any more
    assert store.runs.find() == []


def test_checkpoints_of_paused_runs_count_as_what_a_visitor_keeps(store: Store, paused: str) -> None:
    kept = store.checkpoints.newest_content(paused)
    assert kept is not None
    assert store.of("ann").library.usage().megabytes > len(kept) / 1e6


def test_nobody_plays_with_what_is_not_theirs_or_has_ended(
    store: Store, paused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFoundError, match="Run not found or not shared with you"):
        store.of("bob").queue.wish(paused, "go_on")
    monkeypatch.setattr(limits, "MOST", 2)
    store.of("ann").queue.wish(paused, "halve")
    with pytest.raises(LimitError, match="was asked for 2 changes, which is the most"):
        store.of("ann").queue.wish(paused, "halve")
    store.of("ann").queue.request_stop(paused)
    work(store, paused)
    with pytest.raises(JobError, match="This run has ended; train it further instead"):
        store.of("ann").queue.wish(paused, "go_on")


def test_who_stops_a_run_while_it_pauses_is_heard(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server the pause is seen only once its transaction is over."""
    run_id = queued(store)

    def stopped_meanwhile(connection: Connection, which: str, state: State, **more: Any) -> bool:
        """Pause, and let somebody ask to stop before that is written down, where the store lets them in."""
        done = transition(connection, which, state, **more)
        if state == "paused":
            asked.append(threads.submit(store.of("ann").queue.request_stop, which))
            wait(asked, 0.3)
        return done

    asked: list[Future[None]] = []
    with monkeypatch.context() as patched, ThreadPoolExecutor(1) as threads:
        patched.setattr("rnnkit.runs.worker.queue.transition", stopped_meanwhile)
        work(store, run_id, asks(store, run_id, (12, "pause")))
        asked[0].result()
    assert store.runs.get(run_id).state == "queued"
    assert store.queue.stop_requested(run_id)
    assert work(store, run_id) == "stopped"
