"""A run that starts from another begins exactly where that one was best, and refuses what would not fit."""

import pytest

from rnnkit.config import check_same, inherited, parse
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError, DataError
from rnnkit.files.kept import SCORED
from rnnkit.files.model_file import Model
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.tasks import TASKS
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.text.settings import ResolvedText
from tests.tasks.tables import outcome_of, sine, table_of
from tests.tasks.texts import sentences, text_outcome

TABLE = table_of({"a": sine(noise=0.1)})


def model_of(outcome, kind):
    vocabulary = outcome.summary.get("vocabulary")
    return Model(
        parse(kind, outcome.summary["config"]),
        None if vocabulary is None else parse(Vocabulary, vocabulary),
        weights=read_tensors(outcome.files.get(SCORED, outcome.weights)).arrays(),
    )


def forecast(**more):
    return outcome_of(TABLE, **{"horizon": 4, "test": 60, "stride": 1, "lookback": 12} | more)


def first_and_best(outcome):
    valid = outcome.frames["curve"]["valid_loss"].dropna()
    return valid.iloc[0], valid.min()


def test_a_forecast_goes_on_from_the_best_weights_and_not_from_the_baseline():
    """The first look is at the weights as they came, so what is kept in the end can only be better."""
    first = forecast()
    assert first.summary["best_step"] > 0
    further = forecast(start=model_of(first, ResolvedForecast), learning_rate=1e-3, seed=5)
    assert first_and_best(further)[0] == first_and_best(first)[1]
    assert further.frames["test"]["ds"].equals(first.frames["test"]["ds"])


def test_a_network_that_was_left_too_early_gets_better():
    first = forecast(shortcut=False, steps=20)
    begin, best = first_and_best(forecast(shortcut=False, start=model_of(first, ResolvedForecast)))
    assert best < 0.9 * begin


def test_a_text_goes_on_from_the_best_weights():
    first = text_outcome(sentences(), dropout=0.1)
    further = text_outcome(sentences(), start=model_of(first, ResolvedText), dropout=0.0, learning_rate=3e-3)
    begin, best = first_and_best(further)
    assert begin == pytest.approx(first_and_best(first)[1], abs=1e-9)
    assert best < begin


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"hidden_size": 9}, "Hidden size: 9 here, 8 in the run it starts from; take the same."),
        ({"cell": "gru"}, "Cell: gru here, lstm in"),
        ({"test": 30}, "Test rows: 30 here, 60 in"),
        ({"calendar": False}, "Calendar features: no here, yes in"),
        ({"normalization": "mean"}, "Window normalization: mean here, last in"),
    ],
)
def test_another_network_or_another_split_is_refused(settings, words):
    start = model_of(forecast(steps=1), ResolvedForecast)
    with pytest.raises(ConfigError) as caught:
        forecast(start=start, **settings)
    assert words in str(caught.value)


def test_a_text_of_other_symbols_is_refused():
    start = model_of(text_outcome(sentences(), steps=1), ResolvedText)
    with pytest.raises(ConfigError, match="learned other symbols; take the same text"):
        text_outcome(sentences().upper(), start=start)


def test_weights_that_are_not_those_of_the_settings_are_refused():
    start = model_of(forecast(steps=1), ResolvedForecast)
    cut = Model(start.config, weights=dict(list(start.weights.items())[1:]))
    with pytest.raises(DataError, match="another network"):
        forecast(start=cut)


@pytest.mark.parametrize("kind", [ResolvedForecast, ResolvedText])
def test_what_is_free_is_a_setting_and_what_is_inherited_fits(kind):
    outcome = forecast(steps=1) if kind is ResolvedForecast else text_outcome(sentences(), steps=1)
    config = parse(kind, outcome.summary["config"])
    again = config.replace(seed=7, learning_rate=0.5, **inherited(type(config), outcome.summary["config"]))
    check_same(config, again)
    assert set(inherited(type(config), config.model_dump())).isdisjoint(config.free)


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_every_free_name_is_a_setting(task):
    assert set(task.resolved.model_fields) >= task.asked.free


@pytest.mark.parametrize("made", [forecast, lambda **more: text_outcome(sentences(), **more)])
def test_settings_that_name_a_run_are_not_followed_without_its_weights(made):
    with pytest.raises(ConfigError, match="start from a run of the store"):
        made(start_from="a-run")
