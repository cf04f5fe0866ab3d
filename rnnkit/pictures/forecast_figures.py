"""Figures of time series: as they are, forecasts over what happened, and the errors."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.figures import (
    Figure,
    Lane,
    dress,
    empty,
    grey_lines,
    line_look,
    method_words,
    plain,
    thinned,
)
from rnnkit.words import t

HEIGHT = 420
MOST_LINES = 6  # of the data in one chart: as many as there are colours
FLAT = 10  # so many times the span of a line, and it looks flat
BAND_LINE = 1  # pixels around a band, whose pale filling alone is hard to see


def overview(
    frame: pd.DataFrame, columns: Sequence[str], dark: bool, series: Sequence[str] | None = None
) -> Figure:
    """The cleaned series as they are: a thin line each, no two of one colour, the first few of many.

    On one axis where all can be read there; where the scales differ by far, each in a chart of its own.
    """
    names = frame["unique_id"].unique() if series is None else series
    lines = [(str(name), column) for name in names for column in columns][:MOST_LINES]
    parts = [
        thinned(frame.loc[frame["unique_id"].astype(str) == name, ["ds", column]]) for name, column in lines
    ]
    labels = [plain(_line_name(*line, frame["unique_id"].nunique() > 1, len(columns) > 1)) for line in lines]
    own = _own_scales([part[column] for part, (_, column) in zip(parts, lines, strict=True)])
    figure = _rows_of_charts(labels, dark) if own else empty(dark, height=260)
    colors = palette.categorical(dark) if len(lines) > 1 else (palette.ink(dark),)
    for place, (part, (_, column)) in enumerate(zip(parts, lines, strict=True)):
        figure.add_scatter(
            x=part["ds"],
            y=part[column],
            name=labels[place],
            line={"width": 1.5, "color": colors[place]},
            **({"row": place + 1, "col": 1} if own else {}),
            **line_look(part[column]),
        )
    figure.update_layout(showlegend=len(lines) > 1 and not own)
    if not own:
        figure.update_yaxes(title_text=plain(columns[0]) if len(columns) == 1 else t("value"))
    return figure


def _own_scales(lines: Sequence[pd.Series]) -> bool:
    """Whether one of the lines would look flat on an axis that holds all of them."""
    ends = [(float(line.min()), float(line.max())) for line in lines if line.notna().any()]
    whole = max((high for _, high in ends), default=0.0) - min((low for low, _ in ends), default=0.0)
    return any(0 < high - low < whole / FLAT for low, high in ends)


def _rows_of_charts(titles: Sequence[str], dark: bool) -> Figure:
    """One small chart for each title below the other, with the same times."""
    figure = Figure.grid(
        rows=len(titles),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.25 / len(titles),
        subplot_titles=titles,
    )
    dress(figure, dark, height=60 + 100 * len(titles))
    figure.update_yaxes(nticks=3)
    figure.update_annotations(font_size=13, x=0, xanchor="left")
    return figure


def forecast(
    actual: pd.DataFrame,
    lanes: Sequence[Lane],
    baselines: Sequence[str],
    dark: bool,
    *,
    y_title: str = "",
    shown: str = "",
    before: int | None = None,
) -> Figure:
    """Forecasts over what really happened (`ds, y`), beside one baseline; the others wait in the legend.

    The interval of a lane with emphasis is shaded, and comes and goes with its line. Forecasts from several
    cutoffs are drawn one after another, each as its own stroke, or as its own point where it is one step.
    `before` steps of what happened are in view, and the rest is reached by a slider.
    """
    figure = empty(dark, height=HEIGHT)
    for lane in lanes:
        if lane.emphasis:
            _add_interval(figure, lane, dark)
    figure.add_scatter(
        x=actual["ds"],
        y=actual["y"],
        name=t("actual"),
        line={"color": palette.ink(dark), "width": 1.6},
        legendrank=1,
        **line_look(actual["y"]),
    )
    strokes = [_strokes(lane.frame) for lane in lanes]
    _add_baselines(figure, strokes, baselines, shown, dark)
    for lane, stroke in zip(lanes, strokes, strict=True):
        figure.add_scatter(
            x=stroke["ds"],
            y=stroke["y_hat"],
            name=plain(lane.label),
            mode=_mode(lane.frame),
            line=lane.line(dark),
            marker={"color": lane.style(dark).color, "size": 5},
            legendgroup=plain(lane.label),
            legendrank=2,
        )
    _add_cutoff(figure, actual, lanes, dark)
    figure.update_yaxes(title_text=plain(y_title))
    if before is not None:
        _look_at_the_end(figure, actual, lanes, before)
    return figure


def trend(frame: pd.DataFrame, names: Mapping[str, str], title: str, dark: bool) -> Figure:
    """Scores over time (`until` and a column for each of `names`, by what it is called): the first in ink."""
    figure = empty(dark, height=260)
    for place, (column, name) in enumerate(names.items()):
        color = palette.grey(dark) if place else palette.ink(dark)
        figure.add_scatter(
            x=frame["until"],
            y=frame[column],
            name=plain(name),
            mode="lines+markers",
            line={"color": color, "width": 1.6, "dash": "dot" if place else "solid"},
        )
    figure.update_yaxes(title_text=title, rangemode="tozero")
    return figure


def by_step(scores: Mapping[str, pd.DataFrame], lanes: Sequence[Lane], metric: str, dark: bool) -> Figure:
    """How the error grows with each step of the horizon: runs in colour, baselines in grey.

    `scores` holds one frame (`step` and the metric) a method; a method that is no run is a baseline.
    """
    figure = empty(dark, height=340)
    looks = {lane.label: lane.line(dark) for lane in lanes}
    greys = grey_lines([name for name in scores if name not in looks], dark)
    for name, frame in scores.items():
        figure.add_scatter(
            x=frame["step"],
            y=frame[metric],
            name=plain(method_words(name)),
            mode="lines+markers" if len(frame) < 40 else "lines",
            line=looks.get(name) or greys[name],
            marker={"size": 5},
            visible=True if name in looks or name == _strongest(scores, looks, metric) else "legendonly",
        )
    figure.update_xaxes(title_text=t("steps ahead"))
    figure.update_yaxes(title_text=metric.upper(), rangemode="tozero")
    return figure


def residuals(lanes: Sequence[Lane], dark: bool) -> Figure:
    """What was left over (actual minus forecast): over time, and how often which size."""
    figure = Figure.grid(
        rows=1, cols=2, shared_yaxes=True, column_widths=[0.76, 0.24], horizontal_spacing=0.02
    )
    dress(figure, dark, height=340)
    for lane in lanes:
        left = lane.frame["y"] - lane.frame["y_hat"]
        points = thinned(lane.frame.assign(left=left)[["ds", "left"]])
        color = lane.line(dark)["color"]
        marker = {
            "color": color,
            "size": 5,
            "opacity": 0.7,
            "symbol": "circle-open" if lane.bidirectional else "circle",
        }
        shared: dict[str, Any] = {"name": plain(lane.label), "legendgroup": plain(lane.label)}
        figure.add_scatter(
            x=points["ds"], y=points["left"], mode="markers", marker=marker, row=1, col=1, **shared
        )
        figure.add_histogram(
            y=left,
            marker_color=color,
            opacity=0.5,
            showlegend=False,
            nbinsy=20,
            row=1,
            col=2,
            hoverinfo="skip",
            **shared,
        )
    figure.add_hline(y=0, line={"color": palette.grey(dark), "width": 1})
    figure.update_layout(barmode="overlay", hovermode="closest")
    figure.update_xaxes(showticklabels=False, row=1, col=2)
    figure.update_yaxes(title_text=t("actual minus forecast"), row=1, col=1)
    return figure


def stitched(frame: pd.DataFrame) -> pd.DataFrame:
    """The forecasts that tell the whole test part once: cutoffs from the last one backwards, no overlap."""
    if "cutoff" not in frame or frame.empty:
        return frame
    spans = frame.groupby("cutoff")["ds"].agg(["min", "max"]).sort_index(ascending=False)
    kept, edge = [], None
    for cutoff, first, last in spans.itertuples():
        if edge is None or last < edge:
            kept.append(cutoff)
            edge = first
    return frame[frame["cutoff"].isin(kept)].sort_values(["cutoff", "ds"])


def _add_interval(figure: Figure, lane: Lane, dark: bool) -> None:
    """The band that should hold a share of the true values, drawn under all lines."""
    if not {"lo", "hi"} <= set(lane.frame) or lane.frame["lo"].isna().all():
        return
    color = lane.style(dark).color
    for _, whole in _pieces(lane.frame):
        part = whole[whole["lo"].notna() & whole["hi"].notna()]  # nothing is promised where there is none
        figure.add_scatter(
            x=np.concatenate([part["ds"], part["ds"][::-1]]),
            y=np.concatenate([part["hi"], part["lo"][::-1]]),
            fill="toself",
            fillcolor=palette.fade(color),
            line={"width": BAND_LINE, "color": color},
            mode="lines",
            hoverinfo="skip",
            name=t("{label} interval", label=plain(lane.label)),
            legendgroup=plain(lane.label),
            showlegend=False,
        )


def _add_baselines(
    figure: Figure, strokes: Sequence[pd.DataFrame], baselines: Sequence[str], shown: str, dark: bool
) -> None:
    """What a network has to beat: grey, told apart by dash."""
    greys = grey_lines(baselines, dark)
    for name in baselines:
        stroke = next((stroke for stroke in strokes if name in stroke), None)
        if stroke is not None:
            figure.add_scatter(
                x=stroke["ds"],
                y=stroke[name],
                name=plain(method_words(name)),
                mode="lines",
                line=greys[name],
                visible=True if name == shown else "legendonly",
            )


def _add_cutoff(figure: Figure, actual: pd.DataFrame, lanes: Sequence[Lane], dark: bool) -> None:
    """A thin line where knowledge ends and forecasting begins."""
    starts = [lane.frame["ds"].min() for lane in lanes if not lane.frame.empty]
    if not starts:
        return
    before = actual.loc[actual["ds"] < min(starts), "ds"]
    if before.empty:
        return
    edge = before.max()
    figure.add_shape(
        type="line",
        x0=edge,
        x1=edge,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": palette.grey(dark), "width": 1, "dash": "dot"},
    )
    figure.add_annotation(
        x=edge,
        y=1,
        yref="paper",
        text=t("forecast from here"),
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"size": 11, "color": palette.grey(dark)},
    )


def _look_at_the_end(figure: Figure, actual: pd.DataFrame, lanes: Sequence[Lane], before: int) -> None:
    """Show the forecasts and a little of what was before; what is earlier lies under a slider."""
    forecasts = [lane.frame["ds"] for lane in lanes if not lane.frame.empty]
    if not forecasts:
        return
    earlier = actual.loc[actual["ds"] < min(ds.min() for ds in forecasts), "ds"]
    if len(earlier) > before:
        ends = [earlier.iloc[-before - 1], max(ds.max() for ds in forecasts)]
        figure.update_xaxes(range=ends, rangeslider={"visible": True, "thickness": 0.08})


def _strongest(scores: Mapping[str, pd.DataFrame], looks: Mapping[str, object], metric: str) -> str | None:
    """The baseline with the smallest mean error: the one worth showing at once."""
    means = {name: frame[metric].mean() for name, frame in scores.items() if name not in looks}
    known = {name: value for name, value in means.items() if np.isfinite(value)}
    return min(known, key=lambda name: known[name]) if known else None


def _pieces(frame: pd.DataFrame) -> list[tuple[object, pd.DataFrame]]:
    """One piece a cutoff; a horizon of one step is a single stroke, else its points would stand alone."""
    if "cutoff" not in frame or not frame["cutoff"].duplicated().any():
        return [(None, frame)]
    return list(frame.groupby("cutoff", sort=True))


def _strokes(frame: pd.DataFrame) -> pd.DataFrame:
    """All pieces under each other, an empty row between, so that Plotly lifts the pen."""
    if "cutoff" not in frame or not 1 < frame["cutoff"].nunique() < len(frame):
        return frame
    ordered = frame.sort_values("cutoff", kind="stable")
    ends = (~ordered["cutoff"].duplicated(keep="last")).to_numpy()
    rows = np.repeat(np.arange(len(ordered)), 1 + ends)  # the last row of each piece twice
    drawn = ordered.iloc[rows].set_axis(range(len(rows)))
    numbers = drawn.select_dtypes("number").columns.difference(["ds"])
    drawn[numbers] = drawn[numbers].astype(float)
    drawn.loc[np.flatnonzero(np.diff(rows, prepend=-1) == 0), numbers] = np.nan
    return drawn


def _mode(frame: pd.DataFrame) -> str:
    """Forecasts of one step each are points: a line through them would look like one long forecast."""
    alone = "cutoff" in frame and not frame["cutoff"].duplicated().any()
    return "markers" if len(frame) < 2 or alone else "lines"


def _line_name(series: str, column: str, many_series: bool, many_columns: bool) -> str:
    """The shortest name that tells the lines apart."""
    if many_series and many_columns:
        return f"{series} · {column}"
    return series if many_series else column
