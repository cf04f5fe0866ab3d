"""Tagged sentences in three parts: learned from, chosen by, scored on. Equal sentences stay in one part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnkit.data.tagged.tagged import Tagged
from rnnkit.errors import DataError
from rnnkit.tasks.label.labels import Labels, find_labels
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.words import t

SHARE = 10  # one sentence in so many is held out for each of the two other parts
FEWEST = 10  # different sentences
SPLIT_SEED = 0  # one order for all runs, so that they are scored on the same sentences
CHARACTERS = 0.9


@dataclass(frozen=True)
class Sets:
    """Which sentences are in which part, and the tags and features of the first."""

    data: Tagged
    training: Sequence[int]
    validation: Sequence[int]
    test: Sequence[int]
    repeats: Sequence[int]  # sentences of a test file that also appear in the training part
    labels: Labels
    neighbours: bool
    own_test: bool  # whether the files themselves say what is tested on

    def tokens(self, part: Sequence[int]) -> int:
        """How many tokens these sentences have."""
        return sum(len(self.data.tokens[number]) for number in part)


def make_sets(data: Tagged, config: LabelConfig) -> Sets:
    """Part the sentences, as their files say or else at random; the same parts for every run.

    No sentence that is scored chooses the weights; one that is learned from as well is a repeat.
    Raises `DataError` where there are too few sentences.
    """
    pool, test = _given(data, "", "train"), _given(data, "test")
    tested = {tuple(data.tokens[number]) for number in test}
    valid = [number for number in _given(data, "valid") if tuple(data.tokens[number]) not in tested]
    groups = groups_of(data, pool)
    if len(groups) < FEWEST:
        raise DataError(
            t("Need at least {needed} different sentences; found {found}.", needed=FEWEST, found=len(groups))
        )
    order = np.random.default_rng(SPLIT_SEED).permutation(len(groups)).tolist()
    order.sort(key=lambda place: tuple(data.tokens[groups[place][0]]) in tested)  # they choose nothing
    held = max(1, len(groups) // SHARE)
    own_test = bool(test)
    if not test:
        test, order = _members(groups, order[:held]), order[held:]
    if not valid:
        valid, order = _members(groups, order[:held]), order[held:]
    training = _members(groups, order)
    repeats = _repeats(data, training, test)
    if config.skip_repeats:
        gone = set(repeats)
        test = [number for number in test if number not in gone]
        if not test:
            raise DataError(
                t("Every test sentence also appears in the training part: nothing new is left to score.")
            )
    neighbours = reads_characters(data) if config.neighbours is None else config.neighbours
    labels = find_labels(data, training, neighbours)
    return Sets(data, training, valid, test, repeats, labels, neighbours, own_test)


def reads_characters(data: Tagged) -> bool:
    """Whether its tokens are single characters, which mean little without those beside them."""
    return bool(data.cutting["characters"])


def groups_of(data: Tagged, pool: Sequence[int]) -> list[list[int]]:
    """Sentences with the same tokens, each group once, in the order of the file."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number in pool:
        found.setdefault(tuple(data.tokens[number]), []).append(number)
    return list(found.values())


def _given(data: Tagged, *parts: str) -> list[int]:
    """The sentences that the files give to these parts."""
    return [number for number, part in enumerate(data.parts) if part in parts]


def _members(groups: Sequence[Sequence[int]], chosen: Sequence[int]) -> list[int]:
    return sorted(number for group in chosen for number in groups[group])


def _repeats(data: Tagged, training: Sequence[int], test: Sequence[int]) -> list[int]:
    """Sentences of the test part that are learned from as well; only files of a person's own have any."""
    learned = {tuple(data.tokens[number]) for number in training}
    return [number for number in test if tuple(data.tokens[number]) in learned]
