"""Whether each line of a text stands for itself, as names do, or is a piece of one long text."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

FEWEST = 20
SAMPLE = 200_000
HEAD = 1000  # characters of a line that are looked at
WRAPPED = 20  # lines that were wrapped are at least so long; lists of words and codes are shorter
NEAR, MOSTLY, NEARLY_ALL = 0.85, 0.8, 0.9
WORD, THAI_WORD = 8, 16  # characters of a word or name in scripts without blanks
VERSES = (5, 7)  # signs of a line of classical verse
HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
SOUTH_EAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
SENTENCE_ENDS = "。！？!?」』”"


def looks_like_documents(lines: Sequence[str]) -> bool:
    """Names, single words, couplets: many short lines without a blank one, each complete in itself.

    `emma, olivia, ava ...` are documents; lines of prose, of Thai or of a wrapped sequence are not.

    >>> names = ["emma", "olivia", "ava", "mia"] * 20
    >>> looks_like_documents(names), looks_like_documents(["It was a dark night."] * 80)
    (True, False)
    """
    first = [line[:HEAD].strip() for line in lines[:SAMPLE]]
    if len(first) < FEWEST or not all(first) or first[0].startswith(">"):
        return False
    if float(np.median([len(line.split()) for line in first])) > 1:
        return False
    start = "".join(first[:FEWEST])
    if HAN.search(start):
        return _han_documents(first)
    if len(SOUTH_EAST.findall(start)) > len(start) / 2:
        return _short(first, THAI_WORD) and not is_wrapped(first)
    return not is_wrapped(first)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Nearly all lines are nearly as long as the longest: they were broken where the page ended."""
    lengths = np.array([len(line) for line in lines[:-1]])
    longest = float(np.percentile(lengths, 95))
    return longest >= WRAPPED and float(np.mean(lengths >= NEAR * longest)) > MOSTLY


def _han_documents(lines: Sequence[str]) -> bool:
    """Whole sentences one a line, or words and names; verse without marks goes on from line to line."""
    if sum(line[-1] in SENTENCE_ENDS for line in lines) > NEARLY_ALL * len(lines):
        return True
    length, times = Counter(len(line) for line in lines).most_common(1)[0]
    verse = length in VERSES and times > NEARLY_ALL * len(lines)
    return _short(lines, WORD) and not verse


def _short(lines: Sequence[str], most: int) -> bool:
    """Nearly every line is as short as a word."""
    return sum(len(line) <= most for line in lines) > NEARLY_ALL * len(lines)
