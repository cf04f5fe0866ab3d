"""A row for every series that was scored: how wrong the network is there, beside the best simple method."""

import numpy as np
import pandas as pd

from rnnkit.metrics import MODEL

LINE = ["unique_id", "target"]
POINTS = 60  # of what really happened, in the small picture of a row


def series_table(by_series: pd.DataFrame, test: pd.DataFrame) -> pd.DataFrame:
    """One row per series and target, those first where the network is worst beside the best simple method.

    `by_series` has unique_id, target, method, mae, mase; `test` unique_id, target, ds, y. Gives unique_id,
    target, mae, mase, `baseline` (the method with the smallest error there), `baseline_mae`, `times` (its
    error divided by that of the network; below 1 the simple method is better) and `line` (the last values).
    """
    own = by_series[by_series["method"] == MODEL].set_index(LINE)
    others = by_series[(by_series["method"] != MODEL) & by_series["mae"].notna()]
    best = others.loc[others.groupby(LINE, sort=False)["mae"].idxmin()].set_index(LINE)
    found = own[["mae", "mase"]].assign(baseline=best["method"], baseline_mae=best["mae"])
    found["times"] = found["baseline_mae"] / found["mae"]
    lines = _lines(test)
    found["line"] = [lines[key] for key in found.index]
    return found.sort_values("times", kind="stable", na_position="last").reset_index()


def lost(table: pd.DataFrame) -> int:
    """How many series a simple method forecasts better."""
    return int((table["times"] < 1).sum())


def _lines(test: pd.DataFrame) -> dict[object, list[float]]:
    """The last values of each series and target, each moment once."""
    once = test.drop_duplicates([*LINE, "ds"])
    line = once.groupby(LINE, sort=False).ngroup().to_numpy()
    order = np.lexsort((once["ds"].to_numpy(), line))
    y, ends = once["y"].to_numpy()[order], np.flatnonzero(np.diff(line[order], append=-1)) + 1
    starts = np.maximum(np.concatenate([[0], ends[:-1]]), ends - POINTS)
    names = (once[name].to_numpy()[order[ends - 1]] for name in LINE)
    return {
        key: y[start:end].tolist()
        for key, start, end in zip(zip(*names, strict=True), starts, ends, strict=True)
    }
