"""The losses behind a score, cut into units in the order of time: what a resampling may shuffle.

The units of a backtest are its cutoffs, with the windows of all series that start there: series move
together, so they are drawn together. Where a backtest has too few cutoffs but many series, the series
are the units. The units of a text are stretches of its validation part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Kind = Literal["cutoffs", "series", "segments"]

LEAST_BLOCKS = 4  # with fewer, chance has too few ways to show itself
LEAST_SERIES = 8
OVERLAPS = 2  # blocks are at least that many times as long as windows overlap: so far errors are alike


@dataclass(frozen=True)
class Units:
    """What each of N units adds to a score, and its share of the rows: the score is sum(loss) / sum(mass)."""

    kind: Kind
    loss: Array  # (N,)
    mass: Array  # (N,) sums to 1
    block: int = 1  # neighbours that are drawn together, since they err alike

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def blocks(self) -> float:
        """How many of them can be called independent."""
        return len(self.loss) / self.block

    @property
    def score(self) -> float:
        """The score that these losses make."""
        return float(self.loss.sum() / self.mass.sum())


def forecast_units(test: pd.DataFrame, scales: Mapping[tuple[str, str], float] | None = None) -> Units:
    """The units of a test frame (unique_id, target, cutoff, ds, y, y_hat); rows without a truth are left out.

    With the scale of each (unique_id, target) the score is the MASE, a mean over series; without, the MAE.
    """
    test = test[test["y"].notna()]
    weight = _weights(test, scales)
    test, weight = test[weight > 0], weight[weight > 0]
    error = (test["y"] - test["y_hat"]).abs().to_numpy(np.float64)
    unit = np.ones(len(test)) if scales is None else _scales_of_rows(test, scales)
    cutoff, cutoffs = pd.factorize(test["cutoff"], sort=True)
    block = block_length(len(cutoffs), _overlap(test, cutoffs))
    number, _ = pd.factorize(test["unique_id"])
    if len(cutoffs) < LEAST_BLOCKS * block and number.max(initial=-1) + 1 >= LEAST_SERIES:
        return Units("series", _sums(weight * error / unit, number), _sums(weight, number))
    return Units("cutoffs", _sums(weight * error / unit, cutoff), _sums(weight, cutoff), block)


def text_units(segments: pd.DataFrame, score: float) -> Units:
    """The units of the frame `segments` (symbols, nats per symbol), in the unit of the run's whole score."""
    symbols = segments["symbols"].to_numpy(np.float64)
    share = symbols / symbols.sum()
    nats = share * segments["nats"].to_numpy(np.float64)
    return Units("segments", nats * score / nats.sum(), share, block_length(len(segments)))


def scales_of(by_series: pd.DataFrame) -> dict[tuple[str, str], float]:
    """What MASE divides by, told from a frame of scores: the MAE of any method over its MASE."""
    known = by_series[(by_series["mase"] > 0) & (by_series["mae"] > 0)]
    first = known.drop_duplicates(["unique_id", "target"])
    scales = (first["mae"] / first["mase"]).tolist()
    return dict(zip(_pairs(first), scales, strict=True))


def block_length(units: int, overlap: int = 1) -> int:
    """Neighbours drawn together: N^(1/3) of them (Hall, Horowitz & Jing 1995), where windows do not overlap.

    Where `overlap` of them do, so many count as one.
    """
    least = OVERLAPS if overlap > 1 else 1
    return int(overlap * max(least, float(np.cbrt(units / overlap))))


def _weights(test: pd.DataFrame, scales: Mapping[tuple[str, str], float] | None) -> Array:
    """The share of every row in the score: each row alike, or each series alike that has a scale."""
    if scales is None:
        return np.full(len(test), 1 / max(len(test), 1))
    has_scale = _scales_of_rows(test, scales) > 0
    pair = test.groupby(["unique_id", "target"], sort=False).ngroup().to_numpy()
    rows = np.bincount(pair)[pair]
    share: Array = np.where(has_scale, 1.0 / rows, 0.0)
    total: Array = share / share.sum()
    return total


def _scales_of_rows(test: pd.DataFrame, scales: Mapping[tuple[str, str], float]) -> Array:
    return np.array([scales.get(pair, np.nan) for pair in _pairs(test)], dtype=np.float64)


def _pairs(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The series and target of every row."""
    return list(zip(frame["unique_id"].astype(str), frame["target"].astype(str), strict=True))


def _overlap(test: pd.DataFrame, cutoffs: pd.Index) -> int:
    """How many cutoffs, its own included, lie before the end of a window: 1 where windows do not overlap."""
    ends = test.groupby("cutoff")["ds"].max().reindex(cutoffs)
    reached = np.searchsorted(cutoffs.to_numpy(), ends.to_numpy(), side="left")
    return int((reached - np.arange(len(cutoffs))).max(initial=1))


def _sums(values: Array, unit: npt.NDArray[np.intp]) -> Array:
    return np.bincount(unit, weights=values).astype(np.float64)
