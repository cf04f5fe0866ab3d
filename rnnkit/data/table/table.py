"""What the data doctor hands over: a clean table, what it understood, and every change it made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.table.recipe import Recipe


@dataclass(frozen=True)
class Change:
    """One repair: what was done to how many rows, with examples, and whether it is in force."""

    key: str
    sentence: str
    rows: int
    examples: tuple[str, ...] = ()
    enabled: bool = True
    warning: bool = False


@dataclass(frozen=True)
class Question:
    """Something only the person can know, such as whether -999 means "missing"; nothing is done about it."""

    key: str
    sentence: str
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Clean time series in long form.

    `frame` has the columns `unique_id` (str), `ds` (datetime64[us], or int64 where there is no date)
    and the numeric value columns (float64), sorted by `unique_id` and `ds`, with an even step within
    each series where `freq` is known. Values before the first and after the last known one of a series
    stay NaN; gaps between are filled, and `imputed` (same index, one bool column a value column) marks them.
    """

    frame: pd.DataFrame
    imputed: pd.DataFrame
    value_columns: tuple[str, ...]
    freq: str | None
    seasonality: int
    suggested_targets: tuple[str, ...]
    recipe: Recipe
    changes: tuple[Change, ...]
    questions: tuple[Question, ...]
    understood: Mapping[str, object]

    @property
    def bytes(self) -> int:
        """Memory that the values take."""
        return int(self.frame.memory_usage(deep=True).sum() + self.imputed.memory_usage(deep=True).sum())

    @property
    def places(self) -> dict[str, npt.NDArray[np.int64]]:
        """The rows of each series by its name, in the order of the frame."""
        codes, names = pd.factorize(self.frame["unique_id"])
        order = np.argsort(codes, kind="stable").astype(np.int64)
        ends = np.cumsum(np.bincount(codes, minlength=len(names))).tolist()
        starts = [0, *ends[:-1]]
        return {str(name): order[start:end] for name, start, end in zip(names, starts, ends, strict=True)}

    @cached_property
    def series(self) -> tuple[str, ...]:
        """The names of the series, in the order of the frame."""
        return tuple(self.frame["unique_id"].unique())
