"""The job that looks inside a run: one's own is done, and what is not one's own does not exist."""

import json

import pytest

from rnnkit.bundle import kept_of, write_kept
from rnnkit.bundle.import_run import import_model
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from tests.kept.models import daily_csv, trained

ME, OTHER = "me", "somebody else"


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    yield store
    store.close()


def looked(store, model, viewer=ME, dataset_id=""):
    """The job of a visitor that looks inside a run, when it has ended."""
    dataset_id = dataset_id or store.runs.get(model).dataset_id
    settings = json.dumps({"task": "inside", "model": model})
    run_id = store.of(viewer).queue.submit(settings, dataset_id)
    jobs = InlineJobs(store.url)
    jobs.wake()
    jobs.close()
    return store.runs.get(run_id)


@pytest.mark.parametrize("kind", ["two targets", "rnn decoder", "gru recursive", "both ways"])
def test_a_run_is_looked_into_with_its_own_data(store, kind):
    job = looked(store, trained(store, kind, ME))
    assert (job.state, job.reason) == ("finished", "")
    assert set(store.of(ME).results.frame_names(job.id)) >= {
        "steps",
        "states",
        "units",
        "tracks",
        "effect",
        "reach",
    }
    assert store.of(ME).results.summary(job.id)["steps"] > 1


def test_a_foreign_run_is_answered_like_one_that_does_not_exist(store):
    model = trained(store, "lstm", OTHER)
    mine = store.of(ME).uploads.add("shops.csv", daily_csv())
    foreign, missing = looked(store, model, dataset_id=mine), looked(store, "nothing", dataset_id=mine)
    assert foreign.state == missing.state == "failed"
    assert foreign.reason == missing.reason == "Run not found or not shared with you."


def test_other_data_than_that_of_the_run_is_refused(store):
    model = trained(store, "lstm", ME)
    other = store.of(ME).uploads.add("new.csv", daily_csv(days=170))
    assert "The data is not that of the run" in looked(store, model, dataset_id=other).reason


def test_a_model_that_came_without_its_data_is_refused(store):
    content = write_kept(kept_of(store.of(ME), trained(store, "lstm", ME)))
    run_id = import_model(store.of(ME), "model.zip", content)
    InlineJobs(store.url).wake()
    assert "came without its data" in looked(store, run_id).reason


def test_a_run_without_a_network_is_refused(store):
    model = looked(store, trained(store, "lstm", ME)).id
    assert looked(store, model).reason == "This run has no such result."
