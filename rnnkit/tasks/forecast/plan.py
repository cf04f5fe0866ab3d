"""What a forecasting run will be, before it starts: open settings decided from the data, and its cost.

No torch in here: the screen asks for this while a person still moves sliders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from rnnkit.config import (
    READING,
    Shapes,
    affine,
    is_recurrent,
    parse,
    recurrent_step,
    states_at_once,
    weights_in,
)
from rnnkit.config.layers import layer_table
from rnnkit.config.refit import SHARE
from rnnkit.data.table.table import Table
from rnnkit.data.times.calendar import step_seconds
from rnnkit.data.times.public_holidays import holiday_dates
from rnnkit.errors import ConfigError, DataError
from rnnkit.host import machine
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.forecast.inputs.channels import cycles
from rnnkit.tasks.forecast.inputs.series_parts import Ints, SeriesParts, cutoffs_of, known_lines, parts_of_all
from rnnkit.tasks.forecast.leaks import View, forecast_leaks
from rnnkit.tasks.forecast.networks.layers import layer_words
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.tasks.forecast.starting import Panel, own_shapes, start_of
from rnnkit.tasks.forecast.week import longer_cycle
from rnnkit.tasks.forecast.worth.history import SHOWN
from rnnkit.tasks.task import Cost
from rnnkit.training.room import Levers, check_room
from rnnkit.words import plural, t

TEST_SHARE, LEARNING_RATE = 0.2, 1e-3
BRISK, BRIEF = 4e-3, 5.0  # the rate of the few steps that so many seconds allow
LONG_LOOKBACK = 64  # steps; beyond that they are read in segments
SEGMENTS = 7  # at least so many, or there is nothing recurrent left
MAX_LOOKBACK = 512  # suggested; more can be asked for
TWENTIETH, SHORTEST, FARTHEST = 20, 10, 50  # of the data, steps: a horizon where no season is known
MAX_ANSWERS = 4_000_000  # rows of test forecasts kept
BATCHES = ((20_000, 256), (5_000, 128), (1_000, 64), (0, 32))  # from so many training windows on
LONGEST_DAY = 2 * 86_400.0  # seconds: days of business are longer on average
MOST_STARTED = 10_000  # windows that are learned from where each has a start of its own
LEVERS: Levers = {"batch_size": 16, "lookback": 8, "hidden_size": 16}
BYTES = 4
COPIES = 9  # of the weights: gradients, two moments, the best, the scored, and those written at the end
OWN_COPIES = 8  # of the lines that series have of their own: twice as wide while they are fitted
MOST_WINDOWS, READ_AT_ONCE = 1024, 16_000_000  # windows and numbers that are read at once, nothing learned
ANSWER, PAST = 70, 25  # numbers of a row of the backtest with all baselines and copies; of one that is drawn
MULTIPLICATIONS = 8e9  # a second, on one core, in small recurrent steps, about
OVERHEAD = 2e-3  # seconds of a step, however small


def resolve(table: Table, config: ForecastConfig) -> ResolvedForecast:
    """Decide everything the settings leave open, and refuse what data or memory cannot bear.

    Raises `DataError` or `ConfigError` with one sentence that says what would do.
    """
    lines = known_lines(table, _targets(table, config))
    decided = _decided(table, lines, config)
    check_room(
        config,
        decided,
        LEVERS,
        lambda changed: _decided(table, lines, changed),
        lambda resolved: _megabytes(_Load.of(table, lines, resolved)),
    )
    return decided


def decide(table: Table, config: ForecastConfig) -> ResolvedForecast:
    """Everything that the settings leave open, whatever memory a run would take.

    Raises `DataError` or `ConfigError` where the data cannot bear the settings.
    """
    return _decided(table, known_lines(table, _targets(table, config)), config)


def _decided(table: Table, lines: Sequence[Ints], config: ForecastConfig) -> ResolvedForecast:
    targets = _targets(table, config)
    if not lines:
        raise DataError(t("{name} is empty: there is nothing to forecast.", name=", ".join(targets)[:60]))
    _check_holidays(table, config)
    lengths = np.array([len(known) - 1 for known in lines])
    median = int(np.median(lengths))
    horizon = config.horizon or _horizon(table.seasonality, median, config.test)
    test = config.test or _test(median, horizon)
    stretches = np.array([_stretch(known, test) for known in lines])
    fitting = _fitting(int(np.median(stretches)), horizon)
    cycle = 1 if config.lookback else longer_cycle(table, targets, test)
    lookback = config.lookback or min(_lookback(table.seasonality, median - test, horizon, cycle), fitting)
    _check_lengths(int(stretches.max()) + test, lookback, horizon, test)
    segment = min(config.segment or _segment(table.seasonality, lookback), lookback)
    stride = config.stride or horizon
    panel = Panel(len(lines), median - test, int(np.median(stretches)), lookback, horizon)
    values = config.model_dump() | {
        "targets": targets,
        "horizon": horizon,
        "test": test,
        "lookback": lookback,
        "segment": segment,
        "stride": stride,
        "start_with": start_of(config, panel),
        **config.descent(BRISK if 0 < (config.budget or 0) <= BRIEF else LEARNING_RATE),
    }
    windows = int(np.maximum(0, stretches - lookback - horizon + 1).sum())
    values["batch_size"] = min(config.batch_size or _batch(windows), max(1, windows))
    answers = int((-(-np.minimum(test, lengths) // stride) * horizon).sum())
    if answers > MAX_ANSWERS:
        raise ConfigError(
            t(
                "The backtest would hold {answers:,} rows; limit {limit:,}; lengthen the backtest stride.",
                answers=answers,
                limit=MAX_ANSWERS,
            )
        )
    return parse(ResolvedForecast, values)


def plan(table: Table, config: ForecastConfig) -> tuple[ResolvedForecast, Cost]:
    """What is decided, and its cost on this machine."""
    resolved = resolve(table, config)
    return resolved, estimate(table, resolved, machine.cores())


def leaks(table: Table, asked: ForecastConfig) -> tuple[Finding, ...]:
    """What in the table gives answers away, with these settings. Raises what is wrong with them."""
    return forecast_leaks(View.of(table, decide(table, asked)))


def estimate(table: Table, config: ResolvedForecast, cores: int = 1) -> Cost:
    """What a resolved run costs; for a number of epochs or steps, seconds are a rough guess."""
    load = _Load.of(table, known_lines(table, config.targets), config)
    windows = training_windows(table, config)
    return Cost(
        layers=layer_table(load.shapes, layer_words(config)),
        megabytes=_megabytes(load),
        seconds=_seconds(config, windows, cores),
        lessons=t("{windows:,} windows to learn from", windows=windows),
    )


def training_windows(table: Table, config: ResolvedForecast) -> int:
    """How many windows a run learns from."""
    lines = known_lines(table, config.targets)
    windows = sum(map(len, cutoffs_of(parts_of_all(lines, config), "train")))
    return min(windows, MOST_STARTED) if config.start_with == "per_series" else windows


@dataclass(frozen=True)
class _Load:
    """What a run carries: its settings, the parts of each series, and the features of each step."""

    config: ResolvedForecast
    parts: Sequence[SeriesParts]
    past: int
    future: int

    @classmethod
    def of(cls, table: Table, lines: Sequence[Ints], config: ResolvedForecast) -> Self:
        found = parts_of_all(lines, config)
        past = len(config.past_covariates) + any(parts.learns_from_short for parts in found)
        known = len(config.future_covariates) + 2 * len(cycles(table, config)) + bool(config.holidays)
        return cls(config, found, past, known)

    @property
    def weights(self) -> int:
        """Weights of the network."""
        return weights_in(self.shapes)

    @property
    def shapes(self) -> Shapes:
        """The name and shape of each of them."""
        return weight_shapes(self.config, self.past + self.future, self.future)


def count_weights(config: ResolvedForecast, past: int, future: int) -> int:
    """Weights of the network that `networks.network` builds."""
    return weights_in(weight_shapes(config, past, future))


def weight_shapes(config: ResolvedForecast, past: int, future: int) -> Shapes:
    """The name and shape of every weight of that network, for so many features a step."""
    H, D, w, K = config.hidden_size, 2 if config.bidirectional else 1, config.segment, config.horizon
    answered = min(w, K) if config.strategy == "recursive" else K
    width, known = D * H, w * future
    found = affine("embed", H, w * (1 + past)) | affine("head", 3 * w, H)
    encoder = config.layer_shapes(H, H, steps=config.segments)
    found |= {f"encoder.{name}": shape for name, shape in encoder.items()}
    if config.strategy == "encoder_decoder" and is_recurrent(config.cell):
        states = 2 if config.cell == "lstm" else 1
        found |= affine("decoder.start", states * H, width) | {"decoder.first": (w,)}
        found |= recurrent_step("decoder.step.{}", config.cell, H, w + known, config.bias)
    else:
        found |= affine("decoder.mix", H, width + H) | {"decoder.position": (-(-answered // w), H)}
        found |= {"decoder.known.weight": (H, known)} if known else {}
    return found | (affine("line", answered, config.lookback) if config.shortcut else {})


def _targets(table: Table, config: ForecastConfig) -> tuple[str, ...]:
    wanted = {*config.targets, *config.past_covariates, *config.future_covariates}
    unknown = sorted(wanted - set(table.value_columns))
    if unknown:
        raise ConfigError(
            t(
                "There is no numeric column called {name}; there are: {names}.",
                name=", ".join(unknown)[:60],
                names=", ".join(table.value_columns)[:80],
            )
        )
    covariates = {*config.past_covariates, *config.future_covariates}
    targets = config.targets or tuple(name for name in table.suggested_targets if name not in covariates)
    if not targets:
        raise ConfigError(
            t(
                "{names}, so nothing is left to forecast: choose a target, or remove one.",
                names=_used(sorted(covariates)),
            )
            if covariates
            else t("No column is left to forecast: choose a target.")
        )
    return targets


def _used(names: Sequence[str]) -> str:
    return plural(
        "{names} is used as a covariate",
        "{names} are used as covariates",
        len(names),
        names=", ".join(map(repr, names))[:80],
    )


def _stretch(known: Ints, test: int) -> int:
    """The longest stretch without a hole before the test part; below 0 where there is no room for that."""
    before = len(known) - 1 - test
    return before if before <= 0 else int(known[: before + 1].max())


def _horizon(seasonality: int, length: int, test: int | None) -> int:
    """One season ahead where there is one, else some steps that a person would ask for; a sixth at most."""
    wanted = seasonality if seasonality > 1 else min(max(length // TWENTIETH, SHORTEST), FARTHEST)
    return max(1, min(wanted, length // 6, test or length, 2000))


def _test(length: int, horizon: int) -> int:
    """About a fifth of the data in whole horizons, at least one."""
    return max(1, round(TEST_SHARE * length / horizon)) * horizon


def _lookback(seasonality: int, length: int, horizon: int, cycle: int) -> int:
    """Two seasons, a week or three and a half horizons, the longest, as far as a quarter of the data goes.

    Where a long horizon leaves room for either a season or a validation part, the season is worth more.
    """
    wanted = max(2 * seasonality, cycle, round(3.5 * horizon), 8)
    most = max(1, min(length // 4, MAX_LOOKBACK, length - 2 * horizon))
    if most < seasonality // 2 and seasonality <= min(length // 4, (length - horizon) // 2):
        return seasonality
    lookback = max(1, min(wanted, most))
    whole = lookback // seasonality * seasonality  # whole seasons, so that windows start alike
    return whole if whole >= seasonality and whole > 1 else lookback


def _fitting(stretch: int, horizon: int) -> int:
    """The longest lookback that leaves some windows between holes."""
    return max(1, min(stretch // 2, stretch - horizon))


def _segment(seasonality: int, lookback: int) -> int:
    """Steps read at once: one for a short lookback, else a whole part of a season."""
    if lookback <= LONG_LOOKBACK:
        return 1
    most = max(1, lookback // SEGMENTS)
    parts = [n for n in range(1, most + 1) if seasonality % n == 0 and lookback % n == 0]
    return parts[-1] if len(parts) > 1 else max(1, min(24, lookback // 14))


def _batch(windows: int) -> int:
    return next(size for least, size in BATCHES if windows >= least)


def _check_holidays(table: Table, config: ForecastConfig) -> None:
    """Refuse holidays where rows do not tell days apart, or of a country of which none are known."""
    if not config.holidays:
        return
    if not daily(table):
        raise ConfigError(t("Holidays need dates, day by day or finer; leave them out."))
    holiday_dates(config.holidays, table.frame["ds"])


def daily(table: Table) -> bool:
    """Whether rows have dates, each day or more often."""
    dated = pd.api.types.is_datetime64_any_dtype(table.frame["ds"])
    return bool(dated and (not table.freq or step_seconds(table.freq) <= LONGEST_DAY))


def _check_lengths(longest: int, lookback: int, horizon: int, test: int) -> None:
    """Refuse what no series can bear; `longest` is the longest stretch without a hole, and the test part."""
    needed = lookback + horizon + test
    if longest >= needed:
        return
    room = longest - horizon - test
    if room >= 1:
        raise ConfigError(
            t(
                "Lookback {lookback}, horizon {horizon} and {test} test rows need {needed} rows; "
                "there are {rows}. Use lookback {fit}.",
                lookback=lookback,
                horizon=horizon,
                test=test,
                needed=needed,
                rows=longest,
                fit=room,
            )
        )
    raise DataError(
        t(
            "Need at least {needed} rows for horizon {horizon} and {test} test rows; found {rows}. "
            "Shorten the horizon or the test part, or bring a longer file.",
            needed=horizon + test + 1,
            horizon=horizon,
            test=test,
            rows=longest,
        )
    )


def _megabytes(load: _Load) -> float:
    """The weights with all that is kept beside them, one batch or what is forecast at once, and the series.

    Measured against the peaks of workers; `tests/tasks/test_memory_taken.py` holds it to them.
    """
    config, features = load.config, 1 + load.past + 2 * load.future
    steps = sum(parts.length + config.horizon for parts in load.parts)
    drawn = sum(min(parts.length, SHOWN) for parts in load.parts)
    trained = config.batch_size * (
        config.segments * width(config) * states_at_once(config.cell, config.segments, config.num_layers)
        + 3 * config.lookback * features
        + answer_states(config)
    )
    read = min(windows_at_once(config), steps) * window_states(config)
    scored = min(backtest_rows(config, load.parts), MAX_ANSWERS) * ANSWER
    own = OWN_COPIES * weights_in(own_shapes(config, len(load.parts))) + PAST * drawn
    return (own + COPIES * load.weights + max(trained, read) + 4 * steps * features + scored) * BYTES / 1e6


def width(config: ResolvedForecast) -> int:
    """Numbers of a state, of both directions together."""
    return config.hidden_size * (2 if config.bidirectional else 1)


def windows_at_once(config: ResolvedForecast) -> int:
    """How many windows are read at once where nothing is learned: as many as take little memory."""
    return max(1, min(MOST_WINDOWS, READ_AT_ONCE // window_states(config)))


def window_states(config: ResolvedForecast) -> int:
    """Numbers held while a window is read, about, where nothing is learned."""
    return READING[config.cell] * (config.segments * width(config) + config.lookback)


def answer_states(config: ResolvedForecast) -> int:
    """Numbers that a training step holds of the answers to a window, about."""
    H, segments = config.hidden_size, -(-config.horizon // config.segment)
    unrolled = config.strategy == "encoder_decoder" and is_recurrent(config.cell)
    each = states_at_once(config.cell, segments, 1) * H if unrolled else width(config) + 4 * H
    return segments * each + 24 * config.horizon


def backtest_rows(config: ResolvedForecast, parts: Sequence[SeriesParts]) -> int:
    """Rows of the backtest: every step of the horizon from every start."""
    return sum(-(-min(config.test, part.length) // (config.stride or 1)) for part in parts) * config.horizon


def _seconds(config: ResolvedForecast, windows: int, cores: int) -> float | None:
    """The budget itself; else steps times the multiplications of a step, forward and backward."""
    if config.budget is not None:
        return config.budget
    steps: float = config.steps or (config.epochs or 1) * -(-windows // config.batch_size)
    if config.refit:
        steps /= 1 - SHARE
    return steps * (OVERHEAD + step_work(config) / (MULTIPLICATIONS * max(1, cores)))


def step_work(config: ResolvedForecast) -> int:
    """Multiplications of one training step, forward and backward, about."""
    answers = -(-config.horizon // config.segment)
    each = config.core_weights() * config.segments + 3 * config.hidden_size * config.hidden_size * answers
    line = config.lookback * config.horizon if config.shortcut else 0
    return 3 * config.batch_size * (each + line)
