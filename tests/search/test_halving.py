"""Who goes on, for how long, and how much of a score is luck."""

import doctest
import math
from statistics import fmean

import numpy as np
import pytest

from rnnkit.search import halving, luck, space
from rnnkit.search.halving import full_seconds, rounds, steps_until
from rnnkit.search.luck import noise, optimism


@pytest.mark.parametrize("module", [halving, luck, space])
def test_what_the_words_say_holds(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("settings", "found"),
    [(1, [1]), (2, [2, 1]), (3, [3, 1]), (4, [4, 2, 1]), (9, [9, 3, 1]), (12, [12, 4, 2]), (60, [60, 20, 7])],
)
def test_a_third_goes_on_until_three_rounds_are_over(settings: int, found: list[int]) -> None:
    each = rounds(settings, halving=True)
    assert [one.settings for one in each] == found
    assert each[-1].share == 1
    assert sum(one.added for one in each) == pytest.approx(1)
    assert [one.settings for one in rounds(settings, halving=False)] == [settings]


def test_steps_of_a_round_are_its_share() -> None:
    assert [steps_until(each, 90) for each in rounds(12, halving=True)] == [10, 30, 90]
    assert steps_until(rounds(12, halving=True)[0], 2) == 1


def test_a_whole_training_fills_the_time_by_hand() -> None:
    """Two at a time: six waves of 1/9, two of 2/9, one of 2/3; nine waves that cost a second each."""
    work = 6 / 9 + 2 * 2 / 9 + 2 / 3
    assert full_seconds(89, 2, [12, 4, 2], [1 / 9, 2 / 9, 2 / 3], 1.0) == pytest.approx(80 / work)


def test_noise_is_pooled_and_unknown_without_repeats() -> None:
    assert noise([[1.0, 2.0, 3.0], [5.0]]) == 1.0
    assert math.isnan(noise([[1.0], [2.0]]))


def test_of_settings_that_are_all_equal_the_whole_lead_is_luck() -> None:
    assert optimism({0: 1.0, 1: 2.0, 2: 3.0}, 1.0) == 1.0
    assert optimism({0: 1.0, 1: 2.0, 2: 3.0}, 0.0) == 0.0
    assert math.isnan(optimism({0: 1.0, 1: 2.0}, 1.0))
    assert math.isnan(optimism({0: 1.0, 1: 2.0, 2: 3.0}, math.nan))


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.0, 3.0])
def test_optimism_is_what_the_winner_falls_back_by_on_average(spread: float) -> None:
    chance = np.random.default_rng(0)
    told, was = [], []
    for _ in range(2_000):
        truth = chance.normal(0, spread, 12)
        seen = truth + chance.normal(0, 1, 12)
        told.append(optimism(dict(enumerate(seen.tolist())), 1.0))
        was.append(truth[seen.argmin()] - seen.min())
    assert fmean(told) == pytest.approx(fmean(was), abs=0.25)
