"""The Result part in every state: empty, waiting, training, finished, broken; and links to all of them."""

import base64
import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_up import ME, NoJobs, Visit, curve, finished, monthly_csv, queued, started
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from pages.ui.access.results import joined
from pages.ui.forecast import series_tab
from pages.ui.forecast.band import held_of
from rnnkit.config import parse
from rnnkit.runs.sql.schema import checkpoints
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.settings import ForecastConfig


@pytest.fixture
def data(store: Store) -> str:
    """Eight years of months."""
    return store.of(ME).uploads.add("sales.csv", monthly_csv())


def texts(app: AppTest) -> str:
    """All that is written in plain sight."""
    kinds = (app.markdown, app.caption, app.info, app.success, app.warning, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def points(values: Any) -> int:
    """How many values a line of a chart holds; plain numbers are packed."""
    packed = isinstance(values, dict)
    return len(np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]) if packed else values)


def test_before_the_first_run_the_page_says_what_to_do(visit: Visit, data: str) -> None:
    assert "press Train above" in texts(visit("forecast", data=data))


def test_no_line_is_drawn_across_a_hole_of_the_past() -> None:
    days = pd.date_range("2024-01-01", periods=6)
    history = pd.DataFrame({"ds": days[:4], "y": [1.0, np.nan, 3.0, 4.0]})
    test = pd.DataFrame({"ds": days[[3, 4, 4, 5]], "y": [4.0, 5.0, 5.0, np.nan]})
    drawn = joined(history, test)
    assert list(drawn["ds"]) == list(days[:5])
    assert drawn["y"].to_numpy() == pytest.approx([1, np.nan, 3, 4, 5], nan_ok=True)


def test_a_waiting_run_tells_its_place_and_can_be_stopped(
    visit: Visit, data: str, store: Store, jobs: NoJobs
) -> None:
    queued(store, data)
    second = queued(store, data, "GRU", group="mine")
    app = visit("forecast", run="mine")
    assert "number 2 in the queue" in app.get("progress")[0].proto.text
    app.button(key=f"stop_{second}").click().run()
    assert jobs.woken == 1
    assert store.runs.get(second).state == "cancelled"


def test_a_training_run_tells_step_loss_and_time_left(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data, group="mine")
    store.recorder.log(run_id, attempt, curve()[:11])
    app = visit("forecast", run="mine")
    line = app.get("progress")[0].proto.text
    assert "Step 100 of 200" in line
    assert "0.109 now" in line
    assert "left" in line
    assert len(app.get("vega_lite_chart")) == 1


def test_a_finished_run_shows_verdict_charts_scores_and_downloads(
    visit: Visit, data: str, store: Store
) -> None:
    app = visit("forecast", run=finished(store, data))
    assert not app.exception
    assert "Beats the best baseline, seasonal naive" in app.success[0].value.replace("\\", "")
    assert charts(app) == 2
    assert any("seasonal naive" in set(frame.value.get("method", [])) for frame in app.dataframe)
    labels = {button.label for button in app.get("download_button")}
    assert {"Excel workbook", "Forecast CSV", "Scores JSON", "Chart HTML", "Everything (ZIP)"} <= labels


def test_the_band_is_told_by_what_it_promised_and_what_it_held(visit: Visit, data: str, store: Store) -> None:
    promised = "is meant to contain 80 % of the true values; on the test part it held"
    off = visit("forecast", run=finished(store, data, "LSTM"))
    (said,) = [one.value for one in off.warning if "shaded band" in one.value]
    assert said.endswith(
        f"{promised} 100 % of 18 values. That is more than chance explains: take the band to be too wide."
    )
    kept = visit("forecast", run=finished(store, data, "RNN"))
    assert f"{promised} 83 % of 18 values." in texts(kept)
    assert not [one for one in kept.warning if "shaded band" in one.value]


def test_a_value_that_several_starts_forecast_counts_once() -> None:
    """Two of three days in the band, the second day by one of its two forecasts: 1.5 of 3."""
    days = pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-03", "2024-01-04"])
    names = {"unique_id": "a", "target": "y", "ds": days}
    test = pd.DataFrame({**names, "y": [1.0, 1, 1, 9, np.nan], "lo": 0.0, "hi": [2.0, 2, 0.5, 2, 2]})
    assert held_of(test) == (1.5, 3)


def test_the_first_table_tells_an_error_and_how_often_better_it_is(
    visit: Visit, data: str, store: Store
) -> None:
    """MASE 0.682 beside 1 of the last value; the other measures wait behind a fold."""
    app = visit("forecast", run=finished(store, data, "LSTM"))
    (first,) = [frame.value for frame in app.dataframe if "times" in frame.value]
    assert first.columns.tolist() == ["best", "method", "kind", "mae", "times"]
    assert first.loc[0, ["best", "method"]].tolist() == ["✓ best", "LSTM"]
    times = first.set_index("method")["times"]
    assert times[["LSTM", "last value"]].tolist() == pytest.approx([1 / 0.682, 1.0])
    assert not [frame for frame in app.dataframe if "rmse" in frame.value]
    app.session_state["fold_measures"] = True
    app.run()
    assert [frame for frame in app.dataframe if "rmse" in frame.value]


@pytest.mark.parametrize(
    ("tab", "chart"),
    [
        ("Beyond the data", "beyond"),
        ("Error by step", "by_step"),
        ("Residuals", "residuals"),
        ("Learning curves", "curves"),
    ],
)
def test_only_the_open_tab_is_drawn(visit: Visit, data: str, store: Store, tab: str, chart: str) -> None:
    app = visit("forecast", run=finished(store, data))
    app.session_state["details"] = tab
    app.run()
    assert not app.exception
    drawn = {element.proto.id.split("-")[-1] for element in app.get("plotly_chart")}
    assert drawn - {"overview"} == {"forecast", chart}


def test_the_numbers_behind_the_error_by_step_are_those_of_every_line(
    visit: Visit, data: str, store: Store
) -> None:
    for label in ("LSTM", "GRU"):
        finished(store, data, label, group="both")
    app = visit("forecast", run="both")
    app.session_state["details"] = "Error by step"
    app.session_state["fold_numbers_by_step"] = True
    app.run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "step" in frame.value and "method" in frame.value)
    assert {"LSTM", "GRU", "last value"} <= set(table["method"])


def test_all_series_stand_in_a_table_worst_first(visit: Visit, data: str, store: Store) -> None:
    app = visit("forecast", run=finished(store, data, second="costs"))
    app.session_state["details"] = "By series"
    app.run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "unique_id" in frame.value)
    assert table["unique_id"].tolist() == ["costs", "sales"]
    assert table["times"].round(2).tolist() == [0.25, 1.25]
    assert "In 1 of 2 series a simple method is better than LSTM; worst first." in texts(app)
    assert app.selectbox(key="show_unique_id").value == "sales"


def test_of_very_many_series_the_worst_are_listed_and_the_numbers_hold_all(
    visit: Visit, data: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_tab, "MOST_LISTED", 1)
    app = visit("forecast", run=finished(store, data, second="costs"))
    app.session_state["details"] = "By series"
    app.session_state["fold_numbers_series"] = True
    app.run()
    assert not app.exception
    listed, every = (frame.value for frame in app.dataframe if {"times", "unique_id"} <= set(frame.value))
    assert listed["unique_id"].tolist() == ["costs"]
    assert every["unique_id"].tolist() == ["costs", "sales"]
    assert "Listed is the series that is forecast worst; the numbers behind it hold all" in texts(app)
    assert app.selectbox(key="show_unique_id").options == ["sales", "costs"]


@pytest.mark.parametrize(
    ("freq", "starts"),
    [
        ("MS", ["2018-12-01", "2019-06-01", "2019-12-01"]),
        ("D", ["2015-02-17", "2015-02-23", "2015-03-01"]),
        ("h", ["2015-01-02 23:00", "2015-01-03 05:00", "2015-01-03 11:00"]),
        (None, ["47", "53", "59"]),
    ],
)
def test_one_start_of_the_backtest_shows_its_forecast(
    visit: Visit, data: str, store: Store, freq: str | None, starts: list[str]
) -> None:
    app = visit("forecast", run=finished(store, data, freq=freq))
    choice = app.selectbox(key="show_cutoff")
    assert choice.options == ["all 3 starts", *starts]
    assert choice.value == starts[-1]
    choice.select("all 3 starts").run()
    assert "A new forecast starts every 6 steps, from the true values before it" in texts(app)
    app.selectbox(key="show_cutoff").select(starts[1]).run()
    assert not app.exception
    lines = {line["name"]: line for line in json.loads(app.get("plotly_chart")[1].proto.spec)["data"]}
    assert "The whole forecast was made at the dotted line" in texts(app)
    assert points(lines["LSTM"]["x"]) == 6
    assert points(lines["actual"]["x"]) >= 6 + 24


def test_several_runs_lie_over_each_other_and_the_best_speaks_first(
    visit: Visit, data: str, store: Store
) -> None:
    for label in ("LSTM", "BiLSTM", "RNN"):
        finished(store, data, label, group="mine")
    app = visit("forecast", run="mine")
    scores = next(frame.value for frame in app.dataframe if "method" in frame.value)
    assert set(scores["method"][:3]) == {"LSTM", "BiLSTM", "RNN"}
    assert len(app.success) == 1
    assert "Shown" in [group.label for group in app.pills]


def test_the_form_tells_what_a_linked_run_was_trained_with(visit: Visit, data: str, store: Store) -> None:
    run_id = finished(store, data, "BiGRU", config={"hidden_size": 48, "horizon": 6})
    app = visit("forecast", run=run_id)
    assert app.number_input(key="hidden_size").value == 48
    assert app.query_params["data"] == data
    assert next(group for group in app.pills if group.key == "cells").value == ["BiGRU"]


def test_a_result_keeps_its_own_settings_and_tells_what_the_form_has_since_come_to_say(
    visit: Visit, data: str, store: Store
) -> None:
    asked = {"lookback": 24, "horizon": 6, "test": 18, "budget": 20.0}
    run = finished(store, data, config=asked)
    app = visit("forecast", run=run)
    assert "LSTM · 24 steps back, 6 ahead · hidden size 128 · 20 s" in texts(app)
    assert "Settings changed" not in texts(app)
    app.number_input(key="horizon").set_value(3).run()
    app.number_input(key="seed").set_value(7).run()
    said = texts(app)
    assert "LSTM · 24 steps back, 6 ahead · hidden size 128 · 20 s" in said
    assert "Settings changed since the result below:** Horizon 3 (was 6); Seed 7 (was 0). Train" in said
    again = texts(visit("forecast", run=run, data=data, horizon="3", lookback="24", test="18", budget="20 s"))
    assert "LSTM · 24 steps back, 6 ahead · hidden size 128 · 20 s" in again  # after a reload
    assert "Horizon 3 (was 6). Train" in again
    app.button(key="undo_changes").click().run()
    assert "Settings changed" not in texts(app)
    assert app.number_input(key="horizon").value == 6


def test_an_empty_field_that_comes_to_the_same_is_no_change(visit: Visit, data: str, store: Store) -> None:
    run = finished(store, data, config={"horizon": 12})  # which a year of months suggests
    app = visit("forecast", run=run)
    app.number_input(key="horizon").set_value(None).run()
    assert "Settings changed" not in texts(app)


def test_a_suggestion_is_taken_with_one_click(visit: Visit, data: str, store: Store) -> None:
    app = visit("forecast", run=finished(store, data, "GRU"))
    app.button(key="take_suggestion").click().run()
    newest = store.runs.find()[-1]
    config = parse(ForecastConfig, newest.config)
    assert (newest.label, config.cell, config.hidden_size) == ("GRU", "gru", 128)
    assert app.query_params["run"] == newest.group
    assert app.number_input(key="hidden_size").value == 128


@pytest.mark.parametrize("state", ["failed", "diverged", "interrupted"])
def test_a_broken_run_says_why(visit: Visit, data: str, store: Store, state: str) -> None:
    run_id, attempt = started(store, data)
    store.queue.finish(run_id, attempt, state, "Because of <this> and *that*.")
    app = visit("forecast", run=run_id)
    assert not app.exception
    assert "Because of" in texts(app)
    assert charts(app) == 0
    assert app.button(key="train").label == "Train LSTM"


def test_a_failed_run_can_be_trained_again(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data)
    store.queue.finish(run_id, attempt, "failed", "Out of memory.")
    app = visit("forecast", run=run_id)
    app.button(key=f"again_{run_id}").click().run()
    assert [run.state for run in store.runs.find()] == ["failed", "queued"]


def test_a_stopped_run_has_results_and_says_that_it_was_stopped(
    visit: Visit, data: str, store: Store
) -> None:
    app = visit("forecast", run=finished(store, data, state="stopped"))
    assert "best weights so far" in texts(app)
    assert charts(app) == 2


@pytest.mark.parametrize("run", ["nope", "' OR 1=1--", "x" * 100_000, "\u202e"])
def test_an_unknown_run_is_one_sentence(visit: Visit, data: str, run: str) -> None:
    app = visit("forecast", data=data, run=run)
    assert not app.exception
    assert "a run is private to the browser that made it" in app.warning[0].value


def test_the_group_without_a_name_is_nobodys(visit: Visit, data: str, store: Store) -> None:
    queued(store, data)
    assert "press Train above" in texts(visit("forecast", data=data, run=""))


def test_a_run_with_a_checkpoint_is_resumed(visit: Visit, data: str, store: Store, jobs: NoJobs) -> None:
    run_id, attempt = started(store, data)
    store.recorder.log(run_id, attempt, curve())
    store.checkpoints.keep(run_id, attempt, 170, b"state")
    store.queue.finish(run_id, attempt, "failed", "The worker was killed (signal 9).")
    app = visit("forecast", run=run_id)
    words = r"Resume goes on from step 170, kept \d+ s ago; training had come to step 190\."
    assert re.search(words, texts(app))
    app.button(key=f"resume_{run_id}").click().run()
    assert not app.exception
    assert [run.state for run in store.runs.find()] == ["queued"]
    assert jobs.woken == 1
    assert store.progress.curve(run_id)["step"].max() == 170


def test_a_damaged_checkpoint_is_told_and_changes_nothing(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data)
    store.checkpoints.keep(run_id, attempt, 170, b"state")
    store.queue.finish(run_id, attempt, "interrupted")
    with store._database.writing() as connection:
        connection.execute(update(checkpoints).values(content=b"stat"))
    app = visit("forecast", run=run_id)
    app.button(key=f"resume_{run_id}").click().run()
    assert not app.exception
    assert "There is no sound checkpoint of this run; train it again." in texts(app)
    assert store.runs.get(run_id).state == "interrupted"


def test_a_run_without_a_checkpoint_offers_no_resume(visit: Visit, data: str, store: Store) -> None:
    run_id, attempt = started(store, data)
    store.queue.finish(run_id, attempt, "interrupted")
    app = visit("forecast", run=run_id)
    assert f"again_{run_id}" in {button.key for button in app.button}
    assert f"resume_{run_id}" not in {button.key for button in app.button}


def test_an_ended_run_is_trained_further(visit: Visit, data: str, store: Store) -> None:
    first = finished(store, data, "GRU", config={"hidden_size": 48, "horizon": 6, "learning_rate": 0.01})
    app = visit("forecast", run=first)
    app.button(key="train_further").click().run()
    assert not app.exception
    newest = store.runs.find()[-1]
    config = parse(ForecastConfig, newest.config)
    assert (config.start_from, config.cell, config.hidden_size) == (first, "gru", 48)
    assert (config.horizon, config.level, config.seed) == (6, 0.8, 1)
    assert app.query_params["run"] == newest.group


def test_a_change_that_is_suggested_begins_anew(visit: Visit, data: str, store: Store) -> None:
    app = visit("forecast", run=finished(store, data, "GRU", config={"start_from": "an-earlier-run"}))
    app.button(key="take_suggestion").click().run()
    assert parse(ForecastConfig, store.runs.find()[-1].config).start_from == ""


def test_whose_forecast_is_taken_home_can_be_chosen(visit: Visit, data: str, store: Store) -> None:
    run = finished(store, data)
    store.of(ME).library.rename(run, "1. *LSTM*_a")  # no list of a browser reads Markdown
    app = visit("forecast", run=run)
    box = next(one for one in app.selectbox if one.label == "Whose forecast to take home")
    assert box.options == [
        "1. *LSTM*_a · MASE 0.682",
        *("last value · MASE 1.00", "seasonal naive · MASE 1.10", "drift · MASE 1.20", "mean · MASE 1.30"),
        "linear · MASE 1.40",
    ]
    assert box.value == 0
