"""Pictures of a run: colours are where they belong."""

import pandas as pd

from rnnkit import palette, portraits
from tests.pictures import colors


def test_a_state_far_above_its_mean_is_petrol_and_stands_in_the_row_of_its_unit():
    states = pd.DataFrame({"7": [0.0, 2.5, 9.0], "3": [-2.5, 0.0, 0.0]})
    picture = portraits.heatmap(states, ["May", "June", "July"], dark=False)
    middle, most, least = palette.signed(0), palette.signed(1), palette.signed(-1)
    assert colors(picture) == [[middle, most, most], [least, middle, middle]]
    said = [one.text for one in picture.shapes if one.tag == "text"]
    assert said == ["7", "3", "May", "June", "July"]
    assert [one.hint for one in picture.shapes if one.hint] == ["unit 7", "unit 3"]
