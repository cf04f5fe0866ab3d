"""A week that lies over the days is seen, and read back to."""

import numpy as np
import pytest

from rnnkit.data import read_table
from rnnkit.tasks.forecast.plan import decide
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.week import week_share

HOURS = 24


def hourly(weeks: int, weekend: float) -> np.ndarray:
    """A load with a day in it, which rests on the last two days of a week."""
    day = 100 + 30 * np.sin(2 * np.pi * np.arange(HOURS) / HOURS)
    week = np.concatenate([day] * 5 + [weekend * day] * 2)
    noise = np.random.default_rng(0).normal(scale=2, size=weeks * len(week))
    return np.tile(week, weeks) + noise


@pytest.mark.parametrize(("weekend", "lookback"), [(0.5, 168), (1.0, 72)])
def test_where_days_make_up_weeks_a_week_is_read(weekend: float, lookback: int) -> None:
    y = hourly(10, weekend)
    dates = np.datetime64("2024-01-01T00") + np.arange(len(y))
    table = read_table(
        "\n".join(["t,load", *(f"{a},{b:.3f}" for a, b in zip(dates, y, strict=True))]).encode()
    )
    assert table.seasonality == HOURS
    assert decide(table, ForecastConfig(horizon=24)).lookback == lookback
    assert decide(table, ForecastConfig(horizon=24, lookback=30)).lookback == 30


def test_the_test_part_and_short_series_say_nothing_of_weeks() -> None:
    flat = np.concatenate([hourly(6, 1.0), hourly(2, 0.1)])
    table = read_table("\n".join(["n,load", *(f"{n},{y:.3f}" for n, y in enumerate(flat))]).encode())
    assert decide(table, ForecastConfig(horizon=24, test=2 * 168)).lookback < 168
    assert np.isnan(week_share(hourly(3, 0.5), HOURS))
    assert week_share(hourly(8, 0.5), HOURS) < 0.3
    assert week_share(hourly(8, 1.0), HOURS) > 0.9
