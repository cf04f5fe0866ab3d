"""Which rows each of k folds is validated on: all classes in each, and rows that belong together in one."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from rnnkit.errors import ConfigError
from rnnkit.words import t


def fold_of(
    keys: Sequence[Hashable], labels: Sequence[Hashable], count: int, seed: int
) -> npt.NDArray[np.int64]:
    """The fold `(N,)` of each row, from 0: those with equal keys in one, each class spread over all.

    Groups of a class are dealt out in turn in an order the seed decides, and the next class goes on where
    it left off, so that folds are alike in size too. Raises `ConfigError` for fewer groups than folds.

    >>> fold_of(["a", "b", "a", "c"], [0, 0, 0, 0], 3, seed=0).tolist().count(0) in (1, 2)
    True
    """
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        groups[key].append(row)
    if len(groups) < count:
        raise ConfigError(
            t("{count} folds need as many different rows; there are {rows}.", count=count, rows=len(groups))
        )
    by_class: dict[Hashable, list[list[int]]] = defaultdict(list)
    for rows in groups.values():
        by_class[labels[rows[0]]].append(rows)
    chance, found, turn = np.random.default_rng(seed), np.empty(len(keys), np.int64), 0
    for own in by_class.values():
        for place in chance.permutation(len(own)).tolist():
            found[own[place]] = turn % count
            turn += 1
    return found
