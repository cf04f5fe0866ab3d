"""The parts of our Vega-Lite specifications, and that what they name is there."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from rnnkit.pictures import curve_figures, figures, vega
from rnnkit.pictures import toy_network as drawings
from rnnkit.pictures import trained_network as portraits
from rnnkit.pictures.palette import Style

CURVE = pd.DataFrame({"step": [1, 2], "train_loss": [1.0, 0.5], "valid_loss": [0.9, 0.6]})
UNIT = pd.DataFrame({"at": [0, 1], "activation": 0.5, "y": 1.0, "where": "x", "read": "1"})
STEPS = pd.DataFrame({"step": [0, 1], "occlusion": 1.0, "gradient": 2.0, "rise": 1.0, "noise": 0.1})
LANES = [figures.Lane(name, name, False, pd.DataFrame(), curve=CURVE) for name in ("gru", "lstm")]
CHARTS = {
    "live loss": lambda: curve_figures.live_loss(LANES, False, ("no memory", 0.25)),
    "flowing": lambda: drawings.flowing({cell: np.ones(3) for cell in drawings.FLOWING}, False),
    "one unit": lambda: portraits.one_unit(7, UNIT, False),
    "effects": lambda: portraits.effects(STEPS, False),
    "reach": lambda: portraits.reach(STEPS, 1, False),
    "passages": lambda: portraits.passages([("May", np.ones(3)), ("June", np.ones(3))], 1, False),
}


def fields(spec: object) -> Iterator[str]:
    """Every field that a specification names, at any depth."""
    if isinstance(spec, dict):
        yield from [spec["field"]] if "field" in spec else []
    for part in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from fields(part)


def test_a_name_has_one_colour_and_one_dash_and_a_legend_unless_it_is_alone() -> None:
    looks = {"LSTM": Style("#27389A", "dash"), "own": Style("#000000", "4px,3px")}
    channels = vega.by_name("cell", looks)
    assert channels["color"]["scale"] == {"domain": ["LSTM", "own"], "range": ["#27389A", "#000000"]}
    assert channels["strokeDash"]["scale"] == {"domain": ["LSTM", "own"], "range": [[7, 5], [4, 3]]}
    assert channels["color"]["legend"]["orient"] == channels["strokeDash"]["legend"]["orient"] == "top"
    assert vega.by_name("cell", looks, legend=False)["color"]["legend"] is None


def test_steps_are_whole_numbers_and_an_axis_may_say_more() -> None:
    assert vega.count("step", "step", tickCount=5) == {
        "field": "step",
        "type": "quantitative",
        "title": "step",
        "axis": {"grid": False, "format": ",d", "tickMinStep": 1, "tickCount": 5},
    }


@pytest.mark.parametrize("name", CHARTS)
def test_every_field_of_a_chart_is_a_column_of_its_data(name: str) -> None:
    data, spec = CHARTS[name]()
    assert set() < set(fields(spec)) <= set(data.columns)


def test_words_of_another_language_end_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer picks its loss by value: an apostrophe in a word is no end of an expression."""
    monkeypatch.setattr(curve_figures, "t", lambda text, **_: f"l'{text}")
    data, spec = curve_figures.live_loss(LANES, dark=False)
    picked = [layer["transform"][0]["filter"] for layer in spec["layer"]]
    assert picked == [{"field": "kind", "equal": kind} for kind in ("l'training", "l'validation")]
    assert set(data["kind"]) == {"l'training", "l'validation"}
