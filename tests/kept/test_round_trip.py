"""What leaves comes back the same, in a store that never saw it, and answers as it did."""

import pandas as pd
import pytest

from rnnkit.bundle import kept_of, read_kept, write_kept
from rnnkit.bundle.import_run import import_model
from rnnkit.bundle.import_words import match_words
from rnnkit.bundle.recompute import difference
from rnnkit.jobs.inline import InlineJobs
from tests.kept.models import done


def brought_back(store, content):
    run_id = import_model(store.of("me"), "model.zip", content)
    InlineJobs(store.url).wake()
    run = store.runs.get(run_id)
    assert (run.state, run.reason, run.viewer) == ("finished", "", "me")
    return run_id


def test_every_kind_comes_back_in_a_fresh_store_with_equal_predictions(file, store):
    kept = read_kept(file)
    run_id = brought_back(store, file)
    summary = store.results.summary(run_id)
    assert summary["imported"]["difference"] <= 1e-6
    assert summary["imported"]["source"]["sha256"] == kept.about.source.sha256
    assert summary["metrics"] == kept.about.summary.model_dump(mode="json")["metrics"]
    assert store.runs.get(run_id).task == kept.task
    for name, frame in kept.frames.items():
        pd.testing.assert_frame_equal(store.results.frame(run_id, name), frame)


def test_what_came_back_leaves_as_the_same_bytes(file, store):
    assert write_kept(kept_of(store, brought_back(store, file))) == file


def test_frames_survive_as_they_were(made, store):
    from tests.kept.models import trained

    run_id = trained(store, "lstm")
    kept = read_kept(write_kept(kept_of(store, run_id)))
    for name, frame in kept.frames.items():
        pd.testing.assert_frame_equal(frame, store.results.frame(run_id, name), check_exact=True)


def test_other_weights_do_not_match(made):
    """The comparison is one: a model whose weights were changed a little is found out."""
    from dataclasses import replace

    from safetensors.numpy import load, save

    kept = read_kept(made("lstm"))
    weights = load(kept.weights)
    weights["head.bias"] = weights["head.bias"] + 0.01
    assert difference(replace(kept, weights=save(weights))) > 1e-3


def test_the_same_file_is_a_run_of_its_own_each_time(made, store):
    first, second = (import_model(store.of(""), "model.zip", made("char")) for _ in range(2))
    assert first != second
    assert store.runs.get(first).state == "queued"


def test_a_run_without_its_files_says_so(store):
    from tests.kept.models import daily_csv

    dataset_id = store.of("").uploads.add("shops.csv", daily_csv())
    run_id = store.of("").queue.submit('{"task": "forecast"}', dataset_id)
    run = store.queue.claim("test", run_id)
    store.recorder.complete(run_id, run.attempt, "finished", summary={}, frames={}, weights=b"")
    with pytest.raises(ValueError, match="holds no whole model; train it again"):
        kept_of(store, run_id)


def test_settings_of_a_kept_model_repeat_its_run(made, store):
    """`settings.json` gives the same weights once more, from the same data."""
    from tests.kept.models import daily_csv

    kept = read_kept(made("lstm"))
    run_id = done(store, kept.config.model_dump_json(), store.of("").uploads.add("again.csv", daily_csv()))
    again = kept_of(store, run_id)
    assert again.weights == kept.weights
    assert again.predictions == kept.predictions


@pytest.mark.parametrize(
    ("difference", "beginning"),
    [
        (0.0, "Matches to 1e-6:"),
        (3e-7, "Matches to 1e-6:"),
        (3e-6, "Matches to 1e-5:"),
        (1e-4, "Matches to 1e-4:"),
        (0.02, "The stored predictions do not come out again: they differ by up to 0.02."),
        (float("nan"), "The stored predictions do not come out again"),
    ],
)
def test_how_well_it_matches_is_said(difference, beginning):
    assert match_words(difference).startswith(beginning)
