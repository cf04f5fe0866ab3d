"""Models that leave the pages and come back, and what they say about new data; jobs are done on the spot."""

import json

import pytest
from made_up import ME, NoJobs, Visit
from streamlit.testing.v1 import AppTest

from pages.ui.access.results import Result
from pages.ui.forecast.access import foreteller_of
from rnnkit.bundle import kept_of, read_kept, write_kept
from rnnkit.bundle.import_run import import_model
from rnnkit.jobs.inline import InlineJobs
from rnnkit.runs.store import Store
from tests.kept.models import daily_csv, trained


@pytest.fixture(autouse=True)
def at_once(jobs: NoJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked to do a run does it at once, in this process."""
    monkeypatch.setattr("pages.ui.access.resources.Jobs", InlineJobs)


def texts(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def open_fold(app: AppTest, key: str) -> AppTest:
    """Unfold something for a closer look."""
    app.session_state[f"fold_{key}"] = True
    return app.run()


def show(visit: Visit, store: Store, kind: str) -> tuple[AppTest, str]:
    run_id = trained(store, kind, ME)
    return visit("forecast" if kind == "lstm" else "generate", run=run_id), run_id


@pytest.mark.parametrize("kind", ["lstm", "char"])
def test_a_result_offers_its_model_its_code_and_its_settings(visit: Visit, store: Store, kind: str) -> None:
    app, _ = show(visit, store, kind)
    assert not app.exception
    labels = {button.label for button in app.get("download_button")}
    assert {"Model file", "PyTorch code", "Settings"} <= labels


@pytest.mark.parametrize("kind", ["lstm", "char"])
def test_a_model_file_comes_back_on_its_page(visit: Visit, store: Store, kind: str) -> None:
    file = write_kept(kept_of(store, trained(store, kind)))
    app = open_fold(visit("home"), "open_model")
    app.file_uploader[0].set_value(("model.zip", file, "application/zip"))
    app.run()
    (run,) = store.of(ME).runs.find()
    assert (run.state, run.task) == ("finished", read_kept(file).task)
    came = visit("forecast" if kind == "lstm" else "generate", run=run.id)
    assert not came.exception
    assert "Matches to 1e-6: its stored predictions were computed again on this machine." in texts(came)
    assert "which did not come along" in texts(came)
    assert "Drop a" not in " ".join(box.label for box in came.file_uploader)
    assert "Model file" in {button.label for button in came.get("download_button")}
    assert not [button for button in came.button if button.label == "Train with this change"]


def test_a_model_that_does_not_match_is_said_to(visit: Visit, store: Store) -> None:
    run_id = import_model(store.of(ME), "model.zip", write_kept(kept_of(store, trained(store, "lstm"))))
    run = store.queue.claim("test", run_id)
    kept = kept_of(store, next(one.id for one in store.of("").runs.find()))
    found = kept.about.summary.model_dump(mode="json") | {
        "config": kept.config.model_dump(mode="json"),
        "imported": {"difference": 0.3, "source": kept.about.source.model_dump(mode="json")},
    }
    store.recorder.complete(
        run_id, run.attempt, "finished", summary=found, frames=kept.frames, weights=kept.weights
    )
    assert "do not come out again" in texts(visit("forecast", run=run_id))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "Damaged (length)"),
        (b"\x80\x02}q\x00.   ", "PyTorch pickle files can run code"),
        (bytes(10_000_001), "Larger than 10 MB."),
    ],
    ids=("cut off", "pickle", "large"),
)
def test_other_files_are_refused_in_a_sentence(
    visit: Visit, store: Store, content: bytes, sentence: str
) -> None:
    app = open_fold(visit("home"), "open_model")
    app.file_uploader[0].set_value(("model.zip", content, "application/zip"))
    app.run()
    assert not app.exception
    assert sentence in texts(app).replace("\\", "")
    assert store.of(ME).runs.find() == []


def test_new_data_is_forecast_beyond_its_end_and_scored(visit: Visit, store: Store) -> None:
    app, run_id = show(visit, store, "lstm")
    app = open_fold(app, "use")
    before = len(app.get("plotly_chart"))
    box = next(box for box in app.file_uploader if box.label.startswith("Upload"))
    box.set_value(("new.csv", daily_csv(days=174), "text/csv"))
    app.run()
    assert not app.exception
    (use,) = [run for run in store.of(ME).runs.find() if run.task == "predict"]
    assert (use.state, json.loads(use.config)["model"]) == ("finished", run_id)
    assert len(app.get("plotly_chart")) == before + 1
    scores = next(
        frame.value for frame in app.dataframe if "method" in frame.value and "best" not in frame.value
    )
    assert {"network", "last value"} <= set(scores["method"].str.lower())
    assert "New forecast CSV" in {button.label for button in app.get("download_button")}


def test_data_of_another_kind_is_refused_in_a_sentence(visit: Visit, store: Store) -> None:
    app, _ = show(visit, store, "lstm")
    app = open_fold(app, "use")
    box = next(box for box in app.file_uploader if box.label.startswith("Upload"))
    box.set_value(("new.csv", b"a,b\n1,2\n3,4\n5,6\n7,8\n", "text/csv"))
    app.run()
    assert "The new data has no column" in texts(app).replace("\\", "")


def test_a_new_text_is_scored_beside_counting(visit: Visit, store: Store) -> None:
    from tests.tasks.texts import sentences

    app, _ = show(visit, store, "char")
    app = open_fold(app, "use")
    box = next(box for box in app.file_uploader if box.label.startswith("Upload"))
    box.set_value(("new.txt", sentences(2_000, seed=5).encode(), "text/plain"))
    app.run()
    assert not app.exception
    assert any("nats_per_char" in frame.value and len(frame.value) == 3 for frame in app.dataframe)


def test_jobs_that_use_a_model_are_no_runs_of_their_own(visit: Visit, store: Store) -> None:
    model = trained(store, "lstm", ME)
    dataset_id = store.of(ME).uploads.add("new.csv", daily_csv(days=174))
    use = store.of(ME).queue.submit(f'{{"task": "predict", "model": "{model}"}}', dataset_id, "new.csv")
    InlineJobs(store.url).wake()
    home = visit("home")
    assert not home.exception
    assert "new.csv" not in texts(home)
    assert "private to the browser that made it" in texts(visit("forecast", run=use))


def test_what_was_assumed_is_said_and_scenarios_answer_at_once(visit: Visit, store: Store) -> None:
    """A price that is always 3 in one scenario moves its forecast, and no job works for that."""
    run_id = trained(store, "gru recursive", ME)
    app = visit("forecast", run=run_id)
    assert "price is unknown from 2024-06-09 on" in texts(app)
    app = open_fold(app, "what_if")
    assert "Both scenarios give the same forecast" in texts(app)
    way = next(box for box in app.selectbox if str(box.key).endswith("_B_way"))
    assert "constant" in str(way.options)
    way.set_value("constant").run()
    number = next(box for box in app.number_input if str(box.key).endswith("_B_constant"))
    number.set_value(3.0).run()
    assert not app.exception
    assert "**Scenario B is" in texts(app)
    assert "per step on average" in texts(app)
    assert "Both scenarios as CSV" in {button.label for button in app.get("download_button")}
    assert [run.task for run in store.of(ME).runs.find()] == ["forecast"]


def test_planned_values_of_a_network_that_a_page_cannot_ask_give_another_forecast(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.ui.forecast.access.answers_here", lambda _: False)
    run_id = trained(store, "gru recursive", ME)
    app = visit("forecast", run=run_id)
    app = open_fold(app, f"planned_{run_id}")
    app.button(key=f"forecast_planned_{run_id}").click().run()
    assert not app.exception
    (asked,) = [run for run in store.of(ME).runs.find() if run.task == "predict"]
    assert asked.state == "finished"
    assert len(json.loads(asked.config)["planned"]) == 14
    assert "Forecast with the values you gave." in texts(app)
    assert "Forecast with your values CSV" in {button.label for button in app.get("download_button")}


def test_the_new_rows_alone_are_laid_behind_those_of_the_run(visit: Visit, store: Store) -> None:
    """Two days of both shops, two rows each, behind 160 days that the store has."""
    app, _ = show(visit, store, "lstm")
    app = open_fold(app, "use")
    box = next(box for box in app.file_uploader if box.label.startswith("Upload"))
    box.set_value(("new.csv", daily_csv(days=2, first=160), "text/csv"))
    app.run()
    assert not app.exception
    assert "320 rows of the model's own data were put before the new ones." in texts(app)
    assert "Scored on 4 values, from 2024-06-09 to 2024-06-10" in texts(app)
    scores = next(frame.value for frame in app.dataframe if "before" in frame.value)
    assert scores.set_index("method").loc["network", ["mase", "before"]].notna().all()


def test_alone_the_network_of_the_scores_begins_as_it_was_scored(
    visit: Visit, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that learned on with all rows has seen what comes, so it is not the one that is left alone."""
    run_id = trained(store, "lstm", ME)
    by = store.of(ME)
    monkeypatch.setattr("pages.ui.access.resources.visitor", lambda: by)
    monkeypatch.setattr("pages.ui.access.resources.reader", lambda: by)
    result = Result(by.runs.get(run_id), by.results.summary(run_id), by)
    teller = foreteller_of(result, scored=True)
    assert teller is not None
    test = result.frame("test")
    first = test[(test["unique_id"] == "north") & (test["cutoff"] == test["cutoff"].min())]
    channel = teller.channels["north", "y"]
    alone = teller.run_on(("north", "y"), len(channel.y) - teller.config.test, 7)
    assert alone["y_hat"].tolist() == pytest.approx(first["y_hat"].tolist(), rel=1e-5)
    app = open_fold(visit("forecast", run=run_id), "run_on")
    assert "it is alone for 35 steps" in texts(app)
    assert "Alone it misses by" in texts(app)
