"""The summary of a text run: scores beside those of counting, and the verdict. No torch in here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from rnnkit.baselines import NgramScores
from rnnkit.config import ResolvedText
from rnnkit.metrics import text_scores
from rnnkit.tasks.corpus import Corpus
from rnnkit.verdict.judge_text import TextFacts, judge_text


@dataclass(frozen=True)
class Measured:
    """What a run measured: nats a symbol of the model and of counting, and how the loss went."""

    nats: float
    ngrams: NgramScores
    curve: pd.DataFrame
    diverged: bool


def summarize(corpus: Corpus, config: ResolvedText, measured: Measured, weights: int) -> dict[str, object]:
    """Metrics, verdict and sizes, JSON-able.

    Metrics are those of "validation", "ngram" and "unigram"; a text too small to hold anything out has
    "training" instead, its score on itself.
    """

    def scores(nats: float) -> dict[str, float]:
        return text_scores(nats, len(corpus.scored), corpus.scored_characters)

    kind = "validation" if corpus.held_out else "training"
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
        "characters": len(corpus.parts.training),
        "scored": len(corpus.scored) - 1,
        "vocabulary_size": len(corpus.vocabulary),
        "unknown_share": corpus.unknown_share,
    }


def _facts(
    corpus: Corpus, measured: Measured, weights: int, metrics: Mapping[str, Mapping[str, float]]
) -> TextFacts:
    def of(kind: str) -> float:
        return metrics[kind]["nats_per_char"] if kind in metrics else math.nan

    losses = measured.curve["train_loss"].dropna()
    last = float(losses.iloc[-1]) * len(corpus.scored) / corpus.scored_characters if len(losses) else math.nan
    return TextFacts(
        characters=len(corpus.parts.training),
        model=of("validation"),
        ngram=of("ngram"),
        order=measured.ngrams.order,
        unigram=of("unigram"),
        training=of("training") if "training" in metrics else last,
        weights=weights,
        diverged=measured.diverged,
    ).with_curve(measured.curve)
