"""The leaks of a table of time series: what in it knows the answers of the test part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rnnkit.data.table.notes import listing
from rnnkit.data.table.table import Table
from rnnkit.leaks.cheap import (
    ASKED,
    REMEMBERED,
    Series,
    gain_of_column,
    gain_of_rows,
    gain_of_stretches,
    linear_error,
    thinned_rows,
)
from rnnkit.leaks.finding import Certainty, Finding, Gain
from rnnkit.leaks.hashing import Bools
from rnnkit.leaks.repeats import Repeat, find_repeated_rows, find_repeats
from rnnkit.leaks.scaled import ScaledColumn, find_scaled
from rnnkit.leaks.target_copies import Copy, find_copies
from rnnkit.leaks.window_rows import SharedWindows, find_windows
from rnnkit.metrics import METRICS
from rnnkit.rounding import exact_percent
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.words import plural, t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MOST_TARGETS = 4  # that are looked at; the others are series like these
SHOWN_RUNS = 2
FEWEST_SHARED_ROWS = 3
MATTERS = 0.01  # of the test rows; a whole window that is repeated matters, too


def forecast_leaks(view: "View") -> tuple[Finding, ...]:
    """Everything in a table that gives answers of the test part away, worst first."""
    found: list[Finding] = []
    explained: set[str] = set()
    for target in view.config.targets[:MOST_TARGETS]:
        for finding in _windows(view, target):
            found.append(finding)
            explained |= set(finding.columns)
        found += list(_copies(view, target, explained))
        found += _repeats(view, target)
    found += _scaled(view)
    return tuple(sorted(found, key=lambda finding: not finding.active))


@dataclass(frozen=True)
class Repeated:
    """Repeated rows of the test part, the training rows they equal `(N,)`, and the stretches among them."""

    rows: Bools
    sources: Bools
    runs: Sequence[Repeat]


@dataclass(frozen=True)
class View:
    """The values of a table as they were read: what was filled in by guessing is unknown.

    The repeats of each target are found once, when they are first asked for.
    """

    config: ResolvedForecast
    names: tuple[str, ...]
    values: Array  # (N, F)
    series: Ints  # (N,)

    @classmethod
    def of(cls, table: Table, config: ResolvedForecast) -> "View":
        """A table, looked at once."""
        names = table.value_columns
        values = table.frame[list(names)].to_numpy(dtype=np.float64, copy=True)
        values[table.imputed[list(names)].to_numpy(dtype=bool)] = np.nan
        codes = table.frame["unique_id"].factorize()[0]
        return cls(config, names, values, codes.astype(np.int64))

    @cached_property
    def _repeated(self) -> dict[str, Repeated]:
        return {}

    def repeated(self, target: str) -> Repeated:
        """What of the test part of a target stands in its training part, too."""
        if target not in self._repeated:
            self._repeated[target] = _find_repeated(self, self.of_target(target))
        return self._repeated[target]

    def repeated_rows(self) -> dict[str, Bools]:
        """Which rows of the table these are, of every target `(N,)`."""
        return {target: self.repeated(target).rows for target in self.config.targets}

    def column(self, name: str) -> Array:
        """The values of one column `(N,)`."""
        return self.values[:, self.names.index(name)]

    def of_target(self, target: str) -> Series:
        """A target with its test part: the last rows of every series, from its last known value back."""
        y = self.column(target)
        rows = np.arange(len(y))
        borders = np.flatnonzero(np.diff(self.series, prepend=-1, append=-1))
        last = np.maximum.reduceat(np.where(np.isfinite(y), rows, -1), borders[:-1])
        first = np.where(last < 0, len(y), last + 1 - self.config.test)  # none where nothing is known
        test = rows >= np.repeat(first, np.diff(borders))
        return Series(y, self.series, test, self.config.lookback, self.config.horizon)

    def of_numbers(self) -> list[str]:
        """The columns that hold numbers: those that were made of words say 0 or 1 only."""
        return [name for name in self.names if not _of_words(self.column(name))]


def _of_words(values: Array) -> bool:
    """Whether a column says 0 or 1 only; soon told of most by their first values."""
    return all(bool(np.isin(part, (0.0, 1.0)).all()) for part in (values[:100], values))


def _windows(view: View, target: str) -> Iterator[Finding]:
    """Rows that are windows of one series, where those of the test part stand in those of training."""
    names = view.of_numbers()
    for columns in (names, [name for name in names if name != target]):
        matrix = view.values[:, [view.names.index(name) for name in columns]]
        if found := find_windows(matrix):
            yield from _shared(view, target, columns, found)
            return


def _shared(view: View, target: str, columns: Sequence[str], found: SharedWindows) -> Iterator[Finding]:
    data = view.of_target(target)
    answer = list(columns).index(target) if target in columns else None
    shared = found.shared(data.test, answer)
    if shared.sum() < FEWEST_SHARED_ROWS:
        return
    others = tuple(name for name in columns if name != target)
    rows, share = int(shared.sum()), float(shared.sum() / data.test.sum())
    yield Finding(
        kind="windows",
        sentence=t(
            "The rows are windows of one series, moved by {step}: {share} of the test rows "
            "({rows:,}) have their answer in a training row.",
            step=plural("{number} column", "{number} columns", found.step),
            share=exact_percent(share),
            rows=rows,
        ),
        advice=t("Bring the series itself, one value a row in the order of time: windows are made here."),
        columns=others,
        rows=rows,
        share=share,
        without=others,
        gains=_some(_gain_of_windows(view, target, others, found, shared)),
    )


def _gain_of_windows(
    view: View, target: str, others: Sequence[str], found: SharedWindows, shared: Bools
) -> Gain | None:
    """The answer by the nearest neighbour, among all windows and among those that share no value."""
    data = view.of_target(target)
    x = view.values[:, [view.names.index(name) for name in others]]
    whole = np.isfinite(x).all(axis=1) & np.isfinite(data.y)
    learned = thinned_rows(np.flatnonzero(~data.test & whole), REMEMBERED)
    asked = thinned_rows(np.flatnonzero(shared & whole), ASKED)
    given = np.abs(found.place[asked][:, None] - found.place[learned]) < found.width
    return gain_of_rows((x[learned], data.y[learned]), (x[asked], data.y[asked]), given)


def _copies(view: View, target: str, explained: set[str]) -> Iterator[Finding]:
    """Columns that are the target, or what it will be."""
    data = view.of_target(target)
    names = [name for name in view.of_numbers() if name != target and name not in explained]
    others = view.values[:, [view.names.index(name) for name in names]]
    for copy in find_copies(data.y, others, data.series):
        name = names[copy.column]
        yield _same(view, target, name, copy) if not copy.shift else _future(view, target, name, copy)


def _same(view: View, target: str, name: str, copy: Copy) -> Finding:
    active = name in view.config.future_covariates
    return Finding(
        kind="target",
        sentence=t(
            "{name} is {target} {how} in {share} of the rows.",
            name=name[:30],
            target=target[:30],
            how=_how(copy, t("itself")),
            share=exact_percent(copy.share),
        ),
        advice=(
            t("It is read ahead of time, so the answer is given away: leave it out.")
            if active
            else t("Read ahead of time it would be the answer, read as past it tells nothing new.")
        ),
        columns=(name,),
        rows=len(view.values),
        share=copy.share,
        without=(name,),
        active=active,
        gains=_some(gain_of_column(view.of_target(target), view.column(name), ahead=True)),
    )


def _future(view: View, target: str, name: str, copy: Copy) -> Finding:
    active = name in (*view.config.past_covariates, *view.config.future_covariates)
    certainty: Certainty = "certain" if copy.exact else "likely"
    how = _how(copy, "") if copy.exact else t("with a little noise")
    return Finding(
        kind="future",
        sentence=t(
            "{name} holds what {target} will be {ahead} later{how}, in {share} of the rows.",
            name=name[:30],
            target=target[:30],
            ahead=plural("{number} row", "{number} rows", copy.shift),
            how=f", {how}" if how else "",
            share=exact_percent(copy.share),
        ),
        advice=(
            t("It is read as if it were known, so the answer is given away: leave it out.")
            if active
            else t("Read as a covariate it would give the answer away, unless it is really known so early.")
        ),
        certainty=certainty,
        columns=(name,),
        rows=len(view.values),
        share=copy.share,
        without=(name,),
        active=active,
        gains=_some(gain_of_column(view.of_target(target), view.column(name), ahead=False)),
    )


def _how(copy: Copy, same: str) -> str:
    """What was done to the target on the way."""
    plain = abs(copy.slope - 1) < 1e-6 and abs(copy.offset) < 1e-6 * max(1.0, abs(copy.slope))
    if plain:
        return same
    if abs(copy.offset) < 1e-9 * max(1.0, abs(copy.slope)):
        return t("times {slope:.3g}", slope=copy.slope)
    sign = t("plus") if copy.offset > 0 else t("minus")
    return t("times {slope:.3g} {sign} {offset:.3g}", slope=copy.slope, sign=sign, offset=abs(copy.offset))


def _find_repeated(view: View, data: Series) -> Repeated:
    """Stretches of the target that come again; where there are none, whole rows that do."""
    held, sources = np.zeros(len(data.y), dtype=np.bool_), np.zeros(len(data.y), dtype=np.bool_)
    runs = find_repeats(data.y, data.series, data.test)
    for run in runs:
        held[run.start : run.end] = True
        sources[run.source : run.source + run.end - run.start] = True
    if not runs:
        rows = find_repeated_rows(view.values, data.test)
        held[rows] = True
    return Repeated(held, sources, runs)


def _repeats(view: View, target: str) -> Iterator[Finding]:
    """Test rows that training has seen."""
    data, found = view.of_target(target), view.repeated(target)
    runs = found.runs
    rows, longest = int(found.rows.sum()), max((run.end - run.start for run in runs), default=0)
    share = rows / max(1, int((data.test & np.isfinite(data.y)).sum()))
    if share < MATTERS and longest < data.lookback + data.horizon:
        return
    yield Finding(
        kind="duplicates",
        sentence=t(
            "{share} of the test rows of {target} ({rows:,}) stand in the training part, too{where}.",
            share=exact_percent(share),
            target=target[:30],
            rows=rows,
            where=_where(runs),
        ),
        advice=t("Leave the repeats out of the score: what was learned by heart says nothing about skill."),
        columns=(target,),
        rows=rows,
        share=share,
        skip=True,
        active=not view.config.skip_repeats,
        gains=_some(
            gain_of_stretches(data.shortened(longest), found.sources)
            if runs
            else _gain_of_rows(view, target, found.rows)
        ),
    )


def _where(runs: Sequence[Repeat]) -> str:
    """The longest stretches, by the numbers of their rows in the cleaned table."""
    longest = sorted(runs, key=lambda run: run.start - run.end)[:SHOWN_RUNS]
    places = [
        t("rows {a}-{b} are {c}-{d}", a=r.start + 1, b=r.end, c=r.source + 1, d=r.source + r.end - r.start)
        for r in longest
    ]
    return t(": {places}", places=listing(places)) if places else ""


def _gain_of_rows(view: View, target: str, held: Bools) -> Gain | None:
    """The target by the nearest neighbour on the other columns, with and without the same rows."""
    data = view.of_target(target)
    x = view.values[:, [place for place, name in enumerate(view.names) if name != target]]
    whole = np.isfinite(x).all(axis=1) & np.isfinite(data.y)
    learned = thinned_rows(np.flatnonzero(~data.test & whole), REMEMBERED)
    asked = thinned_rows(np.flatnonzero(held & whole), ASKED)
    given = (x[asked][:, None, 0] == x[learned][None, :, 0]) & (data.y[asked][:, None] == data.y[learned])
    return gain_of_rows((x[learned], data.y[learned]), (x[asked], data.y[asked]), given)


def _scaled(view: View) -> Iterator[Finding]:
    """Columns that were scaled with the test part among what they were scaled by."""
    used = (*view.config.targets, *view.config.past_covariates, *view.config.future_covariates)
    data = view.of_target(view.config.targets[0])
    found = {
        name: scaled for name in view.of_numbers() if (scaled := find_scaled(view.column(name), ~data.test))
    }
    for way in ("zscore", "minmax"):
        names = [name for name, scaled in found.items() if scaled.way == way]
        if names:
            yield _scaled_finding(view, names, found[names[0]], [n for n in names if n in used], found)


def _scaled_finding(
    view: View, names: list[str], first: ScaledColumn, used: list[str], found: dict[str, ScaledColumn]
) -> Finding:
    given = [name for name in names if not found[name].honest_too]
    target = next((name for name in view.config.targets if name in given), None)
    what = t("mean 0 and deviation 1") if first.way == "zscore" else f"{first.low:g} {t('to')} {first.high:g}"
    certain = first.way == "zscore" or len(names) > 1
    words = plural(
        "{names} has {what} over all rows, so it was scaled with the test part, too.",
        "{names} have {what} over all rows, so they were scaled with the test part, too.",
        len(names),
        names=listing(names),
        what=what,
    )
    harmless = plural(
        "{names} was scaled to {what}; both ends lie in the training part, so nothing is given away.",
        "{names} were scaled to {what}; both ends lie in the training part, so nothing is given away.",
        len(names),
        names=listing(names),
        what=what,
    )
    return Finding(
        kind="scaled",
        sentence=words if given else harmless,
        advice=t("Bring the values as they were measured: the app scales by the training part alone."),
        certainty="certain" if certain else "likely",
        columns=tuple(names),
        rows=len(view.values),
        share=1.0,
        without=tuple(name for name in names if name not in view.config.targets),
        active=bool(set(given) & set(used)),
        gains=_some(_gain_of_scale(view, target, found[target]) if target else None),
    )


def _gain_of_scale(view: View, target: str, scaled: ScaledColumn) -> Gain | None:
    """The same forecasts, their error in units of all rows and in units of the training part."""
    data = view.of_target(target)
    if not (error := linear_error(data)):
        return None
    train = data.y[~data.test & np.isfinite(data.y)]
    spread = float(train.std()) if scaled.way == "zscore" else float(np.ptp(train))
    whole = 1.0 if scaled.way == "zscore" else scaled.high - scaled.low
    if not spread:
        return None
    return Gain(
        t("{metric} in units of the scale", metric=METRICS["mae"].name),
        error[0],
        error[0] * whole / spread,
        error[1],
        t("linear regression"),
    )


def _some(gain: Gain | None) -> tuple[Gain, ...]:
    return () if gain is None else (gain,)
