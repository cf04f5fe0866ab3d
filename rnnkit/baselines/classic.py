"""Exponential smoothing and the Theta method, where statsmodels is installed and the time suffices.

Both are fitted anew for every history, which takes up to a second each; so the first fits are timed,
and a method that could not finish within its time is left out as a whole, with the reason.
"""

import importlib
import importlib.util
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.text import t

Array = npt.NDArray[np.float64]
Forecaster = Callable[[Array, int, int, float], Array]  # history, horizon, seasonality, deadline -> (K,)

MAX_HISTORY = 1000  # older values hardly move the answer and cost time
MAX_SEASONALITY = 60  # one free number a position in the season: beyond this it is too slow and too many
ETS_HISTORY, ETS_SEASONS = 200, 10  # smoothing has forgotten what is older
PROBES = 3
MODULES = {"ets": "statsmodels.tsa.holtwinters", "theta": "statsmodels.tsa.forecasting.theta"}


def slow_baselines(
    histories: Sequence[Array], horizon: int, seasonality: int, seconds: float
) -> tuple[dict[str, Array], str]:
    """Forecasts `(N, K)` of "ets" and "theta" for N histories, and why one is missing ("" if none is)."""
    if importlib.util.find_spec("statsmodels") is None:
        return {}, t("ETS and Theta are left out: install statsmodels to have them.")
    if not histories:
        return {}, ""
    deadline = time.monotonic() + seconds
    for module in MODULES.values():
        importlib.import_module(module)  # takes a second, which is not the speed of a fit
    found: dict[str, Array] = {}
    for name in ("theta", "ets"):  # the quicker first, so that the slower cannot eat its time
        answer = _within(FORECASTERS[name], histories, horizon, seasonality, deadline)
        if answer is not None:
            found[name] = answer
    answers: dict[str, Array] = {name: found[name] for name in LABELS if name in found}
    missing = [label for name, label in LABELS.items() if name not in found]
    if not missing:
        return answers, ""
    return answers, t(
        "{names} left out: {count:,} fits do not end within {seconds:.2g} s.",
        names=t(" and ").join(missing),
        count=len(histories),
        seconds=seconds,
    )


def _within(
    forecaster: Forecaster, histories: Sequence[Array], horizon: int, seasonality: int, deadline: float
) -> Array | None:
    """All forecasts of one method, or `None` as soon as the first fits show that the time will not do."""
    answer = np.full((len(histories), horizon), np.nan)
    start = time.monotonic()
    for row, history in enumerate(histories):
        now = time.monotonic()
        if now >= deadline:
            return None
        if row >= PROBES and now + (now - start) / row * (len(histories) - row) > deadline:
            return None
        try:
            answer[row] = _one(forecaster, history, horizon, seasonality, deadline)
        except _OutOfTimeError:
            return None
    return answer


def _one(
    forecaster: Forecaster, history: Array, horizon: int, seasonality: int, deadline: float
) -> Array | float:
    """One forecast; NaN where the method has no answer for this history, such as too few values."""
    recent = np.asarray(history, dtype=np.float64)[-MAX_HISTORY:]
    if len(recent) < 4 or np.ptp(recent) == 0:
        return float(recent[-1]) if len(recent) else np.nan
    # Far from their optimum these fits warn and may fail numerically; neither concerns the reader.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            answer = forecaster(recent, horizon, seasonality, deadline)
        except (ValueError, np.linalg.LinAlgError, FloatingPointError, ZeroDivisionError):
            return np.nan
    return answer if np.isfinite(answer).all() else np.nan


def _ets(history: Array, horizon: int, seasonality: int, deadline: float) -> Array:
    """Holt-Winters smoothing; of the forms that fit the data, the one with the best AICc."""
    holtwinters: Any = importlib.import_module(MODULES["ets"])

    seasonal = 1 < seasonality <= MAX_SEASONALITY and len(history) >= 2 * seasonality
    history = history[-max(ETS_HISTORY, ETS_SEASONS * seasonality) :]
    forms = (None,) if not seasonal else ("add", "mul") if history.min() > 0 else ("add",)
    unit = float(np.abs(history).mean()) or 1.0
    best, best_aicc = None, np.inf
    for form in forms:
        for damped in (False, True):
            model = holtwinters.ExponentialSmoothing(
                history / unit,
                trend="add",
                damped_trend=damped,
                seasonal=form,
                seasonal_periods=seasonality if form else None,
                initialization_method="estimated" if len(history) >= 10 else "heuristic",
            )
            fit = model.fit(minimize_kwargs={"callback": _stopper(deadline)})
            if best is None or fit.aicc < best_aicc:
                best, best_aicc = fit, fit.aicc
    return np.asarray(best.forecast(horizon)) * unit if best is not None else np.full(horizon, np.nan)


def _theta(history: Array, horizon: int, seasonality: int, _deadline: float) -> Array:
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


class _OutOfTimeError(Exception):
    """Raised from inside a fit when its time is over."""


def _stopper(deadline: float) -> Callable[..., None]:
    def stop(*_: object) -> None:
        if time.monotonic() >= deadline:
            raise _OutOfTimeError

    return stop


FORECASTERS: dict[str, Forecaster] = {"ets": _ets, "theta": _theta}
LABELS = {"ets": "ETS", "theta": "Theta"}
