"""The few numbers a verdict rests on, measured from the test frame, the loss curve and the training part."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.baselines import NAMES
from rnnkit.metrics import MODEL, seasonal_scale
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.verdict.curve import CurveFacts, curve_facts

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.integer[Any]]

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
    shares = [_kinds(values, seasonality) for values in train.values()]
    return ForecastFacts(
        errors=errors,
        metric=metric,
        margins=_margins(
            test, [name for name in errors if name != MODEL], scales if metric == "mase" else {}
        ),
        movement=_movement(test),
        copying=_copying(test),
        noise_share=float(np.mean([noise for noise, _ in shares])) if shares else 0.0,
        walk_share=float(np.mean([walk for _, walk in shares])) if shares else 0.0,
        train_length=min((len(values) for values in train.values()), default=0),
        seasonality=seasonality,
        diverged=diverged,
        **curve_facts(curve),
    )


def dependence(values: Array, seasonality: int = 1) -> float:
    """How much the past says about the next value: the sum of squared autocorrelations; 0 if not significant.

    Significance is that of Ljung and Box at 1 %, over ten lags or one season.
    """
    values = values[np.isfinite(values)][-MAX_TESTED:]
    n = len(values)
    lags = min(max(MIN_LAGS, seasonality), n // 4)
    if lags < 1:
        return 0.0
    centred = values - values.mean()
    power = float(centred @ centred)
    if power <= (ROUNDING * float(np.abs(values).max())) ** 2 * n:
        return 1.0  # all the same: the past says everything
    correlations = np.array([centred[lag:] @ centred[:-lag] for lag in range(1, lags + 1)]) / power
    statistic = n * (n + 2) * np.sum(correlations**2 / (n - np.arange(1, lags + 1)))
    return float(np.sum(correlations**2)) if statistic > _chi_square(lags) else 0.0


def _chi_square(freedom: int) -> float:
    """The 99 % point of the chi-square distribution, as Wilson and Hilferty approximate it."""
    spread = 2 / (9 * freedom)
    return float(freedom * (1 - spread + 2.326 * math.sqrt(spread)) ** 3)


def _kinds(values: Array, seasonality: int) -> tuple[bool, bool]:
    """Whether a series looks like noise, and whether like a random walk without a clear drift."""
    values = np.asarray(values, dtype=np.float64)
    values = values[np.isfinite(values)]
    if len(values) < 2 * MIN_LAGS:
        return False, False  # too short to tell
    if dependence(values, seasonality) == 0:
        return True, False
    changes = np.diff(values)
    drift = abs(changes.mean()) / (changes.std() / math.sqrt(len(changes)) or math.inf)
    # Prices have tiny but significant correlations in their changes, which nobody can live on.
    return False, bool(dependence(changes, seasonality) < 0.03 and drift < 3)


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
