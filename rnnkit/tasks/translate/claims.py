"""Whether a file looks like pairs of texts."""

from collections.abc import Sequence

from rnnkit.data import TextLimits
from rnnkit.data.pairs import Pairs, read_pairs
from rnnkit.words import t

SURE, LIKELY, PERHAPS, HARDLY = 0.95, 0.8, 0.3, 0.1
"""How sure a form is that nothing else has, two columns of texts that hardly repeat, any other, and one with
the same text all over a side."""
SAYING = frozenset(("tmx", "bars", "lines"))
COMMON = frozenset(("tsv", "json", "jsonl"))
"""Forms in which pairs are common."""
NAMES = frozenset(("source", "src", "target", "tgt", "translation"))
DIFFERENT = 0.6
"""Share of each side that differs from the others: classes and tags come again and again."""


def claims(name: str, head: bytes) -> tuple[float, str] | None:
    """How likely a file is meant to be translated (0 to 1), and what it looks like; `head` is its beginning.

    Raises `DataError` where it holds no pairs.
    """
    del name
    return _score(read_pairs(head, limits=TextLimits.from_environment())), t(
        "This looks like pairs of texts."
    )


def _score(pairs: Pairs) -> float:
    """By the form, by names of columns, and by what stands there."""
    if pairs.understood["form"] in SAYING:
        return SURE
    if {str(column).lower() for column in pairs.columns} & NAMES:
        return SURE
    if 1 in map(len, map(set, (pairs.sources, pairs.targets))):
        return HARDLY
    texts = all(map(_texts, (pairs.sources, pairs.targets)))
    return LIKELY if texts and pairs.understood["form"] in COMMON else PERHAPS


def _texts(side: Sequence[str]) -> bool:
    """Whether these are texts: they hardly repeat, and most are no numbers."""
    numbers = sum(text.replace(".", "").replace(",", "").lstrip("-").isdecimal() for text in side)
    return len(set(side)) >= DIFFERENT * len(side) and numbers < 0.5 * len(side)
