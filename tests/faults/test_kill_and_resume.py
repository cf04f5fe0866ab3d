"""A worker is killed in the middle of a run; resumed, the run ends where an uninterrupted one does."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from rnnkit.config import parse
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.jobs.client import Jobs
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from rnnkit.tasks.text.settings import TextConfig
from tests.jobs.conftest import store
from tests.jobs.waiting import until
from tests.tasks.texts import SMALL, sentences

__all__ = ["store"]  # a fixture

pytestmark = [pytest.mark.fault, pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")]

BROKER = (sys.executable, "-m", "tests.faults.hurried")


@pytest.fixture
def jobs(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jobs]:
    monkeypatch.setenv("RNNKIT_MAX_RUNS", "1")
    jobs = Jobs(store.url, BROKER)
    yield jobs
    jobs.close()


def ask(store: Store) -> str:
    visitor = store.of("")
    config = parse(TextConfig, SMALL | {"steps": 600, "dropout": 0.1, "sample_every": 0.5})
    return visitor.queue.submit(
        config.model_dump_json(), visitor.uploads.add("a.txt", sentences(400).encode())
    )


def kill_behind(store: Store, run_id: str, step: int) -> None:
    """Kill the worker of a run once it kept a checkpoint behind a step."""
    until(lambda: (found := store.of("").queue.checkpoint(run_id)) is not None and found.step > step)
    os.kill(store.runs.get(run_id).pid, signal.SIGKILL)
    until(lambda: store.runs.get(run_id).state == "failed")


def test_a_run_whose_worker_was_killed_twice_ends_like_one_that_was_not(store: Store, jobs: Jobs) -> None:
    whole = ask(store)
    InlineJobs(store.url).wake()
    run_id = ask(store)
    visitor, step = store.of(""), 0
    for attempt in (1, 2):
        jobs.wake()
        kill_behind(store, run_id, step)
        assert store.runs.get(run_id).attempt == attempt
        step = visitor.queue.resume(run_id)
        assert store.progress.curve(run_id)["step"].max() == step
    jobs.wake()
    until(lambda: not store.runs.get(run_id).active)
    assert store.runs.get(run_id).state == "finished"
    assert store.runs.get(run_id).attempt == 3
    assert visitor.queue.checkpoint(run_id) is None
    curves = [store.progress.curve(run).dropna().set_index("step")["valid_loss"] for run in (run_id, whole)]
    assert curves[0].index.equals(curves[1].index)
    assert (curves[0] - curves[1]).abs().max() < 1e-6
    weights = [read_tensors(store.results.weights(run)).arrays() for run in (run_id, whole)]
    assert all(abs(weights[0][name] - weights[1][name]).max() < 1e-6 for name in weights[1])
