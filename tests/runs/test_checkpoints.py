"""A run whose worker died goes on from its newest sound checkpoint, as one run with one curve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from rnnkit.errors import JobError, NotFoundError
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.sql.schema import checkpoints
from rnnkit.runs.store import Store
from rnnkit.runs.transitions import LateWriteError
from rnnkit.runs.visitor.resume import REFUSALS
from rnnkit.runs.worker.checkpointer import EVERY, NETWORK_MOST, NETWORK_RATE, SHARE, StoreCheckpointer
from rnnkit.training.progress import Progress
from tests.runs.conftest import CONFIG


@pytest.fixture
def run_id(store: Store, dataset_id: str) -> str:
    """A run that a worker holds."""
    run_id = store.of("").queue.submit(CONFIG, dataset_id)
    store.queue.claim("me", run_id)
    return run_id


def trained(store: Store, run_id: str, attempt: int, steps: range) -> None:
    """Losses and a sample of every step, a checkpoint of every third."""
    for step in steps:
        row = Progress("training", step, 20, step / 10, train_loss=1 / (step + attempt), sample=f"at {step}")
        store.recorder.log(run_id, attempt, [row])
        if step % 3 == 0:
            store.checkpoints.keep(run_id, attempt, step, f"state {step}".encode())


def damage(store: Store, run_id: str, step: int) -> None:
    wrong = update(checkpoints).where(checkpoints.c.run_id == run_id, checkpoints.c.step == step)
    with store._database.writing() as connection:
        connection.execute(wrong.values(content=b"state"))


def kept(store: Store, run_id: str) -> list[int]:
    with store._database.reading() as connection:
        return [row.step for row in connection.execute(checkpoints.select().order_by(checkpoints.c.step))]


@pytest.mark.parametrize("state", ["failed", "interrupted"])
def test_a_resumed_run_has_one_curve_over_both_attempts(store: Store, run_id: str, state: str) -> None:
    trained(store, run_id, 1, range(11))
    store.queue.request_stop(run_id)
    store.queue.finish(run_id, 1, state, "The worker was killed.")
    assert store.of("").queue.checkpoint(run_id).step == 9
    assert store.of("").queue.resume(run_id) == 9
    waiting = store.runs.get(run_id)
    assert (waiting.state, waiting.step, waiting.place, waiting.reason) == ("queued", 9, 1, "")
    assert waiting.finished is None
    assert not waiting.stop_requested
    assert list(store.progress.curve(run_id)["step"]) == list(range(10))
    assert store.queue.claim("me").attempt == 2
    assert store.checkpoints.newest_content(run_id) == b"state 9"
    trained(store, run_id, 2, range(10, 14))
    assert list(store.progress.curve(run_id)["step"]) == list(range(14))
    assert list(store.progress.curve(run_id, after=8)["step"]) == [9, 10, 11, 12, 13]
    assert store.progress.curve(run_id)["train_loss"].iloc[9:11].tolist() == [1 / 10, 1 / 12]
    assert list(store.progress.samples(run_id)["text"]) == [f"at {step}" for step in range(14)]
    assert [s for _, s in store.runs.history(run_id)] == ["queued", "running", state, "queued", "running"]


def test_the_two_newest_are_kept_and_none_once_there_is_a_result(store: Store, run_id: str) -> None:
    trained(store, run_id, 1, range(11))
    assert kept(store, run_id) == [6, 9]
    store.recorder.complete(run_id, 1, "finished", summary={}, frames={}, weights=b"")
    assert kept(store, run_id) == []


def test_a_deleted_run_takes_its_checkpoints_along(store: Store, run_id: str) -> None:
    trained(store, run_id, 1, range(5))
    store.queue.finish(run_id, 1, "failed")
    store.of("").library.delete(run_id)
    assert kept(store, run_id) == []


def test_a_damaged_newest_one_costs_a_few_steps_and_not_the_run(store: Store, run_id: str) -> None:
    trained(store, run_id, 1, range(11))
    store.queue.finish(run_id, 1, "interrupted")
    damage(store, run_id, 9)
    assert store.of("").queue.resume(run_id) == 6
    assert store.checkpoints.newest_content(run_id) == b"state 6"
    assert list(store.progress.curve(run_id)["step"]) == list(range(7))
    store.queue.claim("me")
    trained(store, run_id, 2, range(7, 10))  # the step of the damaged one comes again
    assert kept(store, run_id) == [6, 9]


def test_without_a_sound_one_nothing_is_changed(store: Store, run_id: str) -> None:
    trained(store, run_id, 1, range(8))
    store.queue.finish(run_id, 1, "interrupted")
    damage(store, run_id, 6)
    damage(store, run_id, 3)
    with pytest.raises(JobError, match="no sound checkpoint of this run; train it again"):
        store.of("").queue.resume(run_id)
    assert store.runs.get(run_id).state == "interrupted"
    assert len(store.progress.curve(run_id)) == 8
    assert store.checkpoints.newest_content(run_id) is None


def test_the_worker_of_the_old_attempt_can_write_nothing_more(store: Store, run_id: str) -> None:
    trained(store, run_id, 1, range(5))
    store.queue.finish(run_id, 1, "interrupted")
    store.of("").queue.resume(run_id)
    late = [
        lambda: store.recorder.log(run_id, 1, [Progress("training", 5, 20, 0.5, train_loss=9.0)]),
        lambda: store.checkpoints.keep(run_id, 1, 5, b"late"),
        lambda: store.recorder.complete(run_id, 1, "finished", summary={}, frames={}, weights=b""),
    ]
    for claimed in (False, True):
        if claimed:
            store.queue.claim("me")
        for write in late:
            with pytest.raises(LateWriteError):
                write()
        assert not store.queue.finish(run_id, 1, "failed", "late")
    assert kept(store, run_id) == [0, 3]
    assert list(store.progress.curve(run_id)["step"]) == [0, 1, 2, 3]


@pytest.mark.parametrize("state", sorted(REFUSALS))
def test_a_run_that_cannot_be_resumed_says_why(store: Store, dataset_id: str, state: str) -> None:
    run_id = store.of("").queue.submit(CONFIG, dataset_id)
    if state == "cancelled":
        store.of("").queue.cancel(run_id)
    elif state != "queued":
        store.queue.claim("me", run_id)
        trained(store, run_id, 1, range(4))
        if state != "running":
            store.queue.finish(run_id, 1, state)
    with pytest.raises(JobError) as caught:
        store.of("").queue.resume(run_id)
    assert str(caught.value) == REFUSALS[state]
    assert len(REFUSALS[state]) <= 160
    assert store.runs.get(run_id).state == state


def test_nobody_resumes_the_run_of_another(store: Store, run_id: str) -> None:
    trained(store, run_id, 1, range(4))
    store.queue.finish(run_id, 1, "interrupted")
    stranger = store.of("stranger")
    for doing in (stranger.queue.resume, stranger.queue.checkpoint):
        with pytest.raises(NotFoundError):
            doing(run_id)
    assert store.runs.get(run_id).state == "interrupted"


class Slow:
    """A store on a fake clock; packing, flushing and writing take the seconds they are told to."""

    def __init__(self, cost: float) -> None:
        self.now, self.cost, self.order, self.moments, self.down = 0.0, cost, [], [], False

    def clock(self) -> float:
        return self.now

    def make(self) -> bytes:
        self.order.append("make")
        self.moments.append(self.now)
        self.now += self.cost / 2
        return b"state"

    def flush(self) -> None:
        self.order.append("flush")
        if self.down:
            raise StoreError("busy")

    def keep(self, run_id: str, attempt: int, step: int, content: bytes) -> None:
        self.order.append("keep")
        self.now += self.cost / 2

    def keeper(self, **network: bool) -> StoreCheckpointer:
        return StoreCheckpointer(self, "r", 1, self.flush, self.clock, **network)  # type: ignore[arg-type]


@given(st.floats(0, EVERY * SHARE / (1 + SHARE)), st.lists(st.floats(0.01, 0.5), min_size=50, max_size=100))
def test_whenever_a_worker_dies_its_checkpoint_is_at_most_five_seconds_old(
    cost: float, intervals: list[float]
) -> None:
    """Intervals come every quarter of a second and a step; a save ends before the one before is 5 s old."""
    store = Slow(cost)
    keeper, safe, oldest = store.keeper(), 0.0, 0.0
    for step, seconds in enumerate(intervals):
        store.now += seconds
        oldest = max(oldest, store.now - safe)
        made = len(store.moments)
        keeper.offer(step, store.make)
        if len(store.moments) > made:
            oldest, safe = max(oldest, store.now - safe), store.moments[-1]
    assert oldest <= 5.0


@given(st.floats(0, 30), st.lists(st.floats(0.01, 0.5), min_size=50, max_size=200))
def test_checkpoints_never_cost_more_than_their_share(cost: float, intervals: list[float]) -> None:
    store = Slow(cost)
    keeper = store.keeper()
    for step, seconds in enumerate(intervals):
        store.now += seconds
        keeper.offer(step, store.make)
    for before, after in zip(store.moments, store.moments[1:], strict=False):
        assert cost <= SHARE * (after - before) + 1e-6


@given(st.integers(0, 40_000_000), st.lists(st.floats(0.01, 0.5), min_size=50, max_size=200))
def test_over_a_network_a_run_sends_a_megabyte_a_second_at_most_however_large_its_checkpoints_are(
    size: int, intervals: list[float]
) -> None:
    store = Slow(0.01)
    keeper = store.keeper(network=True)
    for step, seconds in enumerate(intervals):
        store.now += seconds
        keeper.offer(step, lambda: store.make() and bytes(size))
    for before, after in zip(store.moments, store.moments[1:], strict=False):
        assert after - before >= max(EVERY, size / NETWORK_RATE) - 1e-6


def test_where_nobody_left_a_checkpoint_the_store_is_asked_once(store: Store, run_id: str) -> None:
    keeper = StoreCheckpointer(store.checkpoints, run_id, 1, lambda: None)
    assert keeper.newest() is None
    assert keeper.keep(3, lambda: b"own")
    assert keeper.newest() is None  # not what this attempt kept itself
    store.queue.finish(run_id, 1, "interrupted")
    assert StoreCheckpointer(store.checkpoints, run_id, 2, lambda: None).newest() == b"own"


def test_a_checkpoint_that_is_too_large_for_the_network_is_left_out_and_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = Slow(0.01)
    assert not store.keeper(network=True).keep(1, lambda: bytes(NETWORK_MOST + 1))
    assert store.keeper().keep(1, lambda: bytes(NETWORK_MOST + 1))
    assert store.order == ["flush", "keep"]
    assert "A checkpoint of 256 MB is too large for the network" in caplog.text


def test_the_curve_is_written_before_the_checkpoint_and_a_busy_store_gets_the_next_one() -> None:
    store = Slow(0.1)
    keeper = store.keeper()
    keeper.offer(1, store.make)
    assert store.order == []  # a short run needs none
    store.now, store.down = EVERY, True
    keeper.offer(2, store.make)
    store.now, store.down = 2 * EVERY + 0.1, False
    keeper.offer(3, store.make)
    assert store.order == ["make", "flush", "make", "flush", "keep"]
