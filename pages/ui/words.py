"""Numbers, times and foreign text, made ready to be read on screen."""

import math
import re

from rnnkit.text import plural, t

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


def three(value: float | None) -> str:
    """A number with three significant digits; a dash for what could not be computed."""
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if -5 < size < 3:
        return f"{value:,.{2 - size}f}"
    return f"{value:,.0f}" if 3 <= size < 7 else f"{value:.2e}"


def duration(seconds: float | None) -> str:
    """Seconds in words: `8 s`, `1 min 20 s`, `2 h 5 min`."""
    if seconds is None or not math.isfinite(seconds):
        return "–"
    whole = max(round(seconds), 0)
    if whole < 60:
        return t("{seconds} s", seconds=whole)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return t("{minutes} min {rest} s", minutes=minutes, rest=rest) if rest else t("{n} min", n=minutes)
    return t("{hours} h {minutes} min", hours=whole // 3600, minutes=whole % 3600 // 60)


def count(number: float) -> str:
    """A whole number with its thousands set apart."""
    return f"{round(number):,}"


def share(fraction: float) -> str:
    """A fraction in percent, three significant digits at most."""
    return f"{three(100 * fraction) if fraction else 0} %"


def rows(number: int) -> str:
    """A number of rows, in words."""
    return plural("{number} row", "{number} rows", number)
