"""Real brokers and real workers."""

import subprocess
import sys

import psutil
import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.jobs.conftest import Ask
from tests.jobs.fakes import BROKER, FakeConfig
from tests.jobs.waiting import lives, until

pytestmark = pytest.mark.fault


def test_a_run_goes_from_the_queue_to_its_results(store: Store, ask: Ask, jobs: Jobs) -> None:
    run_id = ask("finish")
    jobs.wake()
    until(lambda: not store.runs.get(run_id).active)
    assert store.runs.get(run_id).state == "finished"
    assert store.results.summary(run_id)["pid"] not in (jobs.pid, psutil.Process().pid)
    assert store.runs.history(run_id) == [(0, "queued"), (1, "running"), (1, "finished")]


def test_two_runs_work_and_the_third_has_a_place_in_the_queue(store: Store, ask: Ask, jobs: Jobs) -> None:
    first, second, third, fourth = (ask("wait") for _ in range(4))
    jobs.wake()
    until(lambda: store.runs.get(second).train_loss is not None)
    assert [store.runs.get(run_id).place for run_id in (first, second, third, fourth)] == [None, None, 1, 2]
    store.queue.request_stop(third)
    jobs.wake()
    assert store.runs.get(third).state == "cancelled"
    until(lambda: stopped(store, jobs, first))  # and was not ended by force
    until(lambda: store.runs.get(fourth).state == "running")
    assert store.runs.get(second).state == "running"


def stopped(store: Store, jobs: Jobs, run_id: str) -> bool:
    """Ask a run to stop, and tell whether it has."""
    store.queue.request_stop(run_id)
    jobs.wake()
    return store.runs.get(run_id).state == "stopped"


def test_workers_share_the_cores(store: Store, ask: Ask, jobs: Jobs) -> None:
    alone = ask("finish")
    jobs.wake()
    until(lambda: not store.runs.get(alone).active)
    _blocker, beside = ask("wait"), ask("finish")
    jobs.wake()
    until(lambda: not store.runs.get(beside).active)
    assert (
        store.results.summary(alone)["threads"] >= 2 * store.results.summary(beside)["threads"]
        or psutil.cpu_count() == 1
    )


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        ("exit", "The worker ended without a result (code 3); resume the run or train it again."),
        ("kill", "The worker was killed (signal 9); resume the run or train it again."),
    ],
)
def test_a_worker_that_dies_fails_its_run_with_the_reason(
    store: Store, ask: Ask, jobs: Jobs, then: str, reason: str
) -> None:
    run_id = ask(then)
    jobs.wake()
    until(lambda: not store.runs.get(run_id).active)
    assert (store.runs.get(run_id).state, store.runs.get(run_id).reason) == ("failed", reason)


def test_a_store_that_is_deleted_while_a_run_works_is_back_within_seconds(
    store: Store, ask: Ask, jobs: Jobs, capfd: pytest.CaptureFixture[str]
) -> None:
    run_id = ask("wait")
    jobs.wake()
    until(lambda: store.runs.get(run_id).train_loss is not None)
    first = jobs.pid
    store._database.file.unlink()
    until(lambda: jobs.pid != first)
    dataset_id = store.of("").uploads.add("a.csv", b"2")
    after = store.of("").queue.submit(FakeConfig().model_dump_json(), dataset_id)
    jobs.wake()
    until(lambda: not store.runs.get(after).active)
    assert store.runs.get(after).state == "finished"
    assert "Traceback" not in capfd.readouterr().err


def test_closing_ends_the_broker_and_interrupts_its_runs(store: Store, ask: Ask, jobs: Jobs) -> None:
    run_id = ask("wait")
    jobs.wake()
    until(lambda: store.runs.get(run_id).train_loss is not None)
    broker = psutil.Process(jobs.pid)
    family = [broker, *broker.children()]
    jobs.close()
    assert not any(lives(process) for process in family)
    assert not jobs.alive
    assert store.runs.get(run_id).state == "interrupted"
    assert store.leases.get("broker") is None


def test_a_broker_that_cannot_start_is_tried_again_and_closed_without_fuss(store: Store) -> None:
    jobs = Jobs(store.url, (sys.executable, "-c", "raise SystemExit(1)"))
    jobs.ensure()
    until(lambda: jobs.pid is not None)
    first = jobs.pid
    until(lambda: jobs.pid != first)
    jobs.wake()
    jobs.close()
    assert not jobs.alive


def test_the_second_broker_waits_until_the_first_is_gone(store: Store, ask: Ask, jobs: Jobs) -> None:
    run_id = ask("finish")
    jobs.wake()
    until(lambda: not store.runs.get(run_id).active)
    holder = store.leases.get("broker")
    second = Jobs(store.url, BROKER)
    second.ensure()
    until(lambda: second.alive)
    jobs.close()
    until(lambda: (store.leases.get("broker") or holder) != holder)
    run_id = ask("finish")
    second.wake()
    until(lambda: not store.runs.get(run_id).active)
    second.close()


def test_the_side_of_the_screen_stays_without_torch() -> None:
    code = "import sys, rnnkit.jobs.client; sys.exit('torch' in sys.modules or 'streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_real_broker_loads_torch_forks_without_threads_and_tells_of_the_machine(store: Store) -> None:
    jobs = Jobs(store.url)
    jobs.ensure()
    until(lambda: store.facts.get("machine") is not None)
    facts = store.facts.get("machine")
    assert facts["cores"] >= 1
    assert facts["devices"][-1]["device"] == "cpu"
    assert facts["devices"][-1]["step_ms"] > 0
    assert psutil.Process(jobs.pid).num_threads() == 1
    jobs.close()
