"""What a leak is worth, told at once by models that need no training to speak of.

A linear regression uses whatever column it is given; the nearest neighbour remembers every training row.
Each answers the same rows twice: with the leak, and without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.leaks.finding import Gain
from rnnkit.leaks.hashing import Bools
from rnnkit.metrics import METRICS
from rnnkit.words import t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Rows = tuple[Array, npt.NDArray[Any]]

LEARNED, ASKED = 1_500, 500  # windows, at most, so that it takes a few hundredths of a second
REMEMBERED = 6_000  # rows of the nearest neighbour
LONGEST = 24  # steps back, and ahead
STRENGTH = 1e-6
FEWEST = 3  # rows, or there is no score


@dataclass(frozen=True)
class Series:
    """One target `(N,)` of all series below each other, which rows are for the test, and how far it looks."""

    y: Array
    series: Ints
    test: Bools
    lookback: int
    horizon: int

    def shortened(self, longest: int) -> "Series":
        """The same, looking back and ahead so little that both fit into so many rows."""
        back = max(1, min(self.lookback, longest // 2, LONGEST))
        return Series(
            self.y, self.series, self.test, back, max(1, min(self.horizon, longest - back, LONGEST))
        )

    def cutoffs(self) -> tuple[Ints, Ints]:
        """First rows of the targets of all windows to learn from, and of those to ask."""
        first = np.arange(self.lookback, len(self.y) - self.horizon + 1)
        if not len(first):
            return first, first
        last = first + self.horizon - 1
        unknown = np.concatenate([[0], np.cumsum(~np.isfinite(self.y))])
        held = np.concatenate([[0], np.cumsum(self.test)])
        inside = (self.series[first - self.lookback] == self.series[last]) & (
            unknown[last + 1] == unknown[first - self.lookback]
        )
        number = held[last + 1] - held[first]
        return first[inside & (number == 0)], first[inside & (number == self.horizon)]


def gain_of_column(data: Series, column: Array, *, ahead: bool) -> Gain | None:
    """A linear regression on the past of the target, and the same with the column beside it.

    The column is read over the lookback, or with `ahead` over the steps that are forecast.
    """
    data = data.shortened(2 * LONGEST)
    learned, asked = (
        thinned_rows(part, most) for part, most in zip(data.cutoffs(), (LEARNED, ASKED), strict=True)
    )
    past, future = np.arange(-data.lookback, 0), np.arange(data.horizon)
    read = future if ahead else past
    learned, asked = (
        part[np.isfinite(column[part[:, None] + read]).all(axis=1)] for part in (learned, asked)
    )
    if min(len(learned), len(asked)) < FEWEST:
        return None
    scores = []
    for beside in (True, False):
        x, answers = [], []
        for part in (learned, asked):
            last = data.y[part - 1][:, None]
            columns = [data.y[part[:, None] + past] - last]
            columns += [column[part[:, None] + read], last] if beside else []
            x.append(np.concatenate(columns, axis=1))
            answers.append(data.y[part[:, None] + future] - last)
        scores.append(float(np.abs(_linear(x[0], answers[0], x[1]) - answers[1]).mean()))
    return Gain(METRICS["mae"].name, scores[0], scores[1], len(asked), t("linear regression"))


def linear_error(data: Series) -> tuple[float, int] | None:
    """Mean absolute error of a linear regression on the past of the target, and of how many windows."""
    gain = gain_of_column(data, np.zeros(len(data.y)), ahead=False)
    return None if gain is None else (gain.honest, gain.rows)


def gain_of_stretches(data: Series, sources: Bools) -> Gain | None:
    """The nearest neighbour among all training windows, and among those that hold none of these rows."""
    learned, asked = data.cutoffs()
    held = np.concatenate([[0], np.cumsum(sources)])
    given = held[learned + data.horizon] > held[learned - data.lookback]
    learned = np.concatenate(
        [thinned_rows(learned[given], REMEMBERED // 2), thinned_rows(learned[~given], REMEMBERED // 2)]
    )
    given = held[learned + data.horizon] > held[learned - data.lookback]
    asked = thinned_rows(asked, ASKED)
    if min((~given).sum(), len(asked)) < FEWEST:
        return None
    past, future = np.arange(-data.lookback, 0), np.arange(data.horizon)
    windows = [data.y[part[:, None] + past] for part in (learned, asked)]
    answers = [data.y[part[:, None] + future] for part in (learned, asked)]
    errors = [
        float(np.abs(answers[0][place] - answers[1]).mean())
        for place in _nearest(windows[0], windows[1], np.broadcast_to(given, (len(asked), len(learned))))
    ]
    return Gain(METRICS["mae"].name, errors[0], errors[1], len(asked), t("nearest neighbour"))


def gain_of_rows(learned: Rows, asked: Rows, given: Bools, *, labels: bool = False) -> Gain | None:
    """The nearest neighbour among all training rows, and among those that do not give the asked row away.

    `learned` and `asked` are inputs `(N, F)` and answers `(N,)`; `given` `(asked, learned)`. The error is the
    mean distance, or for labels the share that is wrong.
    """
    if len(asked[0]) < FEWEST or (~given).sum(axis=1).min() < 1:
        return None
    errors = []
    for place in _nearest(learned[0], asked[0], given):
        wrong = learned[1][place] != asked[1] if labels else np.abs(learned[1][place] - asked[1])
        errors.append(float(np.mean(wrong)))
    metric = t("share of wrong labels") if labels else METRICS["mae"].name
    return Gain(metric, errors[0], errors[1], len(asked[0]), t("nearest neighbour"))


def gain_of_views(
    x: Array, labels: Ints, learned: Ints, asked: Ints, columns: tuple[list[int], list[int]]
) -> Gain | None:
    """The label by the nearest neighbour in the first columns, and in the second ones, of `x` `(N, F)`."""
    if min(len(learned), len(asked)) < FEWEST:
        return None
    nobody = np.zeros((1, len(learned)), dtype=np.bool_)
    places = [next(_nearest(x[learned][:, view], x[asked][:, view], nobody)) for view in columns]
    errors = [float(np.mean(labels[learned][place] != labels[asked])) for place in places]
    return Gain(t("share of wrong labels"), errors[0], errors[1], len(asked), t("nearest neighbour"))


def thinned_rows(rows: Ints, most: int) -> Ints:
    """At most so many rows, evenly spread."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).round().astype(np.int64)]


def _linear(x: Array, y: Array, asked: Array) -> Array:
    """Answers `(N, K)` of a ridge regression with hardly any shrinking, inputs in units of their spread."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 1e-12 * np.abs(mean), spread, 1.0)
    scaled = (x - mean) / spread
    products = scaled.T @ scaled / len(x) + STRENGTH * np.eye(x.shape[1])
    weights = np.linalg.solve(products, scaled.T @ (y - y.mean(axis=0)) / len(x))
    answers: Array = (asked - mean) / spread @ weights + y.mean(axis=0)
    return answers


def _nearest(learned: Array, asked: Array, given: Bools) -> Iterator[Ints]:
    """The place of the nearest learned row for each asked one: first of all, then of those not given away."""
    spread = learned.std(axis=0)
    learned, asked = (part / np.where(spread > 0, spread, 1.0) for part in (learned, asked))
    center = learned.mean(axis=0)
    learned, asked = learned - center, asked - center
    distance = (learned**2).sum(axis=1) - 2 * asked @ learned.T
    yield np.argmin(distance, axis=1)
    yield np.argmin(np.where(given, np.inf, distance), axis=1)
