"""F2: the server is killed while two runs work and five wait; the next one takes over."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from rnnkit.runs.store import Store
from tests.browser.conftest import ROOT, address
from tests.faults.conftest import Ask, begun, check, ended, kill, pause
from tests.faults.plan import FULL, chance, only_full, rounds, told
from tests.faults.tasks import BROKER
from tests.faults.test_kills import SERVER
from tests.faults.training import HURRIED, forecast, same, undisturbed
from tests.jobs.waiting import lives, until

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")]

WORKING, WAITING = 2, 5
STEPS = 10_000
READY_SECONDS = 5.0  # on a machine that does nothing else


@contextmanager
def server(store: Store, broker: tuple[str, ...]) -> Iterator[None]:
    """A server with its broker, killed when the block ends; nothing of it may live on."""
    command = [sys.executable, "-c", SERVER, store.url, *broker]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            yield
        finally:
            family = psutil.Process(process.pid).children(recursive=True)
            kill(process.pid)
            until(lambda: not any(lives(member) for member in family))


def reached(store: Store, ids: list[str], states: list[str]) -> float:
    """Wait until each run is in its state, and give the seconds."""
    return until(lambda: [store.runs.get(run_id).state for run_id in ids] == states)


def got_further(store: Store, run_id: str) -> None:
    """Wait until a run is a step further than now and has a checkpoint."""
    now = store.runs.get(run_id).step
    until(lambda: store.of("").queue.checkpoint(run_id) and store.runs.get(run_id).step > now)


def test_the_server_after_a_killed_one_is_ready_at_once_and_keeps_the_line(
    store: Store, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", str(WORKING))
    random, ready = chance(), []
    ids = [ask(steps=STEPS) for _ in range(WORKING + WAITING)]
    with server(store, BROKER):
        begun(store, *ids[:WORKING])
    for _ in range(rounds(2, 50)):
        after = ["interrupted"] * WORKING + ["running"] * WORKING + ["queued"] * (WAITING - WORKING)
        with server(store, BROKER):
            ready.append(reached(store, ids, after))
            assert all("The server stopped" in store.runs.get(run_id).reason for run_id in ids[:WORKING])
            ids = ids[WORKING:] + [ask(steps=STEPS) for _ in range(WORKING)]
            begun(store, *ids[:WORKING])
            pause(random.uniform(0, 0.5))
        check(store)
        assert [store.runs.get(run_id).place for run_id in ids] == [None, None, 1, 2, 3, 4, 5]
    assert not FULL or max(ready) < READY_SECONDS
    told("server killed, the next one ended the old runs and began the next in line", ready)


@only_full
def test_training_that_servers_took_along_ends_like_one_in_peace(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "1")
    quiet, run_id = undisturbed(store), forecast(store)
    for _ in range(rounds(1, 10)):
        with server(store, HURRIED):
            got_further(store, run_id)
        with server(store, BROKER):
            ended(store, run_id)
        check(store)
        if store.runs.get(run_id).state == "finished":
            break
        store.of("").queue.resume(run_id)
    with server(store, HURRIED):
        ended(store, run_id)
    check(store)
    same(store, run_id, quiet)
    attempts = store.runs.get(run_id).attempt
    print(f"server killed under real training: {attempts} attempts, the same curve and weights")


def test_the_app_answers_again_soon_after_it_was_killed(home: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port=0", "--server.address=127.0.0.1"]
    ready = []
    for _ in range(rounds(1, 50)):
        start = time.monotonic()
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            try:
                with urllib.request.urlopen(address(process, []) + "/_stcore/health") as answer:
                    assert answer.status == 200
                ready.append(time.monotonic() - start)
            finally:
                kill(process.pid)
    assert not FULL or max(ready) < READY_SECONDS
    told("app started after kill -9, answers", ready)
