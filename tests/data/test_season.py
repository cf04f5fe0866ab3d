"""The season that values show, where no date tells it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnkit.data.times.season import correlations, dominant_period, season_of_week


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("period", [3, 4, 7, 12, 23, 24, 50, 52, 96])
def test_a_sine_says_its_period(period):
    assert dominant_period([np.sin(2 * np.pi * np.arange(5 * period + 3) / period)]) == period


def test_many_short_series_say_together_what_one_cannot():
    """Forty years of four quarters each in noise as large as the season, none alone sure of it."""
    season = np.array([3.0, -1.0, 0.0, -2.0])
    series = [
        100 + rng(n).normal(size=40).cumsum() + season[np.arange(40) % 4] + 2 * rng(n + 100).normal(size=40)
        for n in range(60)
    ]
    assert dominant_period(series) == 4


@pytest.mark.parametrize("length", [10, 60, 300, 2000])
def test_trends_have_no_season(length):
    steps = np.arange(length)
    assert {dominant_period([y]) for y in (steps * 1.0, steps**2.0, np.exp(steps / length))} == {1}


def test_noise_and_random_walks_have_no_season():
    noise = [dominant_period([rng(seed).normal(size=200)]) for seed in range(40)]
    walks = [dominant_period([rng(seed).normal(size=200).cumsum()]) for seed in range(40)]
    assert noise.count(1) >= 39
    assert walks.count(1) >= 39
    assert dominant_period([rng(seed).normal(size=60).cumsum() for seed in range(100)]) == 1


def test_constant_empty_and_unknown_values_have_no_season():
    assert dominant_period([]) == 1
    assert dominant_period([np.ones(50), np.full(50, np.nan), np.empty(0), np.arange(3.0)]) == 1


@settings(max_examples=40)
@given(st.integers(3, 40), st.floats(-12, 15), st.floats(-3, 3), st.integers(0, 10**6))
def test_neither_unit_nor_trend_nor_a_hole_moves_the_season(period, power, slope, seed):
    pattern = 0.3 * rng(seed).normal(size=period)
    pattern[0] = 5.0
    steps = np.arange(8 * period)
    y = pattern[steps % period]
    plain = dominant_period([y])
    changed = (y + slope * steps) * 10.0**power
    changed[2 * period : 3 * period] = np.nan
    assert plain == dominant_period([changed]) == period


def test_a_slow_wave_is_seen_through_noise():
    y = np.sin(2 * np.pi * np.arange(2000) / 24) + 0.5 * rng().normal(size=2000)
    assert dominant_period([y]) == 24


def test_the_correlation_of_an_alternation_by_hand():
    """1, -1, 1, -1: opposite to the one before, equal to the one before that."""
    assert correlations(np.array([1.0, -1, 1, -1]), 3) == pytest.approx([1, -1, 1])


def test_hours_of_opening_make_a_season_of_a_day_and_open_days_one_of_a_week():
    hours = np.arange("2024-01-01T00", "2024-02-01T00", dtype="datetime64[h]")
    week, hour = (hours.astype(np.int64) // 24 + 3) % 7, hours.astype(np.int64) % 24
    opened = hours[(week < 5) & (hour >= 8) & (hour <= 16)]
    days = hours[np.isin(week, (0, 2, 4)) & (hour == 0)]
    as_numbers = [stamps.astype("datetime64[us]").astype(np.int64) for stamps in (opened, days)]
    assert [season_of_week(stamps) for stamps in as_numbers] == [9, 3]
