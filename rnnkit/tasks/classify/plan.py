"""What a run will be, before it starts: open settings decided from texts and budget, and its cost."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.config import READING, check_weights, parse, states_at_once, weights_in
from rnnkit.config.layers import layer_table
from rnnkit.data.labelled import Labelled
from rnnkit.errors import ConfigError
from rnnkit.host import machine
from rnnkit.tasks.classify.corpus import MOST_SYMBOLS, Corpus, read_corpus
from rnnkit.tasks.classify.layers import layer_words
from rnnkit.tasks.classify.settings import ClassifyConfig, ResolvedClassify, classify_shapes
from rnnkit.tasks.task import Cost
from rnnkit.training.room import Levers, check_room
from rnnkit.words import plural, t

BYTES = 4
COPIES = 8  # of the weights: gradients, two moments, average, the best, and those that are written at the end
SCORED_AT_ONCE = 128  # texts that are answered together where nothing is learned
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
COUNTED = 100  # bytes of memory for each run of words or characters that the linear partner counts
OVERHEAD = 3e-3  # seconds of a step, however small

LEVERS: Levers = {"nets": 1, "batch_size": 8, "max_length": 32, "hidden_size": 32}


def resolve(corpus: Corpus, config: ClassifyConfig) -> ResolvedClassify:
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


def decide(corpus: Corpus, config: ClassifyConfig) -> ResolvedClassify:
    """Everything that the settings leave open, whatever memory a run would take."""
    resolved = parse(ResolvedClassify, _decided(corpus, config))
    weights = weights_in(classify_shapes(resolved, len(corpus.vocabulary), len(corpus.classes)))
    check_weights(weights, t("lower hidden size, networks in one or vocabulary limit"))
    return resolved


def plan(data: Labelled | Corpus, config: ClassifyConfig) -> tuple[ResolvedClassify, Cost]:
    """What is decided, and its cost on this machine; texts that have been read already are not read again."""
    corpus = data if isinstance(data, Corpus) else read_corpus(data, config)
    resolved = resolve(corpus, config)
    return resolved, estimate(corpus, resolved)


def estimate(corpus: Corpus, config: ResolvedClassify) -> Cost:
    """What a resolved run costs; for a number of epochs or steps, seconds are a rough guess."""
    steps = config.steps or (config.epochs or 1) * steps_an_epoch(config, len(corpus.parts.train))
    seconds = steps * (OVERHEAD + step_work(config, _mean_length(corpus)) / speed())
    sizes = len(corpus.vocabulary), len(corpus.classes)
    return Cost(
        layers=layer_table(classify_shapes(config, *sizes), layer_words(config, *sizes)),
        megabytes=_megabytes(config, corpus),
        seconds=seconds if config.budget is None else config.budget,
        lessons=plural(
            "{number} text to learn from", "{number} texts to learn from", len(corpus.parts.train)
        ),
    )


def steps_an_epoch(config: ResolvedClassify, texts: int) -> int:
    """Steps in which every text of the training part is read about once."""
    return max(1, texts // config.batch_size)


def step_work(config: ResolvedClassify, length: float) -> float:
    """Multiplications of one training step, forward and backward, about."""
    return config.nets * config.batch_size * _work(config, config.hidden_size, config.embedding_size) * length


def speed() -> float:
    """Multiplications a second of all cores, about."""
    return SPEED * (1 + GAIN * (min(machine.cores(), MOST_CORES) - 1))


def passes(corpus: Corpus) -> float:
    """How often the texts should be read: the more there is of them, the less often."""
    symbols = max(1, len(corpus.parts.train) * _mean_length(corpus))
    return float(np.clip(OFTEN * (USUAL_SYMBOLS / symbols) ** LESS_OFTEN, FEWEST_PASSES, MOST_PASSES))


def _decided(corpus: Corpus, config: ClassifyConfig) -> Mapping[str, Any]:
    """All settings; what is open follows from the texts, the time and the machine."""
    texts, length = len(corpus.parts.train), _mean_length(corpus)
    letters = corpus.unit == "char"
    hidden = config.hidden_size or (128 if texts >= 1_000 else 64)
    embedding = _embedding_size(corpus, config, 100 if texts >= 1_000 else 48)
    batch = min(config.batch_size or (32 if length > LONG else 64), max(1, texts // 4))
    word_dropout = (0.05 if letters else 0.15) if config.word_dropout is None else config.word_dropout
    rate = 1e-3 if config.cell == "rnn" else 2e-3
    return config.model_dump() | {
        "unit": corpus.unit,
        "max_vocabulary": config.max_vocabulary or MOST_SYMBOLS[corpus.unit],
        "max_length": corpus.longest if config.max_length is None else config.max_length,
        "hidden_size": hidden,
        "embedding_size": embedding,
        "nets": config.nets or _nets(corpus, config, _work(config, hidden, embedding) * length * texts),
        "word_dropout": word_dropout,
        **config.descent(rate),
        "batch_size": batch,
    }


def _embedding_size(corpus: Corpus, config: ClassifyConfig, usual: int) -> int:
    """As many numbers as the word vectors of the person have. Raises `ConfigError` where others are asked."""
    if corpus.vectors is None:
        return config.embedding_size or usual
    size = corpus.vectors.size
    if config.embedding_size not in (None, size):
        raise ConfigError(
            t(
                "The word vectors have {size} numbers a word, and embedding size is {asked}: leave it open, "
                "or read the file without the vectors.",
                size=size,
                asked=config.embedding_size,
            )
        )
    return size


def _nets(corpus: Corpus, config: ClassifyConfig, work: float) -> int:
    """As many networks as there is time to teach well; one where training is counted in steps or passes."""
    if config.budget is None:
        return 1
    return int(np.clip(TRAINED * config.budget * speed() // (passes(corpus) * work), 1, MOST_NETS))


def _work(config: ClassifyConfig, hidden: int, embedding: int) -> float:
    """Multiplications to learn from one symbol with one network."""
    one = config.layer_weights(hidden)
    inputs = weights_in({"": (embedding, hidden)}) * (8 if config.bidirectional else 4)
    return 3.0 * (one + inputs)


def _mean_length(corpus: Corpus) -> float:
    rows = corpus.parts.train
    return float(np.minimum(corpus.lengths[rows], corpus.longest).mean())


def _megabytes(config: ResolvedClassify, corpus: Corpus) -> float:
    """The weights with all that is kept beside them, a batch, what is scored at once, and counting words."""
    weights = weights_in(classify_shapes(config, len(corpus.vocabulary), len(corpus.classes)))
    width = config.hidden_size * (2 if config.bidirectional else 1)
    states = states_at_once(config.cell, config.max_length, config.num_layers)
    length = min(config.max_length, corpus.longest)
    trained = config.nets * config.batch_size * length * (states * width + 3 * config.embedding_size)
    scored = SCORED_AT_ONCE * length * (READING[config.cell] + 4) * width
    learned = (COPIES * weights + max(trained, scored)) * BYTES
    return (learned + counting(corpus) + corpus.bytes) / 1e6


def counting(corpus: Corpus) -> float:
    """Bytes that the linear partner takes while it is fitted, about."""
    rows = corpus.learned.tolist()
    letters = sum(len(corpus.data.texts[row]) for row in rows)
    runs = 4 * letters if corpus.grams == "char" else letters / 2.5  # a word and the pair that ends with it
    return COUNTED * runs
