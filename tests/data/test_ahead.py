"""What is assumed of covariates beyond the last row that knows them, and the sentence about it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.data.series.ahead import assumed, assumed_words, unknown_from

NAN = np.nan


@pytest.mark.parametrize(
    ("values", "length", "season", "expected"),
    [
        ([0, 1, 5], 6, 2, [0, 1, 5, 1, 5, 1]),  # the season before, again and again
        ([0, 1, 5], 6, 1, [0, 1, 5, 5, 5, 5]),  # without a season the last value
        ([0, 1], 5, 3, [0, 1, 1, 0, 1]),  # no season before the first step: the last value
        ([7, NAN, 2], 6, 3, [7, NAN, 2, 7, 2, 2]),  # a hole a season earlier: the last value
        ([1, 2, NAN, NAN], 5, 2, [1, 2, 1, 2, 1]),
        ([1, 2, 3], 2, 2, [1, 2]),
        ([NAN, NAN], 3, 2, [NAN, NAN, NAN]),
    ],
)
def test_only_what_occurred_one_season_earlier_is_assumed(values, length, season, expected):
    found = assumed(np.array(values, dtype=float)[:, None], length, season)
    np.testing.assert_array_equal(found[:, 0], expected)


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=30), st.integers(1, 12), st.integers(0, 20))
def test_a_column_of_zeros_and_ones_stays_one(values, season, more):
    found = assumed(np.array(values)[:, None], len(values) + more, season)
    assert set(found[:, 0]) <= {0.0, 1.0}


def test_where_each_column_ends():
    assert unknown_from(np.array([[1, NAN], [2, NAN], [NAN, NAN]])).tolist() == [2, 0]


def test_the_sentence_names_columns_date_steps_and_what_was_taken():
    first = np.datetime64("2025-02-01")
    assert assumed_words(["promotion", "price"], first, 28, 7) == (
        "promotion and price are unknown from 2025-02-01 on: "
        "for 28 steps the values of 7 steps (one season) earlier were assumed."
    )
    assert assumed_words(["price"], 400, 1, 1) == (
        "price is unknown from 400 on: for 1 step the last known value was assumed."
    )
    assert assumed_words(list("abcde"), first, 2, 1).startswith("a, b, c and 2 more are unknown")
    assert assumed_words([], first, 0, 7) == ""
