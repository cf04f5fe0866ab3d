"""Scenarios of what is known ahead: each way to fill them in by hand, and the difference of two forecasts."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.tasks.forecast.columns.scenarios import coming_values, difference
from rnnkit.tasks.forecast.inputs.channels import channels
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.role_files import to_csv


def coming(days: int = 60, constant: float = 0.0) -> dict[str, list[float]]:
    """The price of the next nine days by each way, after `days` on which it counts 1, 2, 3, ... ."""
    ds = pd.date_range("2024-01-01", periods=days)
    y = np.tile(np.arange(7.0), days)[:days] + np.arange(days) / 100
    content = to_csv({"day": ds, "y": y, "price": np.arange(1, days + 1)})
    table = read_table(content)
    asked = {"targets": ("y",), "future_covariates": ("price",), "horizon": 9, "test": 9}
    (channel,) = channels(table, resolve(table, parse(ForecastConfig, asked)))
    found = coming_values(table, channel, ["price"], constant)
    return {way: rows["price"].tolist() for way, rows in found.items()}


def test_each_way_takes_values_that_were_there() -> None:
    """Of 1 ... 60: the last value is 60, the last season and the last week are 54 ... 60, again and again.

    A year before day 401, the 4th of February, was day 35.
    """
    week = [54.0, 55.0, 56.0, 57.0, 58.0, 59.0, 60.0, 54.0, 55.0]
    found = coming(constant=2.5)
    assert found == {
        "given": week,
        "last": [60.0] * 9,
        "season": week,
        "week": week,
        "constant": [2.5] * 9,
    }
    assert coming(400)["year"] == [35.0, 36.0, 37.0, 38.0, 39.0, 40.0, 41.0, 42.0, 43.0]


def test_the_difference_is_told_by_step_in_all_and_as_a_share() -> None:
    """10 and 30 against 12 and 36: 4 a step, 8 in all, 20 % of 40."""
    first, second = pd.DataFrame({"y_hat": [10.0, 30.0]}), pd.DataFrame({"y_hat": [12.0, 36.0]})
    by = difference(first, second)
    assert (by.steps, by.mean, by.total) == (2, 4.0, 8.0)
    assert by.share == pytest.approx(0.2)
    assert difference(-first, second).share is None
