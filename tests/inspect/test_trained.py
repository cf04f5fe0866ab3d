"""Networks that were trained, looked into: the memory they needed is the memory that is found."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rnnkit.config import parse
from rnnkit.data import Vocabulary, read_table, read_text
from rnnkit.data.text.vocabulary import UNK
from rnnkit.errors import DataError
from rnnkit.files.model_file import Model
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.inspect import trained
from rnnkit.inspect.probe_inputs import swapped
from rnnkit.tasks import TASKS
from rnnkit.tasks.forecast import run as forecast_run
from rnnkit.tasks.forecast.inside import inside as inside_forecaster
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.memory import run as memory_run
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.tasks.task import named
from rnnkit.tasks.text import run as text_run
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.training.outcome import Outcome
from tests.tasks.texts import sentences

LOOKBACK = 30
NEEDS = {"lookback": LOOKBACK, "horizon": 1, "test": 100, "hidden_size": 16, "segment": 6, "steps": 300}
PLAIN = {"learning_rate": 0.01, "normalization": "none", "calendar": False, "refit": False}
SMALL = {"hidden_size": 8, "steps": 20, "learning_rate": 0.01}


def look_inside(model, *doings):
    return trained.look_inside(named(TASKS[model.config.kind()].inside), model, *doings)


def needing(lag, rows=1200):
    """y_t = 0.9 y_(t - lag) + noise, by the hour: nothing but that one step helps to foresee the next."""
    noise = np.random.default_rng(0).standard_normal(rows + lag)
    y = noise.copy()
    for step in range(lag, len(y)):
        y[step] = 0.9 * y[step - lag] + 0.3 * noise[step]
    ds = pd.date_range("2024-01-01", periods=rows, freq="h")
    return read_table(pd.DataFrame({"ds": ds, "y": y[lag:].round(4)}).to_csv(index=False).encode())


def model_of(outcome, kind):
    known = outcome.summary.get("vocabulary")
    return Model(
        parse(TASKS[kind].resolved, outcome.summary["config"]),
        None if known is None else parse(Vocabulary, known),
        weights=read_tensors(outcome.weights).arrays(),
    )


def forecaster(table, **settings):
    config = parse(ForecastConfig, NEEDS | PLAIN | settings)
    return model_of(forecast_run.run(table, config), "forecast")


@pytest.mark.parametrize(
    ("cell", "bidirectional", "shortcut"),
    [
        ("lstm", False, True),
        ("gru", False, True),
        ("rnn", False, False),
        ("lstm", True, True),
        ("cnn", False, True),
    ],
)
def test_a_series_that_needs_a_day_is_found_to(cell, bidirectional, shortcut):
    table = needing(24)
    model = forecaster(table, cell=cell, bidirectional=bidirectional, shortcut=shortcut)
    summary = look_inside(model, table).summary
    assert abs(summary["memory"] - 24) <= 2
    assert (summary["steps"], summary["step_seconds"], summary["part"]) == (LOOKBACK, 3600, "valid")


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_series_that_needs_the_last_step_is_found_to(cell):
    table = needing(1)
    outcome = look_inside(forecaster(table, cell=cell), table)
    assert abs(outcome.summary["memory"] - 1) <= 1
    effect = outcome.frames["effect"]
    assert effect["step"].iloc[effect["occlusion"].argmax()] == 1


def test_what_is_kept_of_a_forecaster():
    table = needing(24, rows=400)
    told = []
    model = forecaster(table, steps=5, bidirectional=True)
    outcome = look_inside(model, table, told.append)
    steps, states, units = (outcome.frames[name] for name in ("steps", "states", "units"))
    newest = table.frame.tail(len(steps))
    assert steps["y"].to_numpy() == pytest.approx(newest["y"].to_numpy())
    assert (steps["at"].to_numpy() == newest["ds"].to_numpy()).all()
    assert states.shape == (len(steps), 32)
    assert sorted(units["unit"]) == [int(name) for name in states]
    assert units["r"].abs().is_monotonic_decreasing
    assert [one.step for one in told if one.steps] == sorted(one.step for one in told if one.steps)
    assert told[-1].step / told[-1].steps > 0.9


def test_a_look_that_is_stopped_ends_at_once_with_nothing():
    table = needing(24, rows=400)
    told = []
    outcome = look_inside(forecaster(table, steps=5), table, told.append, lambda: len(told) > 3)
    assert outcome == Outcome({})
    assert len(told) == 4


def test_the_states_of_a_forecaster_are_those_of_its_windows():
    """The last state comes from the last lookback of values, in the units of the training part."""
    table = needing(24, rows=400)
    model = forecaster(table, steps=5, cell="rnn")
    inside = inside_forecaster(model, table)
    y = table.frame["y"].to_numpy()
    train = y[: round(0.8 * 300)]
    read = ((y[-LOOKBACK:] - train.mean()) / train.std()).reshape(-1, 6)
    w = model.weights
    x = np.maximum(read @ w["embed.weight"].T + w["embed.bias"], 0)
    h = np.zeros(16)
    prefix = "encoder.layers.0."
    for step in x:
        sums = step @ w[prefix + "weight_ih_l0"].T + h @ w[prefix + "weight_hh_l0"].T
        h = np.tanh(sums + w[prefix + "bias_ih_l0"] + w[prefix + "bias_hh_l0"])
    assert inside.states[-1] == pytest.approx(h, abs=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        {"cell": "gru"},
        {"cell": "rnn", "unit": "word", "num_layers": 2, "tied": True},
        {"attention": True},
        {"bidirectional": True, "context": 12},
    ],
)
def test_every_kind_of_language_model_is_looked_into(settings):
    text = read_text(sentences(3_000).encode())
    config = parse(TextConfig, SMALL | {"embedding_size": 6} | settings)
    outcome = look_inside(model_of(text_run.run(text, config), "text"), text)
    steps, states, effect = (outcome.frames[name] for name in ("steps", "states", "effect"))
    assert len(steps) == len(states) > 0
    assert 0 <= outcome.summary["memory"] <= outcome.summary["steps"]
    assert np.isfinite(effect.drop(columns="noise").to_numpy()).all()
    assert all(known in text.text for known in "".join(steps["read"]).split(UNK))
    assert outcome.summary["error"] > 0


def test_a_text_in_which_only_the_last_letter_counts():
    """After a comes b, after b comes a or c by chance, after c comes a: nothing but one letter back helps."""
    rng = np.random.default_rng(0)
    text, now = [], "a"
    for _ in range(4_000):
        text.append(now)
        now = {"a": "b", "b": "ac"[rng.integers(2)], "c": "a"}[now]
    read = read_text("".join(text).encode())
    config = parse(TextConfig, SMALL | {"steps": 150, "embedding_size": 6, "cell": "gru"})
    assert look_inside(model_of(text_run.run(read, config), "text"), read).summary["memory"] == 1


@pytest.mark.parametrize("problem", ["adding", "copying", "addition"])
def test_a_memory_problem_is_looked_into(problem):
    config = parse(MemoryConfig, {"problem": problem, "length": 6, "hidden_size": 8, "steps": 5})
    data = problem_of(config)
    outcome = look_inside(model_of(memory_run.run(data, config), "memory"), data)
    assert len(outcome.frames["states"]) == len(outcome.frames["steps"])
    assert outcome.frames["steps"]["name"].nunique() == 3
    assert outcome.summary["steps"] >= 6


def test_nobody_stands_in_for_itself():
    order = swapped(50).numpy()
    assert sorted(order) == list(range(50))
    assert (order != np.arange(50)).all()


def test_too_few_rows_are_refused():
    table = needing(24, rows=400)
    model = forecaster(table, steps=2)

    def one_row(model, data):
        found = inside_forecaster(model, data)
        return replace(found, probe=replace(found.probe, own=found.probe.own[:1]))

    with pytest.raises(DataError, match="too few validation rows to look inside"):
        trained.look_inside(one_row, model, table)
