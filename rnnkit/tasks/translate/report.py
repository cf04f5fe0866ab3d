"""The summary of a translation run: scores beside those of simple methods, and the verdict. No torch here."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rnnkit.baselines.phrase_memory import PhraseMemory, nearest_targets
from rnnkit.tasks.translate.corpus import Corpus
from rnnkit.tasks.translate.judge import TranslateFacts, judge_translate
from rnnkit.tasks.translate.scores import overall, row_scores
from rnnkit.tasks.translate.settings import ResolvedTranslate
from rnnkit.words import plural, t

BASELINES = ("copy", "phrases", "nearest")
Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Rivals:
    """What simple methods wrote for the test part, their scores, and the seconds that scoring one took."""

    texts: Texts
    metrics: Mapping[str, Mapping[str, float]]
    seconds: float


def rivals_of(corpus: Corpus) -> Rivals:
    """Copying, a phrase memory and the nearest source known; before training, so that a budget is kept."""
    sources, references = [source for source, _ in corpus.held], [right for _, right in corpus.held]
    memory = PhraseMemory(corpus.pairs)
    texts = {
        "copy": sources,
        "phrases": [memory(source) for source in sources],
        "nearest": nearest_targets(corpus.pairs, sources),
    }
    start = time.monotonic()
    metrics = {name: dict(overall(written, references)) for name, written in texts.items()}
    return Rivals(texts, metrics, (time.monotonic() - start) / len(texts))


@dataclass(frozen=True)
class TranslateMeasured:
    """What a run measured: the scores of every method, one row per source, how the loss went."""

    metrics: Mapping[str, Mapping[str, float]]
    rows: pd.DataFrame
    curve: pd.DataFrame
    diverged: bool


def measure(
    corpus: Corpus,
    written: Sequence[str],
    rivals: Rivals,
    curve: Sequence[Mapping[str, float | None]],
    diverged: bool,
) -> TranslateMeasured:
    """Score what the network wrote for the test part, beside its rivals."""
    references = [right for _, right in corpus.held]
    metrics = {"model": dict(overall(written, references)), **rivals.metrics}
    rows = row_scores(written, references)
    rows.insert(0, "source", [source for source, _ in corpus.held])
    rows.insert(1, "target", [" | ".join(right) for right in references])
    rows.insert(2, "written", list(written))
    for name in BASELINES[1:]:
        rows[name] = list(rivals.texts[name])
    return TranslateMeasured(metrics, rows, pd.DataFrame(curve), diverged)


def frames_of(measured: TranslateMeasured) -> dict[str, pd.DataFrame]:
    """The curve, and `examples`: source, target, written, edits, letters, exact, phrases, nearest."""
    return {"curve": measured.curve, "examples": measured.rows}


def summarize(
    corpus: Corpus, config: ResolvedTranslate, measured: TranslateMeasured, weights: int
) -> dict[str, object]:
    """Metrics, verdict and sizes, JSON-able; metrics of "model", "copy", "phrases" and "nearest"."""
    facts = _facts(corpus, measured, weights)
    return {
        "metrics": measured.metrics,
        "verdict": judge_translate(facts, config).as_dict(),
        "notes": _notes(corpus),
        "weights": weights,
        "pairs": len(corpus.training),
        "validated": len(corpus.checked),
        "scored": len(corpus.held),
        "vocabulary_size": len(corpus.vocabulary),
        "unit": corpus.unit,
    }


def _notes(corpus: Corpus) -> list[str]:
    """How texts were cut, and what was too long to be learned from."""
    kinds = {"char": t("characters"), "bpe": t("byte pairs")}
    notes = [
        t(
            "Both sides are cut into {kind}: {count:,} symbols.",
            kind=kinds[corpus.unit],
            count=len(corpus.vocabulary),
        )
    ]
    if corpus.longer:
        notes.append(
            plural(
                "{number} pair is longer than {most} symbols and was not learned from.",
                "{number} pairs are longer than {most} symbols and were not learned from.",
                corpus.longer,
                most=corpus.max_length,
            )
        )
    return notes


def _facts(corpus: Corpus, measured: TranslateMeasured, weights: int) -> TranslateFacts:
    best = min(BASELINES, key=lambda name: measured.metrics[name]["cer"])
    return TranslateFacts(
        pairs=len(corpus.training),
        model=measured.metrics["model"]["cer"],
        baseline=measured.metrics[best]["cer"],
        name=best,
        exact=measured.metrics["model"]["exact_match"],
        bleu=measured.metrics["model"]["bleu"],
        baseline_bleu=measured.metrics[best]["bleu"],
        words=_words(corpus),
        weights=weights,
        diverged=measured.diverged,
    ).with_curve(measured.curve)


def _words(corpus: Corpus) -> float:
    """Words of a target on average."""
    targets = [right[0] for _, right in corpus.held]
    return sum(len(target.split()) for target in targets) / len(targets) if targets else math.nan
