"""A trained forecaster that is asked again: from another moment, with other values of what is known ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.baselines.starts import corrected
from rnnkit.data import Table
from rnnkit.data.series.history import fewest, read_steps
from rnnkit.data.series.scaling import standardize
from rnnkit.numpy_rnn.copied_weights import Weights
from rnnkit.tasks.forecast.calibration import widen
from rnnkit.tasks.forecast.inputs.channels import Channel, inputs, new_channels
from rnnkit.tasks.forecast.inputs.scaler import Scaler
from rnnkit.tasks.forecast.inputs.starts import kept_starts
from rnnkit.tasks.forecast.networks.numpy_network import NumpyForecaster
from rnnkit.tasks.forecast.settings import ResolvedForecast

Array = npt.NDArray[np.float64]
Line = tuple[str, str]  # unique_id, target


@dataclass(frozen=True)
class Foreteller:
    """A network with the series that it was trained on."""

    network: NumpyForecaster
    scaler: Scaler
    channels: Mapping[Line, Channel]

    @classmethod
    def of(cls, weights: Weights, config: ResolvedForecast, scaler: Scaler, table: Table) -> Self:
        """The network of a run, and the table of its data."""
        found = new_channels(table, config, scaler)
        return cls(NumpyForecaster(weights, config), scaler, {(c.unique_id, c.target): c for c in found})

    @property
    def config(self) -> ResolvedForecast:
        """The settings of the run."""
        return self.network.config

    @property
    def bytes(self) -> int:
        """Memory that weights and series take, about."""
        series = sum(c.past.nbytes + c.future.nbytes + 4 * c.y.nbytes for c in self.channels.values())
        return series + sum(weight.nbytes for weight in self.network.weights.values())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines whose end the network can be asked about; of the others too little is known."""
        least = fewest(self.config.lookback, self.config.horizon)
        return tuple(line for line, channel in self.channels.items() if channel.known_before[-1] >= least)

    def beyond(
        self, planned: pd.DataFrame | None = None, lines: Sequence[Line] | None = None
    ) -> pd.DataFrame:
        """The forecast behind the end of these lines, or of all: `unique_id, target, ds, step, y_hat, lo,
        hi`.

        `planned` has `unique_id`, `ds` and covariates that are known ahead; what it leaves open stays as it
        was assumed.
        """
        channels = [self.channels[line] for line in (self.lines if lines is None else lines)]
        ahead = [_planned(channel, self.config.future_covariates, planned) for channel in channels]
        answers = self._answers(channels, [len(channel.y) for channel in channels], ahead)
        frames = [
            _frame(channel, len(channel.y), answer) for channel, answer in zip(channels, answers, strict=True)
        ]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def run_on(self, line: Line, cutoff: int, steps: int) -> pd.DataFrame:
        """What the network says from a step on, with no value behind it: so many steps, as far as they are
        known to come, as `beyond` gives them.

        Beyond its horizon it reads its own forecasts in place of values. Nobody knows how sure these are, so
        they have no interval. What is known ahead is given.
        """
        channel = self.channels[line]
        steps = min(steps, len(channel.ds) - cutoff)
        y, parts = channel.y[:cutoff], []
        while (done := len(y) - cutoff) < steps:
            (answer,) = self._answers([channel.with_values(y)], [len(y)], [None])
            part = answer[: steps - done]
            y = np.concatenate([y, part[:, 1]])
            if done:
                part = np.column_stack([np.full(len(part), np.nan), part[:, 1], np.full(len(part), np.nan)])
            parts.append(part)
        return _frame(channel, cutoff, np.concatenate(parts))

    @property
    def runs_on(self) -> bool:
        """Whether the network can go on beyond its horizon: not where it reads what nobody knows ahead."""
        return not self.config.past_covariates

    def _answers(
        self, channels: Sequence[Channel], cutoffs: Sequence[int], ahead: Sequence[Array | None]
    ) -> Array:
        """Low, middle and high `(N, K, 3)` in the units of the data, from these steps on."""
        windows = [self._window(*one) for one in zip(channels, cutoffs, ahead, strict=True)]
        if not windows:
            return np.empty((0, self.config.horizon, 3))
        starts = kept_starts(channels, self.config, self.scaler)
        begin = starts.of(np.arange(len(channels)), np.array(cutoffs)) if starts else None
        values, past, future = (np.stack(parts) for parts in zip(*windows, strict=True))
        numbers = np.array([self.scaler.number(c.unique_id, c.target) for c in channels])
        raw = self.network.forecast(values, past, future, begin, numbers)
        if begin is not None:
            raw = corrected(raw, begin, self.scaler.trust)
        low, middle, high = np.moveaxis(raw, 2, 0)
        low, high = widen(low, middle, high, np.array(self.scaler.factors))
        read = np.stack([low, middle, high], axis=2)
        return np.stack([_written(*one) for one in zip(channels, read, strict=True)])

    def _window(self, channel: Channel, cutoff: int, ahead: Array | None) -> tuple[Array, Array, Array]:
        """What is read before a step, values `(L,)` and features `(L, Fp)`, and what is known behind it."""
        L, K = self.config.lookback, self.config.horizon
        values, past, future = inputs(channel, K)
        back, missing = read_steps(np.arange(-L, 0), channel.known_before[[cutoff]], channel.season)
        read = past[cutoff + back[0]] * ~missing[0][:, None]
        if self.scaler.masked:
            read[:, 0] = missing[0]
        known = future[cutoff : cutoff + K]
        known = np.pad(known, ((0, K - len(known)), (0, 0)), mode="edge")
        if ahead is not None:
            known = np.concatenate(
                [standardize(ahead, channel.units.future), known[:, len(self.config.future_covariates) :]],
                axis=1,
            )
        return values[cutoff + back[0]], read, known


def _written(channel: Channel, read: Array) -> Array:
    """Answers in training units in those of the data, as forecasts may be."""
    return channel.transform.write(read * channel.scale + channel.center)


def _planned(channel: Channel, names: Sequence[str], planned: pd.DataFrame | None) -> Array | None:
    """The covariates behind the end `(K, Fc)`: as planned, else as they are known or were assumed."""
    if planned is None or not names:
        return None
    rows = planned[planned["unique_id"].astype(str) == channel.unique_id].drop_duplicates("ds", keep="last")
    told = rows.set_index("ds").reindex(channel.ds.iloc[len(channel.y) :])[list(names)]
    values = told.to_numpy(np.float64)
    return np.where(np.isfinite(values), values, channel.ahead)


def _frame(channel: Channel, cutoff: int, answer: Array) -> pd.DataFrame:
    """Answers `(n, 3)` as rows."""
    n = len(answer)
    return pd.DataFrame(
        {
            "unique_id": pd.Series([channel.unique_id] * n, dtype="str"),
            "target": pd.Series([channel.target] * n, dtype="str"),
            "ds": channel.ds.iloc[cutoff : cutoff + n].to_numpy(),
            "step": np.arange(1, n + 1),
            "y_hat": answer[:, 1],
            "lo": answer[:, 0],
            "hi": answer[:, 2],
        }
    )
