"""What leaves with a classifier, so that it can be used and checked where the texts are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import save

from rnnkit.data import Vocabulary
from rnnkit.tasks.classify.answering import CLASSES, PARTNER, Answering, answering_of, partner_bytes
from rnnkit.tasks.classify.corpus import Corpus, encode
from rnnkit.tasks.classify.model import build
from rnnkit.tasks.classify.network import Classifier
from rnnkit.tasks.classify.objective import answers
from rnnkit.tasks.classify.partner import Partner, mixed
from rnnkit.tasks.classify.settings import ResolvedClassify

Array = npt.NDArray[np.float64]

TEXTS, SYMBOLS = 12, 10  # invented, of symbols drawn at random: no text that was learned leaves


@dataclass(frozen=True)
class Answerer:
    """All parts of a model that answer together."""

    network: Classifier
    config: ResolvedClassify
    vocabulary: Vocabulary
    answering: Answering
    partner: Partner

    def log_p(self, texts: Sequence[str]) -> Array:
        """Logarithms of the probabilities `(N, C)` of texts: network and partner, as much as each counts."""
        numbers = [encode(text, self.vocabulary, self.config, self.config.max_length) for text in texts]
        network = answers(self.network, numbers, torch.device("cpu"))
        if self.answering.share >= 1:
            return network
        return mixed(self.partner.log_p(texts), network, self.answering.share)

    def of_numbers(self, ids: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
        """The same of texts that are given as numbers `(S, L)`."""
        texts = [self.vocabulary.decode(row.astype(np.int64)) for row in ids]
        return self.log_p(texts).astype(np.float32)


def classify_files(
    model: Classifier, config: ResolvedClassify, corpus: Corpus, partner: Partner, share: float
) -> dict[str, bytes]:
    """Vocabulary, classes, partner, and what all of them answer to a few invented texts.

    The answers are computed on the processor, by a network built anew from the weights.
    """
    vocabulary = corpus.vocabulary
    again = build(config, len(vocabulary), len(corpus.classes), vocabulary.unk or 0)
    again.load_state_dict({name: weight.cpu() for name, weight in model.state_dict().items()})
    answering = answering_of(corpus.classes, share, partner, corpus.data.origin.text)
    ids = invented(len(vocabulary), config)
    log_p = Answerer(again.eval(), config, vocabulary, answering, partner).of_numbers(ids)
    return {
        "vocabulary.json": vocabulary.to_json().encode(),
        CLASSES: answering.model_dump_json().encode(),
        PARTNER: partner_bytes(partner),
        "predictions.safetensors": save({"ids": ids, "log_p": log_p}),
    }


def invented(V: int, config: ResolvedClassify) -> npt.NDArray[np.float32]:
    """The numbers `(S, L)` of a few texts that nobody wrote."""
    luck = np.random.default_rng(config.seed)
    length = min(SYMBOLS, config.max_length)
    return luck.integers(0, V, (TEXTS, length)).astype(np.float32)
