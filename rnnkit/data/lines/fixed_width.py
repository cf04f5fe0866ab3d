"""Tables whose columns are only told by where they stand: the places between them that are always blank."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rnnkit.data.lines.look import look
from rnnkit.data.lines.plain_lines import UNBROKEN, cut

SAMPLE = 400
LONGEST = 2_000
ALMOST_ALL = 0.99
EVEN = 0.98


def find_cuts(lines: Sequence[str]) -> tuple[int, ...]:
    """Where the columns of a table of fixed width begin; empty where its lines do not stand in columns.

    >>> table = ["Date        Temp   Level", "2023-01-02   8.0   495.7", "2023-01-03         496.1"]
    >>> find_cuts([*table, "2023-01-04   7.5   496.0"])
    (0, 11, 17)
    """
    held = [line.expandtabs(8) for line in lines if line.strip()][: 2 * SAMPLE]
    body = _body(held)
    if len(body) < 3 or max(map(len, body)) > LONGEST or any('"' in line for line in body):
        return ()
    words = Counter(len(UNBROKEN.findall(line)) for line in body)
    usual, count = words.most_common(1)[0]
    if len(set(map(len, (line.rstrip() for line in body)))) > 1 and not _in_columns(body):
        return ()
    starts = _starts(body)
    if len(starts) < 2 or (
        len(starts) < usual and count >= EVEN * len(body) and not _wide_words(body, starts)
    ):
        return ()
    return starts if _sound(body, starts) else ()


def _body(lines: list[str]) -> list[str]:
    """Lines of the table without its names and what stands above: those that end in a number, or most do."""
    tail = lines[min(len(lines) // 4, 40) :][:SAMPLE]
    words = Counter(len(UNBROKEN.findall(line)) for line in tail)
    usual = max(words, key=lambda n: (words[n], n)) if words else 0
    return [line for line in tail if len(UNBROKEN.findall(line)) >= min(2, usual)]


def _in_columns(body: list[str]) -> bool:
    """Whether words end, or begin, at the same places on most lines."""
    ends = Counter(word.end() for line in body for word in UNBROKEN.finditer(line))
    begins = Counter(word.start() for line in body for word in UNBROKEN.finditer(line))
    return sum(1 for n in (*ends.values(), *begins.values()) if n >= 0.6 * len(body)) >= 2


def _blank(body: list[str]) -> npt.NDArray[np.bool_]:
    """For each place on a line whether it is blank on almost all of them."""
    width = max(map(len, body))
    filled = np.zeros(width, dtype=np.int64)
    for line in body:
        filled += np.frombuffer(line.ljust(width).encode("utf-32-le"), dtype="<u4") != ord(" ")
    return np.asarray(filled <= (1 - ALMOST_ALL) * len(body))


def _starts(body: list[str]) -> tuple[int, ...]:
    """The first place of every column: the one behind each gap, but for the first column."""
    blank = _blank(body)
    starts = [i for i in range(len(blank)) if not blank[i] and (i == 0 or blank[i - 1])]
    ends = [i + 1 for i in range(len(blank)) if not blank[i] and (i + 1 == len(blank) or blank[i + 1])]
    middles = [
        (end + start) // 2 if start - end > 1 else start for end, start in zip(ends, starts[1:], strict=False)
    ]
    return (0, *middles) if starts else ()


def _wide_words(body: list[str], starts: Sequence[int]) -> bool:
    """Whether columns hold several words with single blanks between, such as names of places."""
    return any(" " in cell for line in body[:50] for cell in cut(line, starts).split("\t"))


def _sound(body: list[str], starts: Sequence[int]) -> bool:
    """Whether the cells of each column are of one kind and few of them hold several numbers."""
    rows = [cut(line, starts).split("\t") for line in body]
    numbers = 0
    for column in zip(*rows, strict=True):
        kinds = Counter(
            look(cell) if look(cell) != "number" or " " not in cell else "text" for cell in column if cell
        )
        kinds.pop("blank", None)
        if not kinds:
            continue
        kind, count = kinds.most_common(1)[0]
        numbers += kind in {"number", "date"}
        several = sum(
            1 for cell in column if " " in cell and all(look(word) == "number" for word in cell.split())
        )
        if several > 0.02 * len(rows) or (kind == "number" and count < 0.9 * kinds.total()):
            return False
    return numbers > 0 and all(a < b for a, b in pairwise(starts))
