"""The quick baselines side by side, for thousands of forecasts at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from rnnkit.baselines.naive import drift, last_value, mean, right_aligned, seasonal_naive
from rnnkit.baselines.ridge import Ridge
from rnnkit.data.series.history import backwards
from rnnkit.data.series.panel import means, measured, spreads
from rnnkit.data.series.scaling import spread

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
    def fit(
        cls,
        train: Sequence[Array],
        seasonality: int,
        horizon: int,
        lookback: int,
        learned: Sequence[bool] | None = None,
    ) -> Self:
        """Learn from the training part alone; `train` holds one array a series and target.

        The linear model learns only from those that are `learned` from, and from no window with a hole.
        """
        series = [np.asarray(values, dtype=np.float64) for values in train]
        levels, scales = measured(series, means), measured(series, spreads)
        used = [True] * len(series) if learned is None else learned
        scaled = [values / scale for values, scale, ok in zip(series, scales, used, strict=True) if ok]
        return cls(horizon, seasonality, levels, scales, Ridge.fit(scaled, lookback, horizon, seasonality))

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

    def predict_all(self, history: Array, series: npt.ArrayLike) -> dict[str, Array]:
        """As `predict`, with an answer also where a history is too short for a method or has a hole.

        The linear model reads it lengthened as the network does; what has no season yet repeats the last
        value there, and what has no slope stays at it. Every history has to end with a known value.
        """
        answers = self.predict(history, series=series)
        rows = np.flatnonzero(np.isnan(history).any(axis=1))
        if not len(rows):
            return answers
        short, index = history[rows], np.asarray(series, dtype=np.int64)[rows]
        instead = {"linear": self._linear(short, index), "seasonal naive": self._season(short)}
        for name, answer in answers.items():
            known = answer[rows]
            filled = np.where(np.isnan(known), instead.get(name, known), known)
            answer[rows] = np.where(np.isnan(filled), short[:, -1:], filled)
        return answers

    def _linear(self, short: Array, index: npt.NDArray[np.int64]) -> Array:
        if self.ridge is None:
            return np.full((len(short), self.horizon), np.nan)
        scale = self.scales[index][:, None]
        recent = backwards(short, self.seasonality)[:, -self.ridge.lookback :]
        return self.ridge.predict(recent / scale) * scale

    def _season(self, short: Array) -> Array:
        """The value one season before where that is known."""
        season = min(self.seasonality, short.shape[1])
        return short[:, short.shape[1] - season + np.arange(self.horizon) % season]

    def _level_and_scale(self, known: Array, series: npt.ArrayLike | None) -> tuple[Array | None, Array]:
        if series is None and len(self.means) == 1:
            series = np.zeros(len(known), dtype=np.int64)
        if series is None:
            return None, np.array([spread(row) for row in known])
        index = np.asarray(series, dtype=np.int64)
        return self.means[index], self.scales[index]


def _constant(level: Array, horizon: int) -> Array:
    return np.repeat(level[:, None], horizon, axis=1)
