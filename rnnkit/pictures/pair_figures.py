"""Pairs of texts as figures: how long both sides are, and what a translator looked at while it wrote."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.pictures import palette
from rnnkit.pictures.figures import Figure, empty, plain
from rnnkit.words import t

BINS = 30
SYMBOL = 26  # pixels of a written symbol
SMALLEST, LARGEST = 200, 900
MARGIN = 110


def lengths(sources: Sequence[int], targets: Sequence[int], dark: bool) -> Figure:
    """How many sources and targets have which length: two outlines over each other."""
    figure = empty(dark, height=220)
    top = max(1, int(np.percentile([*sources, *targets], 99)))
    step = max(1, round(top / BINS))
    edges = np.arange(0, top + 2 * step, step)
    looks = ((t("sources"), sources, palette.grey(dark)), (t("targets"), targets, palette.ink(dark)))
    for (name, values, color), dash in zip(looks, ("dot", "solid"), strict=True):
        counts, _ = np.histogram(np.minimum(values, edges[-2]), edges)
        figure.add_scatter(
            x=edges[:-1],
            y=counts,
            name=name,
            mode="lines",
            line={"color": color, "dash": dash, "shape": "hvh"},
            hovertemplate="%{x}: %{y:,}<extra></extra>",
        )
    figure.update_xaxes(title_text=t("length"))
    figure.update_yaxes(title_text=t("texts"), rangemode="tozero")
    return figure


def attention(
    read: Sequence[str],
    written: Sequence[str],
    shares: npt.NDArray[np.float64],
    picked: int | None,
    dark: bool,
) -> Figure:
    """Shares of attention `(T, S)`: a row a written symbol, a column a symbol of the source.

    The row that is `picked` has a frame.
    """
    nothing, full = palette.shades(dark)
    figure = empty(dark, height=int(np.clip(MARGIN + SYMBOL * len(written), SMALLEST, LARGEST)))
    figure.add_heatmap(
        z=shares,
        x=list(range(len(read))),
        y=list(range(len(written))),
        colorscale=[[0, nothing], [1, full]],
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=1,
        ygap=1,
        customdata=[[(plain(w), plain(r)) for r in read] for w in written],
        hovertemplate=t("writes %{customdata[0]}<br>looks at %{customdata[1]}<br>%{z:.0%}")
        + "<extra></extra>",
    )
    for axis, names in ((figure.update_xaxes, read), (figure.update_yaxes, written)):
        axis(
            tickvals=list(range(len(names))),
            ticktext=[plain(name) for name in names],
            showgrid=False,
            zeroline=False,
            fixedrange=True,
        )
    figure.update_xaxes(
        side="top", range=[-0.5, len(read) - 0.5], tickangle=0 if max(map(len, read)) < 3 else -60
    )
    figure.update_yaxes(range=[len(written) - 0.5, -0.5])
    if picked is not None:
        figure.add_shape(
            type="rect",
            x0=-0.5,
            x1=len(read) - 0.5,
            y0=picked - 0.5,
            y1=picked + 0.5,
            line={"color": palette.ink(dark), "width": 2},
        )
    figure.update_layout(dragmode=False)
    return figure
