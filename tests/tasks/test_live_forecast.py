"""The forecast as it is drawn while a network trains: that of the weights which are kept, and small."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnnkit.config import parse
from rnnkit.pictures.figures import Lane
from rnnkit.pictures.live_forecast import live_forecast
from rnnkit.runs import execute
from rnnkit.runs.store import Store
from rnnkit.runs.worker import recorder
from rnnkit.tasks.forecast import live_forecast as module
from rnnkit.tasks.forecast import run as forecast_run
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.training.progress import Progress
from tests.tasks.tables import sine, table_of

SETTINGS = {"hidden_size": 8, "steps": 40, "horizon": 4, "lookback": 12, "test": 40, "dropout": 0.3} | {
    "start_with": "linear",  # the network alone is drawn, without lines of each series beside it
    "refit": False,  # what is drawn is the network that is scored, not the one that learns on after it
}


def drawings_of(table, **settings):
    """What was drawn, by step, and the outcome of the run."""
    drawn = {}

    def watch(told):
        if told.drawing:
            drawn[told.step] = json.loads(told.drawing)

    config = parse(ForecastConfig, SETTINGS | settings)
    return drawn, forecast_run.run(table, config, on_progress=watch)


@pytest.fixture
def every_check(monkeypatch):
    monkeypatch.setattr(module, "EVERY", 0.0)


def test_the_best_drawing_is_the_forecast_beyond_the_end(every_check):
    drawn, outcome = drawings_of(table_of({"a": sine(noise=0.1), "b": sine(noise=0.2)}))
    assert min(drawn) == 0
    best, future = drawn[outcome.summary["best_step"]], outcome.frames["future"]
    first = future[future["unique_id"] == best["series"]]
    assert best["of"] == 2
    assert best["forecasts"][-1]["y_hat"] == pytest.approx(first["y_hat"].tolist(), rel=1e-3)
    assert best["forecasts"][-1]["ds"] == first["ds"].tolist()
    assert best["mase"] < drawn[0]["mase"]


def test_drawing_changes_nothing_of_the_training(every_check, monkeypatch):
    table = table_of({"a": sine(noise=0.1)})
    drawn, outcome = drawings_of(table)
    monkeypatch.setattr(module, "EVERY", 1e9)
    once, again = drawings_of(table)
    assert len(drawn) > 3
    assert list(once) == [0]
    assert again.weights == outcome.weights


def test_a_drawing_is_small_however_long_the_series():
    long = {"horizon": 600, "lookback": 24, "test": 600, "steps": 2}
    drawn, _ = drawings_of(table_of({"a": sine(6_000)}), **long)
    assert len(json.dumps(drawn[0])) < 20_000
    assert [len(forecast["ds"]) for forecast in drawn[0]["forecasts"]] == [120, 120]
    lane = Lane("LSTM", "lstm", False, pd.DataFrame())
    data, spec = live_forecast([lane], [drawn[0]], dark=False)
    assert set(data["name"]) == {"actual", "LSTM"}
    assert data["lo"].notna().sum() == 240
    assert spec["layer"][1]["encoding"]["color"]["scale"]["domain"] == ["actual", "LSTM"]


def test_the_store_holds_the_newest_drawing_until_the_results_take_its_place(tmp_path: Path, monkeypatch):
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    mine = store.of("ann")
    rows = "".join(f"{step},{value}\n" for step, value in enumerate(sine(noise=0.1)))
    dataset = mine.uploads.add("sine.csv", b"t,y\n" + rows.encode())
    run_id = mine.queue.submit(parse(ForecastConfig, SETTINGS).model_dump_json(), dataset)
    claimed = store.queue.claim("me", run_id)
    for step, drawing in ((1, '{"a":1}'), (2, '{"a":2}'), (3, "x" * (recorder.LONGEST_DRAWING + 1))):
        store.recorder.log(run_id, claimed.attempt, [Progress("training", step, 9, 0.1, drawing=drawing)])
    assert mine.looks.at([run_id]).drawings == {run_id: {"a": 2}}
    execute.execute(store, run_id, claimed.attempt)
    assert store.runs.get(run_id).state == "finished"
    assert mine.looks.at([run_id]).drawings == {}
    assert store.audit() == []
    assert np.isfinite(mine.results.frame(run_id, "future")["y_hat"]).all()
