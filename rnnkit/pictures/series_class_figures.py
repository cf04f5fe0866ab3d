"""Figures of series with classes: a few of each class, and what each stretch of one does to its answer."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.pictures import palette
from rnnkit.pictures.figures import MOST_POINTS, Figure, dress, plain
from rnnkit.words import t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ACROSS = 4  # small pictures beside each other
POINTS = 300  # of a small line
CHANNELS = 4  # of a series, at most, that are drawn over each other


def examples(classes: Mapping[str, Sequence[npt.NDArray[np.float32]]], dark: bool) -> Figure:
    """A small picture a class, with a few of its series `(T, F)`; of several channels the first is drawn."""
    columns = min(ACROSS, len(classes))
    rows = -(-len(classes) // columns)
    names = [plain(name)[:24] for name in classes]
    figure = Figure.grid(
        rows=rows, cols=columns, shared_yaxes="all", subplot_titles=names, vertical_spacing=0.5 / (rows + 1)
    )
    dress(figure, dark, 60 + 130 * rows)
    colors = palette.categorical(dark)
    for place, series in enumerate(classes.values()):
        for number, one in enumerate(series):
            step = max(1, len(one) // POINTS)
            figure.add_scatter(
                x=np.arange(0, len(one), step),
                y=one[::step, 0],
                mode="lines",
                line={"color": colors[number % len(colors)], "width": 1.3},
                hovertemplate="%{y:.3g}<extra></extra>",
                showlegend=False,
                row=place // columns + 1,
                col=place % columns + 1,
            )
    figure.update_annotations(font_size=13)
    figure.update_layout(hovermode="closest", margin={"t": 34})
    return figure


def stretch_by_stretch(
    series: npt.NDArray[np.float32],
    ends: Sequence[int],
    after: Array,
    effect: Array,
    classes: Sequence[str],
    *,
    dark: bool,
) -> Figure:
    """A series `(T, F)`, below it how likely each class is after each stretch, and what the stretch does."""
    figure = Figure.grid(
        rows=3, cols=1, shared_xaxes=True, row_heights=[0.4, 0.35, 0.25], vertical_spacing=0.05
    )
    dress(figure, dark, 480)
    stops = np.asarray(ends)
    _draw_series(figure, series, dark)
    _draw_answers(figure, stops, after, classes, dark)
    _draw_effect(figure, stops, effect, dark)
    figure.update_xaxes(title_text=t("place in the series"), row=3, col=1)
    return figure


def _draw_series(figure: Figure, series: npt.NDArray[np.float32], dark: bool) -> None:
    step = max(1, len(series) // MOST_POINTS)
    for channel in range(min(series.shape[1], CHANNELS)):
        figure.add_scatter(
            x=np.arange(1, len(series) + 1, step),
            y=series[::step, channel],
            mode="lines",
            line={"color": palette.ink(dark) if channel == 0 else palette.grey(dark), "width": 1.5},
            hovertemplate="%{y:.4g}<extra></extra>",
            showlegend=False,
            row=1,
            col=1,
        )
    figure.update_yaxes(title_text=t("value"), row=1, col=1)


def _draw_answers(figure: Figure, stops: Ints, after: Array, classes: Sequence[str], dark: bool) -> None:
    """How likely each class is after each stretch `(S, C)`."""
    colors = palette.categorical(dark)
    for number, name in enumerate(classes):
        figure.add_scatter(
            x=stops,
            y=100 * after[:, number],
            mode="lines",
            line={"color": colors[number % len(colors)], "width": 2},
            name=plain(name),
            hovertemplate="%{y:.3g} %",
            row=2,
            col=1,
        )
    figure.update_yaxes(title_text=t("percent"), range=[-2, 102], row=2, col=1)


def _draw_effect(figure: Figure, stops: Ints, effect: Array, dark: bool) -> None:
    """What each stretch does `(S,)`, as a bar as wide as it is."""
    widths = np.diff(np.concatenate([[0], stops]))
    figure.add_bar(
        x=stops - (widths - 1) / 2,
        y=100 * effect,
        width=widths,
        marker_color=[palette.signed(1.0 if value >= 0 else -1.0, dark) for value in effect],
        hovertemplate="%{y:+.3g}<extra></extra>",
        showlegend=False,
        row=3,
        col=1,
    )
    most = 1.1 * max(1.0, 100 * float(np.abs(effect).max(initial=0.0)))
    figure.update_yaxes(title_text=t("points"), range=[-most, most], row=3, col=1)
