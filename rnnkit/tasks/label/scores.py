"""How good labels are: the share of right tokens, and the F1 of exact spans, as seqeval counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.data.tagged.schemes import bio_spans

Tags = Sequence[str]


@dataclass(frozen=True)
class TagCounts:
    """What was counted in one sentence or in many: tokens, right ones, and spans."""

    tokens: int = 0
    right: int = 0
    found: int = 0  # spans that were given
    there: int = 0  # spans that there are
    exact: int = 0  # of the former, those that are there: same tokens, same type

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right, 1 where there is nothing."""
        return 2 * self.exact / (self.found + self.there) if self.found + self.there else 1.0

    def metrics(self, spans: bool) -> dict[str, float]:
        """The scores by name; those of spans where tags mark any."""
        accuracy = self.right / self.tokens if self.tokens else 0.0
        found = {"token_error": 1 - accuracy, "token_accuracy": accuracy}
        return ({"span_error": 1 - self.f1, "span_f1": self.f1} if spans else {}) | found


def count(given: Tags, truth: Tags, spans: bool) -> TagCounts:
    """Count one sentence.

    >>> count(["B-PER", "O"], ["B-PER", "I-PER"], True).metrics(True)["span_f1"]
    0.0
    """
    right = sum(a == b for a, b in zip(given, truth, strict=True))
    if not spans:
        return TagCounts(len(truth), right)
    ours, theirs = set(bio_spans(given)), set(bio_spans(truth))
    return TagCounts(len(truth), right, len(ours), len(theirs), len(ours & theirs))


def total(parts: Sequence[TagCounts]) -> TagCounts:
    """The sum of what was counted."""
    return (
        TagCounts(*(sum(column) for column in zip(*(vars(part).values() for part in parts), strict=True)))
        if parts
        else TagCounts()
    )


def by_type(given: Sequence[Tags], truth: Sequence[Tags], spans: bool) -> dict[str, TagCounts]:
    """Counts for each type of span, or for each plain tag: how many were found, are there, and are right."""
    found: Counter[str] = Counter()
    there: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    for ours, theirs in zip(given, truth, strict=True):
        if spans:
            a, b = set(bio_spans(ours)), set(bio_spans(theirs))
            found.update(kind for *_, kind in a)
            there.update(kind for *_, kind in b)
            exact.update(kind for *_, kind in a & b)
        else:
            found.update(ours)
            there.update(theirs)
            exact.update(tag for tag, right in zip(ours, theirs, strict=True) if tag == right)
    return {kind: TagCounts(0, 0, found[kind], there[kind], exact[kind]) for kind in sorted(found | there)}


def type_of(tag: str) -> str:
    """The type of a BIO tag, or the plain tag itself.

    >>> type_of("B-PER"), type_of("NOUN")
    ('PER', 'NOUN')
    """
    return tag[2:] if tag[:2] in ("B-", "I-") else tag
