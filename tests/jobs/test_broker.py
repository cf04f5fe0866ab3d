"""The decisions of the broker, one at a time; `test_client.py` has it at work in a process of its own."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from rnnkit.files.encoding import new_id
from rnnkit.host import machine
from rnnkit.jobs.broker import Broker
from rnnkit.jobs.child import Child, ending, stop_overdue, why
from rnnkit.jobs.identity import machine_of
from rnnkit.jobs.places import default_slots
from rnnkit.jobs.scheduler import PASSED_SECONDS, memory_limit
from rnnkit.jobs.warm_up import needed, optional, preload
from rnnkit.runs.execute import JOBS, Job
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.training.progress import Progress
from rnnkit.training.room import MEGABYTE
from tests.jobs.conftest import Ask
from tests.jobs.fakes import FAKES, FakeConfig


def child(exitcode: int | None = None, run: Run | None = None, **values: object) -> Child:
    return Child(run=run, process=SimpleNamespace(exitcode=exitcode), memory_kills=0, heard=0.0, **values)


def test_a_broker_whose_store_was_exchanged_ends_so_that_the_next_one_starts_afresh(store: Store) -> None:
    broker = Broker(store, FAKES)
    store.leases.take(broker.lease, broker.identity)
    broker.renew_lease()
    assert not broker.ending
    store._database.file.unlink()
    with pytest.raises(StoreError, match="exchanged"):
        broker.renew_lease()
    broker.renew_lease()
    assert broker.ending


def test_a_silent_worker_has_ten_seconds_after_stop_and_a_talking_one_a_minute() -> None:
    silent = child()
    assert not stop_overdue(silent, 100.0)
    assert not stop_overdue(silent, 109.0)
    assert stop_overdue(silent, 111.0)
    talking = child()
    for second in range(60):
        talking.heard = 100.0 + second
        assert not stop_overdue(talking, 100.0 + second)
    talking.heard = 161.0
    assert stop_overdue(talking, 161.0)


@pytest.mark.parametrize(("phase", "seconds"), [("training", 10), ("evaluating", 60)])
def test_a_worker_that_scores_what_it_learned_has_a_minute_too(
    store: Store, ask: Ask, phase: str, seconds: int
) -> None:
    """Translations of a test part, or a hundred tunes, take longer than ten seconds on a busy machine."""
    broker = Broker(store, FAKES)
    run = store.queue.claim(broker.identity, ask("wait"))
    store.recorder.log(run.id, run.attempt, [Progress(phase, 1, 2, 0.1)])
    store.of(run.viewer).queue.request_stop(run.id)
    killed = []
    process = SimpleNamespace(exitcode=None, kill=lambda: killed.append(run.id))
    broker.children.append(Child(run, process, 0, heard=100.0, started=100.0))
    for second in range(62):
        broker.clock = lambda: 100.0 + second  # noqa: B023
        broker.enforce_stops()
        assert bool(killed) == (second > seconds), second


def test_a_worker_that_was_cut_off_is_interrupted_and_says_of_what() -> None:
    reason = "The database was out of reach for 40 s; resume the run or train it again."
    assert ending(child(75)) == ("interrupted", reason)
    assert ending(child(-9))[0] == "failed"


def test_the_reason_names_the_signal_or_the_want_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "memory_kills", lambda: 0)
    assert why(child(-9)) == "The worker was killed (signal 9); resume the run or train it again."
    assert why(child(-11)) == "The worker was killed (signal 11); resume the run or train it again."
    assert why(child(3)) == "The worker ended without a result (code 3); resume the run or train it again."
    assert "did not answer Stop" in why(child(-9, forced=True))
    assert "took longer than it may here" in why(child(-9, forced=True, over=True))
    monkeypatch.setattr(machine, "memory_kills", lambda: 1)
    for task, less in (
        ("forecast", "a smaller batch size, lookback or hidden size"),
        ("fake", "a smaller file"),
    ):
        assert why(child(-9, run=SimpleNamespace(task=task))).startswith(f"Out of memory: try {less}")


def test_a_worker_may_take_well_above_its_estimate_and_without_one_what_the_host_can_give(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 4)
    assert memory_limit(run_of(store, ask, 1_000.0)) == (2 * 1_000 + 400 + 4 * 16) * MEGABYTE
    assert memory_limit(run_of(store, ask, 0.0)) > memory_limit(run_of(store, ask, 1_000.0))


@pytest.mark.parametrize(
    ("wish", "slots"), [("5", 5), ("0", 1), ("1000", 32), ("many", 3), ("", 3), ("²", 3)]
)
def test_places_follow_the_setting_or_the_cores(
    monkeypatch: pytest.MonkeyPatch, wish: str, slots: int
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", wish)
    monkeypatch.setattr(machine, "cores", lambda: 3)
    monkeypatch.setattr(machine, "memory_total", lambda: 8 * 2**30)
    assert default_slots() == slots


def test_little_memory_leaves_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "memory_total", lambda: 690 * 2**20)
    assert default_slots() == 1


def test_a_run_starts_where_its_own_estimate_fits_and_a_lone_one_always(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large, unknown = (run_of(store, ask, megabytes) for megabytes in (10.0, 500.0, 0.0))
    broker = Broker(store, FAKES)
    monkeypatch.setattr(machine, "memory_free", lambda: 0)
    assert broker._fits(large)
    broker.children.append(child(run=unknown))
    monkeypatch.setattr(machine, "memory_free", lambda: 150 * MEGABYTE)
    assert [broker._fits(run) for run in (small, unknown, large)] == [True, True, False]
    broker.children[0].started = time.monotonic()  # what it will take is not taken yet
    assert [broker._fits(run) for run in (small, unknown, large)] == [False, False, False]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that a broker starts; their workers do nothing. 1,000 MB are free, and there all the time."""
    begun: list[str] = []

    def fork(broker: Broker, run: Run) -> None:
        begun.append(run.id)
        broker.children.append(child(run=run, started=-1000.0))

    monkeypatch.setattr(Broker, "_fork", fork)
    monkeypatch.setattr("rnnkit.training.room.memory_total", lambda: 4_000 * MEGABYTE)
    monkeypatch.setattr(machine, "memory_free", lambda: 1_000 * MEGABYTE)
    return begun


def queue_of(store: Store, *megabytes: float) -> list[str]:
    """Runs of these estimates, each of another visitor, in this order."""
    ids = []
    for each in megabytes:
        visitor = store.of(new_id())
        dataset_id = visitor.uploads.add("a.csv", b"1")
        ids.append(
            visitor.queue.submit(FakeConfig(then="wait").model_dump_json(), dataset_id, megabytes=each)
        )
    return ids


def test_a_run_that_does_not_fit_now_holds_up_nobody_and_is_not_passed_over_for_ever(
    store: Store, started: list[str]
) -> None:
    now = 100.0
    broker = Broker(store, FAKES, slots=3, clock=lambda: now)
    store.leases.take(broker.lease, broker.identity)
    first, large, second = queue_of(store, 10, 2_000, 10)
    broker.start()
    assert started == [first, second]
    now += PASSED_SECONDS - 1
    (third,) = queue_of(store, 10)
    broker.start()
    assert started == [first, second, third]
    broker.children.pop()
    now += 1
    (fourth,) = queue_of(store, 10)
    broker.start()
    assert len(started) == 3  # now nobody passes any more, though there is a place
    broker.children.clear()
    broker.start()
    assert started[3:] == [large, fourth]


def test_a_run_that_can_never_fit_is_told_so_at_once_and_the_next_one_starts(
    store: Store, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as larger:  # the host on which it was asked for
        larger.setattr("rnnkit.training.room.memory_total", lambda: 10_000_000 * MEGABYTE)
        huge, small = queue_of(store, 9_000_000, 10)
    broker = Broker(store, FAKES, slots=1)
    store.leases.take(broker.lease, broker.identity)
    broker.start()
    broker.record_ended()
    assert started == [small]
    assert store.runs.get(huge).state == "failed"
    assert store.runs.get(huge).reason == (
        "This run needs about 9,000,000 MB of memory; this machine can give 3,460 MB. "
        "Train a smaller network."
    )


def run_of(store: Store, ask: Ask, megabytes: float) -> Run:
    return replace(store.runs.get(ask("wait")), megabytes=megabytes)


def test_a_run_that_takes_too_long_is_asked_to_stop_then_ended(store: Store, ask: Ask) -> None:
    broker = Broker(store, FAKES)
    run = store.queue.claim(broker.identity, ask("wait"))
    killed = []
    process = SimpleNamespace(exitcode=None, kill=lambda: killed.append(run.id))
    now = time.monotonic()
    broker.children.append(Child(run, process, 0, heard=now, started=now - 3600 - 50))
    broker.enforce_stops()
    assert not store.runs.get(run.id).stop_requested
    broker.children[0].started = now - 3600 - 61
    broker.enforce_stops()
    assert store.runs.get(run.id).stop_requested
    assert store.runs.get(run.id).reason == (
        "Stopped after 60 min, the most a run may take here; the best weights so far were kept."
    )
    assert killed == []
    broker.stop_seconds = 0.0
    broker.children[0].heard = broker.children[0].stop_since = now - 60
    broker.enforce_stops()
    broker.enforce_stops()
    assert killed[0] == run.id
    store.queue.finish(run.id, 1, "stopped")
    assert "60 min" in store.runs.get(run.id).reason  # the worker, which stopped in time, adds no other


@pytest.mark.parametrize("hours", [1, -1, 24 * 365])
def test_a_clock_that_jumps_ends_no_run(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch, hours: float
) -> None:
    broker = Broker(store, FAKES)
    run = store.queue.claim(broker.identity, ask("wait"))
    process = SimpleNamespace(exitcode=None, kill=lambda: pytest.fail("killed"))
    broker.children.append(Child(run, process, 0, heard=time.monotonic(), started=time.monotonic()))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + hours * 3600)
    broker.enforce_stops()
    broker.watch.look()
    assert store.runs.get(run.id).state == "running"
    assert not store.runs.get(run.id).stop_requested
    store.queue.finish(run.id, run.attempt, "finished")
    assert store.runs.get(run.id).seconds >= 0


def test_the_worker_of_a_deleted_run_is_ended(store: Store, ask: Ask) -> None:
    broker = Broker(store, FAKES)
    broker.stop_seconds = -1.0
    run = store.queue.claim(broker.identity, ask("wait"))
    killed = []
    process = SimpleNamespace(exitcode=None, kill=lambda: killed.append(run.id))
    broker.children.append(Child(run, process, 0, heard=time.monotonic(), started=time.monotonic()))
    store.of("").library.delete_everything()
    broker.enforce_stops()
    assert killed == [run.id]


def test_what_every_run_needs_is_loaded_before() -> None:
    assert "rnnkit.tasks.forecast.run" in needed(JOBS)
    task = Job("a:b", "c:d", "e:f", optional=("json.decoder", "no_such_package.part"))
    assert optional({"t": task}) == ["json.decoder"]


def test_a_module_that_cannot_be_loaded_is_told_of_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    preload(["no_such_package", "json"])
    assert "no_such_package cannot be loaded" in caplog.text


def test_a_drained_machine_starts_nothing_until_it_is_told_to(store: Store, started: list[str]) -> None:
    broker = Broker(store, FAKES, slots=2)
    store.leases.take(broker.lease, broker.identity)
    (run_id,) = queue_of(store, 10)
    store.operator().drain(machine_of(broker.identity))
    broker.renew_lease()
    broker.start()
    assert started == []
    store.operator().drain(machine_of(broker.identity), on=False)
    broker.renew_lease()
    broker.start()
    assert started == [run_id]
