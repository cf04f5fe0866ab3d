"""Newer rows behind older ones: old rows stay, new ones are added, and where both know a value it wins.

All rows leave as a plain CSV with the decisions that read it, so that a network can be trained on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rnnkit.data import Overrides, Recipe, Table, read_table
from rnnkit.data.limits import Limits
from rnnkit.data.series.adapt import dated
from rnnkit.data.series.ahead import stamp_words
from rnnkit.errors import DataError
from rnnkit.rounding import three
from rnnkit.words import plural, t

KEYS = ["unique_id", "ds"]
EQUAL = 1e-9  # share of a value by which two spellings of it may differ


@dataclass(frozen=True)
class Appended:
    """All rows as bytes and the decisions that read them, and the table that these give.

    `added` rows are new, `overlap` were there before, and `differ` of their values are not what they were.
    """

    content: bytes
    reading: Overrides
    table: Table
    added: int
    overlap: int
    differ: int
    example: str


def append(recipe: Recipe, old: Table, new: Table) -> Appended:
    """Lay new rows behind old ones. Raises `DataError` where rows have no dates that tell which are new."""
    if not dated(recipe) or old.frame["ds"].dtype != new.frame["ds"].dtype:
        raise DataError(t("Rows without dates cannot be told to be new; give them dates to come back to."))
    names = list(old.value_columns)
    ours, theirs = measured(old, names), measured(new, names)
    both = ours.index.intersection(theirs.index)
    was, now = ours.loc[both], theirs.loc[both]
    differ = (was - now).abs() > EQUAL * was.abs().combine(now.abs(), np.maximum)
    whole = theirs.combine_first(ours)[names]
    added = int(theirs.dropna(how="all").index.difference(ours.dropna(how="all").index).size)
    content, reading = written(recipe, old, whole)
    table = read_table(content, reading, Limits.from_environment())
    example = _example(was, now, differ) if differ.to_numpy().any() else ""
    return Appended(content, reading, table, added, len(both), int(differ.to_numpy().sum()), example)


def append_words(found: Appended) -> list[str]:
    """What was added, and where the two files say different things."""
    said = [plural("{number} new row was added.", "{number} new rows were added.", found.added)]
    if found.differ:
        words = plural(
            "{number} value of rows that were there before differs; the new file wins: {example}.",
            "{number} values of rows that were there before differ; the new file wins, as for {example}.",
            found.differ,
            example=found.example,
        )
        said.append(words)
    elif found.overlap:
        words = plural(
            "{number} row was there before, with the same values.",
            "{number} rows were there before, with the same values.",
            found.overlap,
        )
        said.append(words)
    return said


def measured(table: Table, names: Sequence[str]) -> pd.DataFrame:
    """The values by series and stamp without those that were filled in; what is not there is unknown."""
    frame = table.frame.reindex(columns=[*KEYS, *names])
    for name in table.imputed:
        if name in names:
            frame[name] = frame[name].mask(table.imputed[name].to_numpy())
    return frame.set_index(KEYS)[list(names)].astype("float64")


def _example(was: pd.DataFrame, now: pd.DataFrame, differ: pd.DataFrame) -> str:
    """The first value that differs: where it stands, what it was and what it is."""
    row, column = (int(place[0]) for place in differ.to_numpy().nonzero())
    series, stamp = differ.index[row]
    return t(
        "{series}, {stamp}, {column}: {was} became {now}",
        series=series,
        stamp=stamp_words(stamp),
        column=differ.columns[column],
        was=three(was.to_numpy()[row, column]),
        now=three(now.to_numpy()[row, column]),
    )


def written(recipe: Recipe, old: Table, whole: pd.DataFrame) -> tuple[bytes, Overrides]:
    """All rows as CSV, an empty cell where nothing is known, and the decisions that read it."""
    names = list(whole.columns)
    series, time = _free("series", names), _free("time", names)
    frame = whole.reset_index().rename(columns={"unique_id": series, "ds": time})
    content = frame.to_csv(index=False, lineterminator="\n").encode()
    reading = Overrides(
        encoding="utf-8",
        separator=",",
        decimal=".",
        header=True,
        time=(time,),
        series=(series,),
        values=tuple(names),
        layout="long",
        duplicates="last",
        gaps=recipe.gaps,
        freq=old.freq,
        season=old.seasonality,
    )
    return content, reading


def _free(name: str, taken: Sequence[str]) -> str:
    """A name that no column has."""
    while name in taken:
        name += "_"
    return name
