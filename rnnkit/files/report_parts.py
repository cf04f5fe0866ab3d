"""What the report of a run is made of, whatever draws it: charts of lines, tables, sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["actual", "network", "baseline"]


@dataclass(frozen=True)
class ReportLine:
    """A line of a chart: its name, what it stands for, and its points; a value that is none parts it."""

    name: str
    kind: Kind
    x: Sequence[object]
    y: Sequence[float]


@dataclass(frozen=True)
class LinePicture:
    """Lines over one axis of numbers or moments; `band` holds its x, lower and upper values."""

    title: str
    curves: Sequence[ReportLine]
    band: tuple[Sequence[object], Sequence[float], Sequence[float]] | None = None


@dataclass(frozen=True)
class Section:
    """A part of a report under its title: sentences, then pictures, then a table."""

    title: str
    sentences: Sequence[str] = ()
    pictures: Sequence[LinePicture] = ()
    table: pd.DataFrame | None = None
