"""The rules of thumb, on histories small enough to check by eye."""

import numpy as np

from rnnkit.baselines import naive

NAN = np.nan
HISTORY = np.array([[1.0, 2.0, 3.0, 4.0], [NAN, NAN, 5.0, 7.0]])


def test_last_value():
    np.testing.assert_array_equal(naive.last_value(HISTORY, 2), [[4, 4], [7, 7]])


def test_seasonal_naive_repeats_the_season_over_and_over():
    np.testing.assert_array_equal(naive.seasonal_naive(HISTORY, 5, 2), [[3, 4, 3, 4, 3], [5, 7, 5, 7, 5]])


def test_seasonal_naive_has_no_answer_before_a_whole_season():
    answer = naive.seasonal_naive(HISTORY, 2, 3)
    np.testing.assert_array_equal(answer, [[2, 3], [NAN, NAN]])
    assert np.isnan(naive.seasonal_naive(HISTORY, 2, 5)).all()


def test_drift_continues_the_line_through_first_and_last():
    np.testing.assert_array_equal(naive.drift(HISTORY, 2), [[5, 6], [9, 11]])


def test_drift_of_a_single_value_has_no_answer():
    assert np.isnan(naive.drift(np.array([[3.0]]), 2)).all()


def test_mean_ignores_what_is_before_the_history():
    np.testing.assert_array_equal(naive.mean(HISTORY, 1), [[2.5], [6]])


def test_histories_of_different_lengths_are_aligned_at_their_end():
    aligned = naive.right_aligned([np.array([1.0]), np.array([2.0, 3.0])])
    np.testing.assert_array_equal(aligned, [[NAN, 1], [2, 3]])
