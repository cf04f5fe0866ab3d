import logging
import re

import pytest

from rnnkit.errors import DataError
from rnnkit.runs.execute import (
    CutOffError,
    Job,
    OnProgress,
    Reporter,
    StopFlag,
    carry_out,
    execute,
    is_out_of_memory,
)
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.store import Store
from rnnkit.runs.worker import retry as patience
from rnnkit.runs.worker.queue import Queue
from rnnkit.runs.worker.recorder import Recorder
from rnnkit.runs.worker.retry import retry
from rnnkit.training.outcome import Outcome
from rnnkit.training.progress import Progress
from tests.jobs.fakes import FAKES, FakeConfig


class Clock:
    """A clock that goes when told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def same_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "RETRY_SECONDS", 0.0)


def done(store: Store, dataset_id: str, then: str, tasks: dict[str, Job] = FAKES) -> str:
    run_id = store.of("").queue.submit(FakeConfig(then=then).model_dump_json(), dataset_id)
    claimed = store.queue.claim("me", run_id)
    assert claimed is not None
    execute(store, run_id, claimed.attempt, tasks)
    return run_id


def test_a_run_leaves_its_results_and_its_whole_curve(store: Store, dataset_id: str) -> None:
    run_id = done(store, dataset_id, "finish")
    run = store.runs.get(run_id)
    assert (run.state, run.reason, run.step, run.device) == ("finished", "", 10, "cpu")
    assert list(store.progress.curve(run_id)["step"]) == list(range(1, 11))
    assert store.results.summary(run_id)["bytes"] == len(store.datasets.get(dataset_id).content)
    assert store.results.weights(run_id) == store.datasets.get(dataset_id).content
    assert store.results.frame_names(run_id) == ("test",)


@pytest.mark.parametrize(
    ("then", "state", "reason"),
    [
        ("diverge", "diverged", "The loss became infinite at step 11: lower the learning rate."),
        ("refuse", "failed", "The series is too short."),
        ("exhaust", "failed", "Out of memory: try a smaller file or model."),
    ],
)
def test_what_goes_wrong_is_told_in_one_sentence(
    store: Store, dataset_id: str, then: str, state: str, reason: str
) -> None:
    run_id = done(store, dataset_id, then)
    assert (store.runs.get(run_id).state, store.runs.get(run_id).reason) == (state, reason)
    assert list(store.progress.curve(run_id)["step"]) == list(range(1, 11))


def test_a_bug_is_shown_as_a_number_that_the_log_explains(
    store: Store, dataset_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    reason = store.runs.get(done(store, dataset_id, "crash")).reason
    (incident,) = re.findall(r"under ([0-9a-f]{8})\.", reason)
    assert "ZeroDivisionError" not in reason
    assert f"Incident {incident}" in caplog.text
    assert "ZeroDivisionError: a bug" in caplog.text


def test_an_unknown_task_and_a_setting_out_of_bounds_fail(store: Store, dataset_id: str) -> None:
    assert store.runs.get(done(store, dataset_id, "finish", tasks={})).state == "failed"
    run_id = store.of("").queue.submit('{"task": "fake", "then": "fly"}', dataset_id)
    store.queue.claim("me", run_id)
    execute(store, run_id, 1, FAKES)
    assert "one of finish, wait" in store.runs.get(run_id).reason


def test_a_stopped_run_keeps_its_results(store: Store, dataset_id: str) -> None:
    run_id = store.of("").queue.submit(FakeConfig(then="wait").model_dump_json(), dataset_id)
    store.queue.claim("me", run_id)
    store.queue.request_stop(run_id)
    execute(store, run_id, 1, FAKES)
    assert store.runs.get(run_id).state == "stopped"
    assert store.results.frame_names(run_id) == ("test",)


def test_a_worker_that_lost_its_run_leaves_nothing(
    store: Store, dataset_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    run_id = store.of("").queue.submit(FakeConfig().model_dump_json(), dataset_id)
    store.queue.claim("me", run_id)
    store.queue.finish(run_id, 1, "interrupted", "gone")
    with caplog.at_level(logging.WARNING):
        execute(store, run_id, 1, FAKES)
    assert store.runs.get(run_id).state == "interrupted"
    assert store.progress.curve(run_id).empty
    assert "went on without this worker" in caplog.text


def test_a_run_that_fails_once_its_owner_deleted_everything_ends_in_silence(
    store: Store, dataset_id: str
) -> None:
    run_id = store.of("").queue.submit(FakeConfig().model_dump_json(), dataset_id)
    store.queue.claim("me", run_id)

    def work(*, on_progress: OnProgress, **_: object) -> Outcome:
        on_progress(training(1))
        store.of("").library.delete_everything()
        on_progress(training(2))  # gathers: it is too early to write
        raise DataError("The series is too short.")

    carry_out(store, run_id, 1, work)
    assert store.runs.find() == []


class Counts(Recorder, Queue):
    """A store that only counts, and does not answer when told so."""

    def __init__(self) -> None:
        self.writes: list[list[int]] = []
        self.reads = 0
        self.down = False

    def log(self, run_id, attempt, rows) -> None:
        if self.down:
            raise StoreError("busy")
        self.writes.append([row.step for row in rows])

    def stop_requested(self, run_id) -> bool:
        self.reads += 1
        if self.down:
            raise StoreError("busy")
        return self.reads > 2


def training(step: int) -> Progress:
    return Progress("training", step, 9, step / 10, train_loss=1.0)


def test_the_first_point_is_written_at_once_and_the_others_four_times_a_second() -> None:
    store, clock = Counts(), Clock()
    report = Reporter(store, "r", 1, clock)
    report(Progress("preparing", 0, 0, 0.0))
    report(Progress("training", 0, 9, 0.0))
    for step in range(1, 9):
        report(training(step))
        clock.now += 0.1
    assert store.writes == [[0], [0], [1], [2, 3, 4], [5, 6, 7]]
    report.flush()
    assert store.writes[-1] == [8]


def test_points_wait_for_a_store_that_does_not_answer() -> None:
    store, clock = Counts(), Clock()
    report = Reporter(store, "r", 1, clock)
    store.down = True
    report(training(1))
    store.down = False
    report(training(2))
    assert store.writes == []
    clock.now += 2.1
    report(training(3))
    assert store.writes == [[1, 2, 3]]


def test_a_slow_disk_is_written_to_less_often() -> None:
    store, clock = Counts(), Clock()
    write, rounds = store.log, []

    def write_slowly(*args) -> None:
        clock.now += 0.05
        rounds.append(clock.now)
        write(*args)

    store.log = write_slowly
    report = Reporter(store, "r", 1, clock)
    for step in range(30):
        report(training(step))
        clock.now += 0.1
    assert len(rounds) == 3  # in three seconds: a twentieth of the time, not a fifth


def test_stop_is_asked_for_five_times_a_second_and_never_forgotten() -> None:
    store, clock = Counts(), Clock()
    stop = StopFlag(store, "r", clock)
    asked = []
    for _ in range(10):
        asked.append(stop())
        clock.now += 0.11
    assert asked == [False] * 4 + [True] * 6
    assert store.reads == 3


def test_a_store_that_does_not_answer_stops_no_run() -> None:
    store = Counts()
    store.down = True
    assert StopFlag(store, "r", Clock())() is False


def test_a_worker_that_is_cut_off_for_longer_than_its_patience_ends() -> None:
    store, clock = Counts(), Clock()
    store.reads = -9  # nobody presses Stop
    stop = StopFlag(store, "r", clock, patience=40.0)
    for clock.now, store.down in ((0.0, True), (39.0, True), (40.0, False), (41.0, True), (80.0, True)):
        assert stop() is False  # an answer in between starts the count anew
    clock.now = 82.0
    with pytest.raises(CutOffError, match="silent for too long"):
        stop()


def test_patience_tries_again_and_ends() -> None:
    answers = iter([StoreError("busy"), StoreError("busy"), 7])

    def action() -> int:
        answer = next(answers)
        if isinstance(answer, StoreError):
            raise answer
        return answer

    assert retry(action) == 7

    def refuse() -> None:
        raise StoreError("busy")

    with pytest.raises(StoreError):
        retry(refuse, seconds=0.0)


def test_memory_errors_of_all_kinds_are_known() -> None:
    class OutOfMemoryError(RuntimeError):
        """As torch names it for a graphics card."""

    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(OutOfMemoryError("CUDA out of memory"))
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried ..."))
    assert not is_out_of_memory(RuntimeError("shape mismatch"))
