"""Pictures of experiments -> figures."""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from rnnkit.lessons.pictures import AttentionMap, Bars, Chain, Curves, NodeRow, Picture
from rnnkit.pictures import palette
from rnnkit.pictures.figures import Figure
from rnnkit.pictures.figures import empty as canvas
from rnnkit.pictures.pair_figures import attention
from rnnkit.words import t

HEIGHT = 320
REACH = 0.3  # of the distance between two nodes: how far an arrow keeps from their middles
STRONGEST = 0.85  # of the colour of a node; its letter stays readable on it
FAINTEST = 0.15  # of the strongest; paler could not be told from nothing
SIDE = 34  # pixels of a node
Point = tuple[float, float]


def draw(picture: Picture, dark: bool) -> Figure:
    """The figure of a picture, in the look of the theme."""
    return DRAWN[type(picture)](picture, dark)


def color(look: str, dark: bool) -> str:
    """The colour of a cell, of what is compared with, or of what really is."""
    others = {"quiet": palette.grey(dark), "truth": palette.ink(dark)}
    return others.get(look) or palette.style(look, dark=dark).color


def _curves(picture: Curves, dark: bool) -> Figure:
    figure = canvas(dark, height=HEIGHT)
    for curve in picture.curves:
        y = np.asarray(curve.y, dtype=float)
        figure.add_scatter(
            x=list(curve.x),
            y=np.where(y > 0, y, np.nan) if picture.log else y,
            name=curve.name,
            mode="lines",
            line={"color": color(curve.look, dark), "dash": curve.dash, "width": 2},
        )
    figure.update_xaxes(title_text=picture.across)
    figure.update_yaxes(title_text=picture.up, hoverformat=".3~g")
    if picture.log:
        figure.update_yaxes(type="log", exponentformat="power", dtick=_decades(picture))
    return figure


def _decades(picture: Curves) -> int:
    """Powers of ten from one line of the grid to the next, so that there are six at most."""
    values = np.concatenate([np.asarray(curve.y, dtype=float) for curve in picture.curves])
    sizes = np.log10(values[values > 0])
    return max(1, math.ceil(float(np.ptp(sizes)) / 6))


def _bars(picture: Bars, dark: bool) -> Figure:
    figure = canvas(dark, height=HEIGHT)
    figure.add_bar(
        x=[bar.name for bar in picture.bars],
        y=[bar.value for bar in picture.bars],
        text=[f"{bar.value:.3g}" for bar in picture.bars],
        textposition="outside",
        marker={
            "color": [color(bar.look, dark) for bar in picture.bars],
            "pattern": {"shape": ["/" if bar.dashed else "" for bar in picture.bars]},
        },
    )
    figure.update_yaxes(title_text=picture.up, range=[0, 1.1 * picture.top])
    figure.update_layout(hovermode=False, bargap=0.5)
    return figure


def _chain(picture: Chain, dark: bool) -> Figure:
    figure = canvas(dark, height=90 + 70 * len(picture.rows))
    _add_arrows(figure, picture, dark)
    for height, row in enumerate(picture.rows):
        _add_nodes(figure, row, height, dark)
    figure.update_layout(showlegend=False, hovermode="closest", dragmode=False)
    figure.update_xaxes(
        range=[0.5, picture.steps + 0.5], dtick=1, title_text=t("time step"), fixedrange=True, showgrid=False
    )
    figure.update_yaxes(visible=False, range=[-0.5, len(picture.rows) - 0.5], fixedrange=True)
    return figure


def _add_arrows(figure: Figure, picture: Chain, dark: bool) -> None:
    """All arrows as one trace, which is drawn much faster than annotations."""
    ends: list[tuple[Point, Point]] = []
    for height, (low, high) in enumerate(pairwise(picture.rows)):
        both = zip(low.strengths, high.strengths, strict=True)
        ends += [
            ((step, height + REACH), (step, height + 1 - REACH))
            for step, (below, above) in enumerate(both, start=1)
            if below is not None and above is not None
        ]
    level = next(height for height, row in enumerate(picture.rows) if row.name == "h")
    ends += [((step + REACH, level), (step + 1 - REACH, level)) for step in range(1, picture.steps)]
    figure.add_scatter(
        x=[x for tail, head in ends for x in (tail[0], head[0], None)],
        y=[y for tail, head in ends for y in (tail[1], head[1], None)],
        mode="lines+markers",
        line={"color": palette.grey(dark), "width": 1.5},
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": [0, 10, 0] * len(ends),
            "color": palette.grey(dark),
        },
        hoverinfo="skip",
    )


def _add_nodes(figure: Figure, row: NodeRow, height: int, dark: bool) -> None:
    """The nodes of a row with their letters; the strongest of a row has the full colour."""
    there = {step: value for step, value in enumerate(row.strengths, start=1) if value is not None}
    largest = max(there.values()) or 1.0
    full = color("rnn", dark)
    colors = [_over(full, _tint(value / largest), dark) for value in there.values()]
    figure.add_scatter(
        x=list(there),
        y=[height] * len(there),
        mode="markers+text",
        text=[f"{row.name}<sub>{step}</sub>" for step in there],
        textfont={"color": [_letters(one, dark) for one in colors]},
        hovertext=[f"{row.name}{step}: {value:.3g}" for step, value in there.items()],
        hoverinfo="text",
        marker={
            "symbol": "circle" if row.name == "h" else "square",
            "size": SIDE,
            "color": colors,
            "line": {"width": 1.5, "color": palette.grey(dark)},
        },
    )


def _tint(share: float) -> float:
    """How thick the colour of a node is: what is weak is pale, but only what is nothing has no colour."""
    return STRONGEST * max(share, FAINTEST) if share > 0 else 0.0


def _over(top: str, share: float, dark: bool) -> str:
    """A colour laid over the paper, as thick as `share`."""
    paper = palette.BACKGROUND[palette.mode(dark)]
    parts = [(int(top[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * ink + (1 - share) * ground):02x}" for ink, ground in parts)


def _letters(ground: str, dark: bool) -> str:
    """The colour of letters on a node: that of the text or that of the paper, whichever stands out more."""
    looks = (palette.ink(dark), palette.BACKGROUND[palette.mode(dark)])
    return max(looks, key=lambda look: abs(_lightness(look) - _lightness(ground)))


def _lightness(color: str) -> float:
    """How light a colour looks, from 0 to 255 (ITU-R BT.601)."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _attention(picture: AttentionMap, dark: bool) -> Figure:
    return attention(picture.read, picture.written, picture.shares, None, dark)


DRAWN: Mapping[type, Callable[[Any, bool], Figure]] = {
    Curves: _curves,
    Bars: _bars,
    Chain: _chain,
    AttentionMap: _attention,
}
