"""Where the parts of a series begin, and which windows lie in them: by its length and its holes alone.

No values are needed, so that the screen can count windows while a person still moves sliders.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.series.history import fewest, known_before
from rnnkit.data.table.table import Table
from rnnkit.tasks.forecast.settings import ResolvedForecast

Ints = npt.NDArray[np.int64]

VALID_SHARE = 0.2
LEARNED = frozenset({"train", "valid", "answered"})  # parts whose windows have to know all their targets


@dataclass(frozen=True)
class SeriesParts:
    """The parts of one series; `known` `(T + 1,)` counts the values without a hole before each step.

    A `short` series has no window of a whole lookback to learn from: its windows begin before it.
    """

    known: Ints
    lookback: int
    horizon: int
    valid_start: int
    test_start: int
    short: bool
    learned: bool = True

    @property
    def length(self) -> int:
        """T, the steps from the first to the last known value."""
        return len(self.known) - 1

    @property
    def fewest(self) -> int:
        """How many values have to be known before a step that the network is asked about."""
        return fewest(self.lookback, self.horizon)

    @property
    def learns_from_short(self) -> bool:
        """Whether there are training windows that begin before the series."""
        return self.short and len(self.cutoffs("train")) > 0

    def cutoffs(self, part: str, stride: int = 1) -> Ints:
        """First steps of the targets of every window of a part: `train`, `valid`, `test`, ...

        Targets of training and validation windows lie wholly in their part and are all known; the last test
        window may be cut off by the end of the data. `answered` are all windows whose targets are known, of
        series that are learned from, `end` is the one window that looks beyond the data, `all` is every
        window there is. What is read before a cutoff is known without a hole, as far as it is read.
        """
        start, stop = {
            "train": (0, self.valid_start - self.horizon + 1),
            "valid": (self.valid_start, self.test_start - self.horizon + 1),
            "test": (self.test_start, self.length),
            "answered": (0, self.length - self.horizon + 1),
            "end": (self.length, self.length + 1),
            "all": (0, self.length + 1),
        }[part]
        for needed in self._needed(part):
            every = np.arange(max(start, needed), max(start, needed, stop), dtype=np.int64)
            enough = self._known(every, part) >= needed
            found = every[::stride][enough[::stride]]
            if len(found):
                return found
            if part == "test" and enough.any():  # a hole lies at every stride
                return every[enough][:1]
        return np.empty(0, dtype=np.int64)

    def _needed(self, part: str) -> tuple[int, ...]:
        """How many values have to be known before a step: the first number that any step has."""
        if part in LEARNED and not self.learned:
            return ()
        if part == "answered":
            return (self.fewest if self.learns_from_short else self.lookback,)
        if self.short or part == "end":
            return (self.fewest,)
        return (self.lookback, self.fewest) if part == "test" else (self.lookback,)

    def _known(self, steps: Ints, part: str) -> Ints:
        """How many values are known before steps, and the whole horizon behind them where that is learned."""
        if part in LEARNED:
            return self.known[steps + self.horizon] - self.horizon
        return self.known[steps]


def parts_of(known: Ints, config: ResolvedForecast) -> SeriesParts:
    """The parts of a series by what is known of it.

    The test part of every series is equally long, so that none is learned from at a time at which another is
    scored. A series that would keep too little before it has none, and nothing is learned from it.
    """
    length, lookback, horizon = len(known) - 1, config.lookback, config.horizon
    test_start = length - config.test
    if test_start >= lookback + horizon:
        for valid_start, start in (split(length, lookback, horizon, config.test), (test_start, test_start)):
            whole = SeriesParts(known, lookback, horizon, valid_start, start, short=False)
            if len(whole.cutoffs("train")):
                return whole
    if test_start < fewest(lookback, horizon):
        return SeriesParts(known, lookback, horizon, length, length, short=False, learned=False)
    return SeriesParts(known, lookback, horizon, test_start, test_start, short=True)


def parts_of_all(lines: Sequence[Ints], config: ResolvedForecast) -> list[SeriesParts]:
    """The parts of many series, from what is known of each; those that share that share them, too."""
    different = {id(known): parts_of(known, config) for known in {id(one): one for one in lines}.values()}
    return [different[id(known)] for known in lines]


def cutoffs_of(parts: Sequence[SeriesParts], part: str, stride: int = 1) -> list[Ints]:
    """The windows of a part of many series (see `SeriesParts.cutoffs`); those that share them share its."""
    different = {key: one.cutoffs(part, stride) for key, one in {id(one): one for one in parts}.items()}
    return [different[id(one)] for one in parts]


def learn_from_short(parts: Sequence[SeriesParts]) -> bool:
    """Whether there are training windows that begin before a series."""
    return any(part.learns_from_short for part in {id(part): part for part in parts}.values())


def known_lines(table: Table, targets: Sequence[str]) -> list[Ints]:
    """What is known before each step of every target of every series that has a value, as `SeriesParts` take
    it; those without a hole that are equally long share it."""
    return list(_known_lines(table, targets))


def _known_lines(table: Table, targets: Sequence[str]) -> Iterator[Ints]:
    whole: dict[int, Ints] = {}
    finite = {name: np.isfinite(table.frame[name].to_numpy(dtype=np.float64)) for name in targets}
    full = {name: bool(known.all()) for name, known in finite.items()}
    for rows in table.places.values():
        for name, known in finite.items():
            inside = known[rows]
            places = np.flatnonzero(inside) if not full[name] else np.array([0, len(rows) - 1])
            if not len(places):
                continue
            length = int(places[-1] - places[0]) + 1
            if full[name] or len(places) == length:
                yield whole.setdefault(length, np.arange(length + 1, dtype=np.int64))
            else:
                y = np.where(inside[places[0] : places[-1] + 1], 0.0, np.nan)
                yield known_before(y)


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
