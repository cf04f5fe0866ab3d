"""The closed form against brute force, and what it must be able to continue exactly."""

import numpy as np
import pytest

from rnnkit.baselines import ridge
from rnnkit.baselines.ridge import Ridge, usable_lookback


def windows(values, lookback, horizon):
    """All windows of a series, as inputs and answers relative to the last value."""
    cut = np.lib.stride_tricks.sliding_window_view(values, lookback + horizon)
    last = cut[:, lookback - 1 : lookback]
    return cut[:, :lookback] - last, cut[:, lookback:] - last


def test_it_solves_the_same_equations_as_brute_force():
    values = np.random.default_rng(0).normal(size=400).cumsum()
    fitted = Ridge.fit([values], 5, 2)
    x, y = windows(values, 5, 2)
    gap = 2  # windows between fit and check belong to neither
    border = round(len(x) * 0.8)
    keep = np.r_[0 : border - gap, border : len(x)]
    x, y = x[keep], y[keep]
    x_centred, y_centred = x - x.mean(0), y - y.mean(0)
    variance = x_centred.T @ x_centred / len(x)
    penalty = fitted.strength * np.trace(variance) / 5 * np.eye(5)
    expected = np.linalg.solve(variance + penalty, x_centred.T @ y_centred / len(x))
    np.testing.assert_allclose(fitted.weights, expected, atol=1e-8)
    np.testing.assert_allclose(fitted.bias, y.mean(0) - x.mean(0) @ expected, atol=1e-8)


def test_a_line_to_the_next_step_is_applied_to_its_own_answers():
    rng = np.random.default_rng(0)
    weights, window = np.append(rng.normal(size=4) / 5, 0.0), rng.normal(size=5)
    values = list(window)
    for _ in range(7):
        read = np.array(values[-5:])
        values.append(read[-1] + (read - read[-1]) @ weights + 0.3)
    lines, biases = ridge.repeated(weights, 0.3, 7)
    np.testing.assert_allclose(window[-1] + (window - window[-1]) @ lines + biases, values[5:])
    assert (lines[-1] == 0).all()


def test_of_few_windows_the_mean_with_an_iterated_line_is_taken(monkeypatch):
    values = np.random.default_rng(0).normal(size=120).cumsum()
    found = Ridge.fit([values], 6, 4, 3)
    monkeypatch.setattr(ridge, "FEW", 0)
    direct, next_step = Ridge.fit([values], 6, 4, 3), Ridge.fit([values], 6, 1, 3)
    lines, biases = ridge.repeated(next_step.weights[:, 0], next_step.bias[0], 4)
    np.testing.assert_allclose(found.weights, (direct.weights + lines) / 2)
    np.testing.assert_allclose(found.bias, (direct.bias + biases) / 2)
    assert not np.allclose(found.weights, direct.weights)


def test_of_few_windows_far_steps_are_forecast_better(monkeypatch):
    off = {0: [], ridge.FEW: []}
    for seed in range(30):
        noise = np.random.default_rng(seed).normal(size=92)
        values = np.zeros(92)
        for step in range(1, 92):
            values[step] = 0.8 * values[step - 1] + noise[step]
        for few, errors in off.items():
            monkeypatch.setattr(ridge, "FEW", few)
            answer = Ridge.fit([values[:80]], 12, 12).predict(values[None, :80])[0]
            errors.append(np.abs(answer - values[80:]).mean())
    assert np.mean(list(off.values())[1]) < 0.97 * np.mean(off[0])


def test_the_error_from_sums_is_the_error_on_the_windows():
    values = np.random.default_rng(1).normal(size=60)
    (sums,) = ridge.WindowSums.of_each(np.lib.stride_tricks.sliding_window_view(values, 7)[None], 4)
    weights, bias = np.random.default_rng(2).normal(size=(4, 3)), np.array([1.0, 2.0, 3.0])
    x, y = windows(values, 4, 3)
    assert sums.error(weights, bias) == pytest.approx(np.square(x @ weights + bias - y).sum())


def test_a_sine_is_continued_exactly():
    wave = np.sin(0.1 * np.arange(1000))
    fitted = Ridge.fit([wave[:800]], 50, 10)
    np.testing.assert_allclose(fitted.predict(wave[None, :800])[0], wave[800:810], atol=1e-6)


def test_a_ramp_is_continued_exactly():
    ramp = np.arange(1.0, 101.0)
    fitted = Ridge.fit([ramp[:80]], 20, 5)
    np.testing.assert_allclose(fitted.predict(ramp[None, :80]), [[81, 82, 83, 84, 85]])


def test_a_random_walk_stays_where_it_is():
    walk = np.random.default_rng(0).normal(size=3000).cumsum()
    fitted = Ridge.fit([walk], 20, 3)
    assert np.abs(fitted.predict(walk[None, -20:]) - walk[-1]).max() < 0.3


def test_a_constant_series_gives_its_constant():
    np.testing.assert_allclose(Ridge.fit([np.full(50, 3.0)], 10, 2).predict(np.full((1, 10), 3.0)), [[3, 3]])


def test_the_coefficients_are_the_prediction():
    values = np.random.default_rng(0).normal(size=200)
    fitted = Ridge.fit([values], 8, 3)
    window = values[-8:]
    by_hand = window[-1] + (window - window[-1]) @ fitted.weights + fitted.bias
    np.testing.assert_allclose(fitted.predict(window[None])[0], by_hand)
    assert (fitted.weights[-1] == 0).all()


def test_only_the_last_values_of_a_longer_history_count():
    values = np.random.default_rng(0).normal(size=200)
    fitted = Ridge.fit([values], 8, 3)
    np.testing.assert_allclose(fitted.predict(values[None]), fitted.predict(values[None, -8:]))


def test_too_short_a_history_has_no_answer():
    fitted = Ridge.fit([np.arange(40.0)], 8, 2)
    assert np.isnan(fitted.predict(np.ones((1, 7)))).all()
    assert np.isnan(fitted.predict(np.array([[np.nan] + [1.0] * 7]))).all()


def test_unknown_values_in_training_are_stepped_over():
    wave = np.sin(0.3 * np.arange(300))
    wave[100] = np.nan
    assert np.isfinite(Ridge.fit([wave], 10, 2).weights).all()


def test_lookback_shrinks_until_there_are_as_many_windows_as_weights():
    # length 20, horizon 2: a lookback of L leaves 19 - L windows; 9 is the largest with at least L
    assert usable_lookback([20], 15, 2) == 9
    assert usable_lookback([20], 5, 2) == 5
    assert usable_lookback([5], 3, 2) == 0
    assert Ridge.fit([np.arange(5.0)], 3, 2) is None


def test_many_windows_are_sampled_evenly_and_not_all_taken():
    values = np.random.default_rng(0).normal(size=5000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ridge, "MAX_WINDOWS", 500)
        fitted = Ridge.fit([values], 5, 1)
    assert 450 <= fitted.num_windows <= 510


def one_after_the_other(series, lookback, horizon, every):
    """The sums over the earlier and the last windows of series, window matrices multiplied one by one."""
    found = [ridge.WindowSums.empty(lookback, horizon) for _ in range(2)]
    for values in series:
        if len(values) < lookback + horizon:
            continue
        every_window = np.lib.stride_tricks.sliding_window_view(values, lookback + horizon)
        border = round(len(every_window) * (1 - ridge.VALID_SHARE))
        gap = min(horizon, border // 2)
        for sums, part in zip(found, (every_window[: border - gap], every_window[border:]), strict=True):
            chosen = part[::-1][::every]
            chosen = chosen[np.isfinite(chosen).all(axis=1)]
            centred = chosen - chosen[:, lookback - 1 : lookback]
            x, y = centred[:, :lookback], centred[:, lookback:]
            sums.count += len(x)
            sums.x += x.sum(axis=0)
            sums.y += y.sum(axis=0)
            sums.xx += x.T @ x
            sums.xy += x.T @ y
            sums.yy += float((y * y).sum())
    return found


@pytest.mark.parametrize(("most", "held"), [(200_000, 2_000_000), (500, 2_000_000), (200_000, 1)])
def test_a_panel_has_the_sums_of_its_series_to_the_last_digit(monkeypatch, most, held):
    rng = np.random.default_rng(0)
    series = [rng.normal(5, 2, int(rng.integers(4, 30))) for _ in range(120)]
    for number, values in enumerate(series):
        if number % 5 == 1:
            values[len(values) // 2] = np.nan
        if number % 7 == 3:
            values[:] = 4.0
    monkeypatch.setattr(ridge, "MAX_WINDOWS", most)
    monkeypatch.setattr(ridge, "MOST_HELD", held)
    every = max(1, int(np.ceil(sum(max(len(values) - 8, 0) for values in series) / most)))
    for sums, expected in zip(
        ridge.sums_of(series, 6, 3), one_after_the_other(series, 6, 3, every), strict=True
    ):
        for name, value in vars(expected).items():
            np.testing.assert_array_equal(getattr(sums, name), value, err_msg=name)
