"""Pairs as numbers: parts that share no source, the symbols of the training part, all rows. No torch."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.data.pairs import Pairs
from rnnkit.errors import DataError
from rnnkit.tasks.translate.settings import Pieces, TranslateData
from rnnkit.words import t

Ids = npt.NDArray[np.int32]
Row = tuple[str, tuple[str, ...]]
"""A source and its translations."""

FEWEST = 20  # pairs to learn from
HELD_OUT = 0.1  # of the sources, for each of validation and test
MOST_CHECKED, MOST_SCORED = 500, 1_000  # sources that choose the weights, and that are scored
MOST_GIVEN = 5_000  # of those that somebody brings to be scored on
ORDER = 0  # the seed of the order in which sources are held out, the same for every run
SHORT = 40  # characters of a side on average, up to which single characters are read
FEW_WORDS = 1.6  # on a side on average, for the same
SYMBOLS = 3.0  # byte pairs for the root of the characters, about
FEWEST_SYMBOLS, MOST_SYMBOLS = 200, 8_000
ENOUGH_TEXT = 2_000
"""Characters from which on one that comes once is no symbol, so that there are unknown ones."""
END = "\n"
"""The symbol that begins and ends every target, and ends every source; nothing inside a row is one."""
MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Coded:
    """Rows as numbers: sources with their ends, targets with theirs."""

    sources: tuple[Ids, ...]
    targets: tuple[Ids, ...]

    def __len__(self) -> int:
        return len(self.sources)

    @property
    def symbols(self) -> int:
        """How many symbols are written in all."""
        return sum(map(len, self.targets))


@dataclass(frozen=True)
class Corpus:
    """What is learned from, what chooses the weights, and what the score comes from; they share no source.

    `pairs` are those of the training part, `held` the rows of the test part, `near` the places of those among
    them that are in the training part but for case, blanks and marks. `longer` counts what is too long to be
    learned from, `total` all pairs.
    """

    vocabulary: Vocabulary
    unit: Pieces
    pairs: tuple[tuple[str, str], ...]
    training: Coded
    validation: Coded
    held: tuple[Row, ...]
    near: tuple[int, ...]
    checked: tuple[Row, ...]
    longer: int
    total: int
    max_length: int

    @property
    def end(self) -> int:
        """The number of the symbol that begins and ends every target."""
        return self.vocabulary.symbols.index(END)


def read_corpus(pairs: Pairs, config: TranslateData, test: Pairs | None = None) -> Corpus:
    """Part the pairs by their sources, find the symbols of the training part, and number all rows.

    Raises `DataError` with one sentence where there are too few pairs.
    """
    learned, checked, held = parts_of(pairs, test)
    near = near_repeats(learned, held)
    if config.skip_repeats:
        gone = set(near)
        held = tuple(row for place, row in enumerate(held) if place not in gone)
        if not held:
            raise DataError(
                t("Every source of the test part is in the training part; nothing is left to score.")
            )
        near = ()
    unit = suggested_unit(learned) if config.unit == "auto" else config.unit
    vocabulary = symbols_of(learned, unit, config.max_vocabulary)
    coded = encode(vocabulary, learned)
    short = [
        i
        for i, two in enumerate(zip(coded.sources, coded.targets, strict=True))
        if max(map(len, two)) <= config.max_length
    ]
    if len(short) < FEWEST:
        raise DataError(
            t(
                "Only {found} pairs are at most {most} symbols long; raise the longest text.",
                found=len(short),
                most=config.max_length,
            )
        )
    return Corpus(
        vocabulary=vocabulary,
        unit=unit,
        pairs=tuple(learned),
        training=Coded(*(tuple(side[i] for i in short) for side in (coded.sources, coded.targets))),
        validation=_cut(
            encode(vocabulary, [(a, b) for a, found in checked for b in found[:1]]), config.max_length
        ),
        held=held,
        near=near,
        checked=checked,
        longer=len(learned) - len(short),
        total=len(pairs),
        max_length=config.max_length,
    )


def parts_of(
    pairs: Pairs, test: Pairs | None = None
) -> tuple[list[tuple[str, str]], tuple[Row, ...], tuple[Row, ...]]:
    """The pairs to learn from, and the rows that choose the weights and that are scored.

    All translations of a source stay in one part, whatever its case. With a `test` that is what is scored.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for source, target in zip(pairs.sources, pairs.targets, strict=True):
        groups.setdefault(source.casefold(), []).append((source, target))
    if len(groups) < FEWEST:
        raise DataError(
            t("Need at least {needed} different sources; found {found}.", needed=FEWEST, found=len(groups))
        )
    keys = list(groups)
    order = np.random.default_rng(ORDER).permutation(len(keys)).tolist()
    given = {source.casefold() for source in test.sources} if test is not None else set()
    order.sort(key=lambda place: keys[place] in given)  # what is scored chooses nothing
    share = max(2, round(HELD_OUT * len(keys)))
    scored = 0 if test is not None else min(MOST_SCORED, share)
    checked = min(MOST_CHECKED, share)
    held = _rows(groups[keys[i]] for i in order[:scored])
    if test is not None:
        held = _rows(_grouped(test))[:MOST_GIVEN]
    choosing = _rows(groups[keys[i]] for i in order[scored : scored + checked])
    learned = [pair for i in sorted(order[scored + checked :]) for pair in groups[keys[i]]]
    return learned, choosing, held


def _grouped(pairs: Pairs) -> Iterable[list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for source, target in zip(pairs.sources, pairs.targets, strict=True):
        groups.setdefault(source, []).append((source, target))
    return groups.values()


def _rows(groups: Iterable[list[tuple[str, str]]]) -> tuple[Row, ...]:
    """One row per source, with each of its translations once."""
    return tuple((group[0][0], tuple(dict.fromkeys(target for _, target in group))) for group in groups)


def near_repeats(learned: Sequence[tuple[str, str]], held: Sequence[Row]) -> tuple[int, ...]:
    """Places of held-out sources that are learned from, too, but for case, blanks and marks."""
    known = {_letters(source) for source, _ in learned} - {""}
    return tuple(place for place, (source, _) in enumerate(held) if _letters(source) in known)


def _letters(text: str) -> str:
    return MARKS.sub("", text).casefold()


def suggested_unit(pairs: Sequence[tuple[str, str]]) -> Pieces:
    """Characters for short rewriting (dates, sums, spelling), byte pairs for sentences.

    >>> suggested_unit([("12+3", "15")]), suggested_unit([("the cat sat on the mat", "die Katze sitzt da")])
    ('char', 'bpe')
    """
    count = max(1, len(pairs))
    characters = [sum(len(pair[side]) for pair in pairs) / count for side in (0, 1)]
    words = [sum(len(pair[side].split()) for pair in pairs) / count for side in (0, 1)]
    return "char" if max(characters) <= SHORT and min(words) <= FEW_WORDS else "bpe"


def symbols_of(pairs: Sequence[tuple[str, str]], unit: Pieces, limit: int | None) -> Vocabulary:
    """The symbols of both sides, with one for all others, such as those that come once in a longer text."""
    text = "".join(_line(side) for pair in pairs for side in pair)
    if limit is None:
        limit = int(np.clip(SYMBOLS * len(text) ** 0.5, FEWEST_SYMBOLS, MOST_SYMBOLS))
    if len(text) >= ENOUGH_TEXT:
        once = [sign for sign, times in Counter(text).items() if times == 1]
        text = text.translate(dict.fromkeys(map(ord, once)))
    return Vocabulary.fit(text, unit, limit, unk=True)


def encode(vocabulary: Vocabulary, pairs: Sequence[tuple[str, str]]) -> Coded:
    """Both sides as numbers, each row with its end."""
    return Coded(*(encode_texts(vocabulary, [pair[side] for pair in pairs]) for side in (0, 1)))


def encode_texts(vocabulary: Vocabulary, texts: Sequence[str]) -> tuple[Ids, ...]:
    """Texts as numbers, each with its end; all at once, so that a word that comes again is cut once."""
    if not texts:
        return ()
    ids = vocabulary.encode("".join(map(_line, texts)))
    end = vocabulary.symbols.index(END)
    return tuple(np.split(ids, np.flatnonzero(ids == end)[:-1] + 1))


def cut(vocabulary: Vocabulary, text: str) -> list[str]:
    """The symbols of a text as they stand in it, also unknown ones, with its end."""
    return list(vocabulary.cut(_line(text)))


def decode(vocabulary: Vocabulary, ids: Sequence[int]) -> str:
    """The text of numbers."""
    return vocabulary.decode(ids).strip()


def _line(text: str) -> str:
    """A text as it is numbered: words have the blank before them, so the first one gets one, too."""
    return f" {text}{END}"


def _cut(coded: Coded, most: int) -> Coded:
    """Rows of which no side is too long; where all are, the beginning of the first one, with its end."""
    fit = [i for i in range(len(coded)) if max(len(coded.sources[i]), len(coded.targets[i])) <= most] or [0]
    sides = (coded.sources, coded.targets)
    return Coded(*(tuple(np.append(side[i][:-1][: most - 1], side[i][-1]) for i in fit) for side in sides))
