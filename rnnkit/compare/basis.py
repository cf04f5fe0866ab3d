"""What a score rests on. Only runs whose scores rest on the same are ranked with each other."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.text import t

Values = Mapping[str, Any]
ROWS = ("unique_id", "cutoff", "ds", "target")


@dataclass(frozen=True)
class Basis:
    """Task, file, how the file was read, what was asked of it, and the rows of the test part."""

    task: str
    content: str  # sha256 of the file
    reading: str  # what the person decided about reading it, see `read_as`
    question: str = ""  # targets and horizon
    rows: str = ""  # see `forecast_rows` and `text_rows`
    decided: bool = False  # whether the rows that are scored chose the weights, too

    def chosen_by_score(self, decided: bool) -> "Basis":
        """The same, where the rows that are scored chose the weights."""
        return replace(self, decided=decided)


def basis_of(
    task: str, content: str, reading: str, settings: Values, about: Values, *, test: Callable[[], str]
) -> Basis:
    """What the score of a run rests on, from its data, its settings, the plain values of its summary, and
    `test`, which gives the fingerprint of the test rows of a forecast where that is needed."""
    if task == "forecast":
        question = json.dumps([settings.get("targets"), settings.get("horizon")])
        return Basis(
            task, content, reading, question, test() + (" new" if settings.get("skip_repeats") else "")
        )
    if task == "text":
        return Basis(task, content, reading, rows=text_rows(settings, about))
    return Basis(task, content, reading)  # of memory the problem, which is the data, decides all rows


def read_as(overrides: str) -> str:
    """How a file was read, spelled in one way: what was left to be found out is left out."""
    decided = {name: value for name, value in json.loads(overrides or "{}").items() if value not in EMPTY}
    return json.dumps(decided, sort_keys=True)


EMPTY: tuple[object, ...] = (None, [], {})


def forecast_rows(test: pd.DataFrame) -> str:
    """A fingerprint of the forecasts a test frame holds: of the set of (unique_id, cutoff, ds, target)."""
    rows = pd.util.hash_pandas_object(test[list(ROWS)].astype({"unique_id": str, "target": str}), index=False)
    return hashlib.sha256(np.sort(rows.to_numpy()).tobytes()).hexdigest()


def text_rows(settings: Mapping[str, object], summary: Mapping[str, object]) -> str:
    """Which symbols of which part of a text were scored.

    Bits per character compare between all ways to cut a text, as long as each spells every character: a
    symbol for "unknown" is cheaper to guess than what it hides, so such runs need the same symbols.
    """
    parts = [f"lines={bool(settings.get('document_per_line'))}"]
    if settings.get("skip_repeats"):
        parts.append("new")
    if not summary.get("scored_whole", True):  # a bidirectional model is asked at some of the places only
        parts.append(f"scored={summary.get('scored')}")
    if summary.get("unknown_share"):
        parts.append(f"{settings.get('unit')}={summary.get('vocabulary_size')}")
    return " ".join(parts)


def groups(bases: Mapping[str, Basis]) -> list[list[str]]:
    """The runs that may be ranked with each other, in the order in which they were given."""
    found: dict[Basis, list[str]] = {}
    for run, basis in bases.items():
        found.setdefault(basis, []).append(run)
    return list(found.values())


def why_apart(first: Basis, second: Basis) -> str:
    """One sentence why scores on these two are never ranked together; empty where they may be."""
    for field in fields(Basis):
        if getattr(first, field.name) != getattr(second, field.name):
            return _reasons(first.task)[field.name]
    return ""


def _reasons(task: str) -> Mapping[str, str]:
    rows = t("They were scored on different test rows, and some rows are easier than others.")
    if task == "text":
        rows = t("They were scored on different symbols of the text, and some are easier to guess.")
    data = t("They learned from different data, so a smaller error may only mean easier data.")
    if task == "memory":
        data = t("They answer different problems, or rows of another length, which is not equally hard.")
    return {
        "task": t("They do different tasks, whose scores do not measure the same thing."),
        "content": data,
        "reading": t("They read the same file in different ways, so the values they were scored on differ."),
        "question": t(
            "They forecast different columns or a different number of steps, which is not equally hard."
        ),
        "rows": rows,
        "decided": t("One of them chose its weights on the part it is scored on, which flatters it."),
    }
