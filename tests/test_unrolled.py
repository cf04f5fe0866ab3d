"""The drawing shows the numbers of the pass, those that are known by the step in view."""

import pytest

from rnnkit.inspect.toy import toy
from rnnkit.inspect.toy_settings import ToyConfig
from rnnkit.pictures import palette
from rnnkit.pictures.unrolled import SIDE, unrolled

LSTM = toy(ToyConfig(cell="lstm"))
PER_STEP = 4 + 2 + 2 + 4  # x, c, h and the prediction of "hello" with two units


def squares(sketch):
    """Filled and empty squares."""
    found = [one for one in sketch.shapes if one.tag == "rect" and one.look["width"] == SIDE]
    return [one for one in found if one.hint], [one for one in found if not one.hint]


@pytest.mark.parametrize(
    ("step", "backward", "known"), [(1, False, 1), (3, False, 3), (4, True, 1), (2, True, 3)]
)
def test_only_what_was_computed_is_filled(step, backward, known):
    filled, empty = squares(unrolled(LSTM, step, backward, dark=False))
    assert len(filled) == known * PER_STEP
    assert [one.look["fill"] for one in empty] == ["none"] * (4 - known) * PER_STEP


@pytest.mark.parametrize("backward", [False, True])
def test_colours_are_the_values_forward_and_the_gradients_backward(backward):
    filled, _ = squares(unrolled(LSTM, 1 if backward else 4, backward, dark=True))
    steps = LSTM.back.steps if backward else LSTM.run.steps
    expected = [value for now in steps for value in now.h]
    shown = [one for one in filled if one.hint.startswith("h[")]
    assert [one.hint.rsplit(" ", 1)[1] for one in shown] == [f"{value:.3g}" for value in expected]
    warm = [palette.signed(1 if value > 0 else -1, dark=True) for value in expected]
    largest = max(range(len(expected)), key=lambda place: abs(expected[place]))
    assert nearer(shown[largest].look["fill"], warm[largest])


def nearer(color, end):
    """Whether a colour has left the middle of the scale for this end of it."""
    apart = [sum(abs(a - b) for a, b in zip(parts(color), parts(other), strict=True)) for other in ENDS]
    return ENDS[apart.index(min(apart))] == end


ENDS = (palette.signed(-1, dark=True), palette.signed(1, dark=True))


def parts(color):
    return bytes.fromhex(color[1:])


def test_the_ends_and_the_middle_of_the_scale():
    assert palette.signed(0) == palette.SIGNED["light"][1].lower()
    assert palette.signed(-1) == palette.SIGNED["light"][0].lower()
    assert palette.signed(1, dark=True) == palette.SIGNED["dark"][2].lower()


def arrows(sketch):
    return [
        tuple(one.look[end] for end in ("x1", "y1", "x2", "y2")) for one in sketch.shapes if one.tag == "line"
    ]


def test_the_way_back_is_the_way_forward_turned_round():
    there, back = arrows(unrolled(LSTM, 4, False, dark=False)), arrows(unrolled(LSTM, 1, True, dark=False))
    assert there == [(x2, y2, x1, y1) for x1, y1, x2, y2 in back]


def test_the_same_weights_stand_at_every_step():
    sketch = unrolled(toy(ToyConfig(cell="rnn")), 1, False, dark=False)
    weights = [one.low for one in sketch.shapes if one.text == "W"]
    assert [weights.count(name) for name in "xhy"] == [4, 3, 4]
    assert [one.text for one in sketch.shapes if one.text.startswith("→")] == ["→ e", "→ l", "→ l", "→ o"]


def test_the_steps_share_the_width():
    sketch = unrolled(LSTM, 2, False, dark=False)
    places = {float(one.look["x"].rstrip("%")) for one in sketch.shapes if one.low == "y"}
    assert all(0 < place < 100 for place in places)
    assert len(places) == 4
