"""Gates at work, and the trajectories of states, as pictures of shapes."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from rnnkit.inspect.paths import Trajectories
from rnnkit.inspect.saturation import CLOSED, OPEN, saturation
from rnnkit.numpy_rnn import Array
from rnnkit.pictures import palette
from rnnkit.pictures.sketch import LEFT, Shape, Sketch, beside, middle, mosaic
from rnnkit.words import t

COLUMN = 15  # pixels of a symbol at least
ROWS = (4, 12)  # pixels of a unit, at least and at most
HIGH = 420  # pixels of all of them, where there are so many
FOOT, LONG_FOOT = 24, 96  # pixels below, for symbols of one sign and for longer ones
CURVES, LEGEND = 170, 28  # pixels from 0 to 1, and above
STROKES = ("none", "7 4", "2 3")  # so that nobody has to tell lines apart by their colour alone
MOST_UNITS = 10  # that are numbered beside the picture
PLANE, EDGE = 300, 36  # pixels of the plane of a way, and around it


def heat(symbols: Sequence[str], gate: Array, dark: bool) -> Sketch:
    """A gate `(T, H)` over time: a row a unit, the one that stands most open on top; half open is paper."""
    mean = saturation(gate).mean
    order = np.argsort(-mean, kind="stable")
    row = min(max(HIGH // len(order), ROWS[0]), ROWS[1])
    height = row * len(order)
    colors = palette.signed_colors(2 * gate.T[order] - 1, dark)
    shapes = (
        mosaic(colors, height),
        *beside([_named(unit, mean[unit]) for unit in order.tolist()], row, MOST_UNITS, palette.grey(dark)),
        *_symbols(symbols, height, dark),
    )
    return Sketch(height + _foot(symbols), shapes, COLUMN * len(symbols))


def curves(symbols: Sequence[str], gates: Mapping[str, Array], dark: bool) -> Sketch:
    """The gates `(T,)` of one unit over time by their names, with the limits of saturation drawn in."""
    shapes = list(_limits(dark))
    for n, (name, values) in enumerate(gates.items()):
        look = {"stroke": palette.categorical(dark)[n + 3], "stroke-dasharray": STROKES[n], "stroke-width": 2}
        shapes += [*_curve(values, look), *_legend(n, name, look, dark)]
    shapes += _symbols(symbols, LEGEND + CURVES, dark)
    return Sketch(LEGEND + CURVES + _foot(symbols), tuple(shapes), COLUMN * len(symbols))


def plane(found: Trajectories, names: tuple[Sequence[str], Sequence[str]], dark: bool) -> Sketch:
    """Two trajectories in a plane; `names` stand at the points behind the start.

    A dash tells the second from the first.
    """
    everything = np.concatenate(found.flat)
    low, size = everything.min(axis=0), np.maximum(np.ptp(everything, axis=0), 1e-9)
    shapes: list[Shape] = []
    for n, (points, words) in enumerate(zip(found.flat, names, strict=True)):
        places = (points - low) / size
        shapes += _way(places, ("", *words), n, dark)
    return Sketch(PLANE + 2 * EDGE, tuple(shapes))


def _foot(symbols: Sequence[str]) -> int:
    return FOOT if max(map(len, symbols)) == 1 else LONG_FOOT


def _symbols(symbols: Sequence[str], top: float, dark: bool) -> Iterator[Shape]:
    """What was read, below its step; longer symbols stand upright."""
    upright = _foot(symbols) == LONG_FOOT
    look = {"writing-mode": "vertical-rl"} if upright else {"text-anchor": "middle"}
    for step, symbol in enumerate(symbols):
        place = {"x": middle(step, len(symbols)), "y": top + (6 if upright else FOOT / 2), **look}
        yield Shape("text", {**place, "font-size": 12, "fill": palette.ink(dark)}, symbol)


def _named(unit: int, mean: float) -> tuple[str, str]:
    """The number of a unit, and a word about it."""
    return str(unit + 1), t("unit {unit}: {mean} on average", unit=unit + 1, mean=f"{mean:.3g}")


def _limits(dark: bool) -> Iterator[Shape]:
    """Lines at both ends and where a gate counts as saturated."""
    for value in (0, CLOSED, OPEN, 1):
        y = LEGEND + CURVES * (1 - value)
        look = {"x1": f"{LEFT}%", "x2": "100%", "y1": y, "y2": y, "stroke": palette.grid(dark)}
        yield Shape("line", look)
        at = {"x": f"{LEFT - 1}%", "y": y, "text-anchor": "end", "font-size": 11}
        yield Shape("text", {**at, "fill": palette.grey(dark)}, f"{value:g}")


def _curve(values: Array, look: Mapping[str, object]) -> Iterator[Shape]:
    """A line through the values, straight from step to step."""
    heights = (LEGEND + CURVES * (1 - values)).round(1).tolist()
    for step in range(len(heights) - 1):
        ends = {"x1": middle(step, len(heights)), "x2": middle(step + 1, len(heights))}
        yield Shape("line", {**ends, "y1": heights[step], "y2": heights[step + 1], **look})


def _legend(n: int, name: str, look: Mapping[str, object], dark: bool) -> Iterator[Shape]:
    """What the n-th line is."""
    start = LEFT + 30 * n
    yield Shape("line", {"x1": f"{start}%", "x2": f"{start + 5}%", "y1": 10, "y2": 10, **look})
    yield Shape("text", {"x": f"{start + 6}%", "y": 10, "font-size": 12, "fill": palette.ink(dark)}, name)


def _way(places: Array, names: Sequence[str], n: int, dark: bool) -> Iterator[Shape]:
    """The n-th way through points between 0 and 1: lines, points, the larger last one, and their names."""
    color = palette.categorical(dark)[(2, 0)[n]]
    look = {"stroke": color, "stroke-dasharray": STROKES[n], "stroke-width": 1.6}
    spots = [(f"{12 + 76 * x:.2f}%", round(EDGE + PLANE * (1 - y), 1)) for x, y in places.tolist()]
    for (x1, y1), (x2, y2) in itertools.pairwise(spots):
        yield Shape("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **look})
    for place, ((x, y), name) in enumerate(zip(spots, names, strict=True)):
        last = place == len(spots) - 1
        yield Shape("circle", {"cx": x, "cy": y, "r": 6 if last else 3.5, "fill": color})
        above = {"x": x, "y": y + (-14, 14)[n], "text-anchor": "middle", "font-size": 12}
        yield Shape("text", {**above, "fill": color}, name)
