"""Which columns name the series of a long file: those that explain why time stamps come again and again.

A set of columns is right where (almost) no stamp comes twice in a series and where every series is regular
by itself: words of weather explain stamps that come twice, too, but what is left of each word is no series.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.numbers.columns import Column
from rnnkit.data.numbers.numeric import Floats
from rnnkit.data.series.name_words import PLACES, QUANTITIES, SERIES_WORDS, TARGET_NAMES, TIMES
from rnnkit.data.series.targets import words_of

Codes = npt.NDArray[np.int64]

MOST_SERIES = 20_000
MOST_KEYS, MOST_CANDIDATES = 4, 8
SAMPLE_ROWS = 20_000
BESIDE = 1.5
"""Rows of a stamp, on average, where series with many holes lie beside each other."""
ALMOST, MOSTLY, NEARLY_ALL = 0.5, 0.8, 0.95
"""Share of its stamps a series must hold: its column named like one, other words, numbers."""


@dataclass
class KeyCandidate:
    """A column that could be part of the name of a series."""

    name: str
    codes: Codes
    named: bool
    text: bool

    @property
    def needs(self) -> float:
        """How much of its stamps a series must hold to be believed."""
        return ALMOST if self.named else MOSTLY if self.text else NEARLY_ALL


def explaining(columns: Sequence[Column], stamps: Codes, valid: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    """The fewest columns that leave (almost) no stamp twice in a series and make every series regular."""
    before = _repeats(stamps)
    if before < max(2, 0.02 * len(stamps)):
        return ()
    pool = _candidates(columns, valid)
    some = _sample(stamps)
    most = min(0.02, 0.1 * before / len(stamps)) * len(some)
    for size in range(1, MOST_KEYS + 1):
        for chosen in _sets(pool, size):
            if _repeats(stamps[some], *(c.codes[some] for c in chosen)) > most:
                continue
            codes = joined(chosen)
            if _believed(chosen, _regular(stamps, codes), stamps) and _long_enough(codes):
                return tuple(c.name for c in sorted(chosen, key=lambda c: _place(columns, c.name)))
    return ()


def _believed(chosen: Sequence[KeyCandidate], share: float, stamps: Codes) -> bool:
    """Whether series hold enough of their stamps; states such as on and off share few stamps."""
    together = len(stamps) >= BESIDE * len(np.unique(stamps))
    return share >= max(c.needs for c in chosen) and (together or share >= MOSTLY)


def is_named_like_series(name: str) -> bool:
    """Whether a name is one of columns that name series: `store_id`, 城市."""
    return not SERIES_WORDS.isdisjoint(words_of(name)) or name.strip().lower() in SERIES_WORDS


def _place(columns: Sequence[Column], name: str) -> int:
    return next(i for i, column in enumerate(columns) if column.name == name)


def _sets(pool: Sequence[KeyCandidate], size: int) -> Iterator[tuple[KeyCandidate, ...]]:
    """Sets of columns, those of telling names first; numbers with other names only alone."""
    sets = [
        chosen for chosen in combinations(pool, size) if size == 1 or all(c.named or c.text for c in chosen)
    ]
    yield from sorted(
        sets, key=lambda chosen: (sum(not c.named for c in chosen), sum(not c.text for c in chosen))
    )


def _candidates(columns: Sequence[Column], valid: npt.NDArray[np.bool_]) -> list[KeyCandidate]:
    """Columns of words and of whole numbers that repeat, but no quantities, places and times of day."""
    pool = []
    for column in columns:
        words = words_of(column.name)
        named = is_named_like_series(column.name) or not PLACES.isdisjoint(words)
        text = column.kind == "text"
        if column.kind == "empty" or _is_quantity(words, column.name, text=text, named=named):
            continue
        if not text and not _whole(column) and PLACES.isdisjoint(words):
            continue
        cells = column.values if column.raw.plain else column.cells
        codes, distinct = pd.factorize(cells[valid])
        most = len(codes) // 2 if text else len(codes) // 4
        if 2 <= len(distinct) <= min(most, MOST_SERIES):
            pool.append(KeyCandidate(column.name, codes.astype(np.int64), named, text))
    pool.sort(key=lambda c: (not c.named, not c.text))
    return without_copies(pool, MOST_CANDIDATES)


def without_copies(pool: Sequence[KeyCandidate], most: int) -> list[KeyCandidate]:
    """Of columns that say the same (store_id and store_name) the first; at most so many, so that each column
    is compared with few others."""
    found: list[KeyCandidate] = []
    for new in pool:
        if len(found) == most:
            break
        if not any(np.array_equal(new.codes, old.codes) for old in found):  # codes count by first appearance
            found.append(new)
    return found


def _is_quantity(words: Sequence[str], name: str, *, text: bool, named: bool) -> bool:
    """Whether the name says how much, where or when, and not which."""
    low = name.strip().lower()
    if words and (words[0] in TIMES or "".join(words) in TIMES or words[-1] in {"hour", "minute", "weekday"}):
        return True
    if text:
        return low in {"flag", "quality", "weather", "holiday", "note", "notes", "comment", "remarks"}
    return bool((set(words) & QUANTITIES or low in TARGET_NAMES) and words[-1:] != ["id"]) or (
        not named and bool(words[-1:]) and words[-1] in {"flag", "holiday", "status"}
    )


def _whole(column: Column) -> bool:
    values = column.values
    return bool(np.isfinite(values).all()) and bool((values % 1 == 0).all())


def joined(chosen: Sequence[KeyCandidate]) -> Codes:
    """One number for each combination of several columns."""
    codes = chosen[0].codes
    for candidate in chosen[1:]:
        codes = pd.factorize(codes * (int(candidate.codes.max()) + 1) + candidate.codes)[0].astype(np.int64)
    return codes


def _repeats(*keys: Codes) -> int:
    """Rows whose combination of keys was there before."""
    return int(pd.DataFrame(dict(enumerate(keys))).duplicated().sum())


def _sample(stamps: Codes) -> npt.NDArray[np.intp]:
    """All rows of as many stamps as fit."""
    if len(stamps) <= SAMPLE_ROWS:
        return np.arange(len(stamps))
    order = np.argsort(stamps, kind="stable")[:SAMPLE_ROWS]
    return order[stamps[order] < stamps[order[-1]]] if stamps[order[0]] < stamps[order[-1]] else order


def _long_enough(codes: Codes) -> bool:
    """Whether most rows belong to series of three rows or more."""
    sizes = np.bincount(codes)
    return bool(sizes[sizes >= 3].sum() >= 0.5 * len(codes))


def _regular(stamps: Codes, codes: Codes) -> float:
    """Share of the stamps from first to last that a series holds, over all rows.

    The stamps that count are those of the whole file, or those of the series' own step.
    """
    places = np.unique(stamps, return_inverse=True)[1].reshape(-1)
    order = np.lexsort((stamps, codes))
    group, moment, place = codes[order], stamps[order], places[order]
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    ends = np.append(starts[1:], len(group)) - 1
    rows = ends - starts + 1
    held = rows / np.maximum(rows, place[ends] - place[starts] + 1)
    own = _own_steps(group, moment, starts, ends)
    return float((np.maximum(held, own) * rows).sum() / len(group))


def _own_steps(
    group: Codes, moment: Codes, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]
) -> Floats:
    """For each series the share of steps as long as its usual one."""
    steps = pd.DataFrame({"group": group[1:], "step": np.diff(moment)})[np.diff(group) == 0]
    share = np.zeros(len(starts))
    if len(steps):
        middle = steps.groupby("group")["step"].transform("median")
        near = (steps["step"] - middle).abs() <= 0.12 * middle.clip(lower=1)
        mean = near.groupby(steps["group"]).mean()
        found = mean.reindex(group[starts]).to_numpy()
        share = np.where((ends - starts >= 3) & np.isfinite(found), found, 0.0)
    return share


def blocks(columns: Sequence[Column], stamps: Codes, valid: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    """A column of names, one block of rows each, where each series has dates of its own."""
    for column in columns:
        if column.kind != "text" or not is_named_like_series(column.name):
            continue
        codes = pd.factorize(column.cells[valid])[0].astype(np.int64)
        changes = np.flatnonzero(np.diff(codes))
        sizes = np.bincount(codes) if len(codes) else np.zeros(0)
        if 2 <= len(sizes) == len(changes) + 1 and sizes.min() >= 4 and _jumps(stamps, changes):
            return (column.name,)
    return ()


def _jumps(stamps: Codes, changes: npt.NDArray[np.intp]) -> bool:
    """Whether time goes back, or pauses, wherever another name begins."""
    steps = np.diff(stamps)
    usual = float(np.median(np.abs(np.delete(steps, changes)))) if len(steps) > len(changes) else 0.0
    ahead = steps[changes]
    return bool(((ahead < 0) | (ahead > 1.5 * usual)).all()) or bool((steps[changes] < 0).any())
