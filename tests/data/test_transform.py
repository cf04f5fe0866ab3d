"""Scales of Box and Cox there and back, and what a forecast keeps to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.data.series.transform import Transform

VALUES = st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=20).map(np.array)


def test_by_hand():
    assert Transform(0.0).read(np.array([1.0, np.e])) == pytest.approx([0, 1])
    assert Transform(0.5).read(np.array([0.0, 1.0, 9.0])).tolist() == [-2, 0, 4]
    assert Transform(0.0, shift=1.0, least=0.001).read(np.array([0.0])).tolist() == [0]
    assert Transform().read(np.array([-3.0])).tolist() == [-3]


@given(VALUES, st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 1.0]))
def test_what_is_read_is_written_again(y, power, shift):
    transform = Transform(power, shift if power == 0 else 0.0)
    assert transform.write(transform.read(y)) == pytest.approx(y, rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.sampled_from([0.0, 0.5, 1.0]))
def test_whatever_a_network_says_keeps_to_the_borders(read, power):
    kept = Transform(power, floor=0.0, ceiling=20.5, whole=True).write(np.array(read))
    assert (kept >= 0).all()
    assert (kept <= 20).all()
    assert (kept == np.rint(kept)).all()


def test_a_hole_stays_one_and_a_value_that_has_no_logarithm_is_read_as_a_small_one():
    read = Transform(0.0, least=0.01).read(np.array([np.nan, -5.0]))
    assert np.isnan(read[0])
    assert read[1] == np.log(0.01)


def test_whole_numbers_keep_to_a_border_that_is_none():
    assert Transform(floor=0.4, whole=True).keep(np.array([0.1, 0.6])).tolist() == [1, 1]
    assert str(Transform(whole=True).keep(np.array([-0.2]))[0]) == "0.0"
