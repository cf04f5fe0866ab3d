"""Labelled sentences as a table and as CoNLL. No torch in here."""

from collections.abc import Sequence

import pandas as pd

from rnnkit.tasks.label.labels import Labels
from rnnkit.tasks.label.reader import own_scheme

COLUMNS = ["sentence", "token", "tag", "bio", "sure"]


def labelled_frame(
    sentences: Sequence[Sequence[str]],
    given: Sequence[Sequence[str]],
    sure: Sequence[Sequence[float]],
    labels: Labels,
) -> pd.DataFrame:
    """One row per token: its sentence, its tag as the training file writes it and in BIO, and how likely."""
    rows = [
        (number, token, tag, bio, round(chance, 4))
        for number, (tokens, tags, chances) in enumerate(zip(sentences, given, sure, strict=True), 1)
        for token, tag, bio, chance in zip(tokens, own_scheme(tags, labels), tags, chances, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def sentences_in(labelled: pd.DataFrame, most: int) -> list[tuple[list[str], list[str]]]:
    """The first sentences of such a table: tokens and tags in BIO."""
    first = labelled[labelled["sentence"] <= most]
    return [(list(part["token"]), list(part["bio"])) for _, part in first.groupby("sentence", sort=True)]


def conll(labelled: pd.DataFrame) -> str:
    """One token with its tag per line, an empty line behind each sentence.

    >>> conll(pd.DataFrame([(1, "Go", "V", "V", 1.0), (2, "Ada", "N", "N", 1.0)], columns=COLUMNS))
    'Go\\tV\\n\\nAda\\tN\\n'
    """
    lines: list[str] = []
    before = None
    for sentence, token, tag in zip(labelled["sentence"], labelled["token"], labelled["tag"], strict=True):
        if before not in (None, sentence):
            lines.append("")
        lines.append(f"{token}\t{tag}")
        before = sentence
    return "\n".join([*lines, ""])
