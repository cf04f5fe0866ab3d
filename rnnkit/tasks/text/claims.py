"""Whether a file looks like running text."""

from rnnkit.data import read_text
from rnnkit.words import t

PROSE, ANYTHING = 0.5, 0.2
"""How sure running text is, and anything else that can be read as a text at all."""
SIGNS = ("\t", ",", ";", "|")
LETTERS = 0.6
EVEN = 0.8


def claims(name: str, head: bytes) -> tuple[float, str] | None:
    """How likely a file is one to write like (0 to 1), and what it looks like; `head` is its beginning.

    Raises `DataError` where it is no text.
    """
    del name
    text = read_text(head).text
    letters = sum(map(str.isalpha, text)) + text.count(" ")
    prose = letters > LETTERS * len(text) and not _table(text) and not text.lstrip().startswith(("{", "[{"))
    return (PROSE if prose else ANYTHING), t("This looks like running text.")


def _table(text: str) -> bool:
    """Whether nearly all lines hold as many of one sign, as the lines of a table do."""
    lines = [line for line in text.split("\n") if line.strip()][:400]
    for sign in SIGNS:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count)
        if usual and counts.count(usual) > EVEN * len(lines) and len(lines) > 1:
            return True
    return False
