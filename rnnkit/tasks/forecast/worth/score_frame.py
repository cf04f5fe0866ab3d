"""Score tables from a test frame: every method as a whole, by series and by step of the horizon."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.metrics import MODEL, inside, mean, percent_errors, pinball_losses

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ScoreFrames:
    """The scores of all methods on the same rows: as a whole, by series and by step of the horizon."""

    overall: dict[str, dict[str, float]]
    by_series: pd.DataFrame  # unique_id, target, method, mae, rmse, smape, mase
    by_step: pd.DataFrame  # step, method, mae, rmse


def score_frame(
    test: pd.DataFrame,
    methods: Sequence[str],
    scales: Mapping[tuple[str, str], float],
    level: float = 0.8,
) -> ScoreFrames:
    """Score every method of a test frame.

    `test` has the columns unique_id, target, step, y, y_hat, lo, hi and one column per baseline; `methods`
    are names of such columns, "model" being `y_hat` with its interval of the given level. `scales` holds
    the `seasonal_scale` of each (unique_id, target); the overall MASE is the mean over series, as in M4.
    """
    test = test[test["y"].notna()]
    groups = _Groups.of(test)
    y = test["y"].to_numpy(np.float64)
    divisors = np.array([scales.get(key, math.nan) for key in groups.series], dtype=np.float64)
    tables = {name: _method_sums(y, _forecast(test, name), groups) for name in methods}
    overall = {name: _overall(table, groups, divisors) for name, table in tables.items()}
    if MODEL in overall and {"lo", "hi"} <= set(test.columns):
        overall[MODEL] |= _interval_scores(test, level)
    return ScoreFrames(
        overall=overall,
        by_series=pd.concat(
            [_series_rows(name, table, groups, divisors) for name, table in tables.items()], ignore_index=True
        ),
        by_step=pd.concat(
            [_step_rows(name, table, groups) for name, table in tables.items()], ignore_index=True
        ),
    )


@dataclass(frozen=True)
class _Groups:
    """Which cell of the (series, step) table each row belongs to, so that one sum serves both tables."""

    series: list[tuple[str, str]]
    steps: npt.NDArray[np.int64]
    cell: npt.NDArray[np.int64]  # (rows,) index into the flattened (series, step) table
    count: Array  # (series, step) rows in each cell

    @classmethod
    def of(cls, test: pd.DataFrame) -> "_Groups":
        """Number the series in order of appearance and the steps in rising order."""
        ids, id_names = pd.factorize(test["unique_id"])
        targets, target_names = pd.factorize(test["target"])
        pairs, pair_keys = pd.factorize(ids.astype(np.int64) * max(len(target_names), 1) + targets)
        series = [
            (str(id_names[key // len(target_names)]), str(target_names[key % len(target_names)]))
            for key in pair_keys.tolist()
        ]
        step, steps = pd.factorize(test["step"].to_numpy(), sort=True)
        cell = pairs.astype(np.int64) * max(len(steps), 1) + step
        count = np.bincount(cell, minlength=len(series) * len(steps)).astype(np.float64)
        table: Array = count.reshape(len(series), len(steps))
        return cls(series, np.asarray(steps, dtype=np.int64), cell, table)

    def sums(self, values: Array) -> Array:
        """Add up one value a row into the (series, step) table."""
        flat = np.bincount(self.cell, weights=values, minlength=self.count.size).astype(np.float64)
        table: Array = flat.reshape(self.count.shape)
        return table


def _forecast(test: pd.DataFrame, method: str) -> Array:
    return test["y_hat" if method == MODEL else method].to_numpy(np.float64)


def _method_sums(y: Array, y_hat: Array, groups: _Groups) -> dict[str, Array]:
    """Sums of absolute, squared and percentage errors, each as a (series, step) table."""
    error = np.abs(y - y_hat)
    return {
        "mae": groups.sums(error),
        "mse": groups.sums(error * error),
        "smape": groups.sums(percent_errors(y, y_hat, error)),
    }


def _overall(table: Mapping[str, Array], groups: _Groups, divisors: Array) -> dict[str, float]:
    rows = groups.count.sum()
    error = _ratio(table["mae"].sum(axis=1), groups.count.sum(axis=1)) / divisors
    return {
        "mae": float(_ratio(table["mae"].sum(), rows)),
        "rmse": float(np.sqrt(_ratio(table["mse"].sum(), rows))),
        "smape": float(_ratio(table["smape"].sum(), rows)),
        # A series without a scale (constant, or too short) has no MASE and is left out of the mean.
        "mase": mean(error[~np.isnan(divisors)]),
    }


def _interval_scores(test: pd.DataFrame, level: float) -> dict[str, float]:
    """Coverage of the interval, and the pinball loss of its borders and of the median between them."""
    y, y_hat, lo, hi = (test[name].to_numpy(np.float64) for name in ("y", "y_hat", "lo", "hi"))
    tail = (1 - level) / 2
    losses = [mean(pinball_losses(y, q_hat, q)) for q, q_hat in ((tail, lo), (0.5, y_hat), (1 - tail, hi))]
    return {"pinball_loss": sum(losses) / 3, "coverage": mean(inside(y, lo, hi))}


def _series_rows(method: str, table: Mapping[str, Array], groups: _Groups, divisors: Array) -> pd.DataFrame:
    rows = groups.count.sum(axis=1)
    error = _ratio(table["mae"].sum(axis=1), rows)
    return pd.DataFrame(
        {
            "unique_id": [unique_id for unique_id, _ in groups.series],
            "target": [target for _, target in groups.series],
            "method": method,
            "mae": error,
            "rmse": np.sqrt(_ratio(table["mse"].sum(axis=1), rows)),
            "smape": _ratio(table["smape"].sum(axis=1), rows),
            "mase": error / divisors,
        }
    )


def _step_rows(method: str, table: Mapping[str, Array], groups: _Groups) -> pd.DataFrame:
    rows = groups.count.sum(axis=0)
    return pd.DataFrame(
        {
            "step": groups.steps,
            "method": method,
            "mae": _ratio(table["mae"].sum(axis=0), rows),
            "rmse": np.sqrt(_ratio(table["mse"].sum(axis=0), rows)),
        }
    )


def _ratio(total: Array, count: Array) -> Array:
    """Means from sums; NaN where nothing was counted."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(total / count, dtype=np.float64)
