"""Is it real? Worked by hand, and calibrated: equal models are told apart in about 5 % of all cases."""

import math

import numpy as np
import pytest

from rnnkit.compare import Units, over_seeds, over_units
from rnnkit.compare.difference import DRAWS, NORMAL, t_quantile
from rnnkit.compare.units import block_length

CASES = 400
CHANCE = 0.05
TOLERANCE = 0.035  # three standard errors of 400 cases, and a little for what a bootstrap cannot know


def units(losses, overlap=1):
    losses = np.asarray(losses, dtype=float)
    mass = np.full(len(losses), 1 / len(losses))
    return Units("cutoffs", losses * mass, mass, block_length(len(losses), overlap))


def test_points_of_students_t_are_those_of_the_table():
    table = {(0.975, 1): 12.706, (0.975, 2): 4.303, (0.975, 3): 3.182, (0.975, 10): 2.228, (0.995, 5): 4.032}
    for (chance, freedom), point in table.items():
        assert t_quantile(chance, freedom) == pytest.approx(point, abs=2e-3)
    assert pytest.approx(1.95996, abs=1e-5) == NORMAL
    assert t_quantile(0.975, 1e6) == pytest.approx(NORMAL, abs=1e-3)
    assert t_quantile(0.5, 4) == 0


def test_repeats_with_the_same_seeds_are_paired():
    """Differences -1, -2, -3: mean -2, standard error 1 / sqrt(3), t(2) = 4.303: -2 +- 2.484."""
    found = over_seeds({0: 1.0, 1: 5.0, 2: 9.0}, {0: 2.0, 1: 7.0, 2: 12.0})
    assert (found.how, found.number, found.answer) == ("paired seeds", 3, "cannot tell")
    assert (found.estimate, found.low, found.high) == pytest.approx((-2, -4.484, 0.484), abs=2e-3)


def test_repeats_with_other_seeds_are_compared_by_welch():
    """Means 2 and 12, variances 1 and 4 of 3: error sqrt(5/3), freedom (5/3)^2 / ((1/9 + 16/9) / 2)."""
    found = over_seeds({0: 1.0, 1: 2.0, 2: 3.0}, {3: 10.0, 4: 12.0, 5: 14.0})
    assert (found.how, found.number, found.answer) == ("seeds", 3, "first")
    assert found.estimate == -10
    assert found.high - found.estimate == pytest.approx(
        t_quantile(0.975, 2.9412) * math.sqrt(5 / 3), rel=1e-3
    )


def test_two_repeats_are_too_few_to_tell_anything():
    found = over_seeds({0: 1.0, 1: 1.1}, {0: 9.0, 1: 9.1})
    assert (found.answer, found.told, found.number) == ("cannot tell", False, 2)
    assert found.estimate == pytest.approx(-8)


def test_repeats_that_all_score_alike_cannot_be_told_apart():
    assert over_seeds(dict.fromkeys(range(3), 1.0), dict.fromkeys(range(3), 1.0)).answer == "cannot tell"
    assert over_seeds(dict.fromkeys(range(3), 1.0), dict.fromkeys(range(4, 7), 1.0)).answer == "cannot tell"


def test_a_bootstrap_worked_by_hand():
    """Losses 0, 0, 0, 4, drawn four times: the 4 comes k times with Bin(4, 1/4), a mean of k.

    The 2.5 % point is k = 0 (P = 0.32), the 97.5 % point k = 3 (P(k <= 2) = 0.949), so the interval reaches
    1 down and 2 up, both times t(3) / 1.960 * sqrt(4 / 3) = 1.875.
    """
    found = over_units(units([0, 0, 0, 4]), units([0, 0, 0, 0]))
    assert (found.how, found.number, found.answer) == ("cutoffs", 4, "cannot tell")
    assert (found.estimate, found.low, found.high) == pytest.approx((1, 1 - 1.875, 1 + 3.75), abs=2e-3)


def test_blocks_join_the_end_to_the_beginning():
    """Eight losses in blocks of two, each block a mean of 1: whatever is drawn, the mean is 1."""
    found = over_units(units([0, 2, 0, 2, 0, 2, 0, 2]), units([0] * 8))
    assert (found.low, found.high) == pytest.approx((1, 1))
    assert found.answer == "second"


def test_a_model_that_is_always_better_is_told():
    base = np.linspace(1, 2, 12)
    assert over_units(units(base - 0.1), units(base)).answer == "first"
    assert over_units(units(base), units(base - 0.1)).answer == "second"
    assert over_units(units(base), units(base)).answer == "cannot tell"


def test_too_few_windows_tell_nothing():
    found = over_units(units([1, 1, 1]), units([2, 2, 2]))
    assert (found.told, found.answer, found.number) == (False, "cannot tell", 3)


def test_one_of_many_comparisons_needs_a_larger_difference():
    rng = np.random.default_rng(0)
    first, second = units(rng.normal(-0.8, 1, 16)), units(np.zeros(16))
    alone, among = over_units(first, second), over_units(first, second, comparisons=28)
    assert among.high - among.low > 1.3 * (alone.high - alone.low)
    assert alone.estimate == among.estimate


def normal(rng, n):
    return rng.normal(size=n)


def heavy_tails(rng, n):
    return rng.standard_t(3, size=n)


def follows_itself(rng, n):
    """Errors that carry on a little from window to window."""
    noise = rng.normal(size=n + 20)
    for i in range(1, n + 20):
        noise[i] += 0.3 * noise[i - 1]
    return noise[20:]


def overlapping(rng, n, windows=6):
    """Errors that windows share as they overlap by five of six steps."""
    return np.convolve(rng.normal(size=n + windows - 1), np.ones(windows) / windows**0.5, "valid")


WORLDS = [
    (normal, 5, 1),
    (normal, 24, 1),
    (heavy_tails, 12, 1),
    (follows_itself, 64, 1),
    (overlapping, 60, 6),
    (overlapping, 240, 6),
]


def answers(world, n, overlap, lead):
    rng = np.random.default_rng(7)
    level = 3 + np.abs(rng.normal(size=n))  # what is hard is hard for both
    return [
        over_units(units(level - lead + world(rng, n) / 2, overlap), units(level, overlap)).answer
        for _ in range(CASES)
    ]


@pytest.mark.parametrize(("world", "n", "overlap"), WORLDS, ids=lambda part: getattr(part, "__name__", part))
def test_equal_models_are_told_apart_hardly_more_often_than_promised(world, n, overlap):
    found = answers(world, n, overlap, lead=0.0)
    wrong = 1 - found.count("cannot tell") / CASES
    assert wrong <= CHANCE + TOLERANCE
    assert abs(found.count("first") - found.count("second")) <= 0.06 * CASES


@pytest.mark.parametrize(("world", "n", "overlap"), WORLDS, ids=lambda part: getattr(part, "__name__", part))
def test_a_real_difference_is_found(world, n, overlap):
    """A lead of three spreads of a window: five windows are few, overlapping ones fewer than they look."""
    found = answers(world, n, overlap, lead=1.5)
    assert found.count("first") >= 0.75 * CASES
    assert found.count("second") == 0


@pytest.mark.parametrize("paired", [True, False])
def test_equal_settings_with_other_luck_are_rarely_told_apart(paired):
    rng = np.random.default_rng(3)
    seeds = range(5), range(5) if paired else range(5, 10)
    found = [
        over_seeds(*(dict(zip(own, rng.normal(size=5), strict=True)) for own in seeds)).answer
        for _ in range(CASES)
    ]
    assert 1 - found.count("cannot tell") / CASES <= CHANCE + TOLERANCE


def test_a_comparison_is_quick_and_always_the_same():
    rng = np.random.default_rng(0)
    first, second = units(rng.normal(size=1000)), units(rng.normal(size=1000))
    assert over_units(first, second) == over_units(first, second)
    assert DRAWS >= 1000


def test_a_difference_can_be_read_from_both_sides():
    found = over_units(units(np.linspace(1, 2, 12) - 0.1), units(np.linspace(1, 2, 12)))
    turned = found.turned()
    assert (turned.estimate, turned.low, turned.high) == (-found.estimate, -found.high, -found.low)
    assert (found.answer, turned.answer) == ("first", "second")
