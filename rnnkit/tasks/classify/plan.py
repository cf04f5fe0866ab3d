"""What a run will be, before it starts: open settings decided from the rows and the budget, and its cost."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.config import READING, check_weights, parse, states_at_once, weights_in
from rnnkit.config.layers import layer_table
from rnnkit.data.labelled import Labelled
from rnnkit.host import machine
from rnnkit.tasks.classify.kinds import read_rows
from rnnkit.tasks.classify.networks.layers import layer_words
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.settings import ClassifyConfig, ResolvedClassify, classify_shapes
from rnnkit.tasks.classify.wording import SAID
from rnnkit.tasks.task import Cost
from rnnkit.training.room import Levers, check_room
from rnnkit.words import plural, t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
SCORED_AT_ONCE = 128  # rows that are answered together where nothing is learned
SPEED = 2.5e10  # multiplications a second of one core in training, measured on recurrent layers of 128
GAIN = 0.5  # of a core, that each further one adds
MOST_CORES = 4
TRAINED = 0.75  # of a budget goes into training
MOST_NETS = 4  # more gain little
OFTEN, USUAL_SYMBOLS, LESS_OFTEN = 10, 54_000, 0.3
"""Ten passes teach 54,000 symbols of short questions, four a million of reviews (measured): so many times as
much, to the power of -0.3 as often."""
FEWEST_PASSES, MOST_PASSES = 4, 30
LONG = 100  # symbols of the mean text, from which on fewer are learned from at once
OVERHEAD = 3e-3  # seconds of a step, however small

LEVERS: Levers = {"nets": 1, "batch_size": 8, "max_length": 32, "hidden_size": 32}


def resolve(rows: NumberedRows, config: ClassifyConfig) -> ResolvedClassify:
    """Decide everything the settings leave open, and refuse what is too large.

    Raises `ConfigError` with one sentence that says what would do.
    """
    resolved = decide(rows, config)
    check_room(
        config,
        resolved,
        LEVERS,
        lambda changed: decide(rows, changed),
        lambda decided: _megabytes(decided, rows),
    )
    return resolved


def decide(rows: NumberedRows, config: ClassifyConfig) -> ResolvedClassify:
    """Everything that the settings leave open, whatever memory a run would take."""
    resolved = parse(ResolvedClassify, _decided(rows, config))
    weights = weights_in(classify_shapes(resolved, rows.entry, len(rows.classes)))
    check_weights(weights, t("lower hidden size, networks in one or vocabulary limit"))
    return resolved


def plan(data: Labelled | NumberedRows, config: ClassifyConfig) -> tuple[ResolvedClassify, Cost]:
    """What is decided, and its cost on this machine; rows that have been read already are not read again."""
    rows = data if isinstance(data, NumberedRows) else read_rows(data, config)
    resolved = resolve(rows, config)
    return resolved, estimate(rows, resolved)


def estimate(rows: NumberedRows, config: ResolvedClassify) -> Cost:
    """What a resolved run costs; for a number of epochs or steps, seconds are a rough guess."""
    steps = config.steps or (config.epochs or 1) * steps_an_epoch(config, len(rows.parts.train))
    seconds = steps * (OVERHEAD + step_work(config, mean_length(rows)) / speed())
    sizes = rows.entry, len(rows.classes)
    return Cost(
        layers=layer_table(classify_shapes(config, *sizes), layer_words(config, *sizes)),
        megabytes=_megabytes(config, rows),
        seconds=seconds if config.budget is None else config.budget,
        lessons=plural(SAID[rows.kind]["lesson"], SAID[rows.kind]["lessons"], len(rows.parts.train)),
    )


def steps_an_epoch(config: ResolvedClassify, rows: int) -> int:
    """Steps in which every row of the training part is read about once."""
    return max(1, rows // config.batch_size)


def step_work(config: ResolvedClassify, length: float) -> float:
    """Multiplications of one training step, forward and backward, about."""
    return config.nets * config.batch_size * _work(config, config.hidden_size, config.embedding_size) * length


def speed() -> float:
    """Multiplications a second of all cores, about."""
    return SPEED * (1 + GAIN * (min(machine.cores(), MOST_CORES) - 1))


def passes(rows: NumberedRows) -> float:
    """How often the rows should be read: the more there is of them, the less often."""
    steps = max(1, len(rows.parts.train) * mean_length(rows))
    often = OFTEN * (USUAL_SYMBOLS / steps) ** LESS_OFTEN
    return rows.often * float(np.clip(often, FEWEST_PASSES, MOST_PASSES))


def _decided(rows: NumberedRows, config: ClassifyConfig) -> Mapping[str, Any]:
    """All settings; what is open follows from the rows, the time and the machine."""
    number, length, own = len(rows.parts.train), mean_length(rows), rows.decided(config)
    hidden = config.hidden_size or (128 if number >= 1_000 else 64)
    batch = min(config.batch_size or (32 if length > LONG else 64), max(1, number // 4))
    work = _work(config, hidden, own["embedding_size"]) * length * number
    return (
        config.model_dump()
        | {
            "max_length": rows.longest if config.max_length is None else config.max_length,
            "hidden_size": hidden,
            "nets": config.nets or _nets(rows, config, work),
            **config.descent(1e-3 if config.cell == "rnn" else 2e-3),
            "batch_size": batch,
        }
        | own
    )


def _nets(rows: NumberedRows, config: ClassifyConfig, work: float) -> int:
    """As many networks as there is time to teach well; one where training is counted in steps or passes."""
    if config.budget is None:
        return 1
    return int(np.clip(TRAINED * config.budget * speed() // (passes(rows) * work), 1, MOST_NETS))


def _work(config: ClassifyConfig, hidden: int, embedding: int) -> float:
    """Multiplications to learn from one symbol with one network."""
    one = config.layer_weights(hidden)
    inputs = weights_in({"": (embedding, hidden)}) * (8 if config.bidirectional else 4)
    return 3.0 * (one + inputs)


def mean_length(rows: NumberedRows) -> float:
    """Steps that are read of a row to learn from, on average."""
    return float(np.minimum(rows.lengths[rows.parts.train], rows.longest).mean())


def _megabytes(config: ResolvedClassify, rows: NumberedRows) -> float:
    """The weights with all that is kept beside them, a batch, what is scored at once, and counting words."""
    weights = weights_in(classify_shapes(config, rows.entry, len(rows.classes)))
    width = config.hidden_size * (2 if config.bidirectional else 1)
    states = states_at_once(config.cell, config.max_length, config.num_layers)
    length = min(config.max_length, rows.longest)
    trained = (
        config.nets
        * config.batch_size
        * length
        * (states * width + 3 * config.embedding_size + rows.entry.numbers)
    )
    scored = SCORED_AT_ONCE * length * (READING[config.cell] + 4) * width
    learned = (COPIES * weights + max(trained, scored)) * BYTES
    return (learned + rows.counting + rows.bytes) / 1e6
