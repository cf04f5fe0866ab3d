"""The rules that a network has to beat: the most frequent tag of each word, by endings for unknown ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 5  # characters of an ending
Sentences = Iterable[tuple[Sequence[str], Sequence[str]]]


@dataclass(frozen=True)
class Frequent:
    """Words, words in small letters and endings, each with its most frequent tag; `usual` for all else."""

    words: Mapping[str, str]
    small: Mapping[str, str]
    endings: Mapping[str, str]
    usual: str

    @classmethod
    def of(cls, sentences: Sentences) -> "Frequent":
        """Count in the sentences that are learned from; of endings, in how many words they have each tag.

        >>> Frequent.of([(["a", "ran"], ["DET", "VERB"])]).tags(["A", "van"])
        ['DET', 'VERB']
        """
        words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for tokens, tags in sentences:
            for token, tag in zip(tokens, tags, strict=True):
                words[token][tag] += 1
        small: defaultdict[str, Counter[str]] = defaultdict(Counter)
        endings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        usual: Counter[str] = Counter()
        for word, found in words.items():
            usual.update(found)
            small[word.lower()].update(found)
            for length in range(1, LONGEST + 1):
                endings[_ending(word, length)].update(dict.fromkeys(found, 1))
        return cls(_first(words), _first(small), _first(endings), usual.most_common(1)[0][0])

    def tags(self, tokens: Sequence[str]) -> list[str]:
        """The tag of every token, whatever stands around it."""
        return [self._tag(token) for token in tokens]

    def _tag(self, token: str) -> str:
        if token in self.words:
            return self.words[token]
        if token.lower() in self.small:
            return self.small[token.lower()]
        for length in range(LONGEST, 0, -1):
            if (ending := _ending(token, length)) in self.endings:
                return self.endings[ending]
        return self.usual


def _ending(word: str, length: int) -> str:
    """The last characters, and whether the word begins with a capital."""
    return f"{word[:1].isupper():d}{word[-length:].lower()}"


def _first(counts: Mapping[str, Counter[str]]) -> dict[str, str]:
    """The most frequent tag of each, the first in the alphabet of equals."""
    return {word: min(found, key=lambda tag: (-found[tag], tag)) for word, found in counts.items()}
