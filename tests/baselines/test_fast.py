"""The quick baselines side by side."""

import numpy as np

from rnnkit.baselines import FAST, Baselines
from tests.work import times


def walk(length, seed=0):
    return np.random.default_rng(seed).normal(size=length).cumsum()


def test_all_names_in_order_and_shape():
    fitted = Baselines.fit([walk(200)], 7, 3, 14)
    answers = fitted.predict(walk(60).reshape(3, 20))
    assert tuple(answers) == FAST
    assert {answer.shape for answer in answers.values()} == {(3, 3)}


def test_without_a_season_there_is_no_seasonal_naive():
    assert "seasonal naive" not in Baselines.fit([walk(200)], 1, 3, 14).predict(walk(20)[None])


def test_without_windows_there_is_no_linear_model():
    assert "linear" not in Baselines.fit([walk(5)], 1, 3, 4).predict(walk(5)[None])


def test_the_mean_is_that_of_the_training_part():
    fitted = Baselines.fit([np.array([1.0, 3.0]), np.array([10.0, 30.0])], 1, 1, 1)
    assert fitted.predict(np.ones((2, 4)), series=[1, 0])["mean"].tolist() == [[20], [2]]
    # without knowing the series, the history stands in
    assert fitted.predict(np.ones((2, 4)))["mean"].tolist() == [[1], [1]]


def test_the_linear_model_does_not_care_about_units():
    small, large = walk(400, 1), 1e6 * walk(400, 2) + 1e7
    fitted = Baselines.fit([small, large], 1, 4, 10)
    again = Baselines.fit([1000 * small, large], 1, 4, 10)
    history = small[None, -10:]
    expected = fitted.predict(history, series=[0])["linear"]
    np.testing.assert_allclose(
        again.predict(1000 * history, series=[0])["linear"], 1000 * expected, rtol=1e-6
    )


def test_histories_may_have_different_lengths():
    fitted = Baselines.fit([walk(200)], 4, 2, 6)
    answers = fitted.predict([walk(3), walk(30)])
    assert np.isnan(answers["seasonal naive"][0]).all()
    assert np.isnan(answers["linear"][0]).all()
    assert np.isfinite(answers["linear"][1]).all()
    assert np.isfinite(answers["last value"]).all()


def test_the_future_does_not_change_a_forecast():
    train, history = walk(200), walk(50, 3)
    fitted = Baselines.fit([train], 5, 3, 10)
    whole = fitted.predict(history[None, :40])
    again = fitted.predict(np.concatenate([history[:40]])[None])
    for name, answer in whole.items():
        np.testing.assert_array_equal(answer, again[name])


def test_many_long_windows_are_forecast_in_time_that_grows_with_their_number():
    """Beside one product with them all: for every pair of windows it would take hundreds of these."""
    fitted = Baselines.fit([walk(9000)], 24, 96, 336)
    rng = np.random.default_rng(0)
    windows, weights = rng.normal(size=(30_000, 336)), rng.normal(size=(336, 96))
    assert times(lambda: fitted.predict(windows), lambda: windows @ weights, 100) < 100
