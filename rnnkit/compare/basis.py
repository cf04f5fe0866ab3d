"""What a score rests on. Only runs whose scores rest on the same are ranked with each other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rnnkit.words import t

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Basis:
    """Task, file, how the file was read, what was asked of it, and the rows of the test part."""

    task: str
    content: str  # sha256 of the file
    reading: str  # what the person decided about reading it, see `read_as`
    question: str = ""  # targets and horizon
    rows: str = ""  # which were scored
    decided: bool = False  # whether the rows that are scored chose the weights, too

    def chosen_by_score(self, decided: bool) -> "Basis":
        """The same, where the rows that are scored chose the weights."""
        return replace(self, decided=decided)


def read_as(overrides: str) -> str:
    """How a file was read, spelled in one way: what was left to be found out is left out."""
    decided = {name: value for name, value in json.loads(overrides or "{}").items() if value not in EMPTY}
    return json.dumps(decided, sort_keys=True)


EMPTY: tuple[object, ...] = (None, [], {})


def groups(bases: Mapping[str, Basis]) -> list[list[str]]:
    """The runs that may be ranked with each other, in the order in which they were given."""
    found: dict[Basis, list[str]] = {}
    for run, basis in bases.items():
        found.setdefault(basis, []).append(run)
    return list(found.values())


def why_apart(first: Basis, second: Basis, reasons: Mapping[str, str]) -> str:
    """One sentence why scores on these two are never ranked together; empty where they may be.

    `reasons` are the words of the task of the first, by the field in which they differ, where it has some.
    """
    for field in fields(Basis):
        if getattr(first, field.name) != getattr(second, field.name):
            return {**REASONS, **reasons}[field.name]
    return ""


REASONS: Mapping[str, str] = {
    "task": t("They do different tasks, whose scores do not measure the same thing."),
    "content": t("They learned from different data, so a smaller error may only mean easier data."),
    "reading": t("They read the same file in different ways, so the values they were scored on differ."),
    "question": t(
        "They forecast different columns or a different number of steps, which is not equally hard."
    ),
    "rows": t("They were scored on different test rows, and some rows are easier than others."),
    "decided": t("One of them chose its weights on the part it is scored on, which flatters it."),
}
