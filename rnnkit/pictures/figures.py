"""Frames -> figures. Plotly for finished results, a Vega-Lite specification for curves that still move.

Knows nothing of Streamlit. Every text that may come from a person is made harmless for Plotly's
small HTML (`_plain`); colours and dashes come from `rnnkit.pictures.palette`, so a cell looks alike
everywhere.
"""

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from plotly import io
from plotly.graph_objs._figure import Figure
from plotly.subplots import make_subplots

from rnnkit.pictures import palette
from rnnkit.pictures.vega import LOGARITHMIC, Chart, by_name, count, number, rounded, word
from rnnkit.words import t

__all__ = [
    "Figure",
    "Lane",
    "apart",
    "by_step",
    "canvas",
    "costs",
    "effort",
    "forecast",
    "live_loss",
    "loss",
    "losses",
    "method_words",
    "next_symbols",
    "overview",
    "residuals",
    "stitched",
    "to_html",
]

NAMES = {"ets": "ETS", "theta": "Theta"}  # baselines that are not called by plain words

HEIGHT = 420
MOST_LINES = 6  # of the data in one chart: as many as there are colours
FLAT = 10  # so many times the span of a line, and it looks flat
BAND_LINE = 1  # pixels around a band, whose pale filling alone is hard to see
MOST_POINTS = 1500  # drawn per line; more cannot be told apart and makes telephones stutter
HOVER_NUMBER = ",.3r"


@dataclass(frozen=True)
class Lane:
    """One run on a chart: its name, its look, and its forecasts (`ds, y_hat, lo, hi`, perhaps `cutoff`)."""

    label: str
    cell: str
    bidirectional: bool
    frame: pd.DataFrame
    emphasis: bool = True
    curve: pd.DataFrame = field(default_factory=pd.DataFrame)
    nth: int = 0  # of the lanes with the same cell on one chart, see `apart`
    tone: int | None = None  # a colour other than that of the cell, see `palette.free_tones`

    def style(self, dark: bool) -> palette.Style:
        """The look of this run."""
        return palette.style(self.cell, self.bidirectional, dark, self.nth, self.tone)

    def line(self, dark: bool) -> dict[str, object]:
        """The line of this run in Plotly's words."""
        style = self.style(dark)
        return {"color": style.color, "dash": style.dash, "width": 2}


def apart(lanes: Sequence[Lane]) -> list[Lane]:
    """The same lanes with those of one cell told apart: the first looks as ever, each further one has a dash
    and, as long as there are some that no cell here has, a colour of its own.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    free = iter(palette.free_tones({lane.cell for lane in lanes}))
    told = []
    for lane in lanes:
        look = (lane.cell, lane.bidirectional)
        told.append(replace(lane, nth=seen[look], tone=next(free, None) if seen[look] else None))
        seen[look] += 1
    return told


def overview(
    frame: pd.DataFrame, columns: Sequence[str], dark: bool, series: Sequence[str] | None = None
) -> Figure:
    """The cleaned series as they are: a thin line each, no two of one colour, the first few of many.

    On one axis where all can be read there; where the scales differ by far, each in a chart of its own.
    """
    names = frame["unique_id"].unique() if series is None else series
    lines = [(str(name), column) for name in names for column in columns][:MOST_LINES]
    parts = [
        _thin(frame.loc[frame["unique_id"].astype(str) == name, ["ds", column]]) for name, column in lines
    ]
    labels = [_plain(_line_name(*line, frame["unique_id"].nunique() > 1, len(columns) > 1)) for line in lines]
    own = _own_scales([part[column] for part, (_, column) in zip(parts, lines, strict=True)])
    figure = _rows_of_charts(labels, dark) if own else _figure(dark, height=260)
    colors = palette.categorical(dark) if len(lines) > 1 else (palette.ink(dark),)
    for place, (part, (_, column)) in enumerate(zip(parts, lines, strict=True)):
        figure.add_scatter(
            x=part["ds"],
            y=part[column],
            name=labels[place],
            line={"width": 1.5, "color": colors[place]},
            **({"row": place + 1, "col": 1} if own else {}),
            **_seen(part[column]),
        )
    figure.update_layout(showlegend=len(lines) > 1 and not own)
    if not own:
        figure.update_yaxes(title_text=_plain(columns[0]) if len(columns) == 1 else t("value"))
    return figure


def _own_scales(lines: Sequence[pd.Series]) -> bool:
    """Whether one of the lines would look flat on an axis that holds all of them."""
    ends = [(float(line.min()), float(line.max())) for line in lines if line.notna().any()]
    whole = max((high for _, high in ends), default=0.0) - min((low for low, _ in ends), default=0.0)
    return any(0 < high - low < whole / FLAT for low, high in ends)


def _rows_of_charts(titles: Sequence[str], dark: bool) -> Figure:
    """One small chart for each title below the other, with the same times."""
    figure: Figure = make_subplots(
        rows=len(titles),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.25 / len(titles),
        subplot_titles=titles,
    )
    _dress(figure, dark, height=60 + 100 * len(titles))
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
) -> Figure:
    """Forecasts over what really happened (`ds, y`), beside one baseline; the others wait in the legend.

    The interval of a lane with emphasis is shaded, and comes and goes with its line.

    Forecasts from several cutoffs are drawn one after another, each as its own stroke.
    """
    figure = _figure(dark, height=HEIGHT)
    for lane in lanes:
        if lane.emphasis:
            _add_interval(figure, lane, dark)
    figure.add_scatter(
        x=actual["ds"],
        y=actual["y"],
        name=t("actual"),
        line={"color": palette.ink(dark), "width": 1.6},
        legendrank=1,
        **_seen(actual["y"]),
    )
    strokes = [_strokes(lane.frame) for lane in lanes]
    _add_baselines(figure, strokes, baselines, shown, dark)
    for lane, stroke in zip(lanes, strokes, strict=True):
        figure.add_scatter(
            x=stroke["ds"],
            y=stroke["y_hat"],
            name=_plain(lane.label),
            mode=_mode(lane.frame),
            line=lane.line(dark),
            legendgroup=_plain(lane.label),
            legendrank=2,
        )
    _add_cutoff(figure, actual, lanes, dark)
    figure.update_yaxes(title_text=_plain(y_title))
    return figure


def by_step(scores: Mapping[str, pd.DataFrame], lanes: Sequence[Lane], metric: str, dark: bool) -> Figure:
    """How the error grows with each step of the horizon: runs in colour, baselines in grey.

    `scores` holds one frame (`step` and the metric) a method; a method that is no run is a baseline.
    """
    figure = _figure(dark, height=340)
    looks = {lane.label: lane.line(dark) for lane in lanes}
    greys = _grey_lines([name for name in scores if name not in looks], dark)
    for name, frame in scores.items():
        figure.add_scatter(
            x=frame["step"],
            y=frame[metric],
            name=_plain(method_words(name)),
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
    figure: Figure = make_subplots(
        rows=1, cols=2, shared_yaxes=True, column_widths=[0.76, 0.24], horizontal_spacing=0.02
    )
    _dress(figure, dark, height=340)
    for lane in lanes:
        left = lane.frame["y"] - lane.frame["y_hat"]
        points = _thin(lane.frame.assign(left=left)[["ds", "left"]])
        color = lane.line(dark)["color"]
        marker = {
            "color": color,
            "size": 5,
            "opacity": 0.7,
            "symbol": "circle-open" if lane.bidirectional else "circle",
        }
        shared: dict[str, Any] = {"name": _plain(lane.label), "legendgroup": _plain(lane.label)}
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
    figure.add_hline(y=0, line={"color": palette.grey(dark), "width": 1}, row=1, col="all")
    figure.update_layout(barmode="overlay", hovermode="closest")
    figure.update_xaxes(showticklabels=False, row=1, col=2)
    figure.update_yaxes(title_text=t("actual minus forecast"), row=1, col=1)
    return figure


def loss(lanes: Sequence[Lane], dark: bool, level: tuple[str, float] | None = None) -> Figure:
    """The finished learning curves: validation solid, training thin, grey what has to be beaten."""
    figure = _figure(dark, height=340)
    for lane in lanes:
        line = lane.line(dark)
        for column, words, look in (
            ("train_loss", t("training"), {"width": 1, "dash": "dot"}),
            ("valid_loss", t("validation"), {}),
        ):
            part = lane.curve.dropna(subset=[column])
            name = f"{lane.label} · {words}"
            figure.add_scatter(
                x=part["step"], y=part[column], name=_plain(name), mode="lines", line=line | look
            )
    if level is not None:
        steps = [0, max((float(lane.curve["step"].max()) for lane in lanes), default=1.0)]
        line = {"color": palette.grey(dark), "dash": "dot", "width": 2}
        figure.add_scatter(x=steps, y=[level[1]] * 2, name=_plain(level[0]), mode="lines", line=line)
    figure.update_xaxes(title_text=t("training step"))
    figure.update_yaxes(title_text=t("loss"), type="log")
    return figure


def next_symbols(
    names: Sequence[str], own: Sequence[float], drawn: Sequence[float], here: int | None, dark: bool
) -> Figure:
    """How likely each symbol comes next: bars as the model has it, diamonds as it would be drawn.

    The symbol that stands `here` has the colour of ink. Behind each bar its whole row can be clicked.
    """
    rows = list(range(len(names)))
    figure = _figure(dark, height=110 + 26 * len(names))
    widest = 104 * max([*own, *drawn])
    figure.add_bar(
        x=[widest] * len(names),
        y=rows,
        orientation="h",
        marker_color=palette.fade(palette.grey(dark), 0.08),
        hoverinfo="none",  # no label, but, unlike "skip", it can be clicked
        showlegend=False,
    )
    figure.add_bar(
        x=[100 * chance for chance in own],
        y=rows,
        orientation="h",
        marker_color=[palette.ink(dark) if row == here else palette.grey(dark) for row in rows],
        customdata=[_percent(chance) for chance in own],
        hovertemplate="%{customdata}<extra></extra>",
        name=t("the model"),
    )
    figure.add_scatter(
        x=[100 * chance for chance in drawn],
        y=rows,
        mode="markers",
        marker={"symbol": "diamond-open", "size": 9, "color": palette.ink(dark), "line": {"width": 2}},
        customdata=[_percent(chance) for chance in drawn],
        hovertemplate="%{customdata}<extra></extra>",
        name=t("with the settings above"),
    )
    labels = [f"<b>{_plain(name)}</b>  {_percent(chance)}" for name, chance in zip(names, own, strict=True)]
    figure.update_yaxes(tickvals=rows, ticktext=labels, nticks=len(names))
    figure.update_yaxes(range=[len(names) - 0.5, -0.5], showgrid=False, fixedrange=True)
    figure.update_xaxes(title_text=t("percent"), range=[0, widest], fixedrange=True)
    figure.update_layout(barmode="overlay", hovermode="closest", clickmode="event+select", dragmode=False)
    return figure


def _percent(chance: float) -> str:
    """A probability in percent, three digits at most."""
    return f"{100 * chance:.3g} %" if chance >= 1e-4 else t("under 0.01 %")


def losses(lanes: Sequence[Lane], dark: bool, by: str = "step") -> Figure:
    """The validation losses of several runs over each other, by training step or by second."""
    figure = _figure(dark, height=380)
    for lane in lanes:
        part = _thin(lane.curve.dropna(subset=["valid_loss"]))
        figure.add_scatter(
            x=part[by], y=part["valid_loss"], name=_plain(lane.label), mode="lines", line=lane.line(dark)
        )
    figure.update_xaxes(title_text=t("training step") if by == "step" else t("seconds"))
    figure.update_yaxes(title_text=t("validation loss"), type="log")
    return figure


def effort(lanes: Sequence[Lane], seconds: Sequence[float], scores: Sequence[float], dark: bool) -> Figure:
    """What each run took, and how good it became: good and quick is at the lower left."""
    figure = _figure(dark, height=340)
    for lane, x, y in zip(lanes, seconds, scores, strict=True):
        symbol = "circle-open" if lane.bidirectional else "circle"
        figure.add_scatter(
            x=[x],
            y=[y],
            name=_plain(lane.label),
            mode="markers+text",
            text=[_plain(lane.label)],
            textposition="top center",
            cliponaxis=False,
            marker={"color": lane.style(dark).color, "size": 12, "symbol": symbol, "line": {"width": 2}},
        )
    figure.update_layout(showlegend=False, hovermode="closest")
    figure.update_xaxes(title_text=t("seconds"), rangemode="tozero")
    return figure


def costs(frame: pd.DataFrame, value: str, title: str, dark: bool) -> Figure:
    """What a step costs by length, one line a network (`name, cell, bidirectional, length`, the value)."""
    figure = _figure(dark, height=340)
    for name, part in frame.groupby("name", sort=False):
        first = part.iloc[0]
        style = palette.style(str(first["cell"]), bool(first["bidirectional"]), dark)
        line = {"color": style.color, "dash": style.dash, "width": 2}
        figure.add_scatter(
            x=part["length"], y=part[value], name=_plain(str(name)), mode="lines+markers", line=line
        )
    lengths = sorted(frame["length"].unique())
    figure.update_xaxes(title_text=t("length in steps"), type="log", tickvals=lengths)
    figure.update_yaxes(title_text=title, type="log", exponentformat="SI", hoverformat=HOVER_NUMBER)
    return figure


def live_loss(lanes: Sequence[Lane], dark: bool, level: tuple[str, float] | None = None) -> Chart:
    """The learning curves that still move, updated in place each second.

    Validation is drawn thick, training thin and pale; colour and dash belong to the run. `level` is the name
    and the loss of what has to be beaten, a grey line.
    """
    frames = [_long_curve(lane) for lane in lanes] or [_long_curve(None)]
    styles = {lane.label: lane.style(dark) for lane in lanes}
    if level is not None:
        name, loss = level
        steps = pd.concat(frames)["step"]
        ends = {"run": name, "kind": t("validation"), "step": [0, steps.max()], "loss": loss}
        frames.append(pd.DataFrame(ends))
        styles[name] = palette.Style(palette.grey(dark), "dot")
    axis = {"format": ".3~g", "tickCount": 4, "grid": False}
    spec = {
        "encoding": {
            "x": count("step", t("training step"), tickCount=5),
            "y": number("loss", t("loss"), scale=LOGARITHMIC, axis=axis),
            **by_name("run", styles, legend=len(styles) > 1),
            "tooltip": [
                word("run", t("network")),
                word("kind", t("loss of")),
                number("step", t("step")),
                rounded("loss", t("loss")),
            ],
        },
        "layer": [
            _curve_layer(t("training"), {"strokeWidth": 1, "opacity": 0.45}),
            _curve_layer(t("validation"), {"strokeWidth": 2.2}),
        ],
    }
    return pd.concat(frames, ignore_index=True), spec


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


def method_words(name: str) -> str:
    """What a network or a baseline is called on screen."""
    return NAMES.get(name) or t(name)


def to_html(figure: Figure) -> str:
    """A figure as one file that opens anywhere, without the button that would upload it to a stranger."""
    config = {"showSendToCloud": False, "responsive": True}
    return str(io.to_html(figure, config=config, include_plotlyjs=True))  # type: ignore[no-untyped-call]


def canvas(dark: bool, height: int) -> Figure:
    """An empty figure in the dress of all charts, for drawings that live elsewhere."""
    return _figure(dark, height)


def _figure(dark: bool, height: int) -> Figure:
    """An empty figure in the dress all of them share, put on at once, as each later update is slow."""
    xaxis, yaxis = _axes(dark)
    layout = _layout(dark, height) | {"xaxis": xaxis, "yaxis": yaxis}
    return Figure(layout=layout)  # type: ignore[no-untyped-call]  # plotly has no types


def _dress(figure: Figure, dark: bool, height: int) -> None:
    """The same dress on a figure of several charts."""
    xaxis, yaxis = _axes(dark)
    figure.update_layout(_layout(dark, height))
    figure.update_xaxes(xaxis)
    figure.update_yaxes(yaxis)


def _layout(dark: bool, height: int) -> dict[str, Any]:
    """One hover box for all lines, the legend below, where narrow screens have room."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
        "hovermode": "x unified",
        "font": {"color": palette.ink(dark)},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 0,
            "yref": "container",
            "xanchor": "left",
            "x": 0,
        },
    }


def _axes(dark: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Calm axes: across and up."""
    faint = palette.grid(dark)
    across = {"showgrid": False, "automargin": True, "linecolor": faint, "zeroline": False}
    up = {"gridcolor": faint, "automargin": True, "zeroline": False, "hoverformat": HOVER_NUMBER, "nticks": 6}
    return across, up


def _add_interval(figure: Figure, lane: Lane, dark: bool) -> None:
    """The band that should hold a share of the true values, drawn under all lines."""
    if not {"lo", "hi"} <= set(lane.frame) or lane.frame["lo"].isna().all():
        return
    color = lane.style(dark).color
    for _, part in _pieces(lane.frame):
        figure.add_scatter(
            x=pd.concat([part["ds"], part["ds"][::-1]]),
            y=pd.concat([part["hi"], part["lo"][::-1]]),
            fill="toself",
            fillcolor=palette.fade(color),
            line={"width": BAND_LINE, "color": color},
            mode="lines",
            hoverinfo="skip",
            name=t("{label} interval", label=_plain(lane.label)),
            legendgroup=_plain(lane.label),
            showlegend=False,
        )


def _add_baselines(
    figure: Figure, strokes: Sequence[pd.DataFrame], baselines: Sequence[str], shown: str, dark: bool
) -> None:
    """What a network has to beat: grey, told apart by dash."""
    greys = _grey_lines(baselines, dark)
    for name in baselines:
        stroke = next((stroke for stroke in strokes if name in stroke), None)
        if stroke is not None:
            figure.add_scatter(
                x=stroke["ds"],
                y=stroke[name],
                name=_plain(method_words(name)),
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


def _grey_lines(names: Sequence[str], dark: bool) -> dict[str, dict[str, object]]:
    """Baselines share one grey; their dash tells them apart."""
    styles = {name: palette.style(name, dark=dark) for name in names}
    return {
        name: {"color": palette.grey(dark), "width": 1.4, "dash": style.dash}
        for name, style in styles.items()
    }


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
    """A forecast of one single point needs a marker to be seen at all."""
    return "lines" if len(frame) > 1 else "markers"


def _seen(values: pd.Series) -> dict[str, Any]:
    """How a line is drawn: a value alone between two holes has no line, so it gets a dot."""
    known = values.notna()
    alone = known & ~known.shift(1, fill_value=False) & ~known.shift(-1, fill_value=False)
    if not alone.any():
        return {"mode": "lines"}
    return {"mode": "lines+markers", "marker": {"size": np.where(alone, 4, 0)}}


def _thin(frame: pd.DataFrame) -> pd.DataFrame:
    """At most `MOST_POINTS` rows, evenly picked."""
    return frame.iloc[:: max(1, -(-len(frame) // MOST_POINTS))]


def _curve_layer(kind: str, look: dict[str, object]) -> dict[str, object]:
    """One of the two losses as a layer of lines."""
    return {
        "mark": {"type": "line", "clip": True, **look},
        "transform": [{"filter": {"field": "kind", "equal": kind}}],
    }


def _long_curve(lane: Lane | None) -> pd.DataFrame:
    """One row a point: `run, kind, step, loss`, positive losses only (the axis is logarithmic)."""
    if lane is None or lane.curve.empty:
        return pd.DataFrame({"run": [], "kind": [], "step": [], "loss": []})
    curve = lane.curve.iloc[:: max(1, len(lane.curve) // 300)]
    parts = [
        pd.DataFrame(
            {"run": lane.label, "kind": kind, "step": curve["step"], "loss": curve[column].astype(float)}
        )
        for column, kind in (("train_loss", t("training")), ("valid_loss", t("validation")))
    ]
    long = pd.concat(parts, ignore_index=True)
    return long[long["loss"] > 0]


def _line_name(series: str, column: str, many_series: bool, many_columns: bool) -> str:
    """The shortest name that tells the lines apart."""
    if many_series and many_columns:
        return f"{series} · {column}"
    return series if many_series else column


def _plain(text: str) -> str:
    """Plotly draws `<b>` and `<a href>`; names of people's columns are text."""
    return html.escape(str(text), quote=False)
