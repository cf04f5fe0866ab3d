"""How forecasts are compared: on the same rows of the same question, cutoff by cutoff or series by series.

The units of a backtest are its cutoffs, with the windows of all series that start there: series move
together, so they are drawn together. Where a backtest has too few cutoffs but many series, the series
are the units.
"""

import hashlib
import json
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from rnnkit.compare.units import LEAST_BLOCKS, Array, Units, block_length, sums
from rnnkit.tasks.task import Comparable, Frames, Values

ROWS = ("unique_id", "cutoff", "ds", "target")
LEAST_SERIES = 8


def asked(settings: Values, _about: Values, rows: Callable[[], str]) -> tuple[str, str]:
    """Targets and horizon, and the rows of the test part."""
    question = json.dumps([settings.get("targets"), settings.get("horizon")])
    return question, rows() + (" new" if settings.get("skip_repeats") else "")


def forecast_rows(test: pd.DataFrame) -> str:
    """A fingerprint of the forecasts a test frame holds: of the set of (unique_id, cutoff, ds, target)."""
    rows = pd.util.hash_pandas_object(test[list(ROWS)].astype({"unique_id": str, "target": str}), index=False)
    return hashlib.sha256(np.sort(rows.to_numpy()).tobytes()).hexdigest()


def units(frames: Frames, metric: str, _score: float) -> Units:
    """The errors of the test part, in the measure that ranks."""
    scales = scales_of(frames("by_series")) if metric == "mase" else None
    return forecast_units(frames("test"), scales)


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
        return Units("series", sums(weight * error / unit, number), sums(weight, number))
    return Units("cutoffs", sums(weight * error / unit, cutoff), sums(weight, cutoff), block)


def scales_of(by_series: pd.DataFrame) -> dict[tuple[str, str], float]:
    """What MASE divides by, told from a frame of scores: the MAE of any method over its MASE."""
    known = by_series[(by_series["mase"] > 0) & (by_series["mae"] > 0)]
    first = known.drop_duplicates(["unique_id", "target"])
    scales = (first["mae"] / first["mase"]).tolist()
    return dict(zip(_pairs(first), scales, strict=True))


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


COMPARABLE = Comparable(asked, lambda frames: forecast_rows(frames("test")), units)
