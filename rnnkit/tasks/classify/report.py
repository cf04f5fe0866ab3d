"""The summary of a run: scores beside what has to be beaten, how much each part counts, and the frames."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.rounding import percent
from rnnkit.tasks.classify import measures
from rnnkit.tasks.classify.corpus import Corpus
from rnnkit.tasks.classify.embedding_start import rows_of
from rnnkit.tasks.classify.judge import ClassifyFacts, judge_classes
from rnnkit.tasks.classify.partner import mixed
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.words import plural, t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SHARES = tuple(round(0.05 * part, 2) for part in range(21))  # of the network in the answer


@dataclass(frozen=True)
class MethodPredictions:
    """What every method says about the test part: logarithms of probabilities `(N, C)`.

    `share` is that of the network in the answer; `None` where it answers alone.
    """

    network: Array
    linear: Array
    majority: Array
    naive_bayes: Array
    nearest: Ints
    share: float | None
    curve: pd.DataFrame
    diverged: bool

    @property
    def answer(self) -> Array:
        """The answer of the model."""
        return self.network if self.share is None else mixed(self.linear, self.network, self.share)


def share_of(linear: Array, network: Array, labels: Ints) -> float:
    """How much the network counts: what loses least on rows neither was fitted to; the less of equals."""
    found = [(measures.losses(mixed(linear, network, share), labels).mean(), share) for share in SHARES]
    return float(min(found)[1])


def summarize(
    corpus: Corpus, config: ResolvedClassify, measured: MethodPredictions, weights: int
) -> dict[str, object]:
    """Metrics, verdict, sizes and notes, JSON-able."""
    labels = corpus.labels[corpus.parts.test]
    metrics = metrics_of(measured, labels)
    verdict = judge_classes(_facts(corpus, config, measured, metrics), config)
    bins = measures.calibration(measured.answer, labels)
    return {
        "metrics": metrics,
        "verdict": verdict.as_dict(),
        "weights": weights,
        "classes": list(corpus.classes),
        "share": measured.share,
        "calibration_error": measures.calibration_error(bins),
        "learned": len(corpus.parts.train),
        "validated": len(corpus.parts.validation),
        "scored": len(labels),
        "vocabulary_size": len(corpus.vocabulary),
        "notes": notes_of(corpus, measured.share),
    }


def metrics_of(measured: MethodPredictions, labels: Ints) -> dict[str, dict[str, float]]:
    """The scores of all methods; `model` is the answer, `network` its network alone."""
    probable = {"model": measured.answer, "network": measured.network, "linear": measured.linear}
    if measured.share is None:
        del probable["network"]
    found = {name: measures.scores(log_p, labels) for name, log_p in probable.items()}
    found["naive_bayes"] = measures.scores(measured.naive_bayes, labels)
    found["nearest"] = measures.choices(measured.nearest, labels)
    found["majority"] = measures.scores(measured.majority, labels)
    return found


def frames_of(corpus: Corpus, measured: MethodPredictions) -> dict[str, pd.DataFrame]:
    """What the page draws: the curve, every scored row, confusion, classes and calibration.

    Rows are named by their number in the data: no text leaves with a result.
    """
    rows = corpus.parts.test
    labels, log_p = corpus.labels[rows], measured.answer
    chosen, names = log_p.argmax(axis=1), np.array(corpus.classes, dtype=object)
    each = pd.DataFrame(
        {
            "row": rows,
            "true": names[labels],
            "predicted": names[chosen],
            "p": np.exp(log_p.max(axis=1)),
            "p_true": np.exp(log_p[np.arange(len(rows)), labels]),
            "loss": measures.losses(log_p, labels),
            "network": names[measured.network.argmax(axis=1)],
            "linear": names[measured.linear.argmax(axis=1)],
        }
    )
    classes = measures.by_class(chosen, labels, len(names))
    classes.insert(0, "class", names)
    return {
        "curve": measured.curve,
        "rows": each.astype(dict.fromkeys(("true", "predicted", "network", "linear"), "str")),
        "confusion": measures.confusion(chosen, labels, corpus.classes),
        "classes": classes.astype({"class": "str"}),
        "calibration": measures.calibration(log_p, labels),
    }


def _vector_notes(corpus: Corpus) -> Iterator[str]:
    """What became of the word vectors that were brought."""
    if corpus.vectors is not None:
        yield t(
            "{found:,} of {all:,} words of the vocabulary start from the word vectors.",
            found=int((rows_of(corpus.vectors, corpus.vocabulary) >= 0).sum()),
            all=len(corpus.vocabulary),
        )
    elif corpus.data.vectors is not None:
        yield t("The word vectors are not used, since no words are read; cut the texts into words for them.")


def notes_of(corpus: Corpus, share: float | None) -> list[str]:
    """What was assumed, cut and left out, in sentences."""
    found = [share_words(share)] if share is not None else []
    found += list(corpus.parts.notes) + list(_vector_notes(corpus))
    if corpus.cut:
        found.append(
            plural(
                "{number} text is longer than the {longest} symbols that are read: the middle is left out.",
                "{number} texts are longer than the {longest} symbols that are read: the middle is left out.",
                int((corpus.lengths > corpus.longest).sum()),
                longest=corpus.longest,
            )
        )
    return found


def share_words(share: float) -> str:
    """How much the network and the linear partner count in the answer."""
    if share == 0:
        return t("Words alone decide: the linear partner counts in full, the network not at all.")
    if share == 1:
        return t("The network decides alone: on the validation part the linear partner added nothing.")
    return t(
        "In the answer the network counts {network} and the linear partner {linear}; the validation part "
        "chose that.",
        network=percent(share),
        linear=percent(1 - share),
    )


def _facts(
    corpus: Corpus,
    config: ResolvedClassify,
    measured: MethodPredictions,
    metrics: Mapping[str, Mapping[str, float]],
) -> ClassifyFacts:
    labels = corpus.labels[corpus.parts.test]
    steps = float(measured.curve["step"].max()) if len(measured.curve) else 0.0
    gain = measures.losses(measured.linear, labels) - measures.losses(measured.answer, labels)
    return ClassifyFacts(
        texts=len(labels),
        model=metrics["model"]["log_loss"],
        linear=metrics["linear"]["log_loss"],
        majority=metrics["majority"]["log_loss"],
        right=metrics["model"]["accuracy"],
        right_linear=metrics["linear"]["accuracy"],
        right_majority=metrics["majority"]["accuracy"],
        gain=float(gain.mean()),
        error=float(gain.std(ddof=1) / math.sqrt(len(gain))) if len(gain) > 1 else math.inf,
        share=math.nan if measured.share is None else measured.share,
        passes=steps * config.batch_size / len(corpus.parts.train),
        diverged=measured.diverged,
    ).with_curve(measured.curve)
