"""What is drawn follows the probabilities; cuts keep the likeliest; heat raises the entropy."""

import numpy as np
import pytest

from rnnkit.generation.choice import cut
from rnnkit.tasks.text.generation.choice import Drawer
from rnnkit.tasks.text.generation.settings import GenerateConfig


def heats(*temperatures):
    return GenerateConfig(temperatures=temperatures)


SCORES = np.log(np.array([[0.5, 0.3, 0.15, 0.05]], dtype=np.float32))


def test_the_luck_decides_in_the_order_of_the_probabilities():
    """Sums 0.5, 0.8, 0.95, 1: a luck of 0.79 falls on the second, 0.81 on the third."""
    draw = Drawer(heats(1.0))
    drawn = [int(draw(SCORES, luck)[0]) for luck in (0.0, 0.49, 0.79, 0.81, 0.96, 1 - 1e-16)]
    assert drawn == [0, 0, 1, 2, 3, 3]


def test_temperatures_stand_side_by_side():
    """Squared at temperature 0.5: 0.25, 0.09, 0.0225, 0.0025 of 0.365; all on the first at 0."""
    found = Drawer(heats(1.0, 0.5, 0.0)).probabilities(np.repeat(SCORES, 3, axis=0))
    np.testing.assert_allclose(found[0], [0.5, 0.3, 0.15, 0.05], rtol=1e-5)
    np.testing.assert_allclose(found[1], np.array([0.25, 0.09, 0.0225, 0.0025]) / 0.365, rtol=1e-5)
    assert found[2].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("top_k", "top_p", "kept"),
    [
        (2, None, [5, 3, 0, 0]),
        (None, 0.8, [5, 3, 0, 0]),
        (None, 0.81, [5, 3, 1.5, 0]),
        (3, 0.1, [5, 0, 0, 0]),
    ],
)
def test_cuts_keep_the_likeliest(top_k, top_p, kept):
    weights = np.array([[3, 0.5, 5, 1.5]], dtype=np.float32)
    found = cut(weights, top_k, top_p)[0]
    assert sorted(found.tolist(), reverse=True) == kept
    assert found[2] == 5


def test_cuts_stronger_than_all_symbols_cut_nothing():
    weights = np.array([[3, 0.5]], dtype=np.float32)
    assert cut(weights, 99, 1.0).tolist() == weights.tolist()


def test_a_small_temperature_is_the_likeliest_symbol():
    scores = np.random.default_rng(0).normal(size=(200, 40)).astype(np.float32)
    for temperature in (0.0, 1e-9, 0.001):
        draw = Drawer(heats(temperature))
        assert [int(draw(row[None], 0.9)[0]) for row in scores] == scores.argmax(axis=1).tolist()


def test_entropy_rises_with_the_temperature():
    scores = np.random.default_rng(0).normal(size=(1, 40)).astype(np.float32)
    found = Drawer(heats(0.2, 0.5, 1.0, 1.5)).probabilities(np.repeat(scores, 4, axis=0))
    entropies = -(found * np.log(found + 1e-300)).sum(axis=1)
    assert (np.diff(entropies) > 0).all()


def test_a_banned_symbol_is_never_drawn():
    draw = Drawer(heats(1.0, 0.0), banned=0)
    scores = np.repeat(SCORES, 2, axis=0)
    assert {n for luck in np.linspace(0, 0.999, 50) for n in draw(scores, luck).tolist()} == {1, 2, 3}
