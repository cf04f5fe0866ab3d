"""The summary of a run: scores beside what has to be beaten, how much each part counts, and the frames."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.rounding import percent
from rnnkit.tasks.classify import measures
from rnnkit.tasks.classify.judge import ClassifyFacts, judge_classes
from rnnkit.tasks.classify.linear_partner.partner import mixed
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.settings import InputKind, ResolvedClassify
from rnnkit.tasks.classify.wording import SAID
from rnnkit.words import plural, t

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SHARES = tuple(round(0.05 * part, 2) for part in range(21))  # of the network in the answer


@dataclass(frozen=True)
class MethodPredictions:
    """What every method says about the test part: logarithms of probabilities `(N, C)`, or classes `(N,)`.

    `beside` are the methods beside the network, of which `partner` names the one that answers with it;
    `share` is that of the network in the answer; `None` where it answers alone.
    """

    network: Array
    partner: str
    beside: Mapping[str, Any]
    share: float | None
    curve: pd.DataFrame
    diverged: bool

    @property
    def linear(self) -> Array:
        """What the partner says."""
        found: Array = self.beside[self.partner]
        return found

    @property
    def answer(self) -> Array:
        """The answer of the model."""
        return self.network if self.share is None else mixed(self.linear, self.network, self.share)


def share_of(linear: Array, network: Array, labels: Ints) -> float:
    """How much the network counts: what loses least on rows neither was fitted to; the less of equals."""
    found = [(measures.losses(mixed(linear, network, share), labels).mean(), share) for share in SHARES]
    return float(min(found)[1])


def summarize(
    rows: NumberedRows, config: ResolvedClassify, measured: MethodPredictions, weights: int
) -> dict[str, object]:
    """Metrics, verdict, sizes and notes, JSON-able."""
    labels = rows.labels[rows.parts.test]
    metrics = metrics_of(measured, labels)
    verdict = judge_classes(_facts(rows, config, measured, metrics), config)
    bins = measures.calibration(measured.answer, labels)
    return {
        "metrics": metrics,
        "verdict": verdict.as_dict(),
        "weights": weights,
        "classes": list(rows.classes),
        "share": measured.share,
        "calibration_error": measures.calibration_error(bins),
        "learned": len(rows.parts.train),
        "validated": len(rows.parts.validation),
        "scored": len(labels),
        "inputs": rows.kind,
        "notes": notes_of(rows, measured.share),
    }


def metrics_of(measured: MethodPredictions, labels: Ints) -> dict[str, dict[str, float]]:
    """The scores of all methods; `model` is the answer, `network` its network alone."""
    own = {"model": measured.answer} | ({} if measured.share is None else {"network": measured.network})
    return {
        name: measures.scores(said, labels) if said.ndim == 2 else measures.choices(said, labels)
        for name, said in {**own, **measured.beside}.items()
    }


def frames_of(rows: NumberedRows, measured: MethodPredictions) -> dict[str, pd.DataFrame]:
    """What the page draws: the curve, every scored row, confusion, classes and calibration.

    Rows are named by their number in the data: no text and no series leaves with a result.
    """
    scored = rows.parts.test
    labels, log_p = rows.labels[scored], measured.answer
    chosen, names = log_p.argmax(axis=1), np.array(rows.classes, dtype=object)
    each = pd.DataFrame(
        {
            "row": scored,
            "true": names[labels],
            "predicted": names[chosen],
            "p": np.exp(log_p.max(axis=1)),
            "p_true": np.exp(log_p[np.arange(len(scored)), labels]),
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
        "confusion": measures.confusion(chosen, labels, rows.classes),
        "classes": classes.astype({"class": "str"}),
        "calibration": measures.calibration(log_p, labels),
    }


def notes_of(rows: NumberedRows, share: float | None) -> list[str]:
    """What was assumed, cut and left out, in sentences."""
    found = [share_words(share, rows.kind)] if share is not None else []
    found += [*rows.parts.notes, *rows.notes]
    if rows.cut:
        said = SAID[rows.kind]
        found.append(plural(said["longer"], said["longer_ones"], rows.cut, longest=rows.longest))
    return found


def share_words(share: float, kind: InputKind = "text") -> str:
    """How much the network and the linear partner count in the answer."""
    if share == 0:
        return t(SAID[kind]["partner_alone"])
    if share == 1:
        return t("The network decides alone: on the validation part the linear partner added nothing.")
    return t(
        "In the answer the network counts {network} and the linear partner {linear}; the validation part "
        "chose that.",
        network=percent(share),
        linear=percent(1 - share),
    )


def _facts(
    rows: NumberedRows,
    config: ResolvedClassify,
    measured: MethodPredictions,
    metrics: Mapping[str, Mapping[str, float]],
) -> ClassifyFacts:
    labels = rows.labels[rows.parts.test]
    steps = float(measured.curve["step"].max()) if len(measured.curve) else 0.0
    gain = measures.losses(measured.linear, labels) - measures.losses(measured.answer, labels)
    return ClassifyFacts(
        rows=len(labels),
        model=metrics["model"]["log_loss"],
        linear=metrics[measured.partner]["log_loss"],
        majority=metrics["majority"]["log_loss"],
        right=metrics["model"]["accuracy"],
        right_linear=metrics[measured.partner]["accuracy"],
        right_majority=metrics["majority"]["accuracy"],
        gain=float(gain.mean()),
        error=float(gain.std(ddof=1) / math.sqrt(len(gain))) if len(gain) > 1 else math.inf,
        share=math.nan if measured.share is None else measured.share,
        passes=steps * config.batch_size / len(rows.parts.train),
        diverged=measured.diverged,
    ).with_curve(measured.curve)
