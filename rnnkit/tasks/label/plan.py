"""What a labelling run will be, before it starts: open settings decided from the sentences, and its cost.

No torch in here: the screen asks for this while a person still moves sliders.
"""

from rnnkit.config import READING, check_weights, parse, states_at_once, weights_in
from rnnkit.config.layers import layer_table
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.host import machine
from rnnkit.tasks.label.features import BESIDE, LONGEST, OWN
from rnnkit.tasks.label.networks.layers import layer_words
from rnnkit.tasks.label.sets import Sets, make_sets
from rnnkit.tasks.label.settings import FILTERS, LabelConfig, ResolvedLabel, label_shapes
from rnnkit.tasks.task import Cost
from rnnkit.training.room import Levers, check_room
from rnnkit.words import t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
MULTIPLICATIONS = 1e10  # a second, on one core, about
OVERHEAD = 8e-3  # seconds of a step, however small
MOVED = 4e-9  # seconds that each weight takes in a step
TOKENS = 16  # of a usual sentence, by which the tokens of a batch are told
SCORED_AT_ONCE = 4_000  # tokens
LEARNED_RATE = 2e-3
LEVERS: Levers = {"batch_size": 4, "hidden_size": 16, "embedding_size": 16}
SMALL, MIDDLE = 2_000, 30_000  # tokens to learn from


def resolve(sets: Sets, config: LabelConfig) -> ResolvedLabel:
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


def decide(sets: Sets, config: LabelConfig) -> ResolvedLabel:
    """Everything that the settings leave open, whatever memory a run would take."""
    tokens = sets.tokens(sets.training)
    size = 64 if tokens < SMALL else 100 if tokens < MIDDLE else 128
    reads = "none" if sets.data.cutting["characters"] else "cnn"
    values = config.model_dump() | {
        "hidden_size": config.hidden_size or size,
        "embedding_size": config.embedding_size or 64,
        "characters": reads if config.characters == "auto" else config.characters,
        "neighbours": sets.neighbours,
        "crf": sets.labels.spans if config.crf is None else config.crf,
        "dropout": 0.5 if config.dropout is None else config.dropout,
        **config.descent(LEARNED_RATE),
        "batch_size": config.batch_size or (8 if tokens < MIDDLE else 32),
    }
    resolved = parse(ResolvedLabel, values)
    check_weights(count_weights(resolved, sets), t("lower embedding size or hidden size"))
    return resolved


def plan(data: Tagged | Sets, config: LabelConfig) -> tuple[ResolvedLabel, Cost]:
    """What is decided, and its cost on this machine; sentences that were parted already are not again."""
    sets = data if isinstance(data, Sets) else make_sets(data, config)
    resolved = resolve(sets, config)
    steps = resolved.steps or (resolved.epochs or 1) * steps_an_epoch(resolved, sets)
    work = step_work(resolved, sets) / (MULTIPLICATIONS * max(1, machine.cores()))
    seconds = steps * (OVERHEAD + work + MOVED * count_weights(resolved, sets))
    sizes = sets.labels.rows, len(sets.labels.tags)
    cost = Cost(
        layers=layer_table(label_shapes(resolved, *sizes), layer_words(resolved, *sizes)),
        megabytes=megabytes(resolved, sets),
        seconds=seconds if resolved.budget is None else resolved.budget,
        lessons=t(
            "{sentences:,} sentences with {tokens:,} tokens to learn from",
            sentences=len(sets.training),
            tokens=sets.tokens(sets.training),
        ),
    )
    return resolved, cost


def count_weights(config: ResolvedLabel, sets: Sets) -> int:
    """Weights of the network that `networks.network` builds."""
    return weights_in(label_shapes(config, sets.labels.rows, len(sets.labels.tags)))


def batch_tokens(config: ResolvedLabel) -> int:
    """About how many tokens are learned from at once: a batch of usual sentences."""
    return config.batch_size * TOKENS


def steps_an_epoch(config: ResolvedLabel, sets: Sets) -> int:
    """Steps in which every sentence of the training part is read once."""
    tokens = batch_tokens(config)
    lengths: dict[int, int] = {}
    for number in sets.training:
        length = len(sets.data.tokens[number])
        lengths[length] = lengths.get(length, 0) + 1
    return sum(-(-count // max(1, tokens // length)) for length, count in lengths.items())


def step_work(config: ResolvedLabel, sets: Sets) -> float:
    """Multiplications of one training step, forward and backward, about."""
    tables = sets.labels.rows * (config.embedding_size + len(sets.labels.tags))
    each = count_weights(config, sets) - tables
    filters = FILTERS * 24 * 3 * LONGEST if config.characters == "cnn" else 0
    return 3.0 * batch_tokens(config) * (each + filters)


def megabytes(config: ResolvedLabel, sets: Sets) -> float:
    """The weights with all that is kept beside them, a batch or what is scored at once, and the sentences."""
    width = config.hidden_size * (2 if config.bidirectional else 1)
    tags = len(sets.labels.tags)
    read = OWN + BESIDE * config.neighbours
    states = states_at_once(config.cell, TOKENS, config.num_layers) * width
    letters = LONGEST * (FILTERS * 3 + 24 * 2) if config.characters == "cnn" else 0
    chain = 4 * tags * tags if config.crf else 4 * tags
    trained = batch_tokens(config) * (states + 4 * config.embedding_size + letters + 2 * read + chain)
    scored = SCORED_AT_ONCE * (READING[config.cell] * width + letters + chain + 2 * read)
    tokens = sum(map(sets.tokens, (sets.training, sets.validation, sets.test)))
    kept = tokens * (read + LONGEST / 2 + 30)
    return (COPIES * count_weights(config, sets) + max(trained, scored) + kept) * BYTES / 1e6
