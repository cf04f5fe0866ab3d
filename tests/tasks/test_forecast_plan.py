"""What is decided from the data, what it costs, and what is refused in one sentence."""

import itertools

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.data.samples import sample_bytes
from rnnkit.errors import ConfigError, DataError
from rnnkit.tasks.forecast.inputs.series_parts import known_lines
from rnnkit.tasks.forecast.plan import estimate, resolve, training_windows
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import sine, table_of


def resolved(table, **settings):
    return resolve(table, parse(ForecastConfig, settings))


def test_airline_passengers_get_a_year_ahead_from_two_years_back():
    config = resolved(read_table(sample_bytes("airline")))
    assert (config.horizon, config.lookback, config.segment, config.test) == (12, 24, 1, 24)


@pytest.mark.parametrize(
    ("asked", "rate"), [({"budget": 5}, 4e-3), ({"budget": 6}, 1e-3), ({"steps": 9}, 1e-3)]
)
def test_the_few_steps_of_a_short_budget_are_larger(asked, rate):
    table = table_of({"a": sine()})
    assert resolved(table, **asked).learning_rate == rate
    assert resolved(table, **asked, learning_rate=0.02).learning_rate == 0.02


def test_what_is_resolved_is_resolved_for_good():
    table = table_of({"a": sine(300)})
    config = resolved(table)
    assert resolve(table, config) == config


def test_a_long_lookback_is_read_in_segments():
    config = resolved(table_of({"a": sine(3000)}), lookback=336, horizon=96)
    assert 336 / config.segment >= 7
    assert config.segment > 1


@pytest.mark.parametrize(
    ("settings", "phrase"),
    [
        ({"lookback": 80, "horizon": 10, "test": 20}, "need 110 rows; there are 100. Use lookback 70."),
        ({"horizon": 60, "test": 60}, "Need at least 121 rows for horizon 60 and 60 test rows; found 100."),
        ({"targets": ("z",)}, "There is no numeric column called z; there are: y."),
        (
            {"past_covariates": ("y",)},
            "'y' is used as a covariate, so nothing is left to forecast: choose a target, or remove one.",
        ),
    ],
)
def test_refusals_say_what_would_do(settings, phrase):
    with pytest.raises((ConfigError, DataError)) as caught:
        resolved(table_of({"a": sine(100)}), **settings)
    assert phrase in str(caught.value)
    assert len(str(caught.value)) <= 160


LENGTHS = (None, 1, 5, 19, 20, 21, 39, 40, 2000)


def test_whatever_the_horizon_and_lookback_there_are_windows_or_a_refusal():
    """40 rows and every choice of lengths: what is not refused has at least one window to learn from."""
    table = table_of({"a": sine(40)})
    accepted, refused = 0, []
    for horizon, lookback, test in itertools.product(LENGTHS, LENGTHS, (None, 1, 20, 38)):
        try:
            config = resolved(table, horizon=horizon, lookback=lookback, test=test)
        except (ConfigError, DataError) as error:
            refused.append(str(error))
        else:
            accepted += 1
            assert config.lookback + config.horizon + config.test <= 40
            assert training_windows(table, config) >= 1
    assert min(accepted, len(refused)) > 50
    assert all("rows" in sentence and len(sentence) <= 160 for sentence in refused)


def test_a_budget_is_its_own_estimate_and_epochs_cost_in_proportion():
    table = table_of({"a": sine(400, noise=0.1), "b": np.arange(400.0)})
    assert estimate(table, resolved(table, budget=20.0)).seconds == 20
    once, thrice = (estimate(table, resolved(table, epochs=n)).seconds for n in (2, 6))
    assert thrice == pytest.approx(3 * once)


def test_the_estimate_counts_channels_and_windows():
    table = table_of({"a": sine(200), "b": sine(200)})
    config = resolved(table, horizon=10, test=40, lookback=20)
    cost = estimate(table, config)
    assert [len(known) - 1 for known in known_lines(table, config.targets)] == [200, 200]
    assert training_windows(table, config) == 2 * (128 - 20 - 10 + 1)
    assert cost.lessons == "198 windows to learn from"


def test_a_long_horizon_leaves_a_season_to_read():
    """108 months, three years ahead: 36 for the test, and 72 - 36 - 36 steps of lookback would be none."""
    y = 10 + np.arange(108) / 10 + np.sin(2 * np.pi * np.arange(108) / 12)
    assert resolved(table_of({"a": y}), horizon=36).lookback == 12
    assert resolved(table_of({"a": y}), horizon=12).lookback == 12
