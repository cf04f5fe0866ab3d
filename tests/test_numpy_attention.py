"""The encoder-decoder written out in NumPy, beside numbers worked by hand and slopes found by nudging."""

import numpy as np
import pytest

from rnnkit.numpy_rnn import Arrays
from rnnkit.numpy_rnn.attention import attend, draw, read, write
from rnnkit.numpy_rnn.attention_gradient import backward, forward, learn
from rnnkit.numpy_rnn.gradient_descent import adam

NUDGE = 1e-5


def test_shares_of_attention_by_hand() -> None:
    """Scores 0 and log 3 make shares of a quarter and three quarters."""
    w = Arrays(W_a=np.array([[np.log(3.0)]]))
    h = np.array([[[0.0], [1.0]]])
    alpha, c = attend(w, np.array([[[1.0], [0.0]]]), h)
    assert alpha[0].tolist() == [pytest.approx([0.25, 0.75]), [0.5, 0.5]]
    assert c[0].tolist() == [pytest.approx([0.75]), [0.5]]


def test_an_encoder_by_hand() -> None:
    w = Arrays(W_xh=np.array([[1.0], [-2.0]]), W_hh=np.array([[0.5]]), b_h=np.array([0.25]))
    first = np.tanh(1.25)
    assert read(w, np.array([[0, 1]]))[0, :, 0].tolist() == pytest.approx(
        [first, np.tanh(0.5 * first - 1.75)]
    )


@pytest.mark.parametrize("attention", [True, False])
def test_every_slope_is_that_of_a_nudge(attention: bool) -> None:
    w, rng = draw(4, 3, 0, attention=attention), np.random.default_rng(1)
    x, y = rng.integers(4, size=(3, 5)), rng.integers(4, size=(3, 2))  # more is read than written
    found = backward(w, x, y, forward(w, x, y))
    assert {*found} == {*w}
    for name, array in w.items():
        for place in np.ndindex(array.shape):
            nudged = np.zeros_like(array)
            nudged[place] = NUDGE
            up, down = (forward(Arrays(**{**w, name: array + by}), x, y).loss for by in (nudged, -nudged))
            assert found[name][place] == pytest.approx((up - down) / (2 * NUDGE), abs=1e-9)


def test_what_is_told_is_what_was_written_where_it_was_right() -> None:
    """Told its own symbols, a decoder gives them the greatest chances again."""
    w, x = draw(5, 8, 3, attention=True), np.random.default_rng(0).integers(5, size=(6, 4))
    written, alpha = write(w, x, 3)
    now = forward(w, x, written)
    assert np.array_equal(np.argmax(now.y_hat, axis=-1), written)
    assert now.alpha == pytest.approx(alpha)


def test_the_first_step_of_adam_by_hand() -> None:
    """Whatever its slope, each weight moves by the learning rate; the second step leans on both slopes."""
    w = Arrays(a=np.array([1.0, 2.0]))
    memory = (Arrays(a=np.zeros(2)), Arrays(a=np.zeros(2)))
    w, memory = adam(w, Arrays(a=np.array([4.0, -0.1])), memory, 1, 0.5)
    assert w.a.tolist() == pytest.approx([0.5, 2.5])
    w, _ = adam(w, Arrays(a=np.array([0.0, 0.0])), memory, 2, 0.5)
    m, v = 0.9 * 0.1 * 4 / (1 - 0.9**2), 0.999 * 0.001 * 16 / (1 - 0.999**2)
    assert w.a[0] == pytest.approx(0.5 - 0.5 * m / np.sqrt(v))


def test_it_learns() -> None:
    """A single letter that is to be written twice."""
    x = np.arange(3)[:, None]
    y = np.hstack([x, x])
    w = learn(draw(3, 6, 0, attention=True), [(x, y)] * 60, [0.05] * 60)
    assert np.array_equal(write(w, x, 2)[0], y)
