"""What one cell looks like at a glance: a number, a date, nothing, or text."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

Look = Literal["number", "date", "blank", "text"]

SHORT = 40
"""Characters of cells whose kind is remembered."""
LONGEST = 200
"""A longer cell is a text, whatever stands in it."""

MISSING = frozenset(
    {
        *(
            "",
            "na",
            "n/a",
            "n.a.",
            "n.a",
            "#n/a",
            "#na",
            "nan",
            "#nan",
            "-nan",
            "1.#ind",
            "null",
            "(null)",
            "none",
        ),
        *("nil", "<na>", "missing", "-", "--", "---", "—", "–", "?", "??", ".", "..", "...", "*", "\\n", "#"),
        *(
            "#value!",
            "#ref!",
            "#div/0!",
            "#num!",
            "#name?",
            "#null!",
            "nodata",
            "no data",
            "无",
            "缺失",
            "空",
            "暂无",
        ),
        *(":", "n/d", "n.d.", "k.a.", "k. a.", "n.v.", "s.d.", "not available", "нет данных", "データなし"),
    }
)
"""Spellings of "nothing here", in lower case."""

NUMBER = re.compile(
    r"^'?[+\-−(]?\s?(?:[€$£¥₹]|USD|EUR|GBP|CNY)?\s?[+\-−]?"
    r"(?:\d[\d.,'’\s\xa0\u2009\u202f]*|[.,]\d+)(?:[eE][+-]?\d+)?\s?(?:[%‰€$£¥₹元)]|USD|EUR|GBP|CNY)?$"
)
INFINITE = re.compile(r"^[+-]?inf(inity)?$", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(
    rf"^(?:\d{{1,4}}\s?[-/.年_]\s?\d{{1,2}}(?:\s?[-/.月_]\s?\d{{1,4}})?(?!\d)"
    rf"|\d{{4}}\s?[-/.]?[qmw]\d{{1,2}}$|q[1-4][-/ .]?\d{{2,4}}$|[1-4]q\d{{2,4}}$|\d{{8}}[ t_-]?\d"
    rf"|\d{{1,2}}[-/ .]?(?:{_MONTHS})[a-z]*[-/ .,]|(?:[a-z]{{3,9}},? )?(?:{_MONTHS})[a-z]*[-/ .,]+\d"
    rf"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? \d|\d{{4}}[- ]?(?:{_MONTHS})"
    rf"|\d{{1,2}}:\d{{2}})",
    re.IGNORECASE,
)
DOTTED_DATE = re.compile(r"^(?:\d{4}\. ?\d{1,2}\. ?\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d{2}))\b")


def look(cell: str) -> Look:
    """The kind of one cell, judged by its form alone.

    >>> [look(cell) for cell in ("3,5", "2024-01-31", "north", " ")]
    ['number', 'date', 'text', 'blank']
    """
    return _kept(cell) if len(cell) <= SHORT else _look(cell)


def _look(cell: str) -> Look:
    cell = cell.strip()
    if len(cell) > LONGEST:
        return "text"
    if cell.lower() in MISSING:
        return "blank"
    if DOTTED_DATE.match(cell):
        return "date"
    if NUMBER.match(cell) or INFINITE.match(cell):
        return "number"
    return "date" if DATE.match(cell) else "text"


_kept = lru_cache(maxsize=1 << 15)(_look)  # the first cells of a file are looked at again and again


def majority(cells: Iterable[str]) -> Look:
    """The most frequent kind among the cells that hold something."""
    counts = Counter(map(look, cells))
    del counts["blank"]
    return max(counts, key=lambda kind: counts[kind]) if counts else "blank"
