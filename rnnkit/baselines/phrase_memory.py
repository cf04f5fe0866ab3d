"""What needs no network to turn a source into a target: a memory of phrases, and the nearest source known.

Both learn from the very pairs that the network learns from, in linear time.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

Pair = tuple[str, str]

WORDS = re.compile(r"[^\W_]+|[^\w\s]")
MOST_PAIRS = 20_000  # that words are learned from
MOST_WORDS = 40  # of a side
MOST_KEPT = 300_000  # counts of two words that are held at once
GRAMS = (2, 3)  # characters
COMMON = 500  # rows that share a run of characters, from which on it says nothing
MOST_GRAMS = 200  # of a source


class PhraseMemory:
    """A source that was seen gets its most frequent target, any other is turned word by word.

    The translation of a word is the target word that goes with it most, by Dice: twice the pairs that
    hold both, over those that hold the one and those that hold the other.
    """

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._whole = _most_frequent(pairs)
        self._words = _dictionary(pairs[:MOST_PAIRS])

    def __call__(self, source: str) -> str:
        """The target by memory."""
        if (known := self._whole.get(source)) is not None:
            return known
        words = WORDS.findall(source)
        return " ".join(filter(None, (self._words.get(word, word) for word in words)))


def _most_frequent(pairs: Sequence[Pair]) -> dict[str, str]:
    """The target that each source has most often, of equals the first."""
    times: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source, target in pairs:
        times[source][target] += 1
    return {source: found.most_common(1)[0][0] for source, found in times.items()}


def _dictionary(pairs: Sequence[Pair]) -> dict[str, str]:
    """The target word that goes most with each source word."""
    both: Counter[tuple[str, str]] = Counter()
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for source, target in pairs:
        mine, other = (list(dict.fromkeys(WORDS.findall(text)))[:MOST_WORDS] for text in (source, target))
        left.update(mine)
        right.update(other)
        both.update((word, its) for word in mine for its in other)
        if len(both) > MOST_KEPT:
            both = Counter({two: times for two, times in both.items() if times > 1})
            if len(both) > MOST_KEPT // 2:
                break  # so many words are known well enough
    best: dict[str, tuple[float, str]] = {}
    for (word, its), times in both.items():
        dice = 2 * times / (left[word] + right[its])
        if dice > best.get(word, (0.0, ""))[0]:
            best[word] = (dice, its)
    return {word: its for word, (_, its) in best.items()}


def nearest_targets(pairs: Sequence[Pair], sources: Sequence[str]) -> list[str]:
    """For each of the sources the target of the known source that shares most of its runs of characters.

    A run counts the more, the fewer known sources have it (inverse document frequency), and long sources are
    no nearer for being long. Runs that stand in very many of them are passed over.
    """
    if not pairs:
        return ["" for _ in sources]
    held: defaultdict[str, list[int]] = defaultdict(list)
    sizes = np.zeros(len(pairs))
    for row, (source, _) in enumerate(pairs):
        grams = _grams(source)
        sizes[row] = len(grams)
        for gram in grams:
            if len(held[gram]) <= COMMON:
                held[gram].append(row)
    places = {gram: np.array(rows) for gram, rows in held.items() if len(rows) <= COMMON}
    found = []
    for source in sources:
        likeness = np.zeros(len(pairs))
        for gram in _grams(source):
            if (rows := places.get(gram)) is not None:
                likeness[rows] += np.log(1 + len(pairs) / len(rows))
        likeness /= np.sqrt(1 + sizes)
        found.append(pairs[int(likeness.argmax())][1])
    return found


def _grams(text: str) -> list[str]:
    """The runs of characters of a text, each once."""
    padded = f" {text} "
    grams = (padded[i : i + n] for n in GRAMS for i in range(len(padded) - n + 1))
    return list(dict.fromkeys(grams))[:MOST_GRAMS]
