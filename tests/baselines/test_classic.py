"""ETS and Theta: right on a plain season, and left out by their number alone."""

import numpy as np
import pytest

from rnnkit.baselines import classic
from rnnkit.baselines.classic import slow_baselines, too_many


def seasonal(length=72):
    """A trend with a yearly wave in months, growing with the level."""
    month = np.arange(length)
    return (100 + month) * (1 + 0.2 * np.sin(2 * np.pi * month / 12))


def test_both_continue_a_seasonal_trend():
    values = seasonal(84)
    answers = slow_baselines([values[:72]], 12, 12)
    assert list(answers) == ["ets", "theta"]
    assert np.abs(answers["ets"][0] - values[72:]).max() < 1
    assert np.abs(answers["theta"][0] - values[72:]).max() < 20


def test_negative_values_and_short_or_constant_histories_are_answered():
    histories = [np.sin(np.arange(40.0)), np.array([1.0, 2.0]), np.full(30, 5.0)]
    answers = slow_baselines(histories, 3, 1)
    assert answers["ets"].shape == (3, 3)
    assert np.isfinite(answers["theta"]).all()
    assert answers["ets"][2].tolist() == [5, 5, 5]


def test_the_form_is_chosen_once_a_series(monkeypatch):
    asked = []
    real = classic._forms
    monkeypatch.setattr(classic, "_forms", lambda *found: asked.append(found) or real(*found))
    values = seasonal(96)
    alone = slow_baselines([values[:72]], 6, 12, [0])["ets"]
    both = slow_baselines([values[:72], values[:84]], 6, 12, [0, 0])["ets"]
    np.testing.assert_allclose(both[0], alone[0])
    assert np.abs(both[1] - values[84:90]).max() < 1


@pytest.mark.parametrize(
    ("fits", "season", "most"), [(40, 12, 40), (41, 12, 40), (48, 1, 47), (26, 52, 25), (47, 365, 47)]
)
def test_too_many_fits_are_left_out_by_their_number(fits, season, most):
    words = too_many(fits, season)
    assert bool(words) == (fits > most)
    assert not words or f"{fits} forecasts are more than {most}" in words


def test_nothing_to_forecast_has_no_answers():
    assert slow_baselines([], 3, 12) == {}
