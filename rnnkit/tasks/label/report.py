"""What came of a labelling run: scores beside the rules, by tag, and the most confident mistakes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.tasks.label.frequent import Frequent
from rnnkit.tasks.label.judge import LabelFacts, judge_labels
from rnnkit.tasks.label.networks.objective import TagAnswer
from rnnkit.tasks.label.scores import TagCounts, Tags, by_type, count, total
from rnnkit.tasks.label.sets import Sets
from rnnkit.tasks.label.settings import ResolvedLabel

MOST_UNITS = 4_000  # rows of the frame behind comparisons
MOST_MISTAKES = 300
AROUND = 6  # tokens that are shown on either side of a mistake
MOST_PAIRS = 400  # of right and wrong tags


@dataclass(frozen=True)
class LabelledTest:
    """The test sentences with the tags that there are, those of the network and of both rules."""

    sets: Sets
    answers: Sequence[TagAnswer]

    @property
    def spans(self) -> bool:
        """Whether tags mark spans."""
        return self.sets.labels.spans

    def tokens(self) -> list[Sequence[str]]:
        """The tokens of each sentence."""
        return [self.sets.data.tokens[number] for number in self.sets.test]

    def truth(self) -> list[Tags]:
        """The tags as they stand in the file, in BIO."""
        return [self.sets.data.tags[number] for number in self.sets.test]

    def given(self) -> list[Tags]:
        """The tags of the network."""
        return [[self.sets.labels.tags[tag] for tag in answer.tags] for answer in self.answers]

    def ruled(self) -> list[Tags]:
        """The most frequent tag of each word."""
        data = self.sets.data
        rule = Frequent.of((data.tokens[number], data.tags[number]) for number in self.sets.training)
        return [rule.tags(tokens) for tokens in self.tokens()]

    def usual(self) -> list[Tags]:
        """The most frequent tag for every token."""
        return [[self.sets.labels.tags[0]] * len(tokens) for tokens in self.tokens()]


def summarize(
    labelled: LabelledTest, config: ResolvedLabel, curve: pd.DataFrame, weights: int, diverged: bool
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """The summary and the frames of a run."""
    sets, truth, given, ruled = labelled.sets, labelled.truth(), labelled.given(), labelled.ruled()
    parts = [count(a, b, labelled.spans) for a, b in zip(given, truth, strict=True)]
    methods = {"model": total(parts)} | {
        name: total([count(a, b, labelled.spans) for a, b in zip(tags, truth, strict=True)])
        for name, tags in (("frequent", ruled), ("majority", labelled.usual()))
    }
    metrics = {name: counted.metrics(labelled.spans) for name, counted in methods.items()}
    unknown = unknown_words(labelled, given, truth)
    facts = _facts(metrics, labelled, apart(given, ruled, truth), unknown, diverged=diverged)
    verdict = judge_labels(facts.with_curve(curve), config)
    summary = {
        "metrics": metrics,
        "verdict": verdict.as_dict(),
        "weights": weights,
        "symbols": facts.learned,
        "validated": sets.tokens(sets.validation),
        "scored": facts.tokens,
        "sentences": [len(sets.training), len(sets.validation), len(sets.test)],
        "unknown_share": unknown.tokens / max(1, facts.tokens),
        "unknown_accuracy": unknown.right / unknown.tokens if unknown.tokens else None,
        "own_test": sets.own_test,
        "spans": labelled.spans,
    }
    frames = {
        "curve": curve,
        "tags": tag_frame(given, truth, labelled.spans),
        "confusion": confusion_frame(given, truth),
        "units": units_frame(parts, labelled.spans),
        "mistakes": mistakes_frame(labelled, given, truth),
    }
    return summary, frames


def _facts(
    metrics: dict[str, dict[str, float]],
    labelled: LabelledTest,
    differ: int,
    unknown: TagCounts,
    *,
    diverged: bool,
) -> LabelFacts:
    spans = (metrics["model"]["span_f1"], metrics["frequent"]["span_f1"]) if labelled.spans else None
    return LabelFacts(
        model=metrics["model"]["token_error"],
        frequent=metrics["frequent"]["token_error"],
        majority=metrics["majority"]["token_error"],
        tokens=labelled.sets.tokens(labelled.sets.test),
        learned=labelled.sets.tokens(labelled.sets.training),
        spans=spans,
        unknown=unknown.right / unknown.tokens if unknown.tokens else float("nan"),
        apart=differ,
        diverged=diverged,
    )


def apart(given: Sequence[Tags], ruled: Sequence[Tags], truth: Sequence[Tags]) -> int:
    """Tokens on which one of the two is right and the other wrong."""
    return sum(
        (ours == right) != (rule == right)
        for a, b, c in zip(given, ruled, truth, strict=True)
        for ours, rule, right in zip(a, b, c, strict=True)
    )


def unknown_words(labelled: LabelledTest, given: Sequence[Tags], truth: Sequence[Tags]) -> TagCounts:
    """How the network did on words that are not in the training part."""
    data = labelled.sets.data
    known = {token for number in labelled.sets.training for token in data.tokens[number]}
    pairs = [
        ours == right
        for tokens, a, b in zip(labelled.tokens(), given, truth, strict=True)
        for token, ours, right in zip(tokens, a, b, strict=True)
        if token not in known
    ]
    return TagCounts(len(pairs), sum(pairs))


def tag_frame(given: Sequence[Tags], truth: Sequence[Tags], spans: bool) -> pd.DataFrame:
    """One row per type of span or tag, most frequent first: type, there, found, precision, recall, f1."""
    rows = [
        {
            "type": kind,
            "there": counted.there,
            "found": counted.found,
            "precision": counted.exact / counted.found if counted.found else float("nan"),
            "recall": counted.exact / counted.there if counted.there else float("nan"),
            "f1": counted.f1,
        }
        for kind, counted in by_type(given, truth, spans).items()
    ]
    columns = ["type", "there", "found", "precision", "recall", "f1"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("there", ascending=False, kind="stable").reset_index(drop=True)


def confusion_frame(given: Sequence[Tags], truth: Sequence[Tags]) -> pd.DataFrame:
    """How often each tag was given where each tag is right, most frequent first: right, given, tokens."""
    pairs = Counter(
        (b, a) for ours, right in zip(given, truth, strict=True) for a, b in zip(ours, right, strict=True)
    )
    rows = [(right, ours, number) for (right, ours), number in pairs.most_common(MOST_PAIRS)]
    return pd.DataFrame(rows, columns=["right", "given", "tokens"])


def units_frame(parts: Sequence[TagCounts], spans: bool) -> pd.DataFrame:
    """What sentences add to the scores, a few together where there are many: errors and sizes."""
    size = -(-len(parts) // MOST_UNITS)
    joined = [total(parts[start : start + size]) for start in range(0, len(parts), size)]
    return pd.DataFrame(
        {
            "wrong_tokens": [part.tokens - part.right for part in joined],
            "tokens": [part.tokens for part in joined],
            "wrong_spans": [part.found + part.there - 2 * part.exact if spans else 0 for part in joined],
            "spans": [part.found + part.there if spans else 0 for part in joined],
        }
    )


def mistakes_frame(labelled: LabelledTest, given: Sequence[Tags], truth: Sequence[Tags]) -> pd.DataFrame:
    """The tokens that the network is surest about and wrong, surest first, with what stands around them.

    Columns: sentence, place, token, right, given, sure, before, after.
    """
    rows: list[dict[str, object]] = []
    for number, (tokens, ours, right, answer) in enumerate(
        zip(labelled.tokens(), given, truth, labelled.answers, strict=True), 1
    ):
        for place in np.flatnonzero([a != b for a, b in zip(ours, right, strict=True)]).tolist():
            rows.append(
                {
                    "sentence": number,
                    "place": place + 1,
                    "token": tokens[place][:60],
                    "right": right[place],
                    "given": ours[place],
                    "sure": answer.sure[place],
                    "before": " ".join(tokens[max(0, place - AROUND) : place])[-120:],
                    "after": " ".join(tokens[place + 1 : place + 1 + AROUND])[:120],
                }
            )
    columns = ["sentence", "place", "token", "right", "given", "sure", "before", "after"]
    found = pd.DataFrame(rows, columns=columns).sort_values("sure", ascending=False, kind="stable")
    return found.head(MOST_MISTAKES).reset_index(drop=True)
