"""F2b: the broker, or the server with it, is asked to go: by a redeploy, or with Ctrl-C."""

import asyncio
import os
import secrets
import signal
from pathlib import Path

import psutil
import pytest

from bench._app import App
from bench._wire import Tab
from rnnkit.jobs.client import Jobs
from rnnkit.runs.store import Store
from tests.faults.conftest import Ask, begun, check, ended, pause, whole
from tests.faults.plan import chance, only_full, rounds, told
from tests.faults.training import forecast
from tests.jobs.waiting import HANGS, lives, until

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="signals of Unix")]

STEPS = 60


def test_a_broker_that_is_asked_to_go_interrupts_its_runs_which_go_on_later(
    store: Store, ask: Ask, jobs: Jobs
) -> None:
    random, seconds, lost = chance(), [], []
    for _ in range(rounds(1, 20)):
        run_id = ask(steps=STEPS)
        jobs.wake()
        begun(store, run_id)
        pause(random.uniform(0, 0.5))
        broker = psutil.Process(jobs.pid)
        broker.terminate()
        seconds.append(until(lambda gone=broker: not gone.is_running()))
        ended(store, run_id)
        assert store.runs.get(run_id).state == "interrupted"
        check(store)
        lost.append(store.runs.get(run_id).step - store.of("").queue.resume(run_id))
        jobs.wake()
        ended(store, run_id)
        assert (store.runs.get(run_id).state, store.runs.get(run_id).attempt) == ("finished", 2)
        whole(store, run_id, STEPS)
    assert max(lost) <= 1
    told("the broker was asked to go and went", seconds)


@only_full
@pytest.mark.parametrize("asking", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_asked_to_go_leaves_no_process_and_its_run_goes_on_later(
    tmp_path: Path, asking: signal.Signals
) -> None:
    app, seconds = App(tmp_path), []
    try:
        run_id = forecast(app.store, steps=1_000_000)
        for _ in range(rounds(1, 10)):
            asyncio.run(looked_at(app))
            until(lambda: kept_anew(app.store, run_id), 90.0)
            family = app.family()
            app.process.send_signal(asking)
            app.process.communicate(timeout=HANGS)
            seconds.append(until(lambda gone=family: not any(map(lives, gone))))
            assert app.store.runs.get(run_id).state == "interrupted"
            check(app.store)
            assert app.store.of("").queue.resume(run_id) > 0
            app.start()
        app.store.queue.request_stop(run_id)
    finally:
        app.close()
        app.store.close()
    told(f"server got {asking.name}, its processes were gone", seconds)


async def looked_at(app: App) -> None:
    """Somebody comes, and with them the broker."""
    async with Tab(app.address, secrets.token_urlsafe(32)) as tab:
        await tab.open("home")


def kept_anew(store: Store, run_id: str) -> bool:
    """Whether the present attempt of a run has got beyond the one before and kept that."""
    kept, run = store.of("").queue.checkpoint(run_id), store.runs.get(run_id)
    return run.state == "running" and kept is not None and run.started is not None and kept.at > run.started
