"""What one cell looks like at a glance: a number, a date, nothing, or text."""

import re
from collections.abc import Iterable
from typing import Literal

Look = Literal["number", "date", "blank", "text"]

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
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(
    rf"^(?:\d{{1,4}}\s?[-/.年_]\s?\d{{1,2}}(?:\s?[-/.月_]\s?\d{{1,4}})?(?!\d)"
    rf"|\d{{4}}\s?[-/.]?[qmw]\d{{1,2}}$|q[1-4][-/ .]?\d{{2,4}}$|[1-4]q\d{{2,4}}$|\d{{8}}[ t_-]?\d"
    rf"|\d{{1,2}}[-/ .]?(?:{MONTHS})[a-z]*[-/ .,]|(?:[a-z]{{3,9}},? )?(?:{MONTHS})[a-z]*[-/ .,]+\d"
    rf"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? \d|\d{{4}}[- ]?(?:{MONTHS})"
    rf"|\d{{1,2}}:\d{{2}})",
    re.IGNORECASE,
)
DOTTED_DATE = re.compile(r"^(?:\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2}))\b")


def look(cell: str) -> Look:
    """The kind of one cell, judged by its form alone."""
    cell = cell.strip()
    if cell.lower() in MISSING:
        return "blank"
    if DOTTED_DATE.match(cell):
        return "date"
    if NUMBER.match(cell) or INFINITE.match(cell):
        return "number"
    return "date" if DATE.match(cell) else "text"


def majority(cells: Iterable[str]) -> Look:
    """The most frequent kind among the cells that hold something."""
    counts: dict[Look, int] = {}
    for cell in cells:
        kind = look(cell)
        if kind != "blank":
            counts[kind] = counts.get(kind, 0) + 1
    return max(counts, key=lambda kind: counts[kind]) if counts else "blank"
