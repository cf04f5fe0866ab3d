"""Which part of a text is learned from, which part chooses, and which part the score comes from: by position.

Windows drawn at random would let the network learn the neighbours of what it is asked about.
"""

from dataclasses import dataclass

from rnnkit.data.text.read import Text
from rnnkit.errors import DataError
from rnnkit.words import t

SHARE = 0.9
FEWEST_HELD_OUT = 1000
VALIDATED = 0.05
FEWEST_VALIDATED, MOST_VALIDATED = 100, 20_000  # characters, which tell two states of one network apart


@dataclass(frozen=True)
class TextParts:
    """The three parts of a text: learned from, chosen by (weights, order of n-grams), scored on.

    The last two are empty where the text is too small to spare any of it.
    """

    training: str
    validation: str
    test: str


def split(text: Text | str, test: Text | str | None = None, *, by_line: bool = False) -> TextParts:
    """The last 10 % to score on, 5 % (100 to 20,000 characters) from the middle of the rest to choose by.

    The test part is that of the usual split of Tiny Shakespeare into 90 and 10 %, unless another text is
    given to score on. The part right before it is learned from, since it knows the names that come in it.
    `by_line` moves the borders to the next line end, so that no document is cut in two. A text of fewer than
    1,000 characters is learned whole: its last tenth would say nothing.

    >>> parts = split("a" * 10_000)
    >>> len(parts.training), len(parts.validation), len(parts.test)
    (8500, 500, 1000)
    """
    whole = _string(text)
    if len(whole) < 2:
        raise DataError(t("Need at least 2 characters; choose a longer text."))
    if test is None and len(whole) < FEWEST_HELD_OUT:
        return TextParts(whole, "", "")
    end = len(whole) if test is not None else _border(whole, int(SHARE * len(whole)), len(whole), by_line)
    size = _validated(len(whole))
    start = _border(whole, (end - size) // 2, end - size, by_line)
    stop = _border(whole, start + size, end, by_line)
    training = whole[:start] + whole[stop:end]
    return TextParts(training, whole[start:stop], whole[end:] if test is None else _string(test))


def _validated(characters: int) -> int:
    """How many characters choose; of a tiny text that is scored on another one a tenth."""
    wanted = min(max(int(VALIDATED * characters), FEWEST_VALIDATED), MOST_VALIDATED)
    return min(wanted, max(1, characters // 10))


def _border(text: str, place: int, end: int, by_line: bool) -> int:
    """A border there, or behind the next line end; but always before `end`, so that no part is empty."""
    moved = text.find("\n", place, end - 1) + 1 if by_line else 0
    return moved or place


def _string(text: Text | str) -> str:
    return text if isinstance(text, str) else text.text
