"""What is measured for a verdict, on frames small enough to know the answer."""

import math

import numpy as np
import pandas as pd
import pytest
from verdict_frames import curve, outcome_frame

from rnnkit.tasks.forecast.worth.facts import dependence, facts

rng = np.random.default_rng


def test_noise_depends_on_nothing_and_a_wave_on_its_past():
    assert dependence(rng(0).normal(size=500)) == 0
    assert dependence(np.sin(0.1 * np.arange(500))) > 1
    assert dependence(rng(0).normal(size=500).cumsum()) > 1
    assert dependence(np.diff(rng(0).normal(size=500).cumsum())) == 0


def test_a_season_is_found_when_it_is_known():
    values = rng(0).normal(size=600)
    values[::24] += 4
    assert dependence(values, seasonality=24) > 0


def test_noise_is_called_dependent_about_once_in_a_hundred():
    found = sum(dependence(rng(seed).normal(size=300)) > 0 for seed in range(300))
    assert found <= 12


def test_constant_and_tiny_series_do_not_trouble():
    assert dependence(np.full(50, 3.0)) == 1
    assert dependence(np.array([1.0, 2.0])) == 0


@pytest.mark.parametrize(
    ("values", "noise", "walk"),
    [
        (rng(1).normal(size=800), 1, 0),
        (rng(1).normal(size=800).cumsum(), 0, 1),
        (np.arange(800.0), 0, 0),
        (np.arange(800.0) + rng(1).normal(size=800).cumsum(), 0, 0),  # a walk with a clear drift
        (np.sin(0.1 * np.arange(800)), 0, 0),
    ],
)
def test_kinds_of_series(values, noise, walk):
    test = outcome_frame(values, train=600)
    measured = facts(test, curve(), {("s", "y"): values[:600]})
    assert (measured.noise_share, measured.walk_share) == (noise, walk)


def test_errors_are_mase_of_every_baseline_on_the_same_rows():
    measured = facts(outcome_frame(np.arange(100.0), train=80), curve(), {("s", "y"): np.arange(80.0)})
    assert measured.metric == "mase"
    assert measured.errors["last value"] == pytest.approx(1)
    assert measured.errors["drift"] == pytest.approx(0)


def test_errors_are_those_of_the_score_table_when_it_gives_its_scales():
    test = outcome_frame(np.arange(100.0), train=80)
    measured = facts(test, curve(), {("s", "y"): np.arange(80.0)}, scales={("s", "y"): 4.0})
    assert measured.errors["last value"] == pytest.approx(0.25)


def test_errors_are_mae_where_there_is_no_scale():
    measured = facts(outcome_frame(np.arange(100.0), train=80), curve(), {("s", "y"): np.full(80, 2.0)})
    assert measured.metric == "mae"


def test_movement_is_along_the_horizon():
    wave = np.sin(np.arange(300.0))
    flat = outcome_frame(wave, train=200, horizon=10, model=lambda history, k: np.repeat(history[-1], k))
    half = outcome_frame(wave, train=200, horizon=10)
    half["y_hat"] = half["y"] / 2
    train = {("s", "y"): wave[:200]}
    assert facts(flat, curve(), train).movement == pytest.approx(0, abs=1e-9)
    assert facts(half, curve(), train).movement == pytest.approx(0.5)


def test_copying_is_the_distance_to_the_value_before():
    wave = np.sin(np.arange(300.0))
    late = outcome_frame(wave, train=200)
    late["y_hat"] = 0.9 * late["last value"] + 0.1 * late["y"]
    assert facts(late, curve(), {("s", "y"): wave[:200]}).copying == pytest.approx(0.1 / 0.9)


def test_more_independent_windows_make_the_margin_smaller():
    values = rng(0).normal(size=3000)
    few, many = (outcome_frame(part, train=300).assign(y_hat=0.0) for part in (values[:350], values))
    train = {("s", "y"): values[:300]}
    assert facts(many, curve(), train).margins["drift"] < facts(few, curve(), train).margins["drift"]


def test_overlapping_windows_do_not_make_the_margin_smaller_than_they_should():
    values = rng(0).normal(size=1000)
    train = {("s", "y"): values[:300]}
    apart = outcome_frame(values, train=300, horizon=20, stride=20)
    dense = outcome_frame(values, train=300, horizon=20, stride=1)
    ratio = facts(dense, curve(), train).margins["drift"] / facts(apart, curve(), train).margins["drift"]
    assert 0.6 < ratio < 1.6


def test_the_curve_tells_falling_rising_and_learning_by_heart():
    values = np.sin(np.arange(300.0))
    test, train = outcome_frame(values, train=200), {("s", "y"): values[:200]}
    falling = facts(test, curve(valid=np.linspace(1, 0.1, 50)), train)
    assert falling.valid_fall > 0.5
    assert falling.valid_rise == pytest.approx(0, abs=0.3)
    rising = facts(
        test, curve(np.linspace(1, 0.1, 50), np.r_[np.linspace(1, 0.5, 20), np.linspace(0.5, 0.8, 30)]), train
    )
    assert rising.valid_rise == pytest.approx(0.58, abs=0.05)
    assert rising.train_gap == pytest.approx(0.15, abs=0.05)


def test_a_curve_without_validation_is_no_trouble():
    values = np.sin(np.arange(300.0))
    bare = pd.DataFrame({"step": [1], "train_loss": [0.5], "valid_loss": [math.nan]})
    measured = facts(outcome_frame(values, train=200), bare, {("s", "y"): values[:200]})
    assert measured.valid_fall == 0
