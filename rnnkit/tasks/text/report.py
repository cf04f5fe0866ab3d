"""The summary of a text run: scores beside those of counting, and the verdict. No torch in here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.baselines import NgramScores
from rnnkit.metrics import text_scores
from rnnkit.tasks.text.corpus import Corpus
from rnnkit.tasks.text.judge import TextFacts, judge_text
from rnnkit.tasks.text.settings import ResolvedText

SEGMENTS = 64  # of the scored part, by whose losses two runs are compared
SHORTEST = 50  # symbols of one


@dataclass(frozen=True)
class TextMeasured:
    """What a run measured: nats of every scored symbol, nats per symbol of counting, how the loss went."""

    each: npt.NDArray[np.float64]
    ngrams: NgramScores
    curve: pd.DataFrame
    diverged: bool

    @property
    def nats(self) -> float:
        """Nats per symbol of the model."""
        return float(self.each.mean())

    def segments(self) -> pd.DataFrame:
        """The scored symbols in stretches one after another: segment, symbols, nats (per symbol)."""
        parts = np.array_split(self.each, max(1, min(SEGMENTS, len(self.each) // SHORTEST)))
        rows = [(number, len(part), float(part.mean())) for number, part in enumerate(parts)]
        return pd.DataFrame(rows, columns=["segment", "symbols", "nats"])


def summarize(
    corpus: Corpus, config: ResolvedText, measured: TextMeasured, weights: int
) -> dict[str, object]:
    """Metrics, verdict and sizes, JSON-able.

    Metrics are those of "test", "ngram" and "unigram"; a text too small to hold anything out has
    "training" instead, its score on itself.
    """

    def scores(nats: float) -> dict[str, float]:
        return text_scores(nats, len(corpus.scored), corpus.scored_characters)

    kind = "test" if corpus.held_out else "training"
    metrics = {kind: scores(measured.nats)}
    if measured.ngrams.nats:
        metrics["ngram"] = scores(measured.ngrams.best) | {"order": measured.ngrams.order}
        metrics["unigram"] = scores(measured.ngrams.unigram)
    verdict = judge_text(_facts(corpus, measured, weights, metrics), config)
    return {
        "metrics": metrics,
        "verdict": verdict.as_dict(),
        "weights": weights,
        "symbols": len(corpus.training),
        "validated": len(corpus.validation),
        "characters": len(corpus.parts.training),
        "scored": len(measured.each),
        "scored_whole": len(measured.each) == len(corpus.scored) - 1,
        "vocabulary_size": len(corpus.vocabulary),
        "unknown_share": corpus.unknown_share,
    }


def _facts(
    corpus: Corpus, measured: TextMeasured, weights: int, metrics: Mapping[str, Mapping[str, float]]
) -> TextFacts:
    def of(kind: str) -> float:
        return metrics[kind]["nats_per_char"] if kind in metrics else math.nan

    losses = measured.curve["train_loss"].dropna()
    last = float(losses.iloc[-1]) * len(corpus.scored) / corpus.scored_characters if len(losses) else math.nan
    return TextFacts(
        characters=len(corpus.parts.training),
        model=of("test"),
        ngram=of("ngram"),
        order=measured.ngrams.order,
        unigram=of("unigram"),
        training=of("training") if "training" in metrics else last,
        weights=weights,
        diverged=measured.diverged,
    ).with_curve(measured.curve)
