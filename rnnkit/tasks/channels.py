"""A clean table and resolved settings -> channels: one target of one series each, split by time and scaled.

All channels share one network. Nothing here knows torch; windows are positions, gathered later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.config import ResolvedForecast
from rnnkit.data.calendar import calendar_features, cycles_of, future_stamps
from rnnkit.data.table import Table
from rnnkit.errors import DataError
from rnnkit.leaks.forecast import repeated_rows
from rnnkit.tasks.scaler import Scale, Scaler
from rnnkit.text import t

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
    unscored: Bools  # (T,) values that were filled in, and repeats where they are to be left out
    past: Array  # (T, Fp) covariates known up to the present, in training units
    future: Array  # (T + K, Ff) covariates known ahead, and the calendar
    valid_start: int
    test_start: int
    units: Scale

    @property
    def center(self) -> float:
        """The mean of the training part."""
        return self.units.center

    @property
    def scale(self) -> float:
        """The spread of the training part."""
        return self.units.scale

    @property
    def train(self) -> Array:
        """The values the network may learn from."""
        return self.y[: self.valid_start]

    @property
    def scored(self) -> int:
        """How many values of the test part are scored."""
        return int((np.isfinite(self.y) & ~self.unscored)[self.test_start :].sum())

    @property
    def known(self) -> Array:
        """The values before the test part."""
        return self.y[: self.test_start]


def channels(table: Table, config: ResolvedForecast) -> list[Channel]:
    """Every target of every series as a channel; series too short for one window are left out.

    `config` must be resolved. Raises `DataError` where all of the test part is a repeat that is left out.
    """
    reader = Reader(table, config, cycles(table, config), _repeats(table, config))
    needed = config.lookback + config.horizon + config.test
    found = []
    for line in reader.lines():
        if len(line.y) >= needed:
            starts = split(len(line.y), config.lookback, config.horizon, config.test)
            found.append(reader.channel(line, *starts))
    if config.skip_repeats and not any(channel.scored for channel in found):
        raise DataError(
            t("Every test row stands in the training part, too: without repeats nothing is left.")
        )
    return found


def _repeats(table: Table, config: ResolvedForecast) -> dict[str, Bools]:
    """Rows that are not scored because training has seen them, by target; none where they count."""
    if not config.skip_repeats:
        return {}
    return {target: repeated_rows(table, config, target) for target in config.targets}


def cycles(table: Table, config: ResolvedForecast) -> tuple[str, ...]:
    """The cycles of the calendar that the network reads, by step and length of the training data."""
    dated = pd.api.types.is_datetime64_any_dtype(table.frame["ds"])
    longest = int(table.frame["unique_id"].value_counts().max())
    return cycles_of(table.freq if dated and config.calendar else None, longest - config.test)


def new_channels(table: Table, config: ResolvedForecast, scaler: Scaler) -> list[Channel]:
    """Channels of other data than the network was trained on, in the units it was trained in.

    What the network has seen counts as training part, at least one lookback; all that is newer as test
    part. A series that is new to it is read in units of its own first part.
    """
    reader = Reader(table, config, scaler.cycles)
    found = []
    for line in reader.lines():
        known = scaler.line(line.unique_id, line.target)
        seen = int((line.stamps <= known.seen_stamp).sum()) if known else 0
        start = min(max(seen, config.lookback), len(line.y))
        found.append(reader.channel(line, start, start, known.units if known else None))
    return found


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
class Line:
    """One target of one series from its first to its last known value, and the rows it stands in."""

    unique_id: str
    target: str
    y: Array  # (T,)
    rows: Positions  # (T or more,) of the table, from the first known value on
    stamps: pd.Series  # (T,)


@dataclass(frozen=True)
class Reader:
    """Takes one channel after the other out of a table."""

    table: Table
    config: ResolvedForecast
    cycles: tuple[str, ...]
    repeats: Mapping[str, Bools] = field(default_factory=dict)  # rows of the table, by target

    def lines(self) -> Iterator[Line]:
        """Every target of every series that has a value."""
        groups = self.table.frame.groupby("unique_id", sort=False).indices
        for unique_id, indices in groups.items():
            for target in self.config.targets:
                rows = np.asarray(indices)
                y = self._columns((target,), rows)[:, 0]
                known = np.flatnonzero(np.isfinite(y))
                if len(known):
                    first, last = int(known[0]), int(known[-1]) + 1
                    stamps = self.table.frame["ds"].iloc[rows[first:last]].reset_index(drop=True)
                    yield Line(str(unique_id), target, y[first:last], rows[first:], stamps)

    def channel(self, line: Line, valid_start: int, test_start: int, units: Scale | None = None) -> Channel:
        """A line with its covariates, in the given units or those of its training part."""
        config, T = self.config, len(line.y)
        inside = line.rows[:T]
        ds = self._stamps(line.rows, T + config.horizon)
        past = self._columns(config.past_covariates, inside)
        future = self._columns(config.future_covariates, line.rows)[: len(ds)]
        if units is None:
            train = line.y[:valid_start]
            units = Scale(
                center=float(np.nanmean(train)),
                scale=spread(train),
                past=units_of(past[:valid_start]),
                future=units_of(future[:valid_start]),
            )
        ahead = known_ahead(future, len(ds), units.future)
        return Channel(
            unique_id=line.unique_id,
            target=line.target,
            ds=ds,
            y=line.y,
            unscored=self._unscored(line.target)[inside],
            past=standardize(past, units.past),
            future=np.concatenate([ahead, calendar_features(ds, self.cycles)], axis=1),
            valid_start=valid_start,
            test_start=test_start,
            units=units,
        )

    def _unscored(self, target: str) -> Bools:
        filled = self.table.imputed[target].to_numpy(dtype=bool)
        return filled | self.repeats[target] if target in self.repeats else filled

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


def units_of(columns: Array) -> tuple[tuple[float, float], ...]:
    """Mean and standard deviation of each column `(T, F)`; 1 where a column does not vary."""
    with np.errstate(all="ignore"):
        known = np.maximum(np.isfinite(columns).sum(axis=0), 1)
        mean = np.nansum(columns, axis=0) / known
        deviation = np.sqrt(np.nansum((columns - mean) ** 2, axis=0) / known)
    deviation = np.where(deviation > 1e-12, deviation, 1.0)
    return tuple(zip(mean.tolist(), deviation.tolist(), strict=True))


def standardize(columns: Array, units: Sequence[tuple[float, float]]) -> Array:
    """Columns `(T, F)` in units of (mean, deviation) each; unknown values become the mean."""
    mean, deviation = np.array(units, dtype=np.float64).reshape(-1, 2).T
    with np.errstate(all="ignore"):
        scaled: Array = np.clip(np.nan_to_num((columns - mean) / deviation, nan=0.0), -CLIP, CLIP)
    return scaled


def known_ahead(columns: Array, length: int, units: Sequence[tuple[float, float]]) -> Array:
    """Standardized covariates `(length, F)`; what the table does not know at its end stays NaN."""
    missing = np.full((max(0, length - len(columns)), columns.shape[1]), np.nan)
    covariates = np.concatenate([columns[:length], missing])
    scaled = standardize(covariates, units)
    known = np.isfinite(covariates)
    for column in range(covariates.shape[1]):
        seen = np.flatnonzero(known[:, column])
        scaled[(seen[-1] + 1 if len(seen) else 0) :, column] = np.nan
    return scaled


def inputs(channel: Channel, horizon: int) -> tuple[Array, Array, Array]:
    """What the network reads of a channel: values `(T + K,)`, past `(T + K, Fp)` and future `(T + K, Ff)`.

    In training units, without NaN. Values behind the end are zeros, as are past covariates there.
    """
    values = np.concatenate([np.nan_to_num((channel.y - channel.center) / channel.scale), np.zeros(horizon)])
    past = np.concatenate([channel.past, np.zeros((horizon, channel.past.shape[1]))])
    future = np.nan_to_num(channel.future)
    return values, np.concatenate([past, future], axis=1), future


def cutoffs(channel: Channel, part: str, lookback: int, horizon: int, stride: int = 1) -> Iterator[int]:
    """First steps of the targets of every window of a part: `train`, `valid`, `test`, ...

    Targets of training and validation windows lie wholly in their part; the last test window may be cut
    off by the end of the data. `end` is the one window that looks beyond it, `all` is every window there is.
    """
    start, stop = {
        "train": (0, channel.valid_start - horizon + 1),
        "valid": (channel.valid_start, channel.test_start - horizon + 1),
        "test": (channel.test_start, len(channel.y)),
        "end": (len(channel.y), len(channel.y) + 1),
        "all": (0, len(channel.y) + 1),
    }[part]
    yield from range(max(start, lookback), stop, stride)
