"""What a trial leaves: its score on the validation part, and what the next round goes on from."""

import math
from collections.abc import Mapping
from typing import Any

CHECKPOINT = "checkpoint"  # a file of its results
LOSS = "loss"  # what is measured where a task has no measure of its own
VALIDATION = "validation"


def promise_of(summary: Mapping[str, Any]) -> float:
    """The lowest loss on the validation part since the first step; NaN where there is none."""
    promise = summary.get(VALIDATION, {}).get("promise")
    return math.nan if promise is None else float(promise)


def validation_of(summary: Mapping[str, Any]) -> tuple[str, float]:
    """The measure and the score in the summary of a trial; NaN where it has none."""
    found = summary.get(VALIDATION, {})
    score = found.get("score")
    return str(found.get("metric", LOSS)), math.nan if score is None else float(score)
