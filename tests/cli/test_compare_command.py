"""Runs compared on the command line: ranked on the same rows only, and told apart only where that is real."""

import json

import pytest

from rnnkit.cli.compare_command import difference, scored
from rnnkit.runs.store import open_store
from tests.cli.test_run_commands import answer, refusal
from tests.kept.models import trained

MEMORY = ("memory", "--problem", "parity", "--length", "4", "--steps", "3", "--device", "cpu")


@pytest.fixture
def store(home):
    store = open_store()
    yield store
    store.close()


def test_runs_of_the_same_rows_are_ranked_and_others_kept_apart(store):
    ids = [trained(store, kind) for kind in ("lstm", "cnn")]
    answer(*MEMORY)
    memory = next(run.id for run in store.runs.find() if run.task == "memory")
    said = answer("compare", *ids, memory)
    assert "By MASE, best first:" in said
    assert "By nats per step, best first:" in said
    assert "Never ranked together: They do different tasks" in said
    assert said.count("Cell: ") == 1
    ranked = json.loads(answer("compare", *ids, memory, "--json"))["ranked"]
    assert [{one["id"] for one in group} for group in ranked] == [set(ids), {memory}]
    scores = [one["score"] for one in ranked[0]]
    assert scores == sorted(scores)


def test_a_run_beside_itself_cannot_be_told_apart(store):
    one = scored(store, store.runs.get(trained(store, "lstm")))
    assert difference(one, one, 1).startswith(f"Cannot tell {one.name} from {one.name}: ")


def test_one_run_or_one_without_a_score_is_refused(store):
    run_id = trained(store, "lstm")
    assert "Give two runs or more to compare" in refusal("compare", run_id)
    config, data = store.runs.get(run_id).config, store.runs.get(run_id).dataset_id
    waiting = store.of("").queue.submit(config, data)
    assert "has no score to compare by" in refusal("compare", run_id, waiting)
