"""The page Label: ways to sentences, what was understood, a run beside the rules, a typed sentence."""

import pytest
from made_up import ME, Visit
from streamlit.testing.v1 import AppTest

from rnnkit.config import parse
from rnnkit.data.tagged.read import read_tagged
from rnnkit.runs.store import Store
from rnnkit.tasks.label.run import run
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.training.outcome import Outcome
from tests.tasks.examples.label import tagged

SMALL = {"hidden_size": 4, "embedding_size": 4, "steps": 10, "characters": "none", "learning_rate": 0.02}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """A run of next to no time."""
    return run(read_tagged(tagged(60)), parse(LabelConfig, SMALL))


@pytest.fixture
def data(store: Store) -> str:
    return store.of(ME).uploads.add("animals.tsv", tagged(60), "{}")


@pytest.fixture
def finished(store: Store, data: str, outcome: Outcome) -> str:
    """A run with its results in the store."""
    run_id = store.of(ME).queue.submit(parse(LabelConfig, SMALL).model_dump_json(), data, "BiLSTM")
    claimed = store.queue.claim("test", run_id)
    assert claimed is not None
    results = {"frames": outcome.frames, "weights": outcome.weights, "files": outcome.files}
    store.recorder.complete(run_id, claimed.attempt, "finished", summary=dict(outcome.summary), **results)
    return run_id


def captions(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown))


def test_without_data_the_page_shows_the_ways_to_some(visit: Visit) -> None:
    app = visit("label")
    assert not app.exception
    assert {"Noun or verb?", "Names in sentences"} <= {button.label for button in app.button}


def test_what_was_understood_stands_in_one_line(visit: Visit, data: str) -> None:
    app = visit("label", data=data)
    assert not app.exception
    assert "60 sentences" in captions(app)
    assert "tokens in column 1, tags in column 2 · BIO" in captions(app)
    assert "press Train above" in captions(app)


def test_a_finished_run_stands_beside_the_rules(visit: Visit, data: str, finished: str) -> None:
    app = visit("label", data=data, run=finished)
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "method" in frame.value)
    assert set(table["method"]) == {
        "BiLSTM",
        "most frequent tag of each word",
        "one tag for every token",
    }
    assert {"span_f1", "token_accuracy"} <= set(table)


def test_a_typed_sentence_is_cut_and_labelled(visit: Visit, data: str, finished: str) -> None:
    app = visit("label", data=data, run=finished)
    field = next(area for area in app.text_area if area.key.startswith("try_label"))
    field.set_value("the unicorn sees a cat.").run()
    assert not app.exception
    assert "1 token was never seen in training" in captions(app)
