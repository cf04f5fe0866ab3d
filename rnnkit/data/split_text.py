"""Which part of a text is learned from, and which part the score comes from: always by position.

Windows drawn at random would let the network learn the neighbours of what it is asked about.
"""

from dataclasses import dataclass

from rnnkit.data.text import Text
from rnnkit.errors import DataError
from rnnkit.text import t

SHARE = 0.9
FEWEST_VALIDATED = 1000


@dataclass(frozen=True)
class Parts:
    """The two parts of a text. `validation` is empty where the text is too small to spare any of it."""

    training: str
    validation: str


def split(text: Text | str, validation: Text | str | None = None, *, by_line: bool = False) -> Parts:
    """The first 90 % to learn from and the last 10 % to score on, or another text that is given for it.

    `by_line` moves the border to the next line end, so that no document is cut in two. A text of fewer
    than 1,000 characters is learned whole: its last tenth would say nothing.
    """
    whole = _string(text)
    if len(whole) < 2:
        raise DataError(t("Need at least 2 characters."))
    if validation is not None:
        return Parts(whole, _string(validation))
    if len(whole) < FEWEST_VALIDATED:
        return Parts(whole, "")
    border = int(SHARE * len(whole))
    if by_line:
        border = whole.find("\n", border) + 1 or border
    return Parts(whole[:border], whole[border:])


def _string(text: Text | str) -> str:
    return text if isinstance(text, str) else text.text
