"""The Theta method and smoothing of many histories at once, as statsmodels has them one at a time."""

import numpy as np
import pytest
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import Holt, SimpleExpSmoothing
from statsmodels.tsa.seasonal import seasonal_decompose

from rnnkit.baselines.naive import right_aligned
from rnnkit.baselines.smoothing import (
    FIRST,
    damped,
    seasonal_figures,
    smooth,
    smooth_trend,
    theta,
    trend_line,
)
from rnnkit.baselines.starts import METHODS, corrected, members, start

RNG = np.random.default_rng(3)
STEP = np.arange(96)
SEASONAL = 50 + 0.3 * STEP + 6 * np.sin(2 * np.pi * STEP / 12) + RNG.normal(size=96)
WALK = 20 + np.cumsum(RNG.normal(size=60))


def test_simple_smoothing_is_that_of_statsmodels_for_every_weight():
    weights = np.array([0.1, 0.5, 0.9])
    levels, errors = smooth(right_aligned([SEASONAL, WALK]), weights)
    for row, y in enumerate((SEASONAL, WALK)):
        for column, weight in enumerate(weights):
            known = SimpleExpSmoothing(y, initialization_method="known", initial_level=y[0])
            fit = known.fit(smoothing_level=weight, optimized=False)
            assert levels[row, column] == pytest.approx(fit.forecast(1)[0], rel=1e-10)
            assert errors[row, column] == pytest.approx(fit.sse, rel=1e-10)


def test_a_damped_trend_is_that_of_statsmodels():
    end, slope = trend_line(WALK[None, :FIRST])
    model = Holt(
        WALK,
        damped_trend=True,
        initialization_method="known",
        initial_level=float(end[0] - FIRST * slope[0]),
        initial_trend=float(slope[0]),
    )
    fit = model.fit(smoothing_level=0.4, smoothing_trend=0.2, damping_trend=0.9, optimized=False)
    level, trend, error = smooth_trend(right_aligned([WALK, SEASONAL]), np.array([[0.4, 0.2, 0.9]]))
    found = level[0, 0] + trend[0, 0] * np.cumsum(0.9 ** np.arange(1, 7))
    assert found == pytest.approx(fit.forecast(6), rel=1e-9)
    assert error[0, 0] == pytest.approx(fit.sse, rel=1e-9)


def test_seasonal_figures_are_those_of_a_classical_decomposition_but_for_their_shrinking():
    found = seasonal_figures(SEASONAL[None], 12)[0]
    wanted = seasonal_decompose(SEASONAL, period=12).seasonal[:12]
    ratio = found / wanted
    assert ratio == pytest.approx(np.full(12, ratio[0]))
    assert 0.9 < ratio[0] < 1
    noise = seasonal_figures(RNG.normal(size=(50, 96)), 12)
    assert np.abs(noise).mean() < 0.2  # unshrunk 0.28


@pytest.mark.parametrize(("y", "season"), [(SEASONAL, 12), (WALK, 1)])
def test_theta_is_close_to_that_of_statsmodels(y, season):
    model = ThetaModel(y, period=season, deseasonalize=season > 1, method="additive").fit()
    assert theta(y[None], 12, season)[0] == pytest.approx(np.asarray(model.forecast(12)), rel=0.04)


@pytest.mark.parametrize("method", [theta, damped])
def test_each_history_is_answered_as_if_it_were_alone(method):
    """Also those that are shorter than others, and those with a hole."""
    holed = SEASONAL.copy()
    holed[40:43] = np.nan
    series = [SEASONAL, WALK, SEASONAL[-20:], holed, SEASONAL[-1:]]
    together = method(right_aligned(series), 6, 12)
    for row, y in enumerate(series):
        assert together[row] == pytest.approx(method(y[None], 6, 12)[0], rel=1e-9)
    assert np.isfinite(together).all()


def test_a_line_goes_on_and_a_constant_stays():
    ramp = np.stack([np.arange(40.0), np.full(40, 7.0)])
    assert theta(ramp, 4, 1)[1] == pytest.approx([7, 7, 7, 7])
    assert damped(ramp, 4, 1)[1] == pytest.approx([7, 7, 7, 7])
    assert (np.diff(theta(ramp, 4, 1)[0]) > 0).all()


def test_a_start_is_the_weighted_mean_of_the_methods():
    history, line = right_aligned([SEASONAL, WALK]), (np.eye(3)[:, [0, 1]], np.zeros(2))
    each = members(history, 2, 12, line)
    assert each.shape == (len(METHODS), 2, 2)
    assert each[2, 0].tolist() == SEASONAL[-12:-10].tolist()
    assert each[3, 1].tolist() == WALK[-3:-1].tolist()
    mixed = start(history, np.array([[0.25, 0, 0.75, 0], [0, 0, 0, 1.0]]), 2, 12, line)
    assert mixed[0] == pytest.approx(0.25 * each[0, 0] + 0.75 * each[2, 0])
    assert mixed[1].tolist() == each[3, 1].tolist()


def test_half_trust_takes_half_of_the_correction_and_moves_the_interval_along():
    answers = np.array([[[8.0, 10.0, 13.0]]])
    assert corrected(answers, np.array([[6.0]]), 0.5).tolist() == [[[6.0, 8.0, 11.0]]]
