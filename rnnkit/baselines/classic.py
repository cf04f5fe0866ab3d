"""Exponential smoothing and the Theta method, fitted anew for every history.

Whether they are fitted is decided by counting fits, never by a clock: so the same data has the same baselines
on a busy machine. They take a time of their own, beside that of training.
"""

import importlib
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.words import t

Array = npt.NDArray[np.float64]
Form = tuple[str | None, bool]  # the kind of season of ETS, and whether its trend fades

MAX_HISTORY = 1000  # older values hardly move the answer and cost time
MAX_SEASONALITY = 60  # one free number a position in the season: beyond this it is too slow and too many
ETS_HISTORY, ETS_SEASONS = 200, 10  # smoothing has forgotten what is older
MOST_FITS = 48  # of a short season; those of a year of weeks take nearly twice as long and count so
MODULES = {"ets": "statsmodels.tsa.holtwinters", "theta": "statsmodels.tsa.forecasting.theta"}


def too_many(fits: int, seasonality: int) -> str:
    """Why neither method is fitted so many times, in a sentence; empty where both are."""
    season = seasonality if seasonality <= MAX_SEASONALITY else 1
    most = int(MOST_FITS / (1 + season / MAX_SEASONALITY))
    if fits <= most:
        return ""
    return t(
        "ETS and Theta were skipped: they are fitted anew for every forecast, and {fits:,} forecasts are "
        "more than {most}. A longer backtest stride makes fewer.",
        fits=fits,
        most=most,
    )


def slow_baselines(
    histories: Sequence[Array], horizon: int, seasonality: int, series: Sequence[int] = ()
) -> dict[str, Array]:
    """Forecasts `(N, K)` of "ets" and "theta" for N histories.

    `series[i]` says which series history i is of: the form of ETS is chosen once for each, on the first of
    its histories. A history that a method has no answer for gets NaN.
    """
    for module in MODULES.values():
        importlib.import_module(module)  # which lets its warnings through, so before they are switched off
    owners = series if len(series) else range(len(histories))
    forms: dict[int, Form] = {}
    answers = {name: np.full((len(histories), horizon), np.nan) for name in MODULES}
    for row, (history, owner) in enumerate(zip(histories, owners, strict=True)):

        def ets(recent: Array, steps: int, season: int, owner: int = owner) -> Array:
            answer, forms[owner] = _ets(recent, steps, season, forms.get(owner))
            return answer

        answers["ets"][row] = _one(ets, history, horizon, seasonality)
        answers["theta"][row] = _one(_theta, history, horizon, seasonality)
    return answers if len(histories) else {}


def _one(
    forecaster: Callable[[Array, int, int], Array], history: Array, horizon: int, seasonality: int
) -> Array | float:
    """One forecast; NaN where the method has no answer for this history, such as too few values."""
    recent = np.asarray(history, dtype=np.float64)[-MAX_HISTORY:]
    if len(recent) < 4 or np.ptp(recent) == 0:
        return float(recent[-1]) if len(recent) else np.nan
    # Far from their optimum these fits warn and may fail numerically; neither concerns the reader.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            answer = forecaster(recent, horizon, seasonality)
        except (ValueError, np.linalg.LinAlgError, FloatingPointError, ZeroDivisionError):
            return np.nan
    return answer if np.isfinite(answer).all() else np.nan


def _ets(history: Array, horizon: int, seasonality: int, form: Form | None = None) -> tuple[Array, Form]:
    """Holt-Winters smoothing of this form, or of the one with the best AICc of those that fit the data."""
    holtwinters: Any = importlib.import_module(MODULES["ets"])

    seasonal = 1 < seasonality <= MAX_SEASONALITY and len(history) >= 2 * seasonality
    history = history[-max(ETS_HISTORY, ETS_SEASONS * seasonality) :]
    unit = float(np.abs(history).mean()) or 1.0
    fits = {}
    for season, damped in (
        [form] if form and _possible(form, history, seasonal) else _forms(history, seasonal)
    ):
        model = holtwinters.ExponentialSmoothing(
            history / unit,
            trend="add",
            damped_trend=damped,
            seasonal=season,
            seasonal_periods=seasonality if season else None,
            initialization_method="estimated" if len(history) >= 10 else "heuristic",
        )
        fits[season, damped] = model.fit()
    best = min(fits, key=lambda one: np.nan_to_num(fits[one].aicc, nan=np.inf))
    return np.asarray(fits[best].forecast(horizon)) * unit, best


def _forms(history: Array, seasonal: bool) -> list[Form]:
    """The forms that a history can have: a season that grows with the level only where all is above zero."""
    kinds = (None,) if not seasonal else ("add", "mul") if history.min() > 0 else ("add",)
    return [(kind, damped) for kind in kinds for damped in (False, True)]


def _possible(form: Form, history: Array, seasonal: bool) -> bool:
    return form in _forms(history, seasonal)


def _theta(history: Array, horizon: int, seasonality: int) -> Array:
    """The Theta method of Assimakopoulos and Nikolopoulos, deseasonalised where a test finds a season."""
    theta: Any = importlib.import_module(MODULES["theta"])

    seasonal = seasonality > 1 and len(history) >= 2 * seasonality
    model = theta.ThetaModel(
        history,
        period=seasonality if seasonal else 1,
        deseasonalize=seasonal,
        method="auto" if history.min() > 0 else "additive",
    )
    return np.asarray(model.fit().forecast(horizon))
