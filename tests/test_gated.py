"""Pictures of gates: every number is where it belongs."""

import numpy as np

from rnnkit.inspect.paths import bag_trajectories
from rnnkit.pictures import gates as gated
from rnnkit.pictures import palette
from tests.pictures import colors

GATE = np.array([[0.0, 1.0], [0.5, 0.9], [0.2, 1.0]])  # three steps, two units


def test_the_most_open_unit_is_on_top_and_colours_are_values():
    picture = gated.heat("abc", GATE, dark=False)
    found = colors(picture)
    assert [len(row) for row in found] == [3, 3]
    assert found[0][0] == palette.signed(1)
    assert found[1][0] == palette.signed(-1)
    hints = [one.hint for one in picture.shapes if one.hint]
    assert hints == ["unit 2: 0.967 on average", "unit 1: 0.233 on average"]
    assert [one.text for one in picture.shapes if one.text in "abc" and one.text] == ["a", "b", "c"]


def test_a_curve_goes_through_its_values():
    picture = gated.curves("abc", {"input": GATE[:, 0], "forget": GATE[:, 1]}, dark=True)
    lines = [one.look for one in picture.shapes if one.tag == "line" and one.look.get("stroke-width") == 2]
    colors = dict.fromkeys(one["stroke"] for one in lines)
    first = [one for one in lines if one["stroke"] == next(iter(colors)) and one["y1"] != 10]
    bottom = gated.LEGEND + gated.CURVES
    assert [one["y1"] for one in first] == [bottom, bottom - gated.CURVES / 2]
    assert first[-1]["y2"] == bottom - 0.2 * gated.CURVES
    assert len(colors) == len({one["stroke-dasharray"] for one in lines}) == 2


def test_long_symbols_stand_upright_and_have_room():
    short, long = (
        gated.curves(symbols, {"reset": GATE[:, 0]}, False) for symbols in ("abc", ["a", "love", "b"])
    )
    assert long.height - short.height == gated.LONG_FOOT - gated.FOOT
    assert [one.look["writing-mode"] for one in long.shapes if one.text == "love"] == ["vertical-rl"]


def test_both_ways_begin_at_one_point_and_every_word_is_named():
    one, other = ["I", "love"], ["love", "I"]
    picture = gated.plane(bag_trajectories(one, other), (one, other), dark=False)
    points = [(one.look["cx"], one.look["cy"]) for one in picture.shapes if one.tag == "circle"]
    assert points[0] == points[3]
    assert points[2] == points[5]
    assert [one.text for one in picture.shapes if one.text] == [*one, *other]
