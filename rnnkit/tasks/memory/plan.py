"""What a memory run will be, before it starts: open settings decided from the problem, and its cost.

No torch in here: the screen asks for this while a person still moves sliders.
"""

from collections.abc import Mapping

from rnnkit.config import READING, Shapes, affine, is_recurrent, parse, states_at_once, weights_in
from rnnkit.config.layers import layer_table
from rnnkit.tasks.memory.layers import layer_words
from rnnkit.tasks.memory.rows import KINDS
from rnnkit.tasks.memory.settings import MemoryConfig, MemoryData, Problem, ResolvedMemory
from rnnkit.tasks.task import Cost
from rnnkit.training.room import Levers, check_room
from rnnkit.words import t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
MULTIPLICATIONS = 2e9  # a second, on one core, in recurrent layers of a few dozen units, about
OVERHEAD = 3e-3  # seconds of a step, however small
LEARNING_RATE = 4e-3
BATCH = 64
LARGEST = 512  # hidden size that is chosen
LEVERS: Levers = {"batch_size": 16, "hidden_size": 8, "length": 20}
CHECKED_ROWS = 500  # looked at in a check, and scored at once
SCORED_ROWS = 2_000
EPOCH = 100  # steps that are called an epoch: rows that are made for ever have no end to count from
# The weights of the default network of each problem, about, whatever its cell: cells are compared as equals.
WEIGHTS: Mapping[Problem, int] = {
    "adding": 3_500,
    "copying": 42_000,
    "parity": 1_000,
    "addition": 1_000,
    "ahead": 1_000,
}


def resolve(config: MemoryConfig) -> ResolvedMemory:
    """Decide everything the settings leave open, and refuse what is too large.

    Raises `ConfigError` with one sentence that says what would do.
    """
    resolved = decide(config)
    check_room(config, resolved, LEVERS, decide, megabytes)
    return resolved


def decide(config: MemoryConfig) -> ResolvedMemory:
    """Everything that the settings leave open, whatever memory a run would take."""
    kind = KINDS[config.problem]
    length = config.length or kind.length
    values = config.model_dump() | {
        "length": length,
        "test_length": config.test_length or length,
        "hidden_size": config.hidden_size or equal_size(config),
        "lengths": kind.lengths if config.lengths == "auto" else config.lengths,
        **config.descent(LEARNING_RATE, "muon" if kind.muon and is_recurrent(config.cell) else "adamw"),
        "batch_size": config.batch_size or BATCH,
    }
    return parse(ResolvedMemory, values)


def problem_of(config: MemoryConfig) -> MemoryData:
    """What has to be remembered, with nothing left open: all that decides the rows of the score."""
    return parse(MemoryData, decide(config).model_dump(include=set(MemoryData.model_fields)))


def plan(_: MemoryData | None, config: MemoryConfig) -> tuple[ResolvedMemory, Cost]:
    """What is decided, and its cost; the settings say all that there is to know about the data."""
    resolved = resolve(config)
    return resolved, estimate(resolved)


def estimate(config: ResolvedMemory) -> Cost:
    """What a resolved run costs; for a number of epochs or steps, seconds are a rough guess."""
    steps = config.steps or (config.epochs or 1) * EPOCH
    seconds = steps * (OVERHEAD + step_work(config) / MULTIPLICATIONS)
    shapes = memory_shapes(config, config.hidden_size)
    time, outputs = time_steps(config, config.length), sizes(config)[1]
    return Cost(
        layers=layer_table(shapes, layer_words(config, time, outputs)),
        megabytes=megabytes(config),
        seconds=seconds if config.budget is None else config.budget,
        lessons=t("new rows at every step"),
    )


def equal_size(config: MemoryConfig) -> int:
    """The hidden size with which a cell has about the weights that suit the problem."""
    return min(
        range(1, LARGEST + 1),
        key=lambda size: abs(count_weights(config, size) - WEIGHTS[config.problem]),
    )


def count_weights(config: MemoryConfig, hidden_size: int) -> int:
    """Weights of the network that `rnnkit.tasks.memory.network` builds."""
    return weights_in(memory_shapes(config, hidden_size))


def memory_shapes(config: MemoryConfig, hidden_size: int) -> Shapes:
    """The name and shape of each of them."""
    F, C = sizes(config)
    steps = time_steps(config, config.length or KINDS[config.problem].length)
    encoder = config.layer_shapes(F, hidden_size, steps=steps)
    width = hidden_size * (2 if config.bidirectional else 1)
    return {f"encoder.{name}": shape for name, shape in encoder.items()} | affine("head", C, width)


def sizes(problem: MemoryData) -> tuple[int, int]:
    """Numbers that are read at a step, and numbers that are answered."""
    kind = KINDS[problem.problem]
    return kind.inputs(problem), max(1, kind.classes(problem))


def time_steps(problem: MemoryData, length: int) -> int:
    """Steps in time of a row of this length."""
    return length + KINDS[problem.problem].more_steps


def step_work(config: ResolvedMemory) -> int:
    """Multiplications of one training step, forward and backward, about."""
    return (
        3 * config.batch_size * time_steps(config, config.length) * count_weights(config, config.hidden_size)
    )


def megabytes(config: ResolvedMemory) -> float:
    """The weights with all that is kept beside them, a batch or what is checked at once, the rows scored.

    Measured against the peaks of workers; `tests/tasks/test_memory_taken.py` holds it to them.
    """
    F, C = sizes(config)
    width = config.hidden_size * (2 if config.bidirectional else 1)
    steps, scored = time_steps(config, config.length), time_steps(config, config.test_length)
    states = width * states_at_once(config.cell, steps, config.num_layers)
    trained = config.batch_size * steps * (states + 3 * (F + C))
    checked = CHECKED_ROWS * max(steps, scored) * (READING[config.cell] * width + 3 * (F + C))
    kept = 2 * SCORED_ROWS * scored * (F + 1)
    looked = 3 * SCORED_ROWS * scored * width if KINDS[config.problem].remembered else 0
    weights = COPIES * count_weights(config, config.hidden_size)
    return (weights + max(trained, checked) + kept + looked) * BYTES / 1e6
