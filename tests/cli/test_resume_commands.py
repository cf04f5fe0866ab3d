"""Going on with runs on the command line: after a death, and after an end."""

import json

import pytest

from rnnkit.jobs.identity import my_identity
from rnnkit.runs.store import open_store
from tests.cli.test_run_commands import answer, call, refusal
from tests.kept.models import trained


@pytest.fixture
def store(home):
    store = open_store()
    yield store
    store.close()


@pytest.mark.parametrize("kind", ["lstm", "char"])
def test_a_run_is_trained_further_with_what_may_differ(store, kind):
    first = store.runs.get(trained(store, kind))
    further = json.loads(
        answer("further", first.id[:6], "--json", "--steps", "5", "--learning-rate", "0.001")
    )
    assert further["id"] != first.id
    assert further["state"] == "finished"
    config = json.loads(store.runs.get(further["id"]).config)
    assert (config["start_from"], config["steps"], config["budget"]) == (first.id, 5, None)
    assert config["learning_rate"] == 0.001
    curve = store.progress.curve(further["id"])
    assert curve["step"].max() == 5
    assert curve["valid_loss"].iloc[0] == pytest.approx(
        store.progress.curve(first.id)["valid_loss"].min(), rel=1e-5
    )


def test_what_would_change_the_network_is_no_option(store):
    first = trained(store, "lstm")
    assert "unexpected extra arguments (--hidden-size 7)" in refusal("further", first, "--hidden-size", "7")
    assert "Learning rate: number from" in refusal("further", first, "--learning-rate", "7")


def test_a_run_that_left_nothing_is_not_trained_further(store):
    config = json.loads(store.runs.get(trained(store, "char")).config)
    (run,) = store.runs.find()
    waiting = store.of("").queue.submit(json.dumps(config), run.dataset_id)
    assert "left no weights; choose a finished one" in refusal("further", waiting)


def test_a_run_whose_worker_died_is_resumed(store):
    first = store.runs.get(trained(store, "char"))
    run_id = store.of("").queue.submit(first.config, first.dataset_id)
    died = store.queue.claim("a worker", run_id)
    store.checkpoints.keep(run_id, died.attempt, 4, b"not what a worker writes")
    store.queue.finish(run_id, died.attempt, "failed", "The worker was killed.")
    result = call("resume", run_id)
    assert "Goes on from step 4." in result.stderr
    assert "This checkpoint is damaged; train the run again." in result.stdout
    assert store.runs.get(run_id).attempt == 2


def test_a_run_that_cannot_be_resumed_says_why(store):
    assert "This run came to its end" in refusal("resume", trained(store, "lstm"))


def test_a_run_is_asked_to_change_while_it_trains_and_shows_when_it_did(store):
    ended = store.runs.get(trained(store, "char"))
    run_id = store.of("").queue.submit(ended.config, ended.dataset_id)
    store.queue.claim(my_identity(), run_id)
    assert f"Asked {run_id}" in answer("ask", run_id[:8], "halve")
    answer("ask", run_id, "pause")
    halve, pause = store.wishes.asked(run_id, 0)
    assert [halve.kind, pause.kind] == ["halve", "pause"]
    store.wishes.note_step({halve.number: 1200})
    shown = answer("show", run_id)
    assert "Asked to halve: done at step 1,200" in shown
    assert "Asked to pause, not done yet" in shown
    assert "This run has ended; train it further instead" in refusal("ask", ended.id, "halve")
    assert "'step' is not one of 'pause', 'halve', 'double', 'longer'" in refusal("ask", run_id, "step")
