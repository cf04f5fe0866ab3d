"""Steps between stamps: named the way pandas does, and what lies beside them moved."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.data.times.freq import seasonality_of, step_of
from rnnkit.data.times.infer_step import infer_step

EVERY = {
    "5min": pd.date_range("2023-03-01", periods=40, freq="5min"),
    "h": pd.date_range("2023-03-01 00:30", periods=40, freq="h"),
    "D": pd.date_range("2023-03-01", periods=40, freq="D"),
    "B": pd.date_range("2023-03-01", periods=40, freq="B"),
    "W-FRI": pd.date_range("2023-03-01", periods=40, freq="W-FRI"),
    "4W-FRI": pd.date_range("2023-03-01", periods=13, freq="4W-FRI"),
    "SMS-16": pd.date_range("2023-03-01", periods=40, freq="SMS-16"),
    "SMS": pd.date_range("2023-03-01", periods=40, freq="SMS"),
    "SME": pd.date_range("2023-03-01", periods=40, freq="SME"),
    "MS": pd.date_range("2020-03-01", periods=40, freq="MS"),
    "ME": pd.date_range("2020-03-01", periods=40, freq="BME"),
    "2MS": pd.date_range("2020-02-01", periods=30, freq="2MS"),
    "QS": pd.date_range("2010-01-01", periods=30, freq="QS"),
    "QE-OCT": pd.date_range("2010-01-01", periods=30, freq="QE-OCT"),
    "6MS": pd.date_range("2010-01-01", periods=30, freq="6MS"),
    "YS": pd.date_range("1990-01-01", periods=30, freq="YS"),
    "YS-JUL": pd.date_range("1990-07-01", periods=30, freq="YS-JUL"),
    "5YS": pd.date_range("1900-01-01", periods=25, freq="5YS"),
    "4YS": pd.date_range("1960-01-01", periods=12, freq="4YS"),
}


def step_of_dates(dates):
    stamps = np.asarray(dates, dtype="datetime64[us]").astype(np.int64)
    return infer_step(stamps, np.zeros(len(stamps), dtype=np.int64), dates=True), stamps


@pytest.mark.parametrize(
    ("freq", "season", "words"),
    [
        *(
            ("h", 24, "1 hour"),
            ("30min", 48, "30 minutes"),
            ("min", 60, "1 minute"),
            ("4min", 15, "4 minutes"),
        ),
        *(("25min", None, "25 minutes"), ("7h", None, "7 hours"), ("5s", 60, "5 seconds")),
        *(("D", 7, "1 day"), ("2QS", 2, "2 quarters"), ("W", 52, "1 week"), ("YE", 1, "1 year")),
    ],
)
def test_the_cycle_and_the_words_of_a_step(freq, season, words):
    assert seasonality_of(step_of(freq)) == season
    assert step_of(freq).words == words


@pytest.mark.parametrize("freq", EVERY)
def test_a_step_is_named(freq):
    step, _ = step_of_dates(EVERY[freq])
    assert step is not None
    assert step.freq == freq


@pytest.mark.parametrize("freq", EVERY)
def test_a_step_is_named_with_holes_too(freq):
    dates = EVERY[freq].delete([5, 6])
    step, stamps = step_of_dates(dates)
    assert step is not None
    assert step.freq == freq
    moved = step.snap(stamps)
    assert len(np.unique(moved)) == len(stamps)
    anchors = np.repeat(moved[:1], len(moved))
    assert np.array_equal(step.stamps(step.ordinals(moved, anchors), anchors), moved)


def test_one_odd_stamp_is_moved():
    dates = EVERY["5min"].to_series().reset_index(drop=True)
    dates[7] += pd.Timedelta(minutes=2)
    step, stamps = step_of_dates(dates)
    assert step.freq == "5min"
    assert np.array_equal(step.snap(stamps), step_of_dates(EVERY["5min"])[1])


def test_a_clock_that_wanders_keeps_its_step():
    rng = np.random.default_rng(0)
    dates = EVERY["h"] + pd.to_timedelta(rng.integers(-40, 40, 40), unit="s")
    step, stamps = step_of_dates(dates)
    assert step.freq == "h"
    assert np.array_equal(step.snap(stamps), step_of_dates(EVERY["h"])[1])


def test_once_a_day_at_any_time_is_daily():
    rng = np.random.default_rng(1)
    dates = EVERY["D"] + pd.to_timedelta(rng.integers(7 * 60, 20 * 60, 40), unit="min")
    step, stamps = step_of_dates(dates)
    assert step.freq == "D"
    assert np.array_equal(step.snap(stamps), step_of_dates(EVERY["D"])[1])


def test_moments_at_random_have_no_step():
    rng = np.random.default_rng(2)
    dates = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 10**6, 200)), unit="s")
    assert step_of_dates(dates)[0] is None
