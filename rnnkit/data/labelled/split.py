"""Which rows are learned from, which choose, and which the score comes from: shuffled, class by class.

Files are often sorted by class, and equal texts on both sides would be known by heart.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnkit.data.labelled.finish import same
from rnnkit.data.labelled.labelled import Labelled
from rnnkit.errors import DataError
from rnnkit.words import plural, t

EQUAL = {
    "text": t("drawn at random, equal texts together"),
    "series": t("drawn at random, equal series together"),
}
COPIES = {
    "text": (
        t("{number} row for training has its text in the test part, too, and is not learned."),
        t("{number} rows for training have their texts in the test part, too, and are not learned."),
    ),
    "series": (
        t("{number} series for training is in the test part, too, and is not learned."),
        t("{number} series for training are in the test part, too, and are not learned."),
    ),
}
FEWEST = 4
"""Rows of which parts can be made: two to learn from, one to choose by, one to score on."""


@dataclass(frozen=True)
class LabelledParts:
    """Places of rows in the three parts (each int64, shuffled), and what was done to make them.

    `left_out` are rows for training whose text stands in the test part of the file, too: they are not
    learned, since their answers would be known by heart.
    """

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    left_out: np.ndarray
    notes: tuple[str, ...] = ()


def split(data: Labelled, seed: int, valid: float = 0.1, test: float = 0.2) -> LabelledParts:
    """The three parts of the rows: stratified by class, shuffled by the seed, equal texts on one side.

    Parts that the file gives are kept: then `test` (or `valid`) is not cut from the rest, and copies of test
    texts in the rest are left out. The shares are those of all rows that are cut. Raises `DataError` for
    fewer than four rows.

    >>> from rnnkit.data.labelled.read import read_labelled
    >>> rows = "".join(f"text number {i},{i % 2}\\n" for i in range(20))
    >>> parts = split(read_labelled(b"text,label\\n" + rows.encode()), seed=0)
    >>> len(parts.train), len(parts.validation), len(parts.test)
    (14, 2, 4)
    """
    if len(data) < FEWEST:
        raise DataError(
            t(
                "{rows} rows are too few to learn from; at least {least} are needed.",
                rows=len(data),
                least=FEWEST,
            )
        )
    given = {part: np.flatnonzero(np.array(data.parts) == part) for part in ("train", "validation", "test")}
    keys = keys_of(data)
    rng = np.random.default_rng(seed)
    own, left_out = _without_copies(given["train"], keys, given["test"])
    chosen, copies = _without_copies(given["validation"], keys, given["test"])
    left_out = np.concatenate([left_out, copies])
    scored = given["test"]
    if not len(own):
        raise DataError(t("No row is left to learn from: all texts stand in the test part, too."))
    if not len(scored):
        own, scored = _cut(own, keys, data.labels, test, rng)
    if not len(chosen):
        own, chosen = _cut(
            own, keys, data.labels, valid / max(1e-9, 1 - (test if not len(given["test"]) else 0)), rng
        )
    parts = [rng.permutation(rows) for rows in (own, chosen, scored)]
    said = _said(len(left_out), parts, data, given)
    return LabelledParts(parts[0], parts[1], parts[2], left_out, said)


def held_out(data: Labelled, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of the rows that stay, and of a share that is held out: by class, equal texts on one side."""
    rng = np.random.default_rng(seed)
    return _cut(np.arange(len(data)), keys_of(data), data.labels, share, rng)


def keys_of(data: Labelled) -> list[object]:
    """What equal rows have in common: their text, or the bytes of their series."""
    return [same(text) for text in data.texts] if data.kind == "text" else [s.tobytes() for s in data.series]


def _without_copies(
    rows: np.ndarray, keys: Sequence[object], test: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows that are not in the test part, and those that are."""
    known = {keys[i] for i in test}
    shared = np.array([keys[i] in known for i in rows], dtype=bool)
    return rows[~shared], rows[shared]


def _cut(
    rows: np.ndarray,
    keys: Sequence[object],
    labels: Sequence[tuple[int, ...]],
    share: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """A share of the rows of each class taken off, whole groups of equal texts; at least one row stays.

    Each class gives its share as nearly as its groups allow; what is left over by rounding is carried on to
    the next class, so that many small classes together give their share, too.
    """
    groups: dict[object, list[int]] = defaultdict(list)
    for i in rows.tolist():
        groups[keys[i]].append(i)
    by_class: dict[tuple[int, ...], list[list[int]]] = defaultdict(list)
    for group in groups.values():
        by_class[labels[group[0]]].append(group)
    taken: list[int] = []
    owed = 0.0
    for label in sorted(by_class):
        own = by_class[label]
        owed += share * sum(map(len, own))
        for place in rng.permutation(len(own))[: len(own) - 1].tolist():
            if owed < 0.5:
                break
            if len(own[place]) <= max(1.0, 2 * owed):
                taken += own[place]
                owed -= len(own[place])
    if not taken and len(groups) > 1:
        taken = list(groups.values())[int(rng.integers(len(groups)))]
    cut = np.array(sorted(taken), dtype=np.int64)
    return np.setdiff1d(rows, cut), cut


def _said(
    left_out: int, parts: Sequence[np.ndarray], data: Labelled, given: dict[str, np.ndarray]
) -> tuple[str, ...]:
    """The sentences for whoever looks at the parts."""
    said = [
        t(
            "{train:,} rows to learn from, {valid:,} to choose by, {test:,} to score on: {how}.",
            train=len(parts[0]),
            valid=len(parts[1]),
            test=len(parts[2]),
            how=t("the test part is that of the file") if len(given["test"]) else t(EQUAL[data.kind]),
        )
    ]
    if left_out:
        said.append(plural(*COPIES[data.kind], left_out))
    learned = {c for i in parts[0].tolist() for c in data.labels[i]}
    unknown = [name for i, name in enumerate(data.classes) if i not in learned]
    if unknown:
        sentence = plural(
            "{number} class has no row to learn from: {names}.",
            "{number} classes have no row to learn from: {names}.",
            len(unknown),
            names=", ".join(unknown[:5]),
        )
        said.append(sentence)
    return tuple(said)
