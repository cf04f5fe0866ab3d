"""ETS and Theta: right where statsmodels is there, silent about nothing where it is not or is too slow."""

import importlib.util
import time

import numpy as np
import pytest

from rnnkit.baselines import classic
from rnnkit.baselines.classic import slow_baselines

needs_statsmodels = pytest.mark.skipif(
    importlib.util.find_spec("statsmodels") is None, reason="statsmodels is not installed"
)


def seasonal(length=72):
    """A trend with a yearly wave in months, growing with the level."""
    month = np.arange(length)
    return (100 + month) * (1 + 0.2 * np.sin(2 * np.pi * month / 12))


@needs_statsmodels
def test_both_continue_a_seasonal_trend():
    values = seasonal(84)
    answers, reason = slow_baselines([values[:72]], 12, 12, 60)
    assert reason == ""
    assert list(answers) == ["ets", "theta"]
    assert np.abs(answers["ets"][0] - values[72:]).max() < 1
    assert np.abs(answers["theta"][0] - values[72:]).max() < 20


@needs_statsmodels
def test_negative_values_and_short_or_constant_histories_are_answered():
    histories = [np.sin(np.arange(40.0)), np.array([1.0, 2.0]), np.full(30, 5.0)]
    answers, _ = slow_baselines(histories, 3, 1, 60)
    assert answers["ets"].shape == (3, 3)
    assert np.isfinite(answers["theta"]).all()
    assert answers["ets"][2].tolist() == [5, 5, 5]


@needs_statsmodels
def test_what_does_not_end_in_time_is_left_out_and_said():
    start = time.monotonic()
    answers, reason = slow_baselines([seasonal(200)] * 5000, 12, 12, 0.5)
    assert answers == {}
    assert reason == "ETS and Theta left out: 5,000 fits do not end within 0.5 s."
    assert time.monotonic() - start < 20  # imports included


@needs_statsmodels
def test_a_single_slow_fit_is_stopped_in_its_middle():
    with pytest.raises(classic._OutOfTimeError):
        classic._one(classic._ets, seasonal(500), 12, 12, deadline=time.monotonic())


def test_without_statsmodels_the_reason_is_given(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    answers, reason = slow_baselines([seasonal()], 3, 12, 10)
    assert answers == {}
    assert reason == "ETS and Theta are left out: install statsmodels to have them."


def test_nothing_to_forecast_is_no_reason():
    assert slow_baselines([], 3, 12, 10) == ({}, "")
