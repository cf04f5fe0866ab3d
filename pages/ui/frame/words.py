"""Numbers, times and foreign text, made ready to be read on screen."""

import math
import re

from rnnkit.rounding import share, three
from rnnkit.words import plural, t

__all__ = ["count", "days_or_less", "duration", "literal", "rows", "share", "three"]

DAY = 24 * 3600
_MARKS = re.compile(r"([\\`*_\[\]|~$<>&])")
_FIRST = re.compile(r"^(\s*\d*)([#+\-=.)])")
_LINK = re.compile(r"(?i)(www)(?=\.)")
_COLON = re.compile(r":(?=\S)(?!(?<=\d:)\d)")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def literal(text: object) -> str:
    """Text of a person, shown letter by letter where Streamlit would read Markdown.

    Colours, icons and emoji are spelled `:name:`, and addresses become links; an invisible joiner
    behind the colon, or behind `www`, keeps them text.
    """
    plain = _BIDI.sub("", str(text)).replace("\r", " ").replace("\n", " ")
    marked = _FIRST.sub(r"\1\\\2", _MARKS.sub(r"\\\1", plain))
    return _COLON.sub(":\u2060", _LINK.sub("\\1\u2060", marked))


def days_or_less(seconds: float) -> str:
    """Whole days in words, or less than one as a duration: `7 days`, `5 h 20 min`."""
    if seconds <= DAY:
        return duration(seconds)
    return plural("{number} day", "{number} days", round(seconds / DAY))


def duration(seconds: float | None) -> str:
    """Seconds in words: `8 s`, `1 min 20 s`, `2 h 5 min`, `3 h`."""
    if seconds is None or not math.isfinite(seconds):
        return "–"
    whole = max(round(seconds), 0)
    if whole < 60:
        return t("{seconds} s", seconds=whole)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return t("{minutes} min {rest} s", minutes=minutes, rest=rest) if rest else t("{n} min", n=minutes)
    hours, minutes = divmod(whole // 60, 60)
    return t("{hours} h {minutes} min", hours=hours, minutes=minutes) if minutes else t("{n} h", n=hours)


def count(number: float) -> str:
    """A whole number with its thousands set apart."""
    return f"{round(number):,}"


def rows(number: int) -> str:
    """A number of rows, in words."""
    return plural("{number} row", "{number} rows", number)
