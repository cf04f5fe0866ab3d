"""A whole run: it learns, it is honest, it repeats, and it ends well however it ends."""

import itertools
import math

import numpy as np
import pytest
import torch
from safetensors.torch import load

from rnnkit.config import parse
from rnnkit.files.kept import SCORED
from rnnkit.runs.execute import execute
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.inputs.windows import Batch
from rnnkit.tasks.forecast.networks.model import forecast, shape_of
from rnnkit.tasks.forecast.networks.network import Forecaster
from rnnkit.tasks.forecast.networks.objective import Objective
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import outcome_of, sine, table_of


def model_score(outcome, metric="mase"):
    return outcome.summary["metrics"]["model"][metric]


@pytest.mark.parametrize(
    ("cell", "bidirectional", "steps", "rate"),
    [
        *((cell, both, 200, 0.02) for cell in ("rnn", "gru", "lstm") for both in (False, True)),
        ("cnn", False, 400, 0.01),
        ("transformer", False, 200, 0.02),
    ],
)
def test_every_network_learns_the_sine_without_the_straight_line(cell, bidirectional, steps, rate):
    outcome = outcome_of(
        table_of({"a": sine()}),
        cell=cell,
        bidirectional=bidirectional,
        shortcut=False,
        horizon=1,
        lookback=16,
        hidden_size=16,
        test=50,
        steps=steps,
        learning_rate=rate,
    )
    metrics = outcome.summary["metrics"]
    assert metrics["model"]["rmse"] < 0.2 * metrics["last value"]["rmse"]


@pytest.mark.parametrize("strategy", ["direct", "recursive", "encoder_decoder"])
def test_every_strategy_continues_a_ramp(strategy):
    """1, 2, ..., 100: no test value was ever inside the range of the training part."""
    outcome = outcome_of(
        table_of({"a": np.arange(1.0, 101.0)}), strategy=strategy, horizon=5, lookback=8, test=10, steps=150
    )
    future = outcome.frames["future"]["y_hat"].to_numpy()
    assert future == pytest.approx([101, 102, 103, 104, 105], abs=0.5)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others():
    table = table_of({"a": sine(noise=0.1)})
    first, again, other = (outcome_of(table, horizon=4, test=20, seed=seed) for seed in (1, 1, 2))
    assert first.frames["test"].equals(again.frames["test"])
    assert first.weights == again.weights
    assert not first.frames["test"]["y_hat"].equals(other.frames["test"]["y_hat"])


def test_a_timed_run_is_repeated_by_the_settings_it_leaves():
    table = table_of({"a": sine(noise=0.1)})
    timed = outcome_of(table, horizon=4, test=20, steps=None, budget=1.0)
    again = outcome_of(table, **timed.summary["config"])
    assert again.summary["steps"] == timed.summary["steps"]
    assert again.frames["test"]["y_hat"].tolist() == timed.frames["test"]["y_hat"].tolist()


def test_changing_the_test_part_changes_neither_scored_weights_nor_the_first_forecast():
    y = sine(noise=0.1)
    changed = y.copy()
    changed[-20:] = 1000.0
    one, two = (outcome_of(table_of({"a": v}), horizon=4, lookback=12, test=20) for v in (y, changed))
    assert one.files[SCORED] == two.files[SCORED]
    first = one.frames["test"].query("cutoff == 379")
    assert first["y_hat"].tolist() == two.frames["test"].query("cutoff == 379")["y_hat"].tolist()


def test_recursion_starts_from_the_last_known_value_and_feeds_every_answer_back():
    """A network that always adds 1 to the newest value it reads: 10 becomes 11, 12, 13."""
    config = resolve(
        table_of({"a": np.arange(40.0)}),
        parse(
            ForecastConfig,
            {"strategy": "recursive", "horizon": 3, "lookback": 4, "test": 6, "calendar": False},
        ),
    )
    model = Forecaster(shape_of(config, past=0, future=0))
    with torch.no_grad():
        model.line.weight.zero_()
        model.line.bias.fill_(1.0)
    values = torch.tensor([[7.0, 8.0, 9.0, 10.0]])
    empty = torch.zeros(1, 4, 0), torch.zeros(1, 3, 0)
    batch = Batch(values - 10, *empty, torch.zeros(1, 3), torch.tensor([[10.0]]))
    assert (forecast(model, batch, "last")[..., 1] + batch.level).tolist() == [[11.0, 12.0, 13.0]]


def test_every_test_row_is_forecast_once_and_scored_beside_the_baselines():
    outcome = outcome_of(table_of({"a": sine(), "b": sine(300)}), horizon=8, test=20)
    frame = outcome.frames["test"]
    assert frame.groupby("unique_id")["ds"].apply(list).to_dict() == {
        "a": list(range(380, 400)),
        "b": list(range(280, 300)),
    }
    assert {"last value", "drift", "mean", "linear"} <= set(outcome.summary["metrics"])
    assert frame["y"].notna().all()
    assert (frame["lo"] <= frame["y_hat"]).all()
    assert (frame["y_hat"] <= frame["hi"]).all()


def test_filled_values_are_not_scored():
    y = sine(200)
    y[-5] = np.nan
    frame = outcome_of(table_of({"a": y}), horizon=4, test=20).frames["test"]
    assert frame.loc[frame["y"].isna(), "ds"].tolist() == [195]


def test_a_future_covariate_that_decides_everything_is_used():
    rng = np.random.default_rng(0)
    price = rng.integers(0, 2, 606).astype(float)
    y = np.concatenate([(3 * price + 0.01 * rng.normal(size=606))[:600], np.full(6, np.nan)])
    table = table_of({"a": y}, price=price)
    outcome = outcome_of(
        table,
        targets=("y",),
        future_covariates=("price",),
        horizon=6,
        lookback=8,
        test=60,
        hidden_size=32,
        steps=500,
        normalization="none",
    )
    assert model_score(outcome, "mae") < 0.3
    future = outcome.frames["future"]
    assert np.abs(future["y_hat"] - 3 * price[600:]).max() < 0.6


def test_stop_keeps_the_best_weights_and_their_scores():
    outcome = outcome_of(table_of({"a": sine(noise=0.1)}), horizon=4, steps=100_000, stop_after=6)
    assert outcome.summary["steps"] < 100_000
    assert np.isfinite(model_score(outcome))


def test_a_run_that_diverges_keeps_its_best_weights_and_says_why(monkeypatch):
    """From step 30 on every loss is infinite."""
    real, calls = Objective.loss, itertools.count()
    monkeypatch.setattr(Objective, "loss", lambda self: real(self) * (math.inf if next(calls) >= 30 else 1.0))
    outcome = outcome_of(table_of({"a": sine(noise=0.1)}), horizon=4, steps=100)
    assert "learning rate 0.01 is too high, try 0.001" in outcome.diverged
    assert outcome.summary["verdict"]["kind"] == "diverged"
    assert np.isfinite(model_score(outcome))


def test_training_at_the_top_of_the_learning_rate_diverges_and_keeps_what_it_had(tmp_path):
    """A deep stack of convolutions at learning rate 1: its sums leave what a float can hold within steps."""
    store = Store(f"sqlite:///{tmp_path / 'runs.sqlite'}")
    me = store.of("")
    content = "step,y\n" + "".join(f"{step},{value}\n" for step, value in enumerate(sine(250, noise=0.1)))
    config = parse(
        ForecastConfig,
        {
            **{"cell": "cnn", "num_layers": 4, "hidden_size": 128, "dropout": 0.0, "batch_size": 8},
            **{"horizon": 2, "lookback": 32, "segment": 1, "test": 101, "stride": 1},
            **{"learning_rate": 1.0, "grad_clip": 1000.0, "schedule": "constant", "steps": 50},
        },
    )
    run_id = me.queue.submit(config.model_dump_json(), me.uploads.add("a.csv", content.encode()))
    claimed = store.queue.claim("me", run_id)
    execute(store, run_id, claimed.attempt)
    run = store.runs.get(run_id)
    assert (run.state, run.step < 50) == ("diverged", True)
    assert "learning rate 1 is too high, try 0.1" in run.reason
    assert np.isfinite(store.results.summary(run_id)["metrics"]["model"]["mase"])
    assert all(torch.isfinite(weight).all() for weight in load(store.results.weights(run_id)).values())
    assert np.isfinite(store.results.frame(run_id, "future")["y_hat"]).all()


@pytest.mark.usefixtures("ets_and_theta")
def test_baselines_that_are_fitted_anew_depend_on_the_number_of_forecasts_alone():
    """One series with 5 starts and 6 forecasts in all gets both; with 99 starts neither, and that is said."""
    table = table_of({"a": sine(noise=0.1)})
    few = outcome_of(table, horizon=4, test=20, steps=2)
    assert {"ets", "theta"} <= set(few.summary["metrics"])
    for name in ("test", "future"):
        assert few.frames[name][["ets", "theta"]].notna().all(axis=None)
    many = outcome_of(table, horizon=4, test=99, stride=1, steps=2)
    assert not {"ets", "theta"} & set(many.summary["metrics"])
    assert [note for note in many.summary["notes"] if "100 forecasts are more than" in note]
    stopped = outcome_of(table, horizon=4, test=20, steps=100_000, stop_after=4)
    assert "ETS and Theta were skipped, as the run was stopped." in stopped.summary["notes"]


def test_weights_are_plain_tensors_that_hold_the_network():
    outcome = outcome_of(table_of({"a": sine()}), horizon=4)
    tensors = load(outcome.weights)
    assert sum(tensor.numel() for tensor in tensors.values()) == outcome.summary["weights"]


def test_intervals_hold_about_what_they_promise():
    rng = np.random.default_rng(0)
    outcome = outcome_of(
        table_of({"a": sine(3000) + 0.3 * rng.normal(size=3000)}), horizon=4, test=600, steps=300, level=0.8
    )
    assert 0.74 < model_score(outcome, "coverage") < 0.86


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (lambda rng: rng.random(600), "noise", "noise"),
        (lambda rng: np.cumsum(rng.normal(size=600)), None, "random walk"),
        (lambda rng: np.arange(1.0, 101.0), "ties", "needs no network"),
        (
            lambda rng: np.sin(0.1 * np.arange(1000)),
            "ties",
            "But the linear model is exact, so this needs no network",
        ),
    ],
)
def test_four_kinds_of_data_get_four_different_verdicts(make, kind, words):
    y = make(np.random.default_rng(0))
    verdict = outcome_of(table_of({"a": y}), horizon=1, hidden_size=16, steps=200).summary["verdict"]
    assert words in verdict["sentence"]
    assert kind is None or verdict["kind"] == kind


def test_a_past_covariate_is_read_though_nobody_knows_it_ahead():
    """What drives the series comes two steps before it: the network that sees it wins by far."""
    drive = np.random.default_rng(0).normal(size=400)
    table = table_of({"a": np.concatenate([[0.0, 0.0], drive[:-2]])}, drive=drive)
    settings = {"targets": ("y",), "horizon": 2, "test": 60, "stride": 1, "lookback": 4, "steps": 500}
    blind = outcome_of(table, **settings)
    seeing = outcome_of(table, past_covariates=("drive",), **settings)
    assert model_score(seeing, "mae") < 0.5 * model_score(blind, "mae")
