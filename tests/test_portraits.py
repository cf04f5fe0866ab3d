"""Pictures of a run: colours are where they belong."""

import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures import trained_network as portraits
from tests.pictures import colors


def test_a_state_far_above_its_mean_is_petrol_and_stands_in_the_row_of_its_unit():
    states = pd.DataFrame({"7": [0.0, 2.5, 9.0], "3": [-2.5, 0.0, 0.0]})
    picture = portraits.heatmap(states, ["May", "June", "July"], dark=False)
    middle, most, least = palette.signed(0), palette.signed(1), palette.signed(-1)
    assert colors(picture) == [[middle, most, most], [least, middle, middle]]
    said = [one.text for one in picture.shapes if one.tag == "text"]
    assert said == ["7", "3", "May", "June", "July"]
    assert [one.hint for one in picture.shapes if one.hint] == ["unit 7", "unit 3"]


def test_the_ticks_of_a_time_axis_have_short_names_alone():
    when = pd.date_range("2024-11-24", periods=3, freq="W")
    frame = pd.DataFrame({"activation": 0.0, "y": 1.0, "at": when, "where": "x", "read": "1"})
    _, dated = portraits.one_unit(7, frame, dark=False)
    assert dated["encoding"]["x"]["axis"]["format"]["month"] == "%b"
    _, counted = portraits.one_unit(7, frame.assign(at=range(3)), dark=False)
    assert "format" not in counted["encoding"]["x"]["axis"]
