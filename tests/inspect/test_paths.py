"""The order of words moves the end of a state, and never that of a bag."""

import numpy as np
import pytest

from rnnkit.inspect.paths import bag_trajectories, state_trajectories
from rnnkit.tasks.text.reading import read_text
from rnnkit.tasks.text.sample_networks import NETWORKS, trained

ONE, OTHER = "I love machine learning", "machine learning I love"


def test_a_bag_ends_where_it_ends_in_any_order():
    ways = bag_trajectories(ONE.split(), OTHER.split())
    assert ways.apart == 0
    np.testing.assert_allclose(ways.flat[0][-1], ways.flat[1][-1], atol=1e-12)
    assert not np.allclose(ways.flat[0][1], ways.flat[1][1])
    assert ways.length == 2  # four words, each once: (1, 1, 1, 1)


@pytest.mark.parametrize("cell", NETWORKS)
def test_the_state_of_a_trained_network_does_not(cell):
    found = trained(cell)
    one, other = (
        read_text(found.weights, found.config, found.vocabulary, text).layers[-1].h for text in (ONE, OTHER)
    )
    ways = state_trajectories(one, other)
    assert ways.apart > 0.2 * ways.length > 0
    assert ways.apart == pytest.approx(np.linalg.norm(one[-1] - other[-1]))
    assert np.linalg.norm(ways.flat[0][-1] - ways.flat[1][-1]) > 0


def test_what_lies_in_a_plane_is_shown_whole():
    """Points in a plane of three dimensions keep their distances; those of a line lie on a line."""
    one, other = np.array([[1.0, 0, 0], [1, 1, 0]]), np.array([[0.0, 1, 0], [2, 2, 0]])
    ways = state_trajectories(one, other)
    assert ways.shown == pytest.approx(1)
    assert np.linalg.norm(ways.flat[0][-1] - ways.flat[1][-1]) == pytest.approx(2**0.5)
    line = state_trajectories(np.array([[1.0]]), np.array([[2.0]]))
    np.testing.assert_allclose(np.concatenate(line.flat)[:, 1], 0)


def test_other_words_end_elsewhere():
    assert bag_trajectories(["a", "b"], ["a", "a"]).apart == pytest.approx(2**0.5)
