"""What units track, by hand: correlations, the features of series and texts, places that stand out."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.inspect.tracking import extremes, series_features, strongest, text_features, tracking

TEXT = 'Say "hi (2)"\nNo.'


def test_correlations_are_those_of_the_textbook():
    rng = np.random.default_rng(0)
    x, noise = rng.standard_normal(200), rng.standard_normal(200)
    states = np.stack([x, -2 * x + 1, x + noise, np.full(200, 0.3)], axis=1)
    found = tracking(states, {"x": x, "flat": np.ones(200)})
    assert list(found) == ["x"]
    by_hand = [1.0, -1.0, np.corrcoef(x, x + noise)[0, 1], 0.0]
    assert found["x"].tolist() == pytest.approx(by_hand)


def test_a_place_in_a_cycle_is_found_whatever_its_phase():
    angle = 2 * np.pi * np.arange(240) / 24
    states = np.stack([np.cos(angle - 1.3), np.cos(2 * angle)], axis=1)
    found = tracking(states, {"day": np.stack([np.sin(angle), np.cos(angle)], axis=1)})
    assert found["day"].tolist() == pytest.approx([1.0, 0.0], abs=1e-9)


def test_steps_that_are_not_known_are_left_out():
    x = np.array([np.nan, 1.0, 2.0, 3.0, 4.0])
    states = np.array([[9.0], [1.0], [2.0], [3.0], [4.0]])
    assert tracking(states, {"x": x})["x"].tolist() == pytest.approx([1.0])


def test_units_come_in_the_order_of_how_closely_they_track():
    found = pd.DataFrame({"value": [0.2, -0.9], "time": [0.5, 0.1]}, index=[7, 9])
    assert strongest(found).to_dict("list") == {
        "unit": [9, 7],
        "feature": ["value", "time"],
        "r": [-0.9, 0.5],
    }
    assert strongest(pd.DataFrame(index=[1, 2]))["r"].tolist() == [0, 0]


def test_the_features_of_a_text_by_hand():
    found = {name: values.astype(int).tolist() for name, values in text_features(list(TEXT)).items()}
    #                                S a y   " h i   ( 2 ) " n N o .
    assert found["letter"] == [1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0]
    assert found["capital"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert found["inside quotes"] == [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert found["inside brackets"] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    assert found["digit"] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert found["place in the word"] == [1, 2, 3, 0, 0, 1, 2, 0, 0, 1, 0, 0, 0, 1, 2, 0]
    assert found["place in the line"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2, 3]


def test_the_features_of_a_series_by_hand():
    found = series_features(np.array([1.0, 4.0, 2.0]), lookback=2)
    assert found["mean of what was read"].tolist() == [1.0, 2.5, 3.0]
    assert found["change"].tolist()[1:] == found["next change"].tolist()[:2] == [3.0, -2.0]
    assert found["spread of what was read"].tolist() == [0.0, 1.5, 1.0]


def test_places_that_stand_out_keep_apart():
    activation = np.array([0.0, 5.0, 4.9, 0.0, 3.0, -1.0])
    assert extremes(activation, 2, 2, highest=True) == [1, 4]
    assert extremes(activation, 1, 2, highest=False) == [5]
