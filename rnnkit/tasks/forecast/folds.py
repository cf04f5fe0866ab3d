"""Folds in the order of time: each learns from the past of what it is validated on, and from nothing else.

A fold is the same table with more rows at its end held back. Its windows are parted as those of any run: the
targets learned from end before the validation part begins, so its first cutoff lies a horizon behind theirs.
"""

from rnnkit.data.table.table import Table
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast.inputs.series_parts import known_lines, split
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.words import t

LENGTHS = ("targets", "horizon", "lookback", "segment", "test", "stride")


def fold(table: Table, asked: ForecastConfig, number: int, count: int) -> tuple[Table, ForecastConfig]:
    """The fold with this number, the earliest first; the last one is validated right before the test part.

    What was left open is decided on the whole table, so that all folds answer the same question.
    """
    resolved = resolve(table, asked)
    decided = {name: getattr(resolved, name) for name in LENGTHS}
    length = max(len(known) - 1 for known in known_lines(table, resolved.targets))
    held = held_back(resolved, length, count)[number]
    return table, asked.replace(**decided | {"test": held})


def held_back(config: ResolvedForecast, length: int, count: int) -> list[int]:
    """How many rows each of so many folds holds back at the end of a series, the earliest fold first.

    Their validation parts do not overlap. Raises `ConfigError` where the first one has too little to learn.
    """
    valid_start, test_start = split(length, config.lookback, config.horizon, config.test)
    size = max(config.horizon, test_start - valid_start)
    found = [config.test + (count - 1 - number) * size for number in range(count)]
    needed = config.lookback + 2 * config.horizon
    most = 1 + (length - config.test - needed) // size
    if most < count:
        raise ConfigError(
            t(
                "{count} folds need {needed:,} rows; the longest series has {rows:,}. Take {most}, or a "
                "shorter lookback or horizon.",
                count=count,
                needed=needed + found[0],
                rows=length,
                most=max(1, most),
            )
        )
    return found
