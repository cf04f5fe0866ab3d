"""Whether a file looks like a table of time series."""

from rnnkit.data import Limits, read_table
from rnnkit.data.table.recipe import NO_TIME
from rnnkit.words import t

DATED, COUNTED, WORDY = 0.8, 0.4, 0.2
"""How sure a table with dates is, one of numbers without, and one that mostly holds words."""
WORDS = 0.5
"""Share of letters and blanks from which on a table mostly holds words."""


def claims(name: str, head: bytes) -> tuple[float, str] | None:
    """How likely a file is meant to be forecast (0 to 1), and what it looks like; `head` is its beginning.

    Raises `DataError` where it holds no table.
    """
    del name
    table = read_table(head, limits=Limits.of_memory())
    said = t("This looks like a table of numbers over time.")
    if _wordy(head):
        return WORDY, said
    return (COUNTED if table.recipe.time == NO_TIME else DATED), said


def _wordy(head: bytes) -> bool:
    """Whether most of a text are letters and blanks; packed files and workbooks are not looked at."""
    if b"\0" in head[:1000]:
        return False
    letters = sum(byte > 127 or chr(byte).isalpha() or byte == 32 for byte in head)
    return letters > WORDS * len(head)
