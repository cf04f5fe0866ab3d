"""Texts with a class and sentences with tags, as their files have them; for peers that others wrote.

The data lies outside the project: `RNNKIT_BENCH_DATA` names the folder that holds `classify/` and `tag/`.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from bench.peers.texts import DATA

CHINESE = frozenset({"chnsenti_htl"})  # sets in which a character is what a word is elsewhere


class Parts(NamedTuple):
    """What is given and what is asked, of the rows that are learned from and of those that are scored."""

    given: Sequence[Sequence[str]]
    asked: Sequence[Sequence[str]]
    test_given: Sequence[Sequence[str]]
    test_asked: Sequence[Sequence[str]]


def classes(name: str) -> dict[str, pd.DataFrame]:
    """The columns `label` and `text` of the two parts."""
    return {
        part: pd.read_csv(DATA / f"classify/{name}.{part}.csv", dtype=str, keep_default_na=False)
        for part in ("train", "test")
    }


def read(name: str) -> Parts:
    """Words, and the one class or the tags of them, of both parts of a set."""
    if name.startswith("ewt"):
        (given, asked), (test_given, test_asked) = _tagged(name, "train"), _tagged(name, "test")
        return Parts(given, asked, test_given, test_asked)
    parts = classes(name)
    words = {part: [_words(name, text) for text in rows["text"]] for part, rows in parts.items()}
    labels = {part: [[label] for label in rows["label"]] for part, rows in parts.items()}
    return Parts(words["train"], labels["train"], words["test"], labels["test"])


def _words(name: str, text: str) -> list[str]:
    return list(text) if name in CHINESE else text.lower().split()


def _tagged(name: str, part: str) -> tuple[list[list[str]], list[list[str]]]:
    lines = (DATA / f"tag/{name}.{part}.tsv").read_text("utf-8").splitlines()
    sentences = [[line.split("\t") for line in group] for filled, group in groupby(lines, key=bool) if filled]
    return (
        [[word for word, _ in sentence] for sentence in sentences],
        [[tag for _, tag in sentence] for sentence in sentences],
    )
