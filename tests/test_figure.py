"""A figure of plain dictionaries is what Plotly makes of the same words, at a fraction of the time."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from test_plots import actual, lane

from rnnkit.lessons.drawing import draw
from rnnkit.lessons.pictures import Bars, ChartBar
from rnnkit.pictures import class_figures, curve_figures, forecast_figures, series_class_figures
from rnnkit.pictures.figure import Figure

CURVE = pd.DataFrame(
    {"step": [1, 2, 300], "train_loss": [1.0, np.nan, 0.1], "valid_loss": [np.nan, 0.6, 0.4]}
)
WIDE = pd.DataFrame(
    {
        "unique_id": "s",
        "ds": pd.date_range("2020", periods=3, freq="h"),
        "a": [1.0, np.nan, 3.0],
        "b": [1e6, 0, 9],
    }
)
ZIGZAG = np.array([[0.0], [1.0], [0.5], [2.0]], dtype=np.float32)
FIGURES: dict[str, Callable[[], Figure]] = {
    "forecast": lambda: forecast_figures.forecast(
        actual(), [lane(starts=(12, 16)), lane("GRU", emphasis=False)], ["mean"], True, before=3
    ),
    "overview": lambda: forecast_figures.overview(WIDE, ["a", "b"], dark=False),
    "residuals": lambda: forecast_figures.residuals([lane()], dark=False),
    "loss": lambda: curve_figures.loss([lane(curve=CURVE)], False, ("no memory", 0.25)),
    "effort": lambda: curve_figures.effort([lane()], [3.5], [0.5], dark=True),
    "lengths": lambda: class_figures.lengths(np.array([1, 2, 2, 90]), 2, "words", dark=False),
    "examples": lambda: series_class_figures.examples({"up": [ZIGZAG], "down": [ZIGZAG, ZIGZAG]}, dark=False),
    "bars": lambda: draw(
        Bars((ChartBar("a", 1.0, "rnn"), ChartBar("b", 2.0, "quiet", dashed=True)), "error", 2.0), True
    ),
}


def opened(value: Any) -> Any:
    """What was sent, as the browser reads it: bytes as numbers, moments in one spelling."""
    if isinstance(value, dict) and "bdata" in value:
        kind = np.dtype(value["dtype"]).newbyteorder("<")
        return opened(np.frombuffer(base64.b64decode(value["bdata"]), kind).tolist())
    if isinstance(value, dict):
        return {name: opened(part) for name, part in value.items() if name != "template"}
    if isinstance(value, list):
        return [opened(part) for part in value]
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 9)
    if isinstance(value, str) and value[:2] == "20" and value[4:5] == "-":
        return pd.Timestamp(value).isoformat()
    return value


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_sent_is_what_plotly_would_send(name: str) -> None:
    figure = FIGURES[name]()
    assert opened(figure.to_dict()) == opened(json.loads(figure.checked().to_json()))


def test_numbers_are_sent_as_their_bytes_and_moments_as_short_as_they_can_be_written() -> None:
    figure = Figure({})
    zoned = pd.Series(pd.to_datetime(["2020-01-01 01:30", None])).dt.tz_localize("Europe/Berlin")
    figure.add_scatter(x=pd.Series(pd.to_datetime(["2020-01-01", None])), y=np.array([1, 200]), text=zoned)
    figure.add_scatter(x=[np.float64("nan"), np.int64(3)], y=pd.Series([1, None], dtype="Int64"), name=None)
    figure.update_xaxes(range=[datetime(2020, 1, 1, tzinfo=UTC), pd.Timestamp("2020-01-02")])
    first, second = figure.to_dict()["data"]
    assert first["x"] == ["2020-01-01", None]
    assert first["y"] == {"dtype": "i2", "bdata": base64.b64encode(np.array([1, 200], "<i2")).decode()}
    assert first["text"] == ["2020-01-01T01:30:00", None]  # the clock in Berlin
    assert second["x"] == [None, 3]
    assert opened(second["y"]) == [1.0, None]
    assert "name" not in second
    assert figure.to_dict()["layout"]["xaxis"]["range"] == [
        "2020-01-01T00:00:00+00:00",
        "2020-01-02T00:00:00",
    ]


def test_names_with_lines_are_parts_of_parts_and_later_words_join_earlier_ones() -> None:
    figure = Figure({"paper_bgcolor": "red", "font": {"color": "blue"}})
    figure.update_layout({"font": {"size": 3}}, margin_b=4)
    figure.update_yaxes(title_text="loss")
    assert figure.to_dict()["layout"] == {
        "paper_bgcolor": "red",
        "font": {"color": "blue", "size": 3},
        "margin": {"b": 4},
        "yaxis": {"title": {"text": "loss"}},
    }


def test_a_name_that_plotly_does_not_know_is_found_by_the_check() -> None:
    figure = Figure({})
    figure.add_scatter(x=[1], y=[2], marker={"colour": "red"})
    with pytest.raises(ValueError, match="Invalid property"):
        figure.checked()
