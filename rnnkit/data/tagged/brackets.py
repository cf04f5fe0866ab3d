"""Spans in brackets, as in CoNLL-2005 and OntoNotes: `(PER*`, `*)` and `(LOC*)` are read as BIO."""

import re
from collections.abc import Sequence

from rnnkit.data.table.notes import Notes
from rnnkit.words import t

BRACKETED = re.compile(r"(?:\(([^()*]+))?\*(\))?")
Sentence = tuple[list[str], list[str]]


def without_brackets(sentences: Sequence[Sentence], notes: Notes) -> list[Sentence]:
    """The same sentences in BIO where all tags are such brackets, or as they are.

    >>> without_brackets([(["Ada", "Li", "ran"], ["(PER*", "*)", "*"])], Notes())
    [(['Ada', 'Li', 'ran'], ['B-PER', 'I-PER', 'O'])]
    """
    tags = {tag for _, row in sentences for tag in row}
    if "*" not in tags or not all(BRACKETED.fullmatch(tag) for tag in tags):
        return list(sentences)
    notes.change("brackets", t("Spans in brackets are read as BIO."))
    return [(tokens, _opened(row)) for tokens, row in sentences]


def _opened(row: Sequence[str]) -> list[str]:
    """The tags of one sentence in BIO."""
    found, inside = [], ""
    for tag in row:
        match = BRACKETED.fullmatch(tag)
        kind, closes = match.groups() if match else (None, None)
        inside = kind or inside
        found.append(f"{'B' if kind else 'I'}-{inside}" if inside else "O")
        inside = "" if closes else inside
    return found
