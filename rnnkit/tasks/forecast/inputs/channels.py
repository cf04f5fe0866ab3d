"""A clean table and resolved settings -> channels: one target of one series each, split by time and scaled.

All channels share one network. Nothing here knows torch; windows are positions, gathered later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.series.ahead import assumed, unknown_from
from rnnkit.data.series.history import known_before
from rnnkit.data.series.panel import means, measured, spreads
from rnnkit.data.series.scaling import standardize, units_of
from rnnkit.data.series.transform import Transform
from rnnkit.data.table.table import Table
from rnnkit.data.times.calendar import calendar_features, cycles_of, future_stamps
from rnnkit.data.times.public_holidays import holiday_dates, holiday_feature
from rnnkit.errors import DataError
from rnnkit.tasks.forecast.inputs.line import Line, lines_of
from rnnkit.tasks.forecast.inputs.scaler import Scale, Scaler
from rnnkit.tasks.forecast.inputs.series_parts import (
    SeriesParts,
    cutoffs_of,
    known_lines,
    learn_from_short,
    parts_of_all,
)
from rnnkit.tasks.forecast.inputs.transforms import transforms_of
from rnnkit.tasks.forecast.leaks import View
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.words import t

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]


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
    past: Array  # (T, Fp) covariates known up to the present, in training units; first whether it is missing
    future: Array  # (T + K, Ff) covariates known ahead, and the calendar
    parts: SeriesParts
    units: Scale
    ahead: Array  # (K, Fc) the covariates behind the end in their own units, as they are known or assumed
    assumed_from: Positions  # (Fc,) the first step of each of them that is assumed; T + K where none is
    season: int = 1
    transform: Transform = field(default_factory=Transform)

    @property
    def valid_start(self) -> int:
        """Where the training part ends."""
        return self.parts.valid_start

    @property
    def test_start(self) -> int:
        """Where the test part begins; behind the last value where there is none."""
        return self.parts.test_start

    @property
    def center(self) -> float:
        """The mean of the training part."""
        return self.units.center

    @property
    def scale(self) -> float:
        """The spread of the training part."""
        return self.units.scale

    @cached_property
    def z(self) -> Array:
        """The values in the units of the network `(T,)`."""
        found: Array = (self.transform.read(self.y) - self.center) / self.scale
        return found

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

    @property
    def known_before(self) -> Positions:
        """How many values without a hole end before each step `(T + 1,)`."""
        return self.parts.known

    def with_values(self, y: Array) -> "Channel":
        """The same with other values, fewer or more `(t,)`."""
        return replace(self, y=y, parts=replace(self.parts, known=known_before(y)))


def channels(
    table: Table, config: ResolvedForecast, masked: bool | None = None, view: View | None = None
) -> list[Channel]:
    """Every target of every series as a channel, however short.

    `config` must be resolved; `masked` says whether a network that was trained before is told which steps
    are missing, and is else decided by whether there is something to learn from it. `view` is what knows the
    repeats of the table, if there is one already. Raises `DataError` where all of the test part is a repeat
    that is left out.
    """
    repeats = (view or View.of(table, config)).repeated_rows() if config.skip_repeats else {}
    reader = ChannelReader(table, config, cycles(table, config), repeats)
    lines = list(lines_of(table, config.targets))
    parts = parts_of_all(known_lines(table, config.targets), config)
    if masked is None:
        masked = learn_from_short(parts)
    reader = replace(
        reader,
        masked=masked,
        transforms=transforms_of(table, lines, parts, config),
        holidays=holidays_of(table, config),
    )
    found = reader.channels(lines, parts)
    if config.skip_repeats and not any(channel.scored for channel in found):
        raise DataError(
            t("Every test row stands in the training part, too: without repeats nothing is left.")
        )
    return found


def cycles(table: Table, config: ResolvedForecast) -> tuple[str, ...]:
    """The cycles of the calendar that the network reads, by step and length of the training data."""
    dated = pd.api.types.is_datetime64_any_dtype(table.frame["ds"])
    longest = int(table.frame["unique_id"].value_counts().max())
    return cycles_of(table.freq if dated and config.calendar else None, longest - config.test)


def holidays_of(table: Table, config: ResolvedForecast) -> tuple[date, ...]:
    """The holidays that the network is told, where it is told any."""
    return holiday_dates(config.holidays, table.frame["ds"]) if config.holidays else ()


def new_channels(
    table: Table, config: ResolvedForecast, scaler: Scaler, since: Mapping[str, object] = MappingProxyType({})
) -> list[Channel]:
    """Channels of other data than the network was trained on, in the units it was trained in.

    What the network has seen counts as training part, at least one lookback; all that is newer as test
    part, from the stamp `since` on where a series has one. A series that is new to it is read in units of its
    own first part.
    """
    reader = ChannelReader(
        table,
        config,
        scaler.cycles,
        masked=scaler.masked,
        transforms=scaler.transforms,
        holidays=scaler.holidays,
    )
    lines = list(lines_of(table, config.targets))
    parts, units = [], []
    for line in lines:
        known = scaler.line(line.unique_id, line.target)
        seen = int((pd.Series(line.stamps) <= known.seen_stamp).sum()) if known else 0
        start = min(max(seen, config.lookback), len(line.y))
        first = since.get(line.unique_id)
        before = 0 if first is None else int((pd.Series(line.stamps) < first).sum())
        scored = min(max(start, before), len(line.y))
        parts.append(
            SeriesParts(known_before(line.y), config.lookback, config.horizon, start, scored, short=False)
        )
        units.append(known.units if known else None)
    return reader.channels(lines, parts, units)


@dataclass(frozen=True)
class ChannelReader:
    """Takes one channel after the other out of a table."""

    table: Table
    config: ResolvedForecast
    cycles: tuple[str, ...]
    repeats: Mapping[str, Bools] = field(default_factory=dict)  # rows that are not scored, by target
    masked: bool = False  # whether the network is told which steps of a window are missing
    transforms: Mapping[str, Transform] = field(default_factory=dict)  # by target
    holidays: Sequence[date] = ()

    @cached_property
    def _ds(self) -> "np.ndarray":
        return self.table.frame["ds"].to_numpy()

    def channels(
        self, lines: Sequence[Line], parts: Sequence[SeriesParts], units: Sequence[Scale | None] | None = None
    ) -> list[Channel]:
        """Lines with their covariates, in the given units or those of their training parts."""
        units = units or [None] * len(lines)
        read = [self.transforms.get(line.target, Transform()).read(line.y) for line in lines]
        levels = self._levels(read, parts, units)
        dates = self._dates(lines)
        calendars = self._calendars(dates)
        past, ahead = self._columns(self.config.past_covariates), self._columns(self.config.future_covariates)
        unscored = {target: self._unscored(target) for target in self.config.targets}
        found = []
        for line, part, unit, ds, calendar, level in zip(
            lines, parts, units, dates, calendars, levels, strict=True
        ):
            inside = line.rows[: len(line.y)]
            known = ahead[line.rows[: len(ds)]]
            covariates = past[inside], assumed(known, len(ds), self.table.seasonality)
            scale = unit or _units(level, past[inside], known, part.valid_start)
            told = np.zeros((len(line.y), 1 if self.masked else 0))
            channel = Channel(
                unique_id=line.unique_id,
                target=line.target,
                ds=ds,
                y=line.y,
                unscored=unscored[line.target][inside],
                past=np.concatenate([told, standardize(covariates[0], scale.past)], axis=1),
                future=np.concatenate([standardize(covariates[1], scale.future), calendar], axis=1),
                parts=part,
                units=scale,
                ahead=covariates[1][len(line.y) :],
                assumed_from=unknown_from(known),
                season=self.table.seasonality,
                transform=self.transforms.get(line.target, Transform()),
            )
            found.append(channel)
        return found

    def _levels(
        self, read: Sequence[Array], parts: Sequence[SeriesParts], units: Sequence[Scale | None]
    ) -> Array:
        """Mean and spread `(S, 2)` of the training part of lines that have no units yet."""
        found = np.full((len(read), 2), np.nan)
        own = [number for number, unit in enumerate(units) if unit is None]
        train = [read[number][: parts[number].valid_start] for number in own]
        found[own] = np.column_stack([measured(train, means), measured(train, spreads)])
        return found

    def _unscored(self, target: str) -> Bools:
        filled = self.table.imputed[target].to_numpy(dtype=bool)
        return filled | self.repeats[target] if target in self.repeats else filled

    def _dates(self, lines: Sequence[Line]) -> list[pd.Series]:
        """The stamps of each line and of its horizon, from the table as far as it goes; equal ones once."""
        shared: dict[tuple[int, int], pd.Series] = {}
        different: dict[tuple[bytes, int], pd.Series] = {}
        later: dict[object, npt.NDArray[np.generic]] = {}
        for line in lines:
            place, length = (int(line.rows[0]), len(line.y)), len(line.y) + self.config.horizon
            if place in shared:  # another target of the same rows
                continue
            known = self._ds[line.rows[:length]]
            # With a frequency, series that end at the same time go on alike.
            key = (known[-1], length - len(known)) if self.table.freq else place
            if key not in later:
                later[key] = future_stamps(pd.Series(known), self.table.freq, length - len(known)).to_numpy()
            stamps = np.concatenate([known, later[key]])
            same = (stamps.tobytes(), length)
            if same not in different:
                different[same] = pd.Series(stamps)
            shared[place] = different[same]
        return [shared[int(line.rows[0]), len(line.y)] for line in lines]

    def _calendars(self, dates: Sequence[pd.Series]) -> list[Array]:
        """The features of the calendar of each line."""
        if not self.cycles and not self.holidays:
            return [np.zeros((len(ds), 0)) for ds in dates]
        different = {id(ds): ds for ds in dates}
        every = pd.Series(np.concatenate([ds.to_numpy() for ds in different.values()]))
        ends = np.cumsum([len(ds) for ds in different.values()])[:-1]
        features = [calendar_features(every, self.cycles), holiday_feature(every, self.holidays)]
        found = dict(zip(different, np.split(np.concatenate(features, axis=1), ends), strict=True))
        return [found[id(ds)] for ds in dates]

    def _columns(self, names: Sequence[str]) -> Array:
        values: Array = self.table.frame[list(names)].to_numpy(dtype=np.float64)
        return values.reshape(len(self.table.frame), len(names))


def _units(level: Array, past: Array, future: Array, end: int) -> Scale:
    """The units of the part before a step, of values with this mean and spread."""
    return Scale(
        center=float(level[0]),
        scale=float(level[1]),
        past=units_of(past[:end]),
        future=units_of(future[:end]),
    )


def inputs(channel: Channel, horizon: int) -> tuple[Array, Array, Array]:
    """What the network reads of a channel: values `(T + K,)`, past `(T + K, Fp)` and future `(T + K, Ff)`.

    In training units, without NaN. Values behind the end are zeros, as are past covariates there.
    """
    return all_inputs([channel], horizon)


def all_inputs(found: Sequence[Channel], horizon: int) -> tuple[Array, Array, Array]:
    """Those of several channels, end to end."""
    behind = np.zeros(horizon)
    values = np.concatenate([part for channel in found for part in (channel.z, behind)])
    unknown = np.zeros((horizon, found[0].past.shape[1]))
    past = np.concatenate([part for channel in found for part in (channel.past, unknown)])
    future = np.nan_to_num(np.concatenate([channel.future for channel in found]))
    return np.nan_to_num(values), np.concatenate([past, future], axis=1), future


def each_cutoffs(found: Sequence[Channel], part: str, stride: int = 1) -> list[Positions]:
    """First steps of the targets of every window of a part, channel by channel."""
    return cutoffs_of([channel.parts for channel in found], part, stride)


def cutoffs(channel: Channel, part: str, stride: int = 1) -> Positions:
    """First steps of the targets of every window of a part (see `SeriesParts.cutoffs`)."""
    return channel.parts.cutoffs(part, stride)
