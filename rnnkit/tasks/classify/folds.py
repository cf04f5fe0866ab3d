"""Folds of rows with classes: each is validated on another part of what is not scored."""

from dataclasses import replace

from rnnkit.data.folds import fold_of
from rnnkit.data.labelled import Labelled, split
from rnnkit.data.labelled.labelled import Part
from rnnkit.data.labelled.split import keys_of
from rnnkit.tasks.classify.rows import SPLIT_SEED, check
from rnnkit.tasks.classify.settings import ClassifyConfig


def fold(data: Labelled, asked: ClassifyConfig, number: int, count: int) -> tuple[Labelled, ClassifyConfig]:
    """The data with the parts of a fold: the test part is that of any run, and equal rows stay together."""
    check(data)
    parts = split(data, SPLIT_SEED)
    open_rows = sorted([*parts.train.tolist(), *parts.validation.tolist()])
    keys = keys_of(data)
    folds = fold_of(
        [keys[row] for row in open_rows], [data.labels[row] for row in open_rows], count, SPLIT_SEED
    )
    named: list[Part] = ["test"] * len(data)
    for row, place in zip(open_rows, folds.tolist(), strict=True):
        named[row] = "validation" if place == number else "train"
    return replace(data, parts=tuple(named)), asked
