"""A kept language model on a new text: how well it guesses it, beside counting in that very text."""

import torch
from torch import Tensor

from rnnkit.baselines import score_ngrams
from rnnkit.data import TextParts, Vocabulary, read_text, split
from rnnkit.errors import DataError
from rnnkit.files.kept import Kept
from rnnkit.metrics import text_scores
from rnnkit.rounding import exact_percent
from rnnkit.tasks.text.kept.bundle import vocabulary_of
from rnnkit.tasks.text.kept.kept_network import language_model
from rnnkit.tasks.text.networks.model import score_stream, score_windows
from rnnkit.tasks.text.networks.objective import SCORED_WINDOWS
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.training.batches import thinned
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import t


def score_new(kept: Kept, content: bytes, clock: Clock, *_: object) -> Outcome:
    """Scores on the test part of the text: of the model, and of counting in what stands before it.

    Counting has seen the beginning of this very text, the model has not.
    """
    config, vocabulary = kept.config, vocabulary_of(kept)
    assert isinstance(config, ResolvedText)
    parts = split(read_text(content))
    if not parts.test:
        raise DataError(
            t("Need at least 1,000 characters to score; found {found}.", found=len(parts.training))
        )
    ids = vocabulary.encode(parts.test)
    if len(ids) < 2:
        raise DataError(t("The model knows nothing of this text; use one with symbols of its training text."))
    clock.tell("evaluating")
    nats = _nats(kept, config, torch.from_numpy(ids))
    metrics = {"model": text_scores(nats, len(ids), len(parts.test)), **_counting(parts)}
    share = vocabulary.unknown_share(parts.test)
    unknown = t("{share} of its symbols are unknown to the model.", share=exact_percent(share))
    summary = {
        "config": config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": metrics,
        "notes": [unknown] if share else [],
        "characters": len(parts.test),
        "scored": len(ids) - 1,
        "unknown_share": share,
        "seconds": clock.seconds,
    }
    return Outcome(summary)


def _nats(kept: Kept, config: ResolvedText, ids: Tensor) -> float:
    """Nats per symbol of the model, every symbol after the first."""
    model = language_model(kept)
    if config.bidirectional:
        places = thinned(torch.arange(1, len(ids)), SCORED_WINDOWS)
        return float(score_windows(model, ids, places, config.context).mean())
    return float(score_stream(model, ids).mean())


def _counting(parts: TextParts) -> dict[str, dict[str, float]]:
    """What counting which symbol follows which in the first part says of the last, in symbols of its own."""
    vocabulary = Vocabulary.fit(parts.training, "char").with_unk()
    training, validation, test = (
        vocabulary.encode(part) for part in (parts.training, parts.validation, parts.test)
    )
    found = score_ngrams(training, validation, test, len(vocabulary))
    order = {"order": float(found.order)}
    return {
        "ngram": text_scores(found.best, len(test), len(parts.test)) | order,
        "unigram": text_scores(found.unigram, len(test), len(parts.test)),
    }
