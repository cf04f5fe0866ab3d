"""Which of the value columns is the likely target: what a person would forecast."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data.numbers.numeric import Floats
from rnnkit.data.series.name_words import (
    CODES,
    FLAG_WORDS,
    IDENTIFIERS,
    LIKELY_NAMES,
    PLACES,
    SURE,
    TARGET_NAMES,
    TARGET_PARTS,
    TIMES,
)

WORDS = re.compile(r"[^\W\d_]+\.?")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST_NAME = 200


@dataclass
class Candidate:
    """A value column that could be the target."""

    name: str
    values: Floats
    classes: bool = False


def words_of(name: str) -> list[str]:
    """`StoreId` and `store_id` as store, id."""
    return [word.lower() for word in WORDS.findall(CAMEL.sub(" ", name[:MOST_NAME]))]


def is_identifier(name: str, values: Floats) -> bool:
    """Whether a column of whole numbers names things: order_id, zip, phone."""
    return bool({word.rstrip(".") for word in words_of(name)[-1:]} & IDENTIFIERS) and _whole(values)


def target_of(
    columns: Sequence[Candidate], codes: npt.NDArray[np.int64] | None, constant: set[str]
) -> str | None:
    """The likely target: the best named of the columns that are least unlikely, else the first of those."""
    if not columns:
        return None
    full = any(np.isfinite(column.values).mean() > 0.5 for column in columns)
    faults = {column.name: _fault(column, codes, constant, full) for column in columns}
    least = min(faults.values())
    fit = [column.name for column in columns if faults[column.name] == least]
    return min(fit, key=_rank)


def _rank(name: str) -> int:
    """How much a name is a target's; the lower the surer."""
    low = name.strip().lower()
    if low in TARGET_NAMES:
        return TARGET_NAMES.index(low)
    words = set(words_of(name))
    ranks = (len(TARGET_NAMES) + i for i, part in enumerate(TARGET_PARTS) if part in words)
    return next(ranks, len(TARGET_NAMES) + len(TARGET_PARTS))


def is_named(name: str) -> bool:
    """Whether the name is one of targets."""
    return _rank(name) < len(TARGET_NAMES) + len(TARGET_PARTS)


def _fault(column: Candidate, codes: npt.NDArray[np.int64] | None, constant: set[str], full: bool) -> int:
    """How unlikely a target: 0 likely, 1 a flag or full of holes, 2 a name, 3 without change."""
    values, words = column.values, words_of(column.name)
    if column.name in constant or _still(values, codes):
        return 3
    if is_identifier(column.name, values) or _is_label(words, values):
        return 2
    if column.name.strip().lower() in SURE:
        return 0
    known = values[np.isfinite(values)]
    holes = full and len(known) <= 0.5 * len(values)
    flag = len(known) > 0 and (bool(np.isin(known, (0.0, 1.0)).all()) or _is_flag(words, known))
    if column.classes or holes or flag:
        return 1
    return int(not is_named(column.name) and _counts_up(known))


def _is_flag(words: Sequence[str], known: Floats) -> bool:
    """Whether a few small whole numbers say how good others are: QN, quality, flag."""
    named = bool(words) and not FLAG_WORDS.isdisjoint((words[0], words[-1]))
    return named and _whole(known) and float(np.abs(known).max()) < 100 and len(np.unique(known)) <= 10


def _is_label(words: Sequence[str], values: Floats) -> bool:
    """Whether the name says a place, a code or a part of a date."""
    if not words:
        return False
    if words[-1] in PLACES and len(words) <= 2:
        return True
    if words[-1] in LIKELY_NAMES and _whole(values) and len(np.unique(values)) > 0.8 * len(values):
        return bool(np.nanmin(values) >= 100)
    part = words[0] in TIMES and (len(words) == 1 or words[1] in {"of", "no", "nr", "number", "num"})
    return (part or "".join(words) in TIMES or words[-1] in CODES) and _whole(values)


def _still(values: Floats, codes: npt.NDArray[np.int64] | None) -> bool:
    """Whether a column never changes within a series."""
    if codes is None:
        return False
    known = np.isfinite(values)
    order = np.argsort(codes[known], kind="stable")
    group, part = codes[known][order], values[known][order]
    return not bool(((np.diff(part) != 0) & (np.diff(group) == 0)).any())


def _whole(values: Floats) -> bool:
    if (np.abs(values[:100] % 1) > 0).any():  # soon told of most columns
        return False
    known = values[np.isfinite(values)]
    return bool(len(known)) and bool((known == np.rint(known)).all())


def _counts_up(known: Floats) -> bool:
    """Whether whole numbers rise by the same step from row to row."""
    steps = np.diff(known)
    if len(steps) < 3 or steps[0] == 0 or (steps[:50] != steps[0]).any():
        return False
    return bool((steps == steps[0]).all()) and _whole(known)
