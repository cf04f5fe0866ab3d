"""Holidays of a country as an input that is known ahead."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.data.times.public_holidays import AHEAD, holiday_dates, holiday_feature
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast.plan import decide
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import outcome_of, sine, table_of

DAYS = pd.Series(pd.date_range("2023-12-24", periods=10))


def test_the_days_around_the_turn_of_the_year_in_germany():
    dates = holiday_dates("DE", DAYS)
    assert (dates[0].year, dates[-1].year) == (2023, 2024 + AHEAD)
    assert holiday_feature(DAYS, dates)[:, 0].tolist() == [0, 1, 1, 0, 0, 0, 0, 0, 1, 0]
    hours = pd.Series(pd.date_range("2023-12-25 23:00", periods=3, freq="h"))
    assert holiday_feature(hours, [str(day) for day in dates])[:, 0].tolist() == [1, 1, 1]
    assert holiday_feature(DAYS, ()).shape == (10, 0)


def closed_on_holidays():
    """A shop that sells little on holidays, whatever the day of the week."""
    ds = pd.Series(pd.date_range("2019-01-01", "2022-12-31"))
    closed = holiday_feature(ds, holiday_dates("DE", ds))[:, 0]
    sales = (100 + np.random.default_rng(0).normal(size=len(ds))) * (1 - 0.9 * closed)
    return read_table(pd.DataFrame({"day": ds, "sales": sales.round(1)}).to_csv(index=False).encode())


def test_a_network_that_is_told_of_holidays_forecasts_them():
    plan = {"horizon": 7, "lookback": 14, "test": 365, "stride": 7, "hidden_size": 16}
    outcome = outcome_of(closed_on_holidays(), **plan, steps=600, loss="mse", shortcut=False, holidays="DE")
    scores = outcome.summary["metrics"]
    assert scores["model"]["rmse"] < 0.4 * min(scores[name]["rmse"] for name in ("mean", "linear"))


def test_what_cannot_be_is_refused():
    with pytest.raises(
        ConfigError, match=r"No holidays are known of 'XX'; use a code such as DE, US or CN\."
    ):
        decide(closed_on_holidays(), parse(ForecastConfig, {"holidays": "XX"}))
    with pytest.raises(ConfigError, match=r"Holidays need dates, day by day or finer; leave them out\."):
        decide(table_of({"a": sine()}), parse(ForecastConfig, {"holidays": "DE"}))
