"""Charts of lines as SVG that needs no program: colours come from the style of the page that holds it."""

import math
from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.files.report_parts import LinePicture, ReportLine
from rnnkit.rounding import three

Array = npt.NDArray[np.float64]

WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 10, 26
TICKS = 5
MOST_POINTS = 1500  # of a line: more cannot be told apart
NARROWEST = 1e-12  # of what a chart spans, as a share of its values


class _Axes:
    """Where values lie on the picture."""

    def __init__(self, x: Array, y: Array, moments: pd.DatetimeIndex | None) -> None:
        self.left, self.right = _ends(x)
        self.low, self.high = _ends(y)
        self.moments = moments is not None

    def across(self, x: Array) -> Array:
        share: Array = (x - self.left) / (self.right - self.left)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def up(self, y: Array) -> Array:
        share: Array = (y - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def line_svg(picture: LinePicture) -> str:
    """The picture as an `svg` element; names in it are text, whatever they hold."""
    xs = [one.x for one in picture.curves] + ([picture.band[0]] if picture.band else [])
    ys = [one.y for one in picture.curves] + ([*picture.band[1:]] if picture.band else [])
    whole = pd.Index([value for x in xs for value in x])
    moments = whole if isinstance(whole, pd.DatetimeIndex) else None
    axes = _Axes(_numbers(whole), np.array([value for y in ys for value in y], dtype=np.float64), moments)
    parts = [*_grid(axes), *_band(picture, axes), *(_line(one, axes) for one in picture.curves)]
    label = escape(picture.title, quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}"><title>{label}</title>'
        + "".join(parts)
        + "</svg>"
    )


def _numbers(values: "pd.Index | Sequence[object]") -> Array:
    """Moments as microseconds, numbers as they are."""
    index = pd.Index(values)
    if isinstance(index, pd.DatetimeIndex):
        return np.asarray(index.to_numpy().astype("datetime64[us]").astype(np.int64), dtype=np.float64)
    return np.asarray(index, dtype=np.float64)


def _ends(values: Array) -> tuple[float, float]:
    """The smallest and largest value, a little apart where they are one."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    least = NARROWEST * max(abs(low), abs(high))  # less is lost in the digits of large numbers
    return (low, high) if high - low > least else (low - max(0.5, least), high + max(0.5, least))


def _steps(low: float, high: float) -> Iterator[float]:
    """Round values between two ends: 0 to 9.3 gives 0, 2, 4, 6, 8."""
    rough = (high - low) / TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        yield number * step


def _grid(axes: _Axes) -> Iterator[str]:
    """Lines across with their values, and times below."""
    for value in _steps(axes.low, axes.high):
        y = float(axes.up(np.array([value]))[0])
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(three(value))}</text>'
    for value in np.linspace(axes.left, axes.right, TICKS):
        x = float(axes.across(np.array([value]))[0])
        anchor = "start" if value == axes.left else "end" if value == axes.right else "middle"
        words = _moment(value, axes) if axes.moments else three(float(value))
        yield f'<text x="{x:.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{escape(words)}</text>'


def _moment(value: float, axes: _Axes) -> str:
    days = (axes.right - axes.left) / 86_400e6
    stamp = pd.Timestamp(int(value), unit="us")
    return f"{stamp:%Y-%m-%d}" if days > TICKS else f"{stamp:%m-%d %H:%M}"


def _band(picture: LinePicture, axes: _Axes) -> Iterator[str]:
    if picture.band is None:
        return
    x, low, high = (_numbers(values) for values in picture.band)
    known = np.isfinite(low) & np.isfinite(high)
    if known.any():
        across = axes.across(x[known])
        edge = np.r_[axes.up(high[known]), axes.up(low[known])[::-1]]
        yield f'<path class="band" d="M{_points(np.r_[across, across[::-1]], edge)}Z"/>'


def _line(curve: ReportLine, axes: _Axes) -> str:
    """One line, with the pen lifted where a value is missing."""
    every = max(1, -(-len(curve.y) // MOST_POINTS))
    x, y = _numbers(list(curve.x)[::every]), np.asarray(list(curve.y)[::every], dtype=np.float64)
    known = np.isfinite(y)
    strokes = np.split(np.arange(len(y)), np.flatnonzero(~known))
    drawn = [part[known[part]] for part in strokes if known[part].any()]
    path = "".join(f"M{_points(axes.across(x[part]), axes.up(y[part]))}" for part in drawn)
    return f'<path class="{curve.kind}" d="{path}"/>'


def _points(x: Array, y: Array) -> str:
    return "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True))
