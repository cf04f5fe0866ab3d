"""Intervals that hold what they promise, and those that miss it by more than chance."""

import numpy as np
import pytest

from rnnkit.verdict.interval_coverage import promise


@pytest.mark.parametrize(
    ("held", "of", "expected"),
    [
        (0, 0, "kept"),
        (0, 1, "kept"),  # happens in one case of five
        (1, 3, "kept"),  # 0.104 by the binomial sum
        (0, 3, "narrow"),  # 0.2 ** 3 = 0.008
        (6, 6, "kept"),  # 0.8 ** 6 = 0.26
        (17, 24, "kept"),  # 71 % of two years of months is no broken promise
        (71, 100, "narrow"),  # P(71 or fewer) = 0.020
        (73, 100, "kept"),
        (60, 100, "narrow"),
        (95, 100, "wide"),
        (7_100, 10_000, "narrow"),
        (7_950, 10_000, "kept"),
    ],
)
def test_a_promise_is_broken_only_beyond_chance(held, of, expected):
    assert promise(held, of, 0.8) == expected


def test_chance_alone_seldom_breaks_it():
    """With 500 draws of 40 values each, at most one in twenty, give or take."""
    held = np.random.default_rng(0).binomial(40, 0.8, size=500)
    assert np.mean([promise(int(k), 40, 0.8) != "kept" for k in held]) < 0.06


@pytest.mark.parametrize("level", [0.5, 0.8, 0.99])
def test_the_sum_and_the_curve_agree_where_they_meet(level):
    for of in (500, 501):
        spread = (of * level * (1 - level)) ** 0.5
        assert promise(round(of * level - 3 * spread), of, level) == "narrow"
        assert promise(round(of * level), of, level) == "kept"
