"""Colours and dashes: a cell looks the same in every chart, table and theme.

Colour is never the only sign: a bidirectional cell keeps its colour and is dashed, baselines are grey
and each has its own dash, what really happened has the colour of the text. Everything drawn has a
contrast of at least 3:1 on both backgrounds, everything written 4.5:1, and the colours stay apart
for colour-blind eyes (`tests/test_theme.py` computes it). `.streamlit/config.toml` repeats these values.
"""

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from zlib import crc32

import numpy as np
import numpy.typing as npt

Mode = Literal["light", "dark"]

# Rust, teal and indigo; on dark paper their lighter relatives.
CELL_COLORS = MappingProxyType(
    {
        "light": MappingProxyType({"rnn": "#A8480A", "gru": "#0C8170", "lstm": "#27389A"}),
        "dark": MappingProxyType({"rnn": "#EE9650", "gru": "#6BE6D8", "lstm": "#7288EE"}),
    }
)
# For whatever has no colour of its own: columns of a file, classes, a fourth method.
OTHER_COLORS = MappingProxyType(
    {
        "light": ("#D0569F", "#858C12", "#8A4FCB"),
        "dark": ("#CE6A92", "#DDE36E", "#C09CEB"),
    }
)
# The networks that the cells are compared with take the first two of them.
COMPARED = MappingProxyType({"cnn": 0, "transformer": 1})
BACKGROUND = MappingProxyType({"light": "#FCFCFA", "dark": "#15191C"})
INK = MappingProxyType({"light": "#1D2529", "dark": "#E8ECEE"})
GREY = MappingProxyType({"light": "#5F676C", "dark": "#98A1A7"})
GRID = MappingProxyType({"light": "#E3E6E2", "dark": "#2B3237"})

# Rust below zero, petrol above, the paper between: as the charts of the theme.
SIGNED = MappingProxyType(
    {"light": ("#A8480A", "#F1F3F0", "#1F5673"), "dark": ("#EE9650", "#272E33", "#6BA9C3")}
)

NOTHING = 0.06  # how much there is to see of a cell with nothing in it

# Plotly's words. Solid lines and "dash" are taken by the cells.
DASHES = MappingProxyType({"one way": "solid", "bidirectional": "dash"})
# A second, third and fourth run of the same cell on one chart; from the fifth on they come again.
FURTHER_DASHES = MappingProxyType(
    {
        "one way": ("dashdot", "longdash", "longdashdot"),
        "bidirectional": ("4px,3px", "16px,4px", "7px,3px,2px,3px,2px,3px"),
    }
)
BASELINE_DASHES = MappingProxyType(
    {
        "last value": "dot",
        "seasonal naive": "dashdot",
        "drift": "longdash",
        "mean": "2px,8px",
        "linear": "longdashdot",
        "ets": "8px,3px",
        "theta": "12px,3px,2px,3px,2px,3px",
    }
)
# Vega-Lite wants the same dashes as lengths of line and gap.
STROKES = MappingProxyType(
    {
        "solid": (1, 0),
        "dash": (7, 5),
        "dot": (2, 3),
        "dashdot": (7, 3, 2, 3),
        "longdash": (12, 5),
        "longdashdot": (12, 3, 2, 3),
    }
)


@dataclass(frozen=True)
class Style:
    """How one method is drawn: a colour (`#rrggbb`) and a dash in Plotly's words."""

    color: str
    dash: str

    @property
    def stroke(self) -> tuple[int, ...]:
        """The dash as Vega-Lite's `strokeDash`: pixels of line and gap in turn."""
        known = STROKES.get(self.dash)
        return known or tuple(int(length.removesuffix("px")) for length in self.dash.split(","))


def mode(dark: bool) -> Mode:
    """The name of the theme."""
    return "dark" if dark else "light"


def style(
    name: str, bidirectional: bool = False, dark: bool = False, nth: int = 0, tone: int | None = None
) -> Style:
    """The look of a network (`rnn`, `cnn`, ...) or a baseline; any other name always gets the same colour.

    `nth` counts the runs of the same cell on the same chart, which differ in their dash; `tone` is the place
    of a colour in `categorical` that is taken instead of the cell's.
    """
    if name in BASELINE_DASHES:
        return Style(GREY[mode(dark)], BASELINE_DASHES[name])
    others = OTHER_COLORS[mode(dark)]
    place = COMPARED.get(name, crc32(name.encode()) % len(others))
    color = CELL_COLORS[mode(dark)].get(name, others[place])
    way = "bidirectional" if bidirectional else "one way"
    dashes = (DASHES[way], *FURTHER_DASHES[way])
    return Style(color if tone is None else categorical(dark)[tone], dashes[nth % len(dashes)])


def free_tones(cells: Collection[str]) -> list[int]:
    """Places in `categorical` of the colours that none of these networks has; those of no cell come first."""
    taken = {style(cell).color for cell in cells}
    free = [place for place, color in enumerate(categorical()) if color not in taken]
    return sorted(free, key=lambda place: place < len(CELL_COLORS["light"]))


def categorical(dark: bool = False) -> tuple[str, ...]:
    """All colours in their order: RNN, GRU, LSTM, then the others."""
    return (*CELL_COLORS[mode(dark)].values(), *OTHER_COLORS[mode(dark)])


def ink(dark: bool = False) -> str:
    """The colour of text, and of what really happened."""
    return INK[mode(dark)]


def grey(dark: bool = False) -> str:
    """The colour of baselines, of rules and of quiet text."""
    return GREY[mode(dark)]


def grid(dark: bool = False) -> str:
    """The colour of the lines behind a chart, which must not be louder than the data."""
    return GRID[mode(dark)]


def signed(share: float, dark: bool = False) -> str:
    """The colour of a number from -1 to 1 on the scale of rust, paper and petrol."""
    return f"#{bytes(signed_colors(np.array(share), dark)).hex()}"


def signed_colors(shares: npt.NDArray[np.float64], dark: bool = False) -> npt.NDArray[np.uint8]:
    """The same for numbers `(...)`, as red, green and blue `(..., 3)`."""
    ends = np.array([_parts(color) for color in SIGNED[mode(dark)]], dtype=float).T  # (3, 3)
    mixed = np.stack([np.interp(shares, (-1, 0, 1), channel) for channel in ends], axis=-1)
    colors: npt.NDArray[np.uint8] = np.rint(mixed).astype(np.uint8)
    return colors


def fade(color: str, alpha: float = 0.18) -> str:
    """The same colour, see-through: for the band of an interval."""
    red, green, blue = _parts(color)
    return f"rgba({red},{green},{blue},{alpha:g})"


def shades(dark: bool = False) -> tuple[str, str]:
    """From nothing to all: the same colour from see-through to full, so that a map fits the page also when
    its theme is switched and the map is not yet drawn anew.

    >>> shades()[0].endswith(",0.06)"), shades()[1].endswith(",1)")
    (True, True)
    """
    full = SIGNED[mode(dark)][2]
    return fade(full, NOTHING), fade(full, 1)


def _parts(color: str) -> tuple[int, ...]:
    """Red, green and blue of `#rrggbb`."""
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))
