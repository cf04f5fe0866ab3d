"""The toy network: what it reads, what it should answer, and that it learns it."""

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.errors import ConfigError, DivergedError
from rnnkit.inspect.toy import SEQUENCES, toy
from rnnkit.inspect.toy_settings import ToyConfig


def test_a_word_is_read_letter_by_letter():
    hello = SEQUENCES["hello"]
    assert (hello.inputs, hello.targets, hello.symbols) == (tuple("hell"), tuple("ello"), tuple("helo"))
    np.testing.assert_array_equal(hello.lesson.inputs.argmax(axis=1), [0, 1, 2, 2])
    np.testing.assert_array_equal(hello.lesson.targets.argmax(axis=1), [1, 2, 2, 3])


def test_a_wave_is_read_number_by_number():
    sine = SEQUENCES["sine"]
    assert len(sine) == 8
    assert sine.lesson.inputs[:3, 0].tolist() == [0, 0.707, 1]
    np.testing.assert_array_equal(sine.lesson.inputs[1:], sine.lesson.targets[:-1])


@pytest.mark.parametrize("cell", ["rnn", "relu", "gru", "lstm"])
@pytest.mark.parametrize("sequence", ["hello", "sine"])
def test_it_learns_and_its_gradients_stay_right(cell, sequence):
    before, after = (toy(ToyConfig(cell=cell, sequence=sequence, updates=number)) for number in (0, 150))
    assert after.losses[0] == before.run.loss
    assert after.run.loss == after.losses[-1] < 0.95 * before.run.loss
    assert after.proof < 1e-6


def test_clipping_by_norm_makes_steps_short():
    """A step moves the weights by the learning rate times the limit at most."""
    settings = {"learning_rate": 1.0, "clipping": "norm", "limit": 0.05}
    first, second = (toy(parse(ToyConfig, {**settings, "updates": number})) for number in (0, 1))
    moved = second.weights.each(np.subtract, first.weights)
    assert np.sqrt(sum(np.sum(array**2) for array in moved.values())) == pytest.approx(0.05)


def test_what_explodes_is_said_in_one_sentence():
    with pytest.raises(DivergedError, match="lower the learning rate or clip the gradient"):
        toy(ToyConfig(cell="relu", sequence="sine", learning_rate=10, updates=300, hidden_size=4))


def test_settings_out_of_bounds_are_refused():
    with pytest.raises(ConfigError, match="Hidden size: whole number 1-4"):
        parse(ToyConfig, {"hidden_size": 5})
