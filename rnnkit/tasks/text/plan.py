"""What a text run will be, before it starts: open settings decided from text and budget, and its cost.

No torch in here: the screen asks for this while a person still moves sliders.
"""

from collections.abc import Mapping
from typing import Any

from rnnkit.config import (
    READING,
    check_weights,
    parse,
    states_at_once,
    weights_in,
)
from rnnkit.config.layers import layer_table
from rnnkit.data import Text, read_prompt
from rnnkit.host import machine
from rnnkit.tasks.task import Cost
from rnnkit.tasks.text.corpus import LARGEST, Corpus, read_corpus
from rnnkit.tasks.text.networks.layers import layer_words
from rnnkit.tasks.text.settings import ResolvedText, TextConfig, text_shapes
from rnnkit.training.room import Levers, check_room
from rnnkit.words import t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
SCORED_AT_ONCE = 2_000_000  # scores and states that are computed at once where nothing is learned
WINDOWS = 256  # that a network of both directions reads at once where nothing is learned
ATTENDED = 10  # states that attention holds of each step
KEPT = 4  # numbers per symbol, from the text to what is scored
COUNTED = 13  # numbers per symbol, while pairs and longer runs of symbols are counted
MULTIPLICATIONS = 2e10  # a second, on one core, in recurrent layers of a useful width, about
OVERHEAD = 1e-3  # seconds of a step, however small
SPEED = {True: 5e10, False: 1.4e10}  # the same in training as a whole, with 16 bits and without, measured
MOST_CORES = 4  # more gain little on networks of such a size
MANY = 1_000  # different symbols, from which more numbers tell them apart, tied to those they are read by
FEWEST_STEPS, FEWEST_STREAMS = 500, 8  # that teach a network enough, where text and time allow
WIDE_WORK = 1.5e13  # multiplications from which a wide network gets through a text often enough

LEVERS: Mapping[bool, Levers] = {  # a network of both directions reads windows
    False: {"batch_size": 8, "bptt": 16, "hidden_size": 32},
    True: {"batch_size": 8, "context": 16, "hidden_size": 32},
}


def resolve(corpus: Corpus, config: TextConfig) -> ResolvedText:
    """Decide everything the settings leave open, and refuse what is too large.

    Raises `ConfigError` with one sentence that says what would do.
    """
    resolved = decide(corpus, config)
    check_room(
        config,
        resolved,
        LEVERS[config.bidirectional],
        lambda changed: decide(corpus, changed),
        lambda decided: _megabytes(decided, corpus),
    )
    return resolved


def decide(corpus: Corpus, config: TextConfig) -> ResolvedText:
    """Everything that the settings leave open, whatever memory a run would take.

    Raises `ConfigError` where there would be too many weights.
    """
    resolved = parse(ResolvedText, _decided(corpus, config))
    check_weights(count_weights(resolved, len(corpus.vocabulary)), t("lower hidden size or vocabulary limit"))
    return resolved


def _decided(corpus: Corpus, config: TextConfig) -> dict[str, Any]:
    """All settings; what is open follows from the text, the time and the machine."""
    V, symbols = len(corpus.vocabulary), len(corpus.training)
    hidden = config.hidden_size or _hidden_size(config, symbols)
    embedding = config.embedding_size or (min(128, hidden) if V > MANY else 64)
    tied = V > MANY if config.tied is None else config.tied
    work = _work(config, hidden, V * (embedding if tied else hidden))
    batch = min(config.batch_size or _batch_size(config, symbols, work), max(1, symbols // 2))
    dropout = _dropout(hidden, symbols, _passes(config, symbols, work, batch))
    return config.model_dump() | {
        "max_vocabulary": config.max_vocabulary or LARGEST[config.unit],
        "hidden_size": hidden,
        "embedding_size": embedding,
        "tied": tied,
        "dropout": dropout if config.dropout is None else config.dropout,
        **config.descent(3e-3 if config.cell == "rnn" else 7e-3, "muon"),
        "batch_size": batch,
    }


def plan(text: Text | Corpus, config: TextConfig) -> tuple[ResolvedText, Cost]:
    """What is decided, and its cost on this machine; a text that has been cut already is not cut again."""
    corpus = text if isinstance(text, Corpus) else read_corpus(text, config)
    read_prompt(config.sample_prompt, corpus.vocabulary)
    resolved = resolve(corpus, config)
    return resolved, estimate(corpus, resolved, machine.cores())


def estimate(corpus: Corpus, config: ResolvedText, cores: int = 1) -> Cost:
    """What a resolved run costs; for a number of epochs or steps, seconds are a rough guess."""
    V = len(corpus.vocabulary)
    steps = config.steps or (config.epochs or 1) * steps_an_epoch(config, len(corpus.training))
    seconds = steps * (OVERHEAD + step_work(config, V) / (MULTIPLICATIONS * max(1, cores)))
    return Cost(
        layers=layer_table(text_shapes(config, V), layer_words(config, V)),
        megabytes=_megabytes(config, corpus),
        seconds=seconds if config.budget is None else config.budget,
        lessons=t("{symbols:,} symbols to learn from", symbols=len(corpus.training)),
    )


def count_weights(config: ResolvedText, V: int) -> int:
    """Weights of the network that `networks.network` builds."""
    return weights_in(text_shapes(config, V))


def steps_an_epoch(config: ResolvedText, symbols: int) -> int:
    """Steps in which every symbol of the training part is predicted about once."""
    if config.bidirectional:
        return -(-(symbols - 1) // config.batch_size)
    length = (symbols - 1) // config.batch_size
    return max(1, length // min(config.bptt, max(1, length)))


def step_work(config: ResolvedText, V: int) -> int:
    """Multiplications of one training step, forward and backward, about."""
    width = config.hidden_size * (2 if config.bidirectional else 1)
    recurrent = count_weights(config, 1)
    answers = 1 if config.bidirectional else config.bptt
    read = config.context if config.bidirectional else config.bptt
    return 3 * config.batch_size * (read * recurrent + answers * V * width)


def _hidden_size(config: TextConfig, symbols: int) -> int:
    """Wide where there is the time to go through the text often, narrow where there is little text."""
    long = config.budget is not None and config.budget * _speed() >= WIDE_WORK
    return 512 if long and symbols >= 200_000 else 256 if symbols >= 50_000 else 128


def _dropout(hidden: int, symbols: int, passes: float) -> float:
    """More, the more often every symbol is seen; a text of a few lines is meant to be learned by heart."""
    if symbols < 5_000:
        return 0.0
    return 0.5 if passes >= 25 else 0.3 if passes >= 9 else 0.25 if hidden >= 512 else 0.0


def _batch_size(config: TextConfig, symbols: int, work: float) -> int:
    """Parallel streams: as many as leave every one a few hundred symbols, fewer where time is short."""
    if config.bidirectional:
        return 64
    streams = max(1, min(32, symbols // 256))
    while config.budget and streams > FEWEST_STREAMS:
        if config.budget * _speed() >= FEWEST_STEPS * streams * config.bptt * work:
            break
        streams //= 2
    return streams


def _passes(config: TextConfig, symbols: int, work: float, batch: int) -> float:
    """How often the text will be read, about; with a time budget, on this machine."""
    if config.epochs is not None:
        return config.epochs
    if config.steps is not None:
        return config.steps * batch * (1 if config.bidirectional else config.bptt) / symbols
    return (config.budget or 0.0) * _speed() / (work * symbols)


def _work(config: TextConfig, hidden: int, head: int) -> float:
    """Multiplications to learn from one symbol, where as many numbers as `head` tell symbols apart, about."""
    recurrent = config.layer_weights(hidden)
    return 3 * (recurrent + head) * (config.context if config.bidirectional else 1)


def _speed() -> float:
    """Multiplications a second of all cores when a network of middle size is trained, about."""
    return min(machine.cores(), MOST_CORES) * SPEED[machine.multiplies_16_bits()]


def _megabytes(config: ResolvedText, corpus: Corpus) -> float:
    """The weights with all that is kept beside them, a batch, what is scored at once, and counting the text.

    Measured against the peaks of workers; `tests/tasks/test_memory_taken.py` holds it to them.
    """
    V, width = len(corpus.vocabulary), config.hidden_size * (2 if config.bidirectional else 1)
    read = config.context if config.bidirectional else config.bptt
    answered = 1 if config.bidirectional else read
    states = states_at_once(config.cell, read, config.num_layers) + _extras(config)
    trained = config.batch_size * (read * (states * width + config.embedding_size) + 4 * answered * V)
    symbols = len(corpus.scored)
    scored = min(WINDOWS, symbols) * read * width
    if not config.bidirectional:
        scored = min(SCORED_AT_ONCE, symbols * (V + width))
    scored *= READING[config.cell] + (ATTENDED if config.attention else 0)
    learned = COPIES * count_weights(config, V) + max(trained, scored)
    whole = len(corpus.training) + symbols
    return max(learned + KEPT * whole, COUNTED * whole) * BYTES / 1e6


def _extras(config: ResolvedText) -> int:
    """Hidden states that a training step holds of each step in time beyond those of plain layers, about."""
    each = 4 * config.layer_norm + 2 * (config.dropout > 0) + 8 * (config.recurrent_dropout > 0)
    return config.num_layers * each + (ATTENDED if config.attention else 0)
