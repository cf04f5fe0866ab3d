"""The quick baselines side by side, for thousands of forecasts at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from rnnkit.baselines.naive import drift, last_value, mean, right_aligned, seasonal_naive
from rnnkit.baselines.ridge import Ridge

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Baselines:
    """Last value, seasonal naive, drift, mean and linear, fitted to the training part of every series."""

    horizon: int
    seasonality: int
    means: Array  # (series,) mean of each training series
    scales: Array  # (series,) its spread; the ridge sees all series in this unit
    ridge: Ridge | None

    @classmethod
    def fit(cls, train: Sequence[Array], seasonality: int, horizon: int, lookback: int) -> Self:
        """Learn from the training part alone; `train` holds one array a series and target."""
        series = [np.asarray(values, dtype=np.float64) for values in train]
        means = np.array([np.nanmean(values) for values in series])
        scales = np.array([_spread(values) for values in series])
        scaled = [values / scale for values, scale in zip(series, scales, strict=True)]
        return cls(horizon, seasonality, means, scales, Ridge.fit(scaled, lookback, horizon, seasonality))

    def predict(
        self,
        history: Array | Sequence[Array],
        seasonality: int | None = None,
        series: npt.ArrayLike | None = None,
    ) -> dict[str, Array]:
        """Forecasts `(N, K)` by name from N histories that end at their cutoffs.

        `series[i]` says which training series history i belongs to; where it is not given (and there are
        several), the mean and the spread of the history itself stand in. A name is absent when the method
        does not apply at all: the seasonal naive without a season, the linear model without windows.
        """
        known = right_aligned(history)
        season = self.seasonality if seasonality is None else seasonality
        level, scale = self._level_and_scale(known, series)
        answers = {"last value": last_value(known, self.horizon)}
        if season > 1:
            answers["seasonal naive"] = seasonal_naive(known, self.horizon, season)
        answers["drift"] = drift(known, self.horizon)
        answers["mean"] = mean(known, self.horizon) if level is None else _constant(level, self.horizon)
        if self.ridge is not None:
            recent = known[:, -self.ridge.lookback :]
            answers["linear"] = self.ridge.predict(recent / scale[:, None]) * scale[:, None]
        return answers

    def _level_and_scale(self, known: Array, series: npt.ArrayLike | None) -> tuple[Array | None, Array]:
        if series is None and len(self.means) == 1:
            series = np.zeros(len(known), dtype=np.int64)
        if series is None:
            return None, np.array([_spread(row) for row in known])
        index = np.asarray(series, dtype=np.int64)
        return self.means[index], self.scales[index]


def _spread(values: Array) -> float:
    """Standard deviation, or 1 where there is none to speak of."""
    spread = float(np.nanstd(values))
    return spread if spread > 1e-12 * max(1.0, float(np.nanmax(np.abs(values)))) else 1.0


def _constant(level: Array, horizon: int) -> Array:
    return np.repeat(level[:, None], horizon, axis=1)
