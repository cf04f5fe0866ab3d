"""Folds of tunes: each is validated on another part of what is not scored."""

from dataclasses import replace

from rnnkit.data.folds import fold_of
from rnnkit.data.tunes import TuneData
from rnnkit.tasks.compose.sets import SPLIT_SEED, make_sets
from rnnkit.tasks.compose.settings import ComposeConfig


def fold(data: TuneData, asked: ComposeConfig, number: int, count: int) -> tuple[TuneData, ComposeConfig]:
    """The data with the parts of a fold: the test part is that of any run; equal tunes stay together."""
    sets = make_sets(data, asked)
    open_rows = sorted([*sets.training, *sets.validation])
    keys = [data.tunes[row].tokens for row in open_rows]
    folds = fold_of(keys, [0] * len(keys), count, SPLIT_SEED)
    named = ["test"] * len(data.parts)
    for row, place in zip(open_rows, folds.tolist(), strict=True):
        named[row] = "valid" if place == number else "train"
    return replace(data, parts=tuple(named)), asked
