"""A clean table and resolved settings -> channels: one target of one series each, split by time and scaled.

All channels share one network. Nothing here knows torch; windows are positions, gathered later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.config import ResolvedForecast
from rnnkit.data.calendar import calendar_features, cycles_of, future_stamps
from rnnkit.data.table import Table

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

VALID_SHARE = 0.2
CLIP = 10.0  # standard deviations: a covariate beyond that says nothing more


@dataclass(frozen=True)
class Channel:
    """One target of one series over T steps, and what is known for the K steps behind its end.

    Steps `[0, valid_start)` are for training, `[valid_start, test_start)` for choosing when to stop and
    for calibrating intervals, `[test_start, T)` for the scores.
    """

    unique_id: str
    target: str
    ds: pd.Series  # (T + K,)
    y: Array  # (T,)
    imputed: Bools  # (T,)
    past: Array  # (T, Fp) covariates known up to the present, in training units
    future: Array  # (T + K, Ff) covariates known ahead, and the calendar
    valid_start: int
    test_start: int
    center: float
    scale: float

    @property
    def train(self) -> Array:
        """The values the network may learn from."""
        return self.y[: self.valid_start]

    @property
    def known(self) -> Array:
        """The values before the test part."""
        return self.y[: self.test_start]


def channels(table: Table, config: ResolvedForecast) -> list[Channel]:
    """Every target of every series as a channel; series too short for one window are left out.

    `config` must be resolved.
    """
    dated = pd.api.types.is_datetime64_any_dtype(table.frame["ds"])
    groups = {
        name: np.asarray(rows) for name, rows in table.frame.groupby("unique_id", sort=False).indices.items()
    }
    longest = max(len(rows) for rows in groups.values())
    cycles = cycles_of(table.freq if dated and config.calendar else None, longest - config.test)
    reader = Reader(table, config, cycles)
    made = (
        reader.channel(str(unique_id), rows, target)
        for unique_id, rows in groups.items()
        for target in config.targets
    )
    return [channel for channel in made if channel is not None]


def split(length: int, lookback: int, horizon: int, test: int) -> tuple[int, int]:
    """Where validation and test begin in a series of so many steps.

    The validation part is a fifth of what is left of the test part, at least one horizon, and never so
    long that no training window remains; a series too short for that is validated on what it trains on.
    """
    test_start = length - test
    valid = max(horizon, round(VALID_SHARE * test_start))
    room = test_start - lookback - horizon  # validation targets that leave one training window
    if room < horizon:
        return test_start, test_start
    return test_start - min(valid, room), test_start


@dataclass(frozen=True)
class Reader:
    """Takes one channel after the other out of a table."""

    table: Table
    config: ResolvedForecast
    cycles: tuple[str, ...]

    def channel(self, unique_id: str, rows: Positions, target: str) -> Channel | None:
        """One target of the series that these rows hold; `None` if it is shorter than one window."""
        config = self.config
        y = self._columns((target,), rows)[:, 0]
        known = np.flatnonzero(np.isfinite(y))
        length = int(known[-1] - known[0]) + 1 if len(known) else 0
        if length < config.lookback + config.horizon + config.test:
            return None
        valid_start, test_start = split(length, config.lookback, config.horizon, config.test)
        y, rows = y[known[0] : known[-1] + 1], rows[known[0] :]
        inside = rows[:length]
        ds = self._stamps(rows, length + config.horizon)
        ahead = known_ahead(self._columns(config.future_covariates, rows), len(ds), valid_start)
        return Channel(
            unique_id=unique_id,
            target=target,
            ds=ds,
            y=y,
            imputed=self.table.imputed[target].to_numpy(dtype=bool)[inside],
            past=standardize(self._columns(config.past_covariates, inside), valid_start),
            future=np.concatenate([ahead, calendar_features(ds, self.cycles)], axis=1),
            valid_start=valid_start,
            test_start=test_start,
            center=float(np.nanmean(y[:valid_start])),
            scale=spread(y[:valid_start]),
        )

    def _stamps(self, rows: Positions, length: int) -> pd.Series:
        """The stamps of so many steps, from the table as far as it goes."""
        known = self.table.frame["ds"].iloc[rows[:length]].reset_index(drop=True)
        later = future_stamps(known, self.table.freq, length - len(known))
        return pd.concat([known, later], ignore_index=True)

    def _columns(self, names: Sequence[str], rows: Positions) -> Array:
        frame = self.table.frame[list(names)]
        values: Array = frame.to_numpy(dtype=np.float64)[rows].reshape(len(rows), len(names))
        return values


def spread(values: Array) -> float:
    """Standard deviation, or 1 where values do not vary beyond rounding."""
    deviation = float(np.nanstd(values))
    return deviation if deviation > 1e-9 * max(1.0, float(np.nanmax(np.abs(values)))) else 1.0


def standardize(columns: Array, train_end: int) -> Array:
    """Columns `(T, F)` in units of their training part; unknown values become its mean."""
    train = columns[:train_end]
    with np.errstate(all="ignore"):
        known = np.isfinite(train).sum(axis=0)
        mean = np.nansum(train, axis=0) / np.maximum(known, 1)
        deviation = np.sqrt(np.nansum((train - mean) ** 2, axis=0) / np.maximum(known, 1))
    deviation = np.where(deviation > 1e-12, deviation, 1.0)
    scaled: Array = np.clip(np.nan_to_num((columns - mean) / deviation, nan=0.0), -CLIP, CLIP)
    return scaled


def known_ahead(columns: Array, length: int, train_end: int) -> Array:
    """Standardized covariates `(length, F)`; what the table does not know at its end stays NaN."""
    missing = np.full((max(0, length - len(columns)), columns.shape[1]), np.nan)
    covariates = np.concatenate([columns[:length], missing])
    scaled = standardize(covariates, train_end)
    known = np.isfinite(covariates)
    for column in range(covariates.shape[1]):
        seen = np.flatnonzero(known[:, column])
        scaled[(seen[-1] + 1 if len(seen) else 0) :, column] = np.nan
    return scaled


def cutoffs(channel: Channel, part: str, lookback: int, horizon: int, stride: int = 1) -> Iterator[int]:
    """First steps of the targets of every window of a part: `train`, `valid`, `test` or `end`.

    Targets of training and validation windows lie wholly in their part; the last test window may be cut
    off by the end of the data. `end` is the one window that looks beyond it.
    """
    start, stop = {
        "train": (0, channel.valid_start - horizon + 1),
        "valid": (channel.valid_start, channel.test_start - horizon + 1),
        "test": (channel.test_start, len(channel.y)),
        "end": (len(channel.y), len(channel.y) + 1),
    }[part]
    yield from range(max(start, lookback), stop, stride)
