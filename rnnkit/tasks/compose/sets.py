"""Tunes in three parts: learned from, chosen by, scored on. Every tune is whole; versions stay together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from rnnkit.data.tunes import Tune, TuneData
from rnnkit.data.tunes.transposed import FARTHEST, range_of, transposed
from rnnkit.errors import DataError
from rnnkit.tasks.compose.generation.copied import KnownBars
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.tasks.compose.symbols import Symbols, symbols_of
from rnnkit.words import t

SHARE = 10  # one tune in so many is held out to be scored on
CHECKED_SHARE = 16  # and one in so many chooses the weights
FEWEST = 10  # different tunes
SPLIT_SEED = 0  # one order for all runs, so that they are scored on the same tunes
REPEATED = 0.75  # share of its bars in one training tune, from which on a tune is a version of that


@dataclass(frozen=True)
class TuneSets:
    """Which tunes are in which part, and the symbols of the first."""

    data: TuneData
    training: Sequence[int]
    validation: Sequence[int]
    test: Sequence[int]
    repeats: Sequence[int]  # tunes of the test part that are versions of training tunes
    left: int  # tunes of the test part that are not scored for it
    symbols: Symbols
    own_test: bool  # whether the files themselves say what is tested on
    copies: Sequence[Tune] = ()  # training tunes in other keys

    @property
    def lessons(self) -> list[Tune]:
        """All that is learned from: the training tunes, and their copies in other keys."""
        return [*self.tunes(self.training), *self.copies]

    def tunes(self, part: Sequence[int]) -> list[Tune]:
        """The tunes with these numbers."""
        return [self.data.tunes[number] for number in part]

    def tokens(self, part: Sequence[int]) -> int:
        """How many tokens these tunes have, their ends among them."""
        return sum(len(self.data.tunes[number].tokens) + 1 for number in part)


def make_sets(data: TuneData, config: ComposeConfig) -> TuneSets:
    """Part the tunes, as their files say or else at random; the same parts for every run.

    Tunes with the same notes are never parted, unless a file does it: then those that are scored choose
    nothing, and those that are learned from are versions. Raises `DataError` where there are too few.
    """
    pool, test = _given(data, "", "train"), _given(data, "test")
    tested = {data.tunes[number].tokens for number in test}
    valid = [number for number in _given(data, "valid") if data.tunes[number].tokens not in tested]
    groups = _groups(data, pool)
    if len(groups) < FEWEST:
        raise DataError(
            t("Need at least {needed} different tunes; found {found}.", needed=FEWEST, found=len(groups))
        )
    order = np.random.default_rng(SPLIT_SEED).permutation(len(groups)).tolist()
    order.sort(key=lambda place: data.tunes[groups[place][0]].tokens in tested)  # they choose nothing
    own_test = bool(test)
    if not test:
        held = max(1, len(groups) // SHARE)
        test, order = _members(groups, order[:held]), order[held:]
    if not valid:
        held = max(1, len(groups) // CHECKED_SHARE)
        valid, order = _members(groups, order[:held]), order[held:]
    training = _members(groups, order)
    learned = [data.tunes[number] for number in training]
    known = KnownBars(learned)
    repeats = [number for number in test if known.of_one_tune(data.tunes[number]) >= REPEATED]
    scored = test
    if config.skip_repeats:
        gone = set(repeats)
        scored = [number for number in test if number not in gone]
        if not scored:
            raise DataError(
                t("Every test tune is a version of a training tune: nothing new is left to score.")
            )
    copies = _copies(learned, config.transposed_copies)
    symbols = symbols_of([*learned, *copies])
    left = len(test) - len(scored)
    return TuneSets(data, training, valid, scored, repeats, left, symbols, own_test, copies)


def _copies(tunes: Sequence[Tune], number: int) -> list[Tune]:
    """Each tune in so many other keys, or as many as its notes have room for, drawn at random."""
    if not number:
        return []
    luck, within, found = np.random.default_rng(SPLIT_SEED), range_of(tunes), []
    for tune in tunes:
        ways = [step for step in luck.permutation(range(-FARTHEST, FARTHEST)).tolist() if step]
        moved = (transposed(tune, step, within) for step in ways)
        found += list(islice((one for one in moved if one is not None), number))
    return found


def _groups(data: TuneData, pool: Sequence[int]) -> list[list[int]]:
    """Tunes with the same body, each group once, in the order of the file."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number in pool:
        found.setdefault(data.tunes[number].tokens, []).append(number)
    return list(found.values())


def _given(data: TuneData, *parts: str) -> list[int]:
    """The tunes that the files give to these parts."""
    return [number for number, part in enumerate(data.parts) if part in parts]


def _members(groups: Sequence[Sequence[int]], chosen: Sequence[int]) -> list[int]:
    return sorted(number for group in chosen for number in groups[group])
