"""Which neighbours byte-pair encoding joins (Sennrich et al. 2016), learned from counts of words."""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

Pair = tuple[int, int]

MOST_WORK = 2_000_000  # squared lengths of the words that are learned from: seconds, however long the text


def learn_merges(
    counts: Mapping[str, int], characters: Sequence[str], limit: int, longest: int
) -> tuple[tuple[str, str], ...]:
    """The pairs that are joined, first to last, until there are `limit` symbols with the characters.

    The most frequent pair is next, of equals the one of the oldest symbols: the same words always give the
    same pairs. Of very many different words the most frequent are learned from. No symbol grows longer than
    `longest`. {"aab": 2, "ab": 1} joins ("a", "b"), then ("a", "ab").
    """
    symbols = list(characters)
    places = {symbol: place for place, symbol in enumerate(symbols)}
    known = _frequent(counts, characters)
    words = _Words([[places[letter] for letter in word] for word in known], list(known.values()))
    queue = [(-count, pair) for pair, count in words.found.items()]
    heapq.heapify(queue)
    merges: list[tuple[str, str]] = []
    while queue and len(symbols) < limit:
        count, pair = heapq.heappop(queue)
        first, second = (symbols[place] for place in pair)
        if count != -words.found[pair] or len(first + second) > longest:
            continue  # it was counted anew since, and waits with that number; or it would grow too long
        merges.append((first, second))
        joined = places.setdefault(first + second, len(symbols))
        if joined == len(symbols):
            symbols.append(first + second)
        for changed in words.join(pair, joined):
            if words.found[changed] > 0:
                heapq.heappush(queue, (-words.found[changed], changed))
    return tuple(merges)


def _frequent(counts: Mapping[str, int], characters: Sequence[str]) -> dict[str, int]:
    """The most frequent words that there is time for, cut where a character has no symbol."""
    unknown = re.compile("[^" + re.escape("".join(characters)) + "]+")
    runs: Counter[str] = Counter()
    for word, count in counts.items():
        for run in unknown.split(word):
            runs[run] += count
    kept, work = {}, 0
    for run, count in sorted(runs.items(), key=lambda entry: (-entry[1], entry[0])):
        work += len(run) ** 2
        if work > MOST_WORK:
            break
        kept[run] = count
    return kept


class _Words:
    """Words as numbers of symbols, how often each comes, how often each pair does, and in which words."""

    def __init__(self, words: list[list[int]], times: Sequence[int]) -> None:
        self._words, self._times = words, times
        self.found: defaultdict[Pair, int] = defaultdict(int)
        self._where: defaultdict[Pair, set[int]] = defaultdict(set)
        for number, word in enumerate(words):
            for pair in pairwise(word):
                self.found[pair] += times[number]
                self._where[pair].add(number)

    def join(self, pair: Pair, joined: int) -> Iterator[Pair]:
        """Join a pair in all words that hold it; gives the pairs that are now more or less frequent."""
        changes: defaultdict[Pair, int] = defaultdict(int)
        for number in self._where.pop(pair):
            for before in pairwise(self._words[number]):
                changes[before] -= self._times[number]
            self._words[number] = word = _with(self._words[number], pair, joined)
            for after in pairwise(word):
                changes[after] += self._times[number]
                self._where[after].add(number)
        for changed, change in changes.items():
            if change:
                self.found[changed] += change
                yield changed


def _with(word: list[int], pair: Pair, joined: int) -> list[int]:
    """A word with a pair joined wherever it stands, from left to right."""
    found, place = [], 0
    while place < len(word):
        here = (word[place], word[place + 1]) == pair if place + 1 < len(word) else False
        found.append(joined if here else word[place])
        place += 1 + here
    return found
