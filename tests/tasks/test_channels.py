"""Splitting by time and scaling on the training part only."""

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.data.series.scaling import standardize, units_of
from rnnkit.tasks.forecast.inputs.channels import channels, cutoffs
from rnnkit.tasks.forecast.inputs.series_parts import split
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import sine, table_of


def found(table, **settings):
    config = resolve(table, parse(ForecastConfig, settings))
    return channels(table, config), config


def test_a_hundred_rows_split_into_64_16_and_20():
    assert split(100, lookback=10, horizon=5, test=20) == (64, 80)


def test_validation_leaves_one_training_window():
    """40 known rows, lookback 20, horizon 8: 12 rows may be for validation, and 28 hold one window."""
    assert split(48, lookback=20, horizon=8, test=8) == (32, 40)
    assert split(48, lookback=24, horizon=8, test=8) == (32, 40)


def test_a_series_too_short_for_validation_is_checked_on_what_it_trains_on():
    assert split(30, lookback=16, horizon=6, test=6) == (24, 24)


def test_scale_and_center_come_from_the_training_part():
    y = np.concatenate([np.tile([0.0, 2.0], 40), np.full(20, 1e6)])
    (channel,), _ = found(table_of({"a": y}), horizon=5, test=20, lookback=10)
    assert channel.center == pytest.approx(1.0)
    assert channel.scale == pytest.approx(1.0)


def test_no_training_or_validation_target_lies_in_a_later_part():
    (channel,), config = found(table_of({"a": sine(200)}), horizon=7, test=30, lookback=12)
    last_train = max(cutoffs(channel, "train")) + config.horizon
    last_valid = max(cutoffs(channel, "valid")) + config.horizon
    assert last_train == channel.valid_start
    assert last_valid == channel.test_start == 170
    assert min(cutoffs(channel, "test")) == 170


def test_covariates_are_in_units_of_their_training_part_and_unknown_ones_its_mean():
    columns = np.array([[0.0], [2.0], [np.nan], [4.0]])
    assert standardize(columns, units_of(columns[:2]))[:, 0].tolist() == [-1.0, 1.0, 0.0, 3.0]


def test_a_covariate_known_ahead_reaches_behind_the_last_value_of_the_target():
    y = np.concatenate([sine(100), np.full(6, np.nan)])
    table = table_of({"a": y}, price=np.arange(106.0) % 5)
    (channel,), _ = found(table, targets=("y",), future_covariates=("price",), horizon=6, test=6, lookback=8)
    assert len(channel.y) == 100
    assert channel.future.shape == (106, 1)
    assert np.isfinite(channel.future).all()
    assert channel.ds.tolist() == list(range(106))


def test_a_short_series_is_a_channel_whose_windows_begin_before_it():
    """Lookback 12, horizon 10, test 10: 25 rows keep 15 before the test part, and 3 is the fewest."""
    table = table_of({"long": sine(200), "short": sine(25), "tiny": sine(8)})
    (long, short, tiny), _ = found(table, horizon=10, test=10, lookback=12)
    assert [channel.unique_id for channel in (long, short, tiny)] == ["long", "short", "tiny"]
    assert cutoffs(short, "train").tolist() == [3, 4, 5]
    assert cutoffs(short, "test").tolist() == list(range(15, 25))
    assert (short.parts.short, long.parts.short) == (True, False)
    assert [len(cutoffs(tiny, part)) for part in ("train", "valid", "test", "end")] == [0, 0, 0, 1]
