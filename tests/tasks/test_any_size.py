"""Values of any size are learned alike, and holes stay holes."""

import numpy as np
import pytest

from rnnkit.baselines import Baselines
from rnnkit.config import parse
from rnnkit.data.series.scaling import spread, units_of
from rnnkit.metrics import seasonal_scale
from rnnkit.tasks.forecast.calibration import calibrate
from rnnkit.tasks.forecast.inputs.channels import channels, cutoffs
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth.history import history_frame
from tests.tasks.tables import outcome_of, sine, table_of

PLAN = {"horizon": 4, "lookback": 12, "test": 20, "steps": 30}


@pytest.mark.parametrize("factor", [1e-12, 1e15])
def test_a_file_times_any_factor_is_forecast_the_same(factor):
    series = {"a": 3 + sine(noise=0.1), "b": np.full(200, 7.0), "c": np.zeros(150)}
    plain = outcome_of(table_of(series), **PLAN)
    scaled = outcome_of(table_of({name: y * factor for name, y in series.items()}), **PLAN)
    for name in ("test", "future"):
        for column in ("y_hat", "lo", "hi", "linear"):
            one, other = plain.frames[name], scaled.frames[name]
            a = one.loc[one["unique_id"] != "c", column].to_numpy()
            b = other.loc[other["unique_id"] != "c", column].to_numpy()
            assert b / factor == pytest.approx(a, rel=2e-3, abs=2e-3)
    mase = [outcome.summary["metrics"]["model"]["mase"] for outcome in (plain, scaled)]
    assert mase[1] == pytest.approx(mase[0], rel=0.02)


def test_a_tiny_sine_is_learned_as_well_as_a_large_one():
    metrics = outcome_of(table_of({"a": 1e-12 * sine()}), **PLAN | {"steps": 200}).summary["metrics"]
    assert metrics["model"]["mae"] < 0.1 * metrics["last value"]["mae"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 2.0], 1.0),
        ([0.0, 2e-12], 1e-12),
        ([1e15, 1e15 + 2048], 1024.0),
        ([5.0, 5.0], 0.05),  # a hundredth of what is always the same
        ([0.1 + 0.2, 0.3], 0.003),  # the same but for rounding
        ([0.0, 0.0], 1.0),
        ([np.nan, 1.0, 3.0], 1.0),
    ],
)
def test_the_spread_by_hand(values, expected):
    assert spread(np.array(values)) == pytest.approx(expected)


def test_covariates_of_any_size_have_units_and_constant_ones_1():
    columns = np.array([[1e-12, 3.0, 1e9], [3e-12, 3.0, 3e9]])
    assert [deviation for _, deviation in units_of(columns)] == pytest.approx([1e-12, 1.0, 1e9])


@pytest.mark.parametrize("factor", [1e-12, 1.0, 1e12])
def test_intervals_are_calibrated_in_any_unit(factor):
    rng = np.random.default_rng(0)
    middle = np.zeros((500, 3))
    y = rng.normal(size=(500, 3))
    factors = calibrate(y * factor, (middle - 1) * factor, middle * factor, (middle + 1) * factor, 0.8)
    assert factors == pytest.approx(np.full(3, 1.28), abs=0.15)


def with_hole(length=300, start=150, size=60):
    y = sine(length, noise=0.05)
    y[start : start + size] = np.nan
    return y


def holed(y, **settings):
    """A table whose hole stays one, and its settings."""
    table = table_of({"a": y}, gaps="leave")
    return table, resolve(table, parse(ForecastConfig, settings))


def test_no_window_to_learn_from_or_to_check_on_touches_a_hole():
    table, config = holed(with_hole(), horizon=5, lookback=12, test=40)
    (channel,) = channels(table, config)
    assert np.isnan(channel.y).sum() == 60
    for part in ("train", "valid"):
        for cutoff in cutoffs(channel, part):
            assert np.isfinite(channel.y[cutoff - 12 : cutoff + 5]).all()


def test_a_series_of_many_holes_is_learned_from_what_lies_between_them():
    y = sine(400, noise=0.05)
    y[np.arange(0, 400)[np.arange(400) % 40 == 20]] = np.nan
    table, config = holed(y, horizon=4, test=40)
    assert config.lookback + config.horizon <= 39
    outcome = outcome_of(table, horizon=4, test=40, steps=60)
    assert np.isfinite(outcome.summary["metrics"]["model"]["mase"])
    assert len(outcome.frames["future"]) == 4


@pytest.mark.parametrize(("end", "method"), [(30, None), (6, None), (2, "last value")])
def test_what_is_known_behind_a_hole_is_read_however_little(end, method):
    """Lookback 12, horizon 4: 3 values behind the hole are enough for the network."""
    table, _ = holed(with_hole(300, 300 - end - 20, 20))
    outcome = outcome_of(table, horizon=4, lookback=12, test=60, steps=20)
    future = outcome.frames["future"]
    assert future["y_hat"].notna().all()
    assert future.get("method", [None])[0] == method


def test_a_chart_gets_the_known_values_behind_a_hole_and_the_hole():
    """Steps 150-209 are unknown; the test part begins at 200, and windows cover none of its first values."""
    table, config = holed(with_hole(), horizon=5, lookback=12, test=100)
    (channel,) = channels(table, config)
    past = history_frame([channel])
    assert len(past) == len(channel.y) == 300
    assert past["y"].isna().sum() == 60
    assert past["y"].iloc[210:].notna().all()


def test_without_a_hole_a_chart_gets_the_past_alone():
    (channel,) = channels(*holed(sine(300), horizon=5, lookback=12, test=100))
    assert len(history_frame([channel])) == 200


def test_the_scale_of_mase_knows_no_change_across_a_hole():
    assert seasonal_scale([1.0, 2.0, np.nan, np.nan, 50.0, 51.0]) == 1.0


def test_the_linear_model_learns_no_window_with_a_hole():
    y = with_hole()
    before, behind = y[:150], y[210:]
    holed_fit = Baselines.fit([y], 1, 4, 10).ridge
    assert holed_fit is not None
    assert holed_fit.num_windows <= (len(before) - 13) + (len(behind) - 13)
