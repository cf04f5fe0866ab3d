"""A model on texts: how a typed text becomes symbols, and texts that nobody wrote to check it by."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.tasks.classify.answerer import Answerer
from rnnkit.tasks.classify.answering import PARTNER, Answering, read_partner
from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.tasks.classify.texts.corpus import encode

TEXTS, SYMBOLS = 12, 10  # invented, of symbols drawn at random: no text that was learned leaves


def answerer(
    network: Classifier, config: ResolvedClassify, answering: Answering, files: Mapping[str, bytes]
) -> Answerer:
    """All parts of the model, ready to answer texts."""
    vocabulary = Vocabulary.from_json(files["vocabulary.json"])
    return Answerer(
        network,
        read_partner(files[PARTNER], answering),
        answering.share,
        partial(encode, vocabulary=vocabulary, config=config, longest=config.max_length),
        lambda ids: vocabulary.decode(ids.astype(np.int64)),
    )


def invented(config: ResolvedClassify, files: Mapping[str, bytes]) -> npt.NDArray[np.float32]:
    """The numbers `(S, L)` of a few texts that nobody wrote."""
    V = len(Vocabulary.from_json(files["vocabulary.json"]))
    luck = np.random.default_rng(config.seed)
    length = min(SYMBOLS, config.max_length)
    return luck.integers(0, V, (TEXTS, length)).astype(np.float32)
