"""Files of orders: several rows of one moment that are to be added up, not averaged."""

import numpy as np
import pandas as pd

from rnnkit.data.series.clean import Rows
from rnnkit.data.series.name_words import COUNTED
from rnnkit.data.series.targets import words_of
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.words import t

MANY = 0.2
"""From this share of rows that repeat a stamp on, a file may be one of orders."""


def with_orders(fixed: Overrides, rows: Rows, names: list[str], target: str, notes: Notes) -> Overrides:
    """The overrides, with rows of one stamp added up where they are orders: qty 1, 4 and 3 of a day are 8."""
    if isinstance(fixed, Recipe) or fixed.duplicates or target not in names or not is_counted(target):
        return fixed
    frame = pd.DataFrame(
        {"code": rows.codes, "stamp": rows.stamps, "value": rows.values[:, names.index(target)]}
    )
    repeats = frame.duplicated(["code", "stamp"]).to_numpy()
    other = repeats & ~frame.duplicated().to_numpy()
    if repeats.mean() <= MANY or not _differ(other, repeats):
        return fixed
    sentence = t(
        "Rows of the same time are taken for orders: their {target} is added up; choose averages if not.",
        target=target[:40],
    )
    if not notes.change("orders", sentence, int(repeats.sum()), warning=True):
        return fixed
    return fixed.replace(duplicates="sum")


def _differ(other: np.ndarray, repeats: np.ndarray) -> bool:
    """Whether enough of the repeats hold other numbers; the same again is a copy and no second order."""
    return bool(other.sum() > 0.3 * repeats.sum())


def is_counted(name: str) -> bool:
    """Whether a name says how much was sold or counted, so that numbers of one stamp can be added up."""
    return any(word in COUNTED for word in [*words_of(name), name.strip().lower()])
