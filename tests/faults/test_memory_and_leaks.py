"""F6, F9: workers run out of memory; and after many runs, nothing of them is left in the broker or here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from operator import le
from pathlib import Path

import psutil
import pytest

from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.faults.conftest import Ask, check, ended, workers, working
from tests.faults.plan import rounds, told
from tests.faults.tasks import BROKER
from tests.jobs.waiting import until

pytestmark = pytest.mark.fault

GROUPS = Path("/sys/fs/cgroup/memory")
LIMIT = 300  # megabytes for a broker and its workers
LOOKS = 50
FAR_TOO_MUCH = 10_000_000  # megabytes that no address space has


def refuse_and_go_on(store: Store, ask: Ask, jobs: Jobs, megabytes: int) -> None:
    """Runs that want too much say so, the server stays as it is, and the next run comes to its end."""
    before, seconds = psutil.Process().memory_info().rss, []
    for _ in range(rounds(1, 20)):
        run_id, after = ask(steps=3, take_megabytes=megabytes), ask(steps=3)
        jobs.wake()
        seconds.append(ended(store, run_id))
        assert store.runs.get(run_id).state == "failed"
        assert store.runs.get(run_id).reason.startswith("Out of memory: try a smaller file or model")
        ended(store, after)
        assert store.runs.get(after).state == "finished"
        check(store, jobs)
    assert psutil.Process().memory_info().rss - before < 10 * 2**20
    told(f"{megabytes} MB asked for, run ended", seconds)


def test_memory_that_cannot_be_had_fails_its_run_alone(store: Store, ask: Ask, jobs: Jobs) -> None:
    refuse_and_go_on(store, ask, jobs, FAR_TOO_MUCH)


@pytest.fixture
def container() -> Iterator[Path]:
    """A group of processes that may only take so much memory together."""
    group = GROUPS / f"rnnkit-faults-{os.getpid()}"
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(f"{LIMIT}M")
    except OSError:
        pytest.skip("limiting memory takes root on Linux and the first version of control groups")
    yield group
    until(lambda: not (group / "cgroup.procs").read_text())
    group.rmdir()


def test_a_worker_that_the_kernel_kills_for_its_memory_says_so(
    store: Store, ask: Ask, container: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "1")
    inside = f'echo $$ > {container}/cgroup.procs && mount --bind {container} {GROUPS} && exec "$@"'
    boxed = ("unshare", "--mount", "sh", "-c", inside, "sh", *BROKER)
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("a view of its own on the control groups takes root")
    with working(store, boxed) as jobs:
        refuse_and_go_on(store, ask, jobs, 2 * LIMIT)


@pytest.mark.skipif(sys.platform != "linux", reason="counts what Linux shows of a process")
def test_many_runs_leave_nothing_behind(store: Store, ask: Ask, jobs: Jobs) -> None:
    def one_more() -> None:
        run_id = ask(steps=2, pause=0.0)
        jobs.wake()
        ended(store, run_id)
        assert store.runs.get(run_id).state == "finished"

    def left() -> list[int]:
        until(lambda: not workers(jobs))
        both = (psutil.Process(jobs.pid), psutil.Process())
        return [number for one in both for number in (one.num_fds(), one.num_threads())]

    for _ in range(3):
        one_more()
    # The least of many looks, since a look into the store takes a file for a moment. What tests before this
    # one left to the collector may go in the meantime: more than before would be a leak, less is none.
    before = list(map(min, *(left() for _ in range(LOOKS))))
    for _ in range(rounds(8, 100)):
        one_more()
    until(lambda: all(map(le, left(), before)))
    check(store, jobs)
    print(f"{rounds(8, 100)} runs: files and threads of broker and client {before}, and again {left()}")
