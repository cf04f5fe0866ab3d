"""The few numbers a verdict rests on, measured from the test frame, the loss curve and the training part."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.baselines import NAMES
from rnnkit.data.series.panel import alike
from rnnkit.metrics import MODEL, seasonal_scale
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.verdict.curve import CurveFacts, curve_facts

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.integer[Any]]
Bools = npt.NDArray[np.bool_]

LEAST_MARGIN = 0.02  # a smaller relative difference is never called one
ONE_WINDOW_MARGIN = 0.05  # with a single window there is no spread to measure luck by
MIN_LAGS = 10
MAX_TESTED = 5000  # newest values looked at for their autocorrelation
ROUNDING = 1e-9
LEAST_COPIES = 10
SHORT_HORIZON = 3


@dataclass(frozen=True, kw_only=True)
class ForecastFacts(CurveFacts):
    """What was measured; all errors are on the same rows and in the same unit."""

    errors: Mapping[str, float]  # "model" and each available baseline
    metric: str = "mase"  # what the errors are: mase, or mae where there is no scale
    margins: Mapping[str, float]  # baseline -> relative difference from the model that may be luck
    movement: float = 1.0  # how much the forecast moves, relative to the truth
    copying: float = math.inf  # distance of the forecast to the value before, relative to that to the truth
    noise_share: float = 0.0  # share of the series that cannot be told from noise
    walk_share: float = 0.0  # share whose changes cannot be told from noise (random walks)
    train_length: int = 0  # of the shortest series
    seasonality: int = 1
    diverged: bool = False


def facts(
    test: pd.DataFrame,
    curve: pd.DataFrame,
    train: Mapping[tuple[str, str], Array],
    seasonality: int = 1,
    *,
    scales: Mapping[tuple[str, str], float] | None = None,
    diverged: bool = False,
) -> ForecastFacts:
    """Measure a run.

    `test` and `curve` are the frames of the outcome; `train` holds the training values of every
    (unique_id, target) in their own unit. `scales` are those of the score table, where it was made with
    others than the training part gives, so that the sentence and the table tell the same figures.
    """
    methods = [MODEL, *(name for name in NAMES if name in test.columns)]
    scales = scales or {key: seasonal_scale(values, seasonality) for key, values in train.items()}
    scores = score_frame(test, methods, scales).overall
    metric = "mase" if math.isfinite(scores[MODEL]["mase"]) else "mae"
    errors = {name: score[metric] for name, score in scores.items() if math.isfinite(score[metric])}
    noise, walk = _kinds([*train.values()], seasonality)
    return ForecastFacts(
        errors=errors,
        metric=metric,
        margins=_margins(
            test, [name for name in errors if name != MODEL], scales if metric == "mase" else {}
        ),
        movement=_movement(test),
        copying=_copying(test),
        noise_share=float(noise.mean()) if len(noise) else 0.0,
        walk_share=float(walk.mean()) if len(walk) else 0.0,
        train_length=min((len(values) for values in train.values()), default=0),
        seasonality=seasonality,
        diverged=diverged,
        **curve_facts(curve),
    )


def dependence(values: Array, seasonality: int = 1) -> float:
    """How much the past says about the next value: the sum of squared autocorrelations; 0 if not significant.

    Significance is that of Ljung and Box at 1 %, over ten lags or one season.
    """
    return float(_dependences(values[np.isfinite(values)][None], seasonality)[0])


def _dependences(table: Array, seasonality: int) -> Array:
    """That of each row of values `(S, T)` without a hole."""
    table = table[:, -MAX_TESTED:]
    n = table.shape[1]
    lags = min(max(MIN_LAGS, seasonality), n // 4)
    if lags < 1:
        return np.zeros(len(table))
    centred = table - table.mean(axis=1, keepdims=True)
    power = _dots(centred, centred)
    with np.errstate(divide="ignore", invalid="ignore"):
        products = [_dots(centred[:, lag:], centred[:, :-lag]) for lag in range(1, lags + 1)]
        squares = (np.stack(products, axis=1) / power[:, None]) ** 2
        statistic = n * (n + 2) * np.sum(squares / (n - np.arange(1, lags + 1)), axis=1)
    found = np.where(statistic > _chi_square(lags), np.sum(squares, axis=1), 0.0)
    # Where all are the same the past says everything.
    found[power <= (ROUNDING * np.abs(table).max(axis=1)) ** 2 * n] = 1.0
    return found


def _dots(a: Array, b: Array) -> Array:
    """The products `(S,)` of the rows of two tables."""
    found: Array = np.matmul(a[:, None, :], b[:, :, None])[:, 0, 0]
    return found


def _chi_square(freedom: int) -> float:
    """The 99 % point of the chi-square distribution, as Wilson and Hilferty approximate it."""
    spread = 2 / (9 * freedom)
    return float(freedom * (1 - spread + 2.326 * math.sqrt(spread)) ** 3)


def _kinds(train: Sequence[Array], seasonality: int) -> tuple[Bools, Bools]:
    """Which series look like noise, and which like a random walk without a clear drift, both `(S,)`."""
    known = [values[np.isfinite(values)] for values in train]
    noise, walk = np.zeros(len(known), dtype=np.bool_), np.zeros(len(known), dtype=np.bool_)
    for places in alike([len(values) for values in known]):
        table = np.stack([known[place] for place in places])
        if table.shape[1] < 2 * MIN_LAGS:
            continue  # too short to tell
        changes = np.diff(table, axis=1)
        error = changes.std(axis=1) / math.sqrt(changes.shape[1])
        drift = np.abs(changes.mean(axis=1)) / np.where(error == 0, math.inf, error)
        noise[places] = _dependences(table, seasonality) == 0
        # Prices have tiny but significant correlations in their changes, which nobody can live on.
        walk[places] = ~noise[places] & (_dependences(changes, seasonality) < 0.03) & (drift < 3)
    return noise, walk


def _margins(
    test: pd.DataFrame, baselines: list[str], scales: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    """Twice the standard error of the paired difference to each baseline, relative to the baseline."""
    test = test[test["y"].notna()]
    if test.empty:
        return dict.fromkeys(baselines, ONE_WINDOW_MARGIN)
    window = test.groupby(["unique_id", "target", "cutoff"], sort=False).ngroup().to_numpy()
    rows = np.bincount(window).astype(np.float64)
    unit = np.ones(len(test)) if not scales else _scale_of_rows(test, scales)
    y = test["y"].to_numpy(np.float64)
    model = _window_errors(y, test["y_hat"].to_numpy(np.float64), unit, window, rows)
    independent = len(rows) * _fresh_share(test)
    margins = {}
    for name in baselines:
        other = _window_errors(y, test[name].to_numpy(np.float64), unit, window, rows)
        margins[name] = _margin(model, other, independent)
    return margins


def _margin(model: Array, other: Array, independent: float) -> float:
    known = np.isfinite(model) & np.isfinite(other)
    level = float(other[known].mean()) if known.any() else 0.0
    if independent < 2 or level == 0:
        return ONE_WINDOW_MARGIN
    luck = 2 * float(np.std((model - other)[known])) / math.sqrt(independent) / level
    return max(LEAST_MARGIN, luck)


def _scale_of_rows(test: pd.DataFrame, scales: Mapping[tuple[str, str], float]) -> Array:
    pairs = test.groupby(["unique_id", "target"], sort=False)
    by_pair = np.array([scales.get((str(key[0]), str(key[1])), math.nan) for key, _ in pairs])
    return by_pair[pairs.ngroup().to_numpy()]


def _window_errors(y: Array, y_hat: Array, unit: Array, window: Index, rows: Array) -> Array:
    """Mean absolute error of each window."""
    sums = np.bincount(window, weights=np.abs(y - y_hat) / unit)
    return np.asarray(sums / rows, dtype=np.float64)


def _fresh_share(test: pd.DataFrame) -> float:
    """Share of the windows that would remain if none overlapped: overlapping ones err alike."""
    first = test[
        (test["unique_id"] == test["unique_id"].iloc[0]) & (test["target"] == test["target"].iloc[0])
    ]
    return float(first["ds"].nunique() / len(first))


def _movement(test: pd.DataFrame) -> float:
    """Spread of the forecast relative to that of the truth: along the horizon, or over time if it is 1."""
    test = test[test["y"].notna()]
    along = test["step"].nunique() > 1
    keys = ["unique_id", "target", "cutoff"] if along else ["unique_id", "target"]
    group = test.groupby(keys, sort=False).ngroup().to_numpy()
    y, y_hat = test["y"].to_numpy(np.float64), test["y_hat"].to_numpy(np.float64)
    truth, forecast = _spreads(y, group), _spreads(y_hat, group)
    moving = truth > ROUNDING * float(np.abs(y).max(initial=0))
    return float(np.median(forecast[moving] / truth[moving])) if moving.any() else 1.0


def _spreads(values: Array, group: Index) -> Array:
    """Standard deviation within each group."""
    if not len(values):
        return np.empty(0)
    rows = np.bincount(group)
    centred = values - (np.bincount(group, weights=values) / rows)[group]
    return np.asarray(np.sqrt(np.bincount(group, weights=centred**2) / rows), dtype=np.float64)


def _copying(test: pd.DataFrame) -> float:
    """Distance of the first step to the value before it, relative to its distance to the truth."""
    first = test[(test["step"] == 1) & test["y"].notna()]
    if test["step"].nunique() > SHORT_HORIZON or len(first) < LEAST_COPIES or "last value" not in first:
        return math.inf  # few steps may lie near the value before by chance, and the first of many should
    miss = float((first["y_hat"] - first["y"]).abs().mean())
    late = float((first["y_hat"] - first["last value"]).abs().mean())
    return late / miss if miss else math.inf
