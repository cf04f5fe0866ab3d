"""Pictures of experiments as plain data; `rnnkit.lessons.drawing` makes figures of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from rnnkit.numpy_rnn import Array
from rnnkit.words import t


@dataclass(frozen=True)
class Curve:
    """One line: its name, its points, and its look: a cell, `truth`, or `quiet` for what is compared with."""

    name: str
    x: Sequence[float]
    y: Sequence[float] | Array
    look: str
    dash: str = "solid"


@dataclass(frozen=True)
class Curves:
    """Lines over the same axes, the upright one perhaps logarithmic."""

    curves: tuple[Curve, ...]
    across: str
    up: str
    log: bool = False

    def frame(self) -> pd.DataFrame:
        """One row a place on the axis, one column a line."""
        columns = {curve.name: pd.Series(list(curve.y), list(curve.x)) for curve in self.curves}
        return pd.DataFrame(columns).rename_axis(self.across).reset_index()


@dataclass(frozen=True)
class ChartBar:
    """One bar, with the look of a curve."""

    name: str
    value: float
    look: str
    dashed: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars beside each other, of at most `top`."""

    bars: tuple[ChartBar, ...]
    up: str
    top: float

    def frame(self) -> pd.DataFrame:
        """One row a bar."""
        return pd.DataFrame({"": [bar.name for bar in self.bars], self.up: [bar.value for bar in self.bars]})


@dataclass(frozen=True)
class NodeRow:
    """One kind of node of a chain: its letter, and how strong it is at each step; `None`: it is not there."""

    name: str
    strengths: tuple[float | None, ...]


@dataclass(frozen=True)
class Chain:
    """A network unrolled in time: rows from the ground up; the one called `h` is linked from step to step.

    `strength` says what the strength of a node means.
    """

    rows: tuple[NodeRow, ...]
    strength: str

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(self.rows[0].strengths)

    def frame(self) -> pd.DataFrame:
        """One row a node, with the meaning of its strength as the last column."""
        return pd.DataFrame(
            [
                {"node": f"{row.name}{step}", self.strength: strength}
                for row in self.rows
                for step, strength in enumerate(row.strengths, start=1)
                if strength is not None
            ]
        )


@dataclass(frozen=True)
class AttentionMap:
    """How much of each symbol read goes into each written: `shares` are `(T, S)`, each row adds up to 1."""

    read: Sequence[str]
    written: Sequence[str]
    shares: Array

    def frame(self) -> pd.DataFrame:
        """One row a symbol written, one column a symbol read."""
        columns = [f"{place} {symbol}" for place, symbol in enumerate(self.read, start=1)]
        found = pd.DataFrame(self.shares, columns=columns)
        found.insert(0, t("written"), list(self.written))
        return found


Picture = Curves | Bars | Chain | AttentionMap
