"""The page Compose: ways to tunes, what was understood, a run beside counting, a tune on demand."""

import pytest
from made_up import ME, Visit
from streamlit.testing.v1 import AppTest

from rnnkit.config import parse
from rnnkit.data.tunes import read_tunes
from rnnkit.runs.store import Store
from rnnkit.tasks.compose.run import run
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.training.outcome import Outcome
from tests.tasks.examples.compose import dances

SMALL = {"hidden_size": 8, "embedding_size": 8, "steps": 20, "learning_rate": 0.02}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """A run of next to no time."""
    return run(read_tunes(dances(40)), parse(ComposeConfig, SMALL))


@pytest.fixture
def data(store: Store) -> str:
    return store.of(ME).uploads.add("dances.abc", dances(40), "{}")


@pytest.fixture
def finished(store: Store, data: str, outcome: Outcome) -> str:
    """A run with its results in the store."""
    return kept(store, data, outcome, "LSTM")


def kept(store: Store, data: str, outcome: Outcome, label: str) -> str:
    """A run of this label whose results are in the store."""
    run_id = store.of(ME).queue.submit(parse(ComposeConfig, SMALL).model_dump_json(), data, label)
    claimed = store.queue.claim("test", run_id)
    assert claimed is not None
    results = {"frames": outcome.frames, "weights": outcome.weights, "files": outcome.files}
    store.recorder.complete(run_id, claimed.attempt, "finished", summary=dict(outcome.summary), **results)
    return run_id


def captions(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown))


def test_what_was_understood_stands_in_one_line(visit: Visit, data: str) -> None:
    app = visit("compose", data=data)
    assert not app.exception
    assert "40 tunes · 480 bars · meters 2/4 (22), 3/4 (18) · keys G (40)" in captions(app)
    assert "press Train above" in captions(app)


def test_only_networks_that_read_forward_are_offered(visit: Visit, data: str) -> None:
    app = visit("compose", data=data)
    networks = next(group for group in app.pills if group.label == "Networks")
    assert list(networks.options) == ["RNN", "LSTM", "GRU"]


def test_a_finished_run_stands_beside_counting_and_real_tunes(visit: Visit, data: str, finished: str) -> None:
    app = visit("compose", data=data, run=finished)
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "method" in frame.value)
    assert {"LSTM", "frequency of each token", "the test tunes themselves"} <= set(table["method"])
    assert {"nats_per_token", "nats_per_char", "valid_tunes", "full_bars"} <= set(table)
    assert "bars in a row" in captions(app)


def test_first_bars_that_do_not_fit_are_refused_in_a_sentence(visit: Visit, data: str, finished: str) -> None:
    app = visit("compose", data=data, run=finished)
    field = next(area for area in app.text_area if area.key.startswith("tune_begin"))
    field.set_value("G2 B2 d2 d2 | G4 |").run()
    assert not app.exception
    assert [error.value for error in app.error] == ["Bar 1 lasts 8 eighths, but a bar of 2/4 has 4."]
    field = next(area for area in app.text_area if area.key.startswith("tune_begin"))
    field.set_value("G2 B2 |").run()
    assert not app.error
    assert "bars are full" in captions(app)


def test_two_runs_write_side_by_side(
    visit: Visit, store: Store, data: str, finished: str, outcome: Outcome
) -> None:
    app = visit("compare", runs=f"{finished},{kept(store, data, outcome, 'Another')}")
    app.session_state["overlays"] = "Tunes"
    app.run()
    assert not app.exception
    assert [slider.label for slider in app.slider].count("Tempo") == 2
    assert "with the same luck" in captions(app)
