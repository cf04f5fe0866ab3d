"""What a composing run will be, before it starts: open settings decided from the tunes, and its cost.

No torch in here: the screen asks for this while a person still moves sliders.
"""

from rnnkit.config import check_weights, parse, states_at_once, weights_in
from rnnkit.config.layers import layer_table
from rnnkit.data.tunes import TuneData
from rnnkit.host import machine
from rnnkit.tasks.compose.networks.layers import layer_words
from rnnkit.tasks.compose.networks.place import BACK, COLUMNS, NUMBERS
from rnnkit.tasks.compose.sets import TuneSets, make_sets
from rnnkit.tasks.compose.settings import ComposeConfig, ResolvedCompose, compose_shapes, input_size
from rnnkit.tasks.task import Cost
from rnnkit.training.room import Levers, check_room
from rnnkit.words import plural, t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
MULTIPLICATIONS = 1e10  # a second, on one core, about
OVERHEAD = 2e-4  # seconds of a step for each token of a tune, however narrow the network
KEPT = 200  # bytes that a token takes as text and number
LEARNED_RATE = 5e-3
LEVERS: Levers = {"batch_size": 4, "hidden_size": 16}
SMALL, MIDDLE = 5_000, 40_000  # tokens to learn from, below which a network is small or of middle size
OFTEN = 6  # passes over the tunes that a wide network needs


def resolve(sets: TuneSets, config: ComposeConfig) -> ResolvedCompose:
    """Decide everything the settings leave open, and refuse what is too large.

    Raises `ConfigError` with one sentence that says what would do.
    """
    resolved = decide(sets, config)
    check_room(
        config,
        resolved,
        LEVERS,
        lambda changed: decide(sets, changed),
        lambda decided: megabytes(decided, sets),
    )
    return resolved


def decide(sets: TuneSets, config: ComposeConfig) -> ResolvedCompose:
    """Everything that the settings leave open, whatever memory a run would take."""
    tokens = sets.tokens(sets.training)
    resolved = _with_hidden(sets, config, config.hidden_size or _widest(tokens))
    if config.hidden_size is None and config.budget is not None and resolved.hidden_size > 128:
        work = step_work(resolved, sets) * steps_an_epoch(resolved, sets) * OFTEN
        if work > config.budget * MULTIPLICATIONS * min(2, machine.cores()):
            resolved = _with_hidden(sets, config, 128)
    check_weights(count_weights(resolved, sets), t("lower embedding size or hidden size"))
    return resolved


def _widest(tokens: int) -> int:
    return 64 if tokens < SMALL else 128 if tokens < MIDDLE else 256


def _with_hidden(sets: TuneSets, config: ComposeConfig, hidden: int) -> ResolvedCompose:
    tunes = len(sets.training)
    values = config.model_dump() | {
        "hidden_size": hidden,
        "embedding_size": config.embedding_size or min(64, hidden),
        "dropout": 0.4 if config.dropout is None else config.dropout,
        **config.descent(2e-3 if config.cell == "rnn" else LEARNED_RATE),
        "batch_size": min(config.batch_size or (16 if tunes >= 200 else 8), tunes),
    }
    return parse(ResolvedCompose, values)


def plan(data: TuneData | TuneSets, config: ComposeConfig) -> tuple[ResolvedCompose, Cost]:
    """What is decided, and its cost on this machine; tunes that were parted already are not again."""
    sets = data if isinstance(data, TuneSets) else make_sets(data, config)
    resolved = resolve(sets, config)
    steps = resolved.steps or (resolved.epochs or 1) * steps_an_epoch(resolved, sets)
    each = step_work(resolved, sets) / (MULTIPLICATIONS * max(1, machine.cores()))
    seconds = steps * (each + OVERHEAD * _length(sets))
    V = len(sets.symbols)
    cost = Cost(
        layers=layer_table(compose_shapes(resolved, V), layer_words(resolved, V)),
        megabytes=megabytes(resolved, sets),
        seconds=seconds if resolved.budget is None else resolved.budget,
        lessons=lessons_words(sets),
    )
    return resolved, cost


def count_weights(config: ResolvedCompose, sets: TuneSets) -> int:
    """Weights of the network that `networks.network` builds."""
    return weights_in(compose_shapes(config, len(sets.symbols)))


def lessons_words(sets: TuneSets) -> str:
    """What is learned from, in words: tunes, their tokens, and copies in other keys."""
    tunes, tokens = len(sets.training), sets.tokens(sets.training)
    said = t("{tunes:,} tunes with {tokens:,} tokens to learn from", tunes=tunes, tokens=tokens)
    if not sets.copies:
        return said
    copies = plural("{number} copy in another key", "{number} copies in other keys", len(sets.copies))
    return t("{said}, and {copies}", said=said, copies=copies)


def steps_an_epoch(config: ResolvedCompose, sets: TuneSets) -> int:
    """Steps in which every tune is learned from once."""
    return -(-(len(sets.training) + len(sets.copies)) // config.batch_size)


def _length(sets: TuneSets) -> float:
    """Tokens of a usual tune."""
    return sets.tokens(sets.training) / len(sets.training)


def step_work(config: ResolvedCompose, sets: TuneSets) -> float:
    """Multiplications of one training step, forward and backward, about."""
    tables = len(sets.symbols) * config.embedding_size
    return 3.0 * config.batch_size * _length(sets) * (count_weights(config, sets) - tables)


def megabytes(config: ResolvedCompose, sets: TuneSets) -> float:
    """The weights with all that is kept beside them, a batch of the longest tunes, and all by number."""
    longest = 2 + max(len(sets.data.tunes[number].tokens) for number in sets.training)
    states = states_at_once(config.cell, longest, config.num_layers) * config.hidden_size
    each = states + 3 * input_size(config) + 5 * len(sets.symbols)
    tokens = sum(map(sets.tokens, (sets.training, sets.validation, sets.test)))
    tokens += sum(len(tune.tokens) + 1 for tune in sets.copies)
    kept = tokens * (COLUMNS + len(BACK) + NUMBERS + KEPT / BYTES)
    return (COPIES * count_weights(config, sets) + config.batch_size * longest * each + kept) * BYTES / 1e6
