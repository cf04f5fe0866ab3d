"""What some data puts on its tokens: places of characters (`小0` is `小`), the language (`en:Ada`)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rnnkit.data.table.notes import Notes
from rnnkit.words import plural, t

MOSTLY = 0.98
FEWEST = 10  # tokens that tell
PLACED = re.compile(r"(.)([0-9])", re.DOTALL)
LANGUAGE = re.compile(r"[a-z]{2,3}:")
Sentence = tuple[list[str], list[str]]


def without_positions(sentences: Sequence[Sentence], notes: Notes) -> list[Sentence]:
    """Take exactly one digit off the end of each token where all are a character and its place.

    `31` is the character 3 on the second place of its word, and `00` is 0 on the first.
    """
    tokens = [token for words, _ in sentences for token in words]
    if len(tokens) < FEWEST or not _placed(tokens):
        return list(sentences)
    sentence = plural(
        "The place of a character in its word was taken off {number} token.",
        "The place of a character in its word was taken off {number} tokens.",
        len(tokens),
    )
    if not notes.change("positions", sentence, len(tokens), tokens[:5]):
        return list(sentences)
    return [([token[:-1] or token for token in words], tags) for words, tags in sentences]


def _placed(tokens: Sequence[str]) -> bool:
    """Whether tokens are single characters with a digit that counts on or begins anew."""
    found = [PLACED.fullmatch(token) for token in tokens]
    digits = [int(match.group(2)) for match in found if match]
    if (
        len(digits) < MOSTLY * len(tokens)
        or digits[0] != 0
        or len({match.group(1) for match in found if match}) < 2
    ):
        return False
    steps = sum(b in (0, a + 1) for a, b in pairwise(digits))
    return steps >= MOSTLY * (len(digits) - 1) and any(digits)


def without_language(sentences: Sequence[Sentence], notes: Notes) -> list[Sentence]:
    """Take the language off where every token begins with the same one: `en:Ada` is `Ada`."""
    tokens = [token for words, _ in sentences for token in words]
    first = LANGUAGE.match(tokens[0]) if tokens else None
    if not first or len(tokens) < FEWEST or not all(token.startswith(first.group()) for token in tokens):
        return list(sentences)
    start = first.group()
    if not notes.change("language", t("{start!r} was taken off every token.", start=start), len(tokens)):
        return list(sentences)
    return [([token[len(start) :] or token for token in words], tags) for words, tags in sentences]
