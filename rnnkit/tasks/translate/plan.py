"""What a translation run will be, before it starts: open settings decided from pairs and budget; its cost.

No torch in here: the screen asks for this while a person still moves sliders.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.config import check_weights, parse, states_at_once, weights_in
from rnnkit.config.layers import layer_table
from rnnkit.data.pairs import Pairs
from rnnkit.host import machine
from rnnkit.tasks.task import Cost
from rnnkit.tasks.translate.corpus import Corpus, read_corpus
from rnnkit.tasks.translate.networks.layers import layer_words
from rnnkit.tasks.translate.settings import ResolvedTranslate, TranslateConfig, translate_shapes
from rnnkit.tasks.translate.writer import AT_ONCE
from rnnkit.training.room import Levers, check_room
from rnnkit.words import t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
MULTIPLICATIONS = 1.5e10  # a second, on one core
OVERHEAD = 4e-3  # seconds of a step, however small
SCORING = 6  # copies of the scores of a step while translations are written
KEPT = 120  # bytes a symbol of the pairs, with their texts
MOST_CORES = 2  # more gain little on networks of such a size
OFTEN = 8  # passes over the pairs that a wide network needs
MANY, FEW = 100_000, 5_000  # symbols to write in all, from which on a network is wide, and up to which narrow
LEVERS: Levers = {"batch_size": 8, "hidden_size": 32}


def resolve(corpus: Corpus, config: TranslateConfig) -> ResolvedTranslate:
    """Decide everything the settings leave open, and refuse what is too large.

    Raises `ConfigError` with one sentence that says what would do.
    """
    resolved = decide(corpus, config)
    check_room(
        config,
        resolved,
        LEVERS,
        lambda changed: decide(corpus, changed),
        lambda decided: _megabytes(decided, corpus),
    )
    return resolved


def decide(corpus: Corpus, config: TranslateConfig) -> ResolvedTranslate:
    """Everything that the settings leave open, whatever memory a run would take."""
    resolved = parse(ResolvedTranslate, _decided(corpus, config))
    check_weights(count_weights(resolved, len(corpus.vocabulary)), t("lower hidden size or vocabulary limit"))
    return resolved


def _decided(corpus: Corpus, config: TranslateConfig) -> Mapping[str, Any]:
    """All settings; what is open follows from the pairs."""
    symbols, letters = corpus.training.symbols, corpus.unit == "char"
    hidden = config.hidden_size or _hidden_size(config, corpus)
    embedding = config.embedding_size or (min(64, hidden) if letters else min(128, hidden))
    small = 0.2 if symbols < MANY else 0.3
    dropout = (0.05 if letters else small) if config.dropout is None else config.dropout
    smoothing = (0.0 if letters else 0.1) if config.label_smoothing is None else config.label_smoothing
    batch = config.batch_size or (64 if symbols > FEW else 16)
    return config.model_dump() | {
        "unit": corpus.unit,
        "max_vocabulary": config.max_vocabulary or len(corpus.vocabulary),
        "hidden_size": hidden,
        "embedding_size": embedding,
        "dropout": dropout,
        "label_smoothing": smoothing,
        **config.descent(2e-3 if config.cell == "rnn" else 5e-3),
        "batch_size": min(batch, len(corpus.training)),
    }


def _hidden_size(config: TranslateConfig, corpus: Corpus) -> int:
    """Narrow for few pairs; wider where there are many and the time to go through them often."""
    letters, symbols = corpus.unit == "char", corpus.training.symbols
    if symbols < FEW:
        return 64
    for hidden in (256, 128):
        if (hidden == 128 or not (letters or symbols < MANY)) and _often(config, corpus, hidden):
            return hidden
    return 64 if letters else 128


def _often(config: TranslateConfig, corpus: Corpus, hidden: int) -> bool:
    """Whether there is the time for enough passes over the pairs with a network so wide."""
    if config.budget is None:
        return True
    side = config.layer_weights(hidden)
    read = sum(map(len, corpus.training.sources))
    work = 3 * (read * side + corpus.training.symbols * (side + hidden * len(corpus.vocabulary) // 2))
    speed = MULTIPLICATIONS * min(machine.cores(), MOST_CORES)
    return config.budget * speed >= OFTEN * work


def plan(pairs: Pairs | Corpus, config: TranslateConfig) -> tuple[ResolvedTranslate, Cost]:
    """What is decided, and its cost here; pairs that have been numbered already are not numbered again."""
    corpus = pairs if isinstance(pairs, Corpus) else read_corpus(pairs, config)
    resolved = resolve(corpus, config)
    return resolved, estimate(corpus, resolved, machine.cores())


def estimate(corpus: Corpus, config: ResolvedTranslate, cores: int = 1) -> Cost:
    """What a resolved run costs; for a number of epochs or steps, seconds are a rough guess."""
    steps = config.steps or (config.epochs or 1) * steps_an_epoch(config, corpus)
    seconds = steps * (OVERHEAD + step_work(config, corpus) / (MULTIPLICATIONS * max(1, cores)))
    V = len(corpus.vocabulary)
    return Cost(
        layers=layer_table(translate_shapes(config, V), layer_words(config, V)),
        megabytes=_megabytes(config, corpus),
        seconds=seconds if config.budget is None else config.budget,
        lessons=t("{pairs:,} pairs to learn from", pairs=len(corpus.training)),
    )


def count_weights(config: ResolvedTranslate, V: int) -> int:
    """Weights of the network that `networks.network` builds."""
    return weights_in(translate_shapes(config, V))


def steps_an_epoch(config: ResolvedTranslate, corpus: Corpus) -> int:
    """Steps in which every pair is learned from once."""
    return -(-len(corpus.training) // config.batch_size)


def step_work(config: ResolvedTranslate, corpus: Corpus) -> int:
    """Multiplications of one training step, forward and backward, about."""
    read, written = _lengths(corpus, 50)
    E, V = config.embedding_size, len(corpus.vocabulary)
    side = config.layer_weights(config.hidden_size)
    return int(3 * config.batch_size * (read * side + written * (side + E * V)))


def _lengths(corpus: Corpus, percentile: float) -> tuple[float, float]:
    """Symbols of a source and of a target, at a percentile of the training part."""
    sides = (corpus.training.sources, corpus.training.targets)
    read, written = (float(np.percentile([len(ids) for ids in side], percentile)) for side in sides)
    return read, written


def _megabytes(config: ResolvedTranslate, corpus: Corpus) -> float:
    """The weights with all that is kept beside them, a batch of long pairs, and the pairs themselves."""
    V, width = len(corpus.vocabulary), config.hidden_size * (2 if config.bidirectional else 1)
    read, written = _lengths(corpus, 99)
    states = states_at_once(config.cell, int(read), config.num_layers) * width + config.embedding_size
    looked = {"none": 0.0, "luong": 3 * read, "bahdanau": 2 * read * config.hidden_size}[config.attention]
    batch = config.batch_size * (read * states + written * (states + 4 * V + looked))
    symbols = corpus.training.symbols + sum(map(len, corpus.training.sources))
    scored = SCORING * min(AT_ONCE, len(corpus.held) * config.beam * V)
    learned = COPIES * count_weights(config, V) + max(batch, scored)
    return (BYTES * learned + KEPT * symbols) / 1e6
