"""Marks above and below letters: a few belong to a letter, thousands in a row stop every program."""

import unicodedata

import numpy as np

from rnnkit.data.table.notes import Notes
from rnnkit.words import plural

MOST = 64


def with_few_marks(text: str) -> tuple[str, int]:
    """The text without marks that follow 64 others, and how many those were.

    Joining letters and marks (NFC) takes the square of such a run: `"a" + "\u0301" * 1000` keeps 64 marks.
    """
    marks = [ord(char) for char in set(text) if unicodedata.combining(char)]
    if not marks:
        return text, 0
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    marked = np.isin(codes, np.array(marks, dtype=np.uint32))
    places = np.arange(len(codes))
    last = np.maximum.accumulate(np.where(marked, -1, places))
    dropped = marked & (places - last > MOST)
    kept = codes[~dropped].tobytes().decode("utf-32-le", "surrogatepass")
    return kept, int(np.count_nonzero(dropped))


def without_long_runs(text: str, notes: Notes) -> str | None:
    """The text without such runs, said in a note; `None` where the person wants all marks to stay."""
    kept, number = with_few_marks(text)
    if not number:
        return text
    sentence = plural(
        "{number} mark on a letter that has over {most} removed.",
        "{number} marks on letters that have over {most} removed.",
        number,
        most=MOST,
    )
    return kept if notes.change("marks", sentence, number, warning=True) else None
