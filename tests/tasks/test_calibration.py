"""Intervals hold what they promise, worked by hand and on new data of the same kind."""

import numpy as np
import pytest

from rnnkit.tasks.forecast.calibration import calibrate, lie_apart, widen


def test_four_of_five_distances_decide_the_factor():
    """Middle 0, half width 1, truths 1..5 away: with one more to come, 80 % of 6 is rank 5."""
    y = np.array([[1.0], [-2.0], [3.0], [-4.0], [5.0]])
    zero = np.zeros((5, 1))
    assert calibrate(y, zero - 1, zero, zero + 1, level=0.8).tolist() == [5.0]
    assert calibrate(y, zero - 1, zero, zero + 1, level=0.6).tolist() == [4.0]


def test_windows_that_overlap_count_as_few():
    """Of two that lie apart, 80 % and half as many more would be all; 30 % of the way there is gone."""
    y = np.arange(1.0, 101.0).reshape(100, 1)
    zero = np.zeros((100, 1))
    bands = (y, zero - 1, zero, zero + 1)
    assert calibrate(*bands, level=0.8).tolist() == [81.0]
    assert calibrate(*bands, level=0.8, apart=40).tolist() == [82.0]
    assert calibrate(*bands, level=0.8, apart=2).tolist() == [86.0]
    assert calibrate(*bands, level=0.5, apart=1).tolist() == [65.0]


def test_windows_lie_apart_where_they_share_no_step():
    owner = np.array([0] * 9 + [1] * 3 + [4])
    assert [lie_apart(owner, horizon) for horizon in (1, 3, 8, 100)] == [13, 5, 4, 3]
    assert lie_apart(owner[:0], 4) == 0


def test_nothing_to_calibrate_on_leaves_the_interval_alone():
    zero = np.zeros((0, 3))
    assert calibrate(zero, zero, zero, zero, level=0.8).tolist() == [1.0, 1.0, 1.0]


def test_coverage_on_new_rows_is_the_level_for_any_shape_of_noise():
    rng = np.random.default_rng(0)
    zero = np.zeros((4000, 2))
    old, new = rng.exponential(size=(2, 4000, 2))
    factors = calibrate(old, zero - 0.5, zero, zero + 0.1, level=0.8)
    low, high = widen(zero - 0.5, zero, zero + 0.1, factors)
    assert np.mean((low <= new) & (new <= high)) == pytest.approx(0.8, abs=0.02)
