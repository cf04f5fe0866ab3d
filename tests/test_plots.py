"""Figures say what the frames say, look alike for the same cell, and run no foreign text as markup."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rnnkit.pictures import class_figures, curve_figures, figures, forecast_figures, palette, symbol_figures
from rnnkit.pictures.figures import Lane

MONTHS = pd.date_range("2020-01-01", periods=24, freq="MS")


def lane(label: str = "LSTM", starts: tuple[int, ...] = (12,), horizon: int = 4, **look: object) -> Lane:
    """Forecasts of so many steps from some starts; the truth is the number of the month."""
    parts = [
        pd.DataFrame(
            {
                "cutoff": MONTHS[start - 1],
                "ds": MONTHS[start : start + horizon],
                "y": np.arange(start, start + horizon, dtype=float),
                "y_hat": np.arange(start, start + horizon) + 0.5,
                "lo": np.arange(start, start + horizon) - 1.0,
                "hi": np.arange(start, start + horizon) + 2.0,
                "last value": float(start - 1),
                "mean": 0.0,
            }
        )
        for start in starts
    ]
    return Lane(label, "lstm", bool(look.pop("bidirectional", False)), pd.concat(parts), **look)  # type: ignore[arg-type]


def actual() -> pd.DataFrame:
    return pd.DataFrame({"ds": MONTHS, "y": np.arange(24.0)})


def traces(figure: figures.Figure, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def test_a_forecast_is_drawn_where_it_belongs() -> None:
    figure = forecast_figures.forecast(actual(), [lane()], ["last value"], dark=False)
    (drawn,) = traces(figure, "LSTM")
    assert list(drawn.y) == [12.5, 13.5, 14.5, 15.5]
    assert pd.DatetimeIndex(drawn.x)[0] == MONTHS[12]


def test_a_value_alone_between_two_holes_is_a_dot() -> None:
    holed = actual().assign(y=lambda frame: frame["y"].where(~frame.index.isin([3, 5, 6])))
    (drawn,) = traces(forecast_figures.forecast(holed, [lane()], [], dark=False), "actual")
    assert drawn.mode == "lines+markers"
    assert list(np.flatnonzero(drawn.marker.size)) == [4]
    (whole,) = traces(forecast_figures.forecast(actual(), [lane()], [], dark=False), "actual")
    assert whole.mode == "lines"


@pytest.mark.parametrize("dark", [False, True])
def test_a_cell_keeps_its_colour_and_both_ways_are_dashed(dark: bool) -> None:
    both = lane("BiLSTM", bidirectional=True)
    figure = forecast_figures.forecast(actual(), [lane(), both], [], dark=dark)
    one_way, two_ways = traces(figure, "LSTM")[0].line, traces(figure, "BiLSTM")[0].line
    assert one_way.color == two_ways.color == palette.style("lstm", dark=dark).color
    assert (one_way.dash, two_ways.dash) == ("solid", "dash")
    assert traces(figure, "actual")[0].line.color == palette.ink(dark)


def test_only_the_chosen_baseline_is_in_sight() -> None:
    figure = forecast_figures.forecast(actual(), [lane()], ["last value", "mean"], dark=False, shown="mean")
    assert traces(figure, "mean")[0].visible is True
    assert traces(figure, "last value")[0].visible == "legendonly"


def test_the_interval_belongs_to_the_lane_with_emphasis() -> None:
    figure = forecast_figures.forecast(actual(), [lane(), lane("GRU", emphasis=False)], [], dark=False)
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert [band.legendgroup for band in bands] == ["LSTM"]
    assert (min(bands[0].y), max(bands[0].y)) == (11.0, 17.0)


def test_forecasts_from_several_starts_are_strokes_of_their_own() -> None:
    """Two starts of four steps: eight points and an empty one where the pen is lifted after each."""
    figure = forecast_figures.forecast(actual(), [lane(starts=(12, 16))], [], dark=False)
    (drawn,) = traces(figure, "LSTM")
    assert int(np.isnan(np.asarray(drawn.y, dtype=float)).sum()) == 2
    assert len(drawn.y) == 10


def test_one_step_ahead_is_one_stroke() -> None:
    figure = forecast_figures.forecast(actual(), [lane(starts=(12, 13, 14), horizon=1)], [], dark=False)
    assert list(traces(figure, "LSTM")[0].y) == [12.5, 13.5, 14.5]


def test_stitched_tells_every_moment_once_and_keeps_the_newest_start() -> None:
    """Starts at 12, 14 and 16 with four steps overlap: 16 and 12 remain."""
    kept = forecast_figures.stitched(lane(starts=(12, 14, 16)).frame)
    assert list(kept["y"]) == [12, 13, 14, 15, 16, 17, 18, 19]
    assert kept["ds"].is_unique


def test_names_of_people_are_text() -> None:
    name = "<a href='http://x'>sales</a>"
    wide = pd.DataFrame({"unique_id": "s", "ds": MONTHS, name: np.arange(24.0)})
    for figure in (
        forecast_figures.overview(wide, [name], dark=False),
        forecast_figures.forecast(actual(), [lane(name)], [], dark=False, y_title=name),
    ):
        assert "<a href" not in figure.to_json().replace("\\u003c", "<")


def test_many_points_are_thinned_and_many_lines_are_not_drawn() -> None:
    frame = pd.DataFrame(
        {"unique_id": [f"s{i}" for i in range(20) for _ in range(4000)], "ds": [*range(4000)] * 20, "y": 1.0}
    )
    figure = forecast_figures.overview(frame, ["y"], dark=False)
    assert len({trace.line.color for trace in figure.data}) == len(figure.data) == forecast_figures.MOST_LINES
    assert all(len(trace.x) <= figures.MOST_POINTS for trace in figure.data)


def test_series_of_one_scale_share_an_axis_that_is_named_and_others_have_their_own() -> None:
    rows = {"a": range(24), "b": range(5, 29), "c": [1e6 * n for n in range(24)]}
    frame = pd.concat([pd.DataFrame({"unique_id": name, "ds": MONTHS, "y": y}) for name, y in rows.items()])
    alike = forecast_figures.overview(frame, ["y"], dark=False, series=["a", "b"])
    assert alike.layout.yaxis.title.text == "y"
    assert {trace.yaxis for trace in alike.data} <= {"y", None}
    far = forecast_figures.overview(frame, ["y"], dark=False)
    assert [trace.yaxis for trace in far.data] == ["y", "y2", "y3"]
    assert [note.text for note in far.layout.annotations] == ["a", "b", "c"]


def test_the_edge_of_a_band_is_drawn() -> None:
    (band,) = traces(forecast_figures.forecast(actual(), [lane()], [], dark=True), "LSTM interval")
    assert band.line.width >= 1
    assert band.line.color == palette.style("lstm", dark=True).color


def test_residuals_are_actual_minus_forecast() -> None:
    points = traces(forecast_figures.residuals([lane()], dark=False), "LSTM")[0]
    assert list(points.y) == [-0.5] * 4


def test_errors_by_step_show_networks_and_the_strongest_baseline() -> None:
    frames = {
        "LSTM": pd.DataFrame({"step": [1, 2], "mae": [1.0, 2.0]}),
        "mean": pd.DataFrame({"step": [1, 2], "mae": [5.0, 5.0]}),
        "linear": pd.DataFrame({"step": [1, 2], "mae": [2.0, 3.0]}),
    }
    figure = forecast_figures.by_step(frames, [lane()], "mae", dark=False)
    visible = {trace.name: trace.visible for trace in figure.data}
    assert visible == {"LSTM": True, "mean": "legendonly", "linear": True}


def test_live_curves_hold_both_losses_and_drop_what_a_logarithm_cannot_show() -> None:
    curve = pd.DataFrame({"step": [1, 2, 3], "train_loss": [1.0, 0.5, 0.0], "valid_loss": [np.nan, 0.6, 0.4]})
    data, spec = curve_figures.live_loss([lane(curve=curve)], dark=False)
    assert sorted(zip(data["kind"], data["loss"], strict=True)) == [
        ("training", 0.5),
        ("training", 1.0),
        ("validation", 0.4),
        ("validation", 0.6),
    ]
    assert spec["encoding"]["color"]["scale"]["range"] == [palette.style("lstm").color]


def test_what_has_to_be_beaten_is_a_grey_line_over_all_steps() -> None:
    curve = pd.DataFrame({"step": [0, 40], "train_loss": [1.0, 0.5], "valid_loss": [0.6, 0.4]})
    data, spec = curve_figures.live_loss([lane(curve=curve)], dark=False, level=("no memory", 0.25))
    level = data[data["run"] == "no memory"]
    assert list(level["step"]) == [0, 40]
    assert set(level["loss"]) == {0.25}
    assert spec["encoding"]["color"]["scale"]["range"] == [palette.style("lstm").color, palette.grey()]
    finished = curve_figures.loss([lane(curve=curve)], False, ("no memory", 0.25)).data[-1]
    assert (finished.name, list(finished.x), list(finished.y)) == ("no memory", [0, 40], [0.25, 0.25])


def test_before_the_first_point_there_is_an_empty_chart() -> None:
    data, _ = curve_figures.live_loss([], dark=True)
    assert data.empty


def test_the_file_has_no_button_that_uploads_it() -> None:
    page = figures.to_html(forecast_figures.forecast(actual(), [lane()], [], dark=False))
    assert '"showSendToCloud": false' in page
    assert "LSTM" in page


def test_the_next_symbol_that_stands_there_has_the_ink_and_html_is_text() -> None:
    figure = symbol_figures.next_symbols(["<b>", "e"], [0.75, 0.00001], [1.0, 0.0], 0, dark=False)
    rows, own, drawn = figure.data
    assert list(own.x) == [75, pytest.approx(0.001)]
    assert list(drawn.x) == [100, 0]
    assert own.marker.color == (palette.ink(False), palette.grey(False))
    assert min(rows.x) >= 100  # a whole row can be clicked
    assert figure.layout.yaxis.ticktext == ("<b>&lt;b&gt;</b>  75 %", "<b>e</b>  under 0.01 %")


def test_texts_of_one_length_are_one_bar_with_room_beside_it() -> None:
    figure = class_figures.lengths(np.full(20, 7), 7, "words", dark=False)
    (bar,) = figure.data
    assert (list(bar.x), list(bar.y), list(bar.width)) == ([7.0], [20], [1.0])
    assert list(figure.layout.xaxis.range) == [2.5, 11.5]


def test_lengths_that_are_cut_stand_right_of_the_line() -> None:
    figure = class_figures.lengths(np.array([1, 2, 2, 90]), 2, "words", dark=False)
    assert figure.data[0].y.sum() == 4
    assert figure.layout.shapes[0].x0 == 2.5
