"""Which further columns help a forecast: found by a quick check with straight lines, and then proposed.

Nothing here trains a network, and the work is bounded, so that a page can ask for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rnnkit.data import Table
from rnnkit.data.table.notes import listing
from rnnkit.rounding import percent
from rnnkit.tasks.forecast.columns.linear_check import Check, gain_of
from rnnkit.tasks.forecast.columns.roles import WORDS, Role, source_columns
from rnnkit.tasks.forecast.leaks import View, forecast_leaks
from rnnkit.tasks.forecast.plan import decide
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.words import plural, t

Way = tuple[tuple[str, ...], tuple[str, ...]]  # columns known ahead, and columns known so far

MOST_COLUMNS = 20  # of the file that are checked, the first of them
LEAST_GAIN = 0.03  # of the error; less is not worth a column
LEAST_MORE = 0.01  # that a further column has to add
LEAST_HINT = 0.1  # where somebody would have to know it ahead


@dataclass(frozen=True)
class Helpful:
    """Columns of the table that make the linear forecast better, and by which share of its error.

    `ahead` are known behind the last value of what is forecast, `past` only up to it. `would` are columns of
    the file that would help if somebody knew them ahead, which the file does not, each with its share.
    """

    target: str
    ahead: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    gain: float = 0.0
    would: tuple[tuple[str, float], ...] = ()
    checked: int = 0
    columns: int = 0

    @property
    def settings(self) -> dict[str, tuple[str, ...]]:
        """What a run has to be asked for to use them; empty where nothing helps."""
        if not self.ahead + self.past:
            return {}
        return {
            "targets": (self.target,),
            "past_covariates": self.past,
            "future_covariates": self.ahead,
        }


def helpful(table: Table, config: ForecastConfig) -> Helpful:
    """Check every column that is not forecast, each alone and then together with those that helped more.

    The first target is forecast. Columns that give the answers away are not proposed. Raises `DataError` or
    `ConfigError` where the settings cannot be.
    """
    free = ForecastConfig(targets=config.targets, horizon=config.horizon, test=config.test)
    resolved = decide(table, free)
    target = resolved.targets[0]
    groups = {
        name: columns
        for name, columns in source_columns(table).items()
        if columns and not set(columns) & set(resolved.targets)
    }
    some = dict(list(groups.items())[:MOST_COLUMNS])
    names = [column for columns in some.values() for column in columns]
    if not names or (check := Check.of(table, resolved, names)) is None:
        return Helpful(target, columns=len(groups))
    found = _chosen(check, list(some.values()))
    leaking = _leaking(table, free, found)
    if leaking:
        kept = [columns for columns in some.values() if not leaking & set(columns)]
        found = _chosen(check, kept)
    return Helpful(
        target,
        found.ahead,
        found.past,
        found.gain,
        tuple(
            (name, gain)
            for name, columns in some.items()
            if not set(columns) & ({*found.ahead, *found.past} | leaking)
            and not check.is_ahead(columns)
            and (gain := check.gain(columns, ()).share) >= LEAST_HINT
        ),
        len(some),
        len(groups),
    )


@dataclass(frozen=True)
class _Used:
    ahead: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    gain: float = 0.0


def _chosen(check: Check, groups: Sequence[tuple[str, ...]]) -> _Used:
    """Columns that help, the most helpful first, as long as each adds something to those before it."""
    alone = []
    for columns in groups:
        ways: list[Way] = [(columns, ())] if check.is_ahead(columns) else []
        gains = [(check.gain(*way), way) for way in (*ways, ((), columns))]
        gain, way = max(gains, key=lambda one: one[0].share)
        if gain.share >= LEAST_GAIN and gain.sure:
            alone.append((gain.share, way))
    found, errors = _Used(), check.errors
    for _, (ahead, past) in sorted(alone, key=lambda one: -one[0]):
        wider = (*found.ahead, *ahead), (*found.past, *past)
        fewer = check.errors_with(*wider, check.straight)
        more = gain_of(errors, fewer, check.horizon)
        if more.share >= LEAST_MORE and more.sure:
            found, errors = _Used(*wider), fewer
    if not found.ahead + found.past:
        return found
    anew = gain_of(check.errors, check.errors_with(found.ahead, found.past), check.horizon)
    return replace(found, gain=anew.share)


def _leaking(table: Table, config: ForecastConfig, found: _Used) -> set[str]:
    """Those of the columns that hold the answers, by the leak guard."""
    if not found.ahead + found.past:
        return set()
    asked = config.model_copy(update={"past_covariates": found.past, "future_covariates": found.ahead})
    findings = forecast_leaks(View.of(table, decide(table, asked)))
    return {name for finding in findings if finding.active for name in finding.columns}


def helpful_words(found: Helpful, table: Table) -> Iterator[str]:
    """What was found, in sentences; the first proposes what helps, where anything does."""
    if not found.columns:
        return
    if used := _named(found, table):
        yield plural(
            "{names}, makes a linear forecast of {target} {share} better.",
            "{names}, make a linear forecast of {target} {share} better.",
            sum(map(len, used.values())),
            names=t(", and ").join(f"{_and(names)}, {t(WORDS[role])}" for role, names in used.items()),
            target=found.target,
            share=percent(found.gain),
        )
    elif found.checked:
        yield plural(
            "As far as the file knows it, the other column makes a linear forecast of {target} no better.",
            "As far as the file knows them, none of the other {number} columns makes a linear forecast of "
            "{target} better.",
            found.checked,
            target=found.target,
        )
    if found.would:
        yield t(
            "To know ahead would help: {names}. The file does not say it for the coming rows. Choose “known "
            "ahead” for what you plan yourself or can look up; you will be asked for its coming values.",
            names=listing([f"{name} ({percent(gain)})" for name, gain in found.would]),
        )
    if found.checked < found.columns:
        yield t(
            "The first {checked} of {columns} further columns were checked.",
            checked=found.checked,
            columns=found.columns,
        )


def _named(found: Helpful, table: Table) -> dict[Role, list[str]]:
    """The columns of the file that help, by their role."""
    roles: Mapping[Role, Sequence[str]] = {"ahead": found.ahead, "past": found.past}
    named: dict[Role, list[str]] = {
        role: [name for name, columns in source_columns(table).items() if set(columns) & set(names)]
        for role, names in roles.items()
    }
    return {role: names for role, names in named.items() if names}


def _and(names: Sequence[str]) -> str:
    """Names as a sentence lists them: `a, b and c`."""
    *first, last = names
    return t("{first} and {last}", first=", ".join(first), last=last) if first else last
