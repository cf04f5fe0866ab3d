"""The Result part of texts in every state: empty, training, finished, stopped, broken; links to all."""

from typing import Any
from unittest.mock import Mock

import pytest
from made_up import ME, Visit, finished, monthly_csv
from made_up_text import HIDDEN, POEM, add_poem, finished_text, sample, started_text
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from rnnkit.config import parse
from rnnkit.runs.store import Store
from rnnkit.tasks.text.settings import TextConfig


@pytest.fixture
def data(store: Store) -> str:
    """Sixty lines."""
    return add_poem(store)


def texts(app: AppTest) -> str:
    """All that is written in plain sight."""
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def codes(app: AppTest) -> list[str]:
    return [element.value for element in app.code]


def scores(app: AppTest) -> list[tuple[str, float]]:
    frame = next(frame.value for frame in app.dataframe if "method" in frame.value)
    return list(zip(frame["method"], frame["nats_per_char"], strict=True))


def test_before_the_first_run_the_page_says_what_to_do(visit: Visit, data: str) -> None:
    assert "press Train above" in texts(visit("generate", data=data))


def test_a_training_run_shows_its_newest_sample_with_its_step(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started_text(store, data, group="mine")
    store.recorder.log(run_id, attempt, [sample(0, "xq"), sample(120, "The $5$ `bird` :smile:\n\tsings")])
    app = visit("generate", run="mine")
    assert "wrote this after step 120" in texts(app)
    assert "The $5$ `bird` :smile:\n\tsings" in codes(app)
    assert "xq" not in codes(app)
    assert "Step 120 of 200" in app.get("progress")[0].proto.text


def test_a_run_is_stopped_where_it_is_shown(visit: Visit, data: str, store: Store) -> None:
    run_id, _ = started_text(store, data)
    visit("generate", run=run_id).button(key=f"stop_{run_id}").click().run()
    assert store.runs.get(run_id).stop_requested


def test_a_finished_run_shows_verdict_and_scores_beside_counting(
    visit: Visit, data: str, store: Store
) -> None:
    app = visit("generate", run=finished_text(store, data))
    assert not app.exception
    assert "Beats counting: 21 %" in app.success[0].value
    assert scores(app) == [("LSTM", 1.04), ("n-gram, order 5", 1.31), ("frequency of each symbol", 2.9)]
    assert "Scores on the last 10 % of the text" in texts(app)
    tested = len(POEM) - int(0.9 * len(POEM))
    assert f"{int(0.05 * len(POEM)):,} others chose the best weights and the best n-gram" in texts(app)
    assert f"Scored on the last {tested - 1:,}, which decided nothing." in texts(app)
    labels = {button.label for button in app.get("download_button")}
    assert {"Download the text", "Samples CSV", "Scores JSON"} <= labels


def test_what_is_known_by_heart_is_called_memory_with_the_size_that_helps(
    visit: Visit, data: str, store: Store
) -> None:
    verdict = {
        "kind": "memorised",
        "sentence": "This is memory, not skill: it knows its 200 characters by heart.",
        "suggestion": "Bring a longer text: about 200,000 characters would help.",
        "setting_changes": {},
    }
    app = visit("generate", run=finished_text(store, data, verdict=verdict))
    assert "memory, not skill" in app.info[0].value
    assert "about 200,000 characters would help" in texts(app)


def test_early_samples_can_be_looked_at_again(visit: Visit, data: str, store: Store) -> None:
    run_id = finished_text(store, data)
    app = visit("generate", run=run_id)
    assert "The bird" in codes(app)
    app.select_slider(key=f"sample_of_{run_id}").set_value(0).run()
    assert "xq z" in codes(app)
    assert "The bird" not in codes(app)


def test_several_networks_share_one_table_and_the_best_speaks_first(
    visit: Visit, data: str, store: Store
) -> None:
    for label in ("LSTM", "BiGRU"):
        finished_text(store, data, label, group="mine")
    app = visit("generate", run="mine")
    assert {method for method, _ in scores(app)} >= {"LSTM", "BiGRU"}
    assert len(app.success) == 1
    assert not app.exception


def test_the_form_tells_what_a_linked_run_was_trained_with(visit: Visit, data: str, store: Store) -> None:
    app = visit("generate", run=finished_text(store, data, "BiGRU"))
    assert app.number_input(key="hidden_size").value == 16
    assert app.query_params["data"] == data
    assert next(group for group in app.pills if group.key == "cells").value == ["BiGRU"]


def test_a_suggestion_is_taken_with_one_click(visit: Visit, data: str, store: Store) -> None:
    app = visit("generate", run=finished_text(store, data, "GRU"))
    app.button(key="take_suggestion").click().run()
    newest = store.runs.find()[-1]
    config = parse(TextConfig, newest.config)
    assert (newest.label, config.cell, config.budget) == ("GRU", "gru", 120.0)


@pytest.mark.parametrize("state", ["failed", "interrupted"])
def test_a_broken_run_says_why_and_can_be_trained_again(
    visit: Visit, data: str, store: Store, state: str
) -> None:
    run_id, attempt = started_text(store, data)
    store.queue.finish(run_id, attempt, state, "Because of <this> and *that*.")
    app = visit("generate", run=run_id)
    assert "Because of" in texts(app)
    app.button(key=f"again_{run_id}").click().run()
    assert [run.state for run in store.runs.find()] == [state, "queued"]


def test_a_stopped_run_has_results(visit: Visit, data: str, store: Store) -> None:
    app = visit("generate", run=finished_text(store, data, state="stopped"))
    assert "best weights so far" in texts(app)
    assert app.button(key="write")


def test_a_run_is_shown_on_the_page_of_its_task(visit: Visit, data: str, store: Store) -> None:
    text = finished_text(store, data)
    series = finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    assert visit("forecast", run=text).title[0].value == "Generate text"
    assert visit("generate", run=series).title[0].value == "Forecast a time series"


@pytest.mark.parametrize("run", ["nope", "' OR 1=1--", "x" * 100_000, "\u202e"])
def test_an_unknown_run_is_one_sentence(visit: Visit, data: str, run: str) -> None:
    app = visit("generate", data=data, run=run)
    assert not app.exception
    assert "a run is private to the browser that made it" in app.warning[0].value


def test_a_language_model_is_trained_further(visit: Visit, store: Store) -> None:
    first = finished_text(store, add_poem(store))
    app = visit("generate", run=first)
    app.button(key="train_further").click().run()
    assert not app.exception
    config = parse(TextConfig, store.runs.find()[-1].config)
    assert (config.start_from, config.hidden_size, config.embedding_size) == (first, HIDDEN, 8)


def test_a_run_from_before_there_was_a_test_part_says_what_its_score_is(visit: Visit, store: Store) -> None:
    old = {"validation": {"nats_per_char": 1.1, "bits_per_char": 1.6, "perplexity": 3.0}}
    run_id = finished_text(store, add_poem(store), found={"metrics": old, "validated": 0})
    app = visit("generate", run=run_id)
    assert scores(app) == [("LSTM", 1.1)]
    assert "symbols chose its best weights, so the score flatters it a little" in texts(app)
    assert "train_further" not in {button.key for button in app.button}


def test_a_run_that_was_trained_further_says_what_that_changed(visit: Visit, store: Store) -> None:
    data = add_poem(store)
    first = finished_text(store, data)
    better = {"test": {"nats_per_char": 0.98, "bits_per_char": 1.4, "perplexity": 2.7}}
    app = visit("generate", run=finished_text(store, data, start_from=first, found={"metrics": better}))
    assert not app.error, app.error[0].value
    assert "Trained further: 1.04 → 0.980 nats per character." in texts(app)
    (link,) = [link for link in app.get("page_link") if "The run before" in link.proto.label]
    assert first in link.proto.query_string
    assert "Trained further" not in texts(visit("generate", run=first))


def test_a_model_that_writes_takes_texts_of_any_name_and_their_size(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.result.use_model.is_whole", lambda _: True)
    app = visit("generate", run=finished_text(store, add_poem(store)))
    app.session_state["fold_use"] = True
    app.run()
    upload = used(app)
    assert not upload.proto.type
    assert upload.proto.max_upload_size_mb == 8
    assert "Plain text up to 8 MB." in texts(app)


def test_a_file_for_a_trained_network_is_queued_once_where_its_rerun_was_cut_short(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.result.use_model.is_whole", lambda _: True)
    app = visit("generate", run=finished_text(store, add_poem(store)))
    app.session_state["fold_use"] = True
    app.run()
    with monkeypatch.context() as patch:
        patch.setattr("pages.ui.result.drop_file.jobs", Mock(side_effect=StopException))
        used(app).upload("new.txt", b"more text\n" * 40, "text/plain").run()
    assert len(store.runs.find()) == 2
    app.run()
    assert not app.exception
    assert len(store.runs.find()) == 2


def used(app: AppTest) -> Any:
    """The upload of new data."""
    return next(one for one in app.file_uploader if "another text" in one.label)
