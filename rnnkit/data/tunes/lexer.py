"""The body of a tune to its tokens: one pass, everything that is dropped or written otherwise counted."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from sys import intern

from rnnkit.data.tunes.keys import read_key
from rnnkit.data.tunes.lengths import LENGTH, is_length, read_length, write_length
from rnnkit.data.tunes.meters import bar_length, read_meter
from rnnkit.data.tunes.spellings import pitch_of, read_unit, symbol_of, times_of
from rnnkit.data.tunes.tokens import MOST_VOICES, TIMES, look, tuplet_of

EIGHTH = Fraction(1, 8)
Length = tuple[Fraction, str]
"""Eighths, and how they are written."""
LONG = LENGTH.pattern.replace("(", "(?:", 3)
RAW_PITCH = r"[\^_=]{0,3}/?[A-Ga-g][,']{0,8}"
RAW_NOTE = re.compile(rf"({RAW_PITCH})({LONG})")
LEX = re.compile(
    r"(?P<blank>[\s`\\]+|y[\d/]*)"
    rf"|(?P<note>({RAW_PITCH})({LONG}))"
    rf"|(?P<rest>([zxZX])({LONG}))"
    r"|(?P<bar>\.?(?:[|:]|\[(?=\|)|(?<=[|:])\])+)"
    r"|(?P<ending>(?:(?<=[|:])|(?<=[|:] )|\[ ?)([1-9][\d,.-]{0,20}))"
    r"|(?P<field>\[([A-Za-z]):([^\[\]\n]{0,200})\])"
    rf"|(?P<chord>\[([^\[\]|:\n]{{1,120}})\]({LONG}))"
    r'|(?P<quote>"([^"\n]{0,200})")'
    r"|(?P<grace>\{[^{}\n]{0,200}\})"
    rf"|(?P<old>\+((?:{RAW_PITCH}{LONG}){{2,8}})\+)"
    r"|(?P<decoration>![A-Za-z\d.<>()^/+-]{1,30}!|\+[A-Za-z.]{2,30}\+|[~.HLMOPSTuv])"
    r"|(?P<tuplet>\(([2-9])(?::([1-9]?))?(?::(1[0-6]|[1-9]?))?(?=[^\d:]|$))"
    r"|(?P<slur>[()])"
    r"|(?P<tie>-)"
    r"|(?P<broken>>{1,3}|<{1,3})"
    r"|(?P<overlay>&[^|\n]*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
MOST_RESTS = 32
"""Bars of rest that one sign may stand for."""


@dataclass
class Body:
    """A body on its way: its tokens, and what was dropped by its kind.

    `last` is the place, the sign and the eighths of a note that broken rhythm may change, `broken` what the
    next one is changed by.
    """

    meter: str
    unit: Fraction = EIGHTH
    tokens: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    broken: Fraction | None = None
    last: tuple[int, str, Fraction] | None = None

    def add(self, token: str) -> None:
        """A token that takes no time."""
        self.tokens.append(intern(token))

    def sound(self, what: str, length: Length | None) -> None:
        """A note, chord or rest; one of a length that cannot be written is dropped."""
        if self.broken is not None:
            length = None if length is None else spelled(length[0] * self.broken)
            self.broken = None
        if length is None:
            self.dropped["length"] += 1
            return
        self.last = len(self.tokens), what, length[0]
        self.add(what + length[1])


def spelled(eighths: Fraction) -> Length | None:
    """A length with its spelling; `None` for one that no token can have."""
    return (eighths, write_length(eighths)) if is_length(eighths) else None


@lru_cache(maxsize=4096)
def length_of(text: str, unit: Fraction, outer: str = "") -> Length | None:
    """A length that is counted in units, of a note or of a chord with a length outside as well.

    >>> length_of("3/2", Fraction(1, 4)), length_of("2", EIGHTH, "/")
    ((Fraction(3, 1), '3'), (Fraction(1, 1), ''))
    """
    inner, times = read_length(text), read_length(outer)
    return None if inner is None or times is None else spelled(inner * times * unit / EIGHTH)


def tokens_of(body: str, meter: str = "none") -> list[str]:
    r"""The tokens of a body whose lengths are in eighths.

    >>> tokens_of('"Am"A>B c2-|{g}[C2E2] (3abc :|2 z4::')
    ['"Am"', 'A3/2', 'B/2', 'c2', '-', '|', '[CE]2', '(3', 'a', 'b', 'c', ':|', '[2', 'z4', ':|', '|:']
    """
    found = Body(meter)
    read_line(found, body)
    return finished(found)


def read_line(body: Body, text: str) -> None:
    """Take a line, or all of a text without comments and lines of fields, into a body.

    >>> body = Body("6/8", Fraction(1, 4))
    >>> read_line(body, "{g}a2 (b|")
    >>> body.tokens, dict(body.dropped)
    (['a4', 'b2', '|'], {'grace': 1, 'slur': 1})
    """
    for found in LEX.finditer(text):
        kind = found.lastgroup or ""
        if take := TAKES.get(kind):
            inner = found.groups()[found.lastindex or 0 :]
            take(body, [group for group in inner if group is not None] or [found[0]])
        elif kind != "blank":
            body.dropped[kind] += 1


def finished(body: Body) -> list[str]:
    """The tokens with every run of bar lines in its one spelling."""
    tokens: list[str] = []
    for token in body.tokens:
        if token in WEIGHT and tokens and tokens[-1] in WEIGHT:
            before = tokens.pop()
            tokens += _joined(before, token)
        elif token != "|" or tokens:
            tokens.append(token)
    return tokens


WEIGHT: Mapping[str, int] = {"|": 0, "||": 1, "|]": 2, "|:": 3, ":|": 3}


def _joined(first: str, second: str) -> list[str]:
    """Two bar lines with nothing between them: the one that says more, or the end and beginning of repeats.

    >>> _joined("|", "|:"), _joined(":|", "||"), _joined(":|", "|:")
    (['|:'], [':|'], [':|', '|:'])
    """
    if (first, second) == (":|", "|:"):
        return [first, second]
    return [second] if WEIGHT[second] > WEIGHT[first] else [first]


def _bar(body: Body, groups: list[str]) -> None:
    """One bar line or several in a row: `:|:` ends a repeat and begins one."""
    text = groups[0]
    ends, begins = text.lstrip(".[").startswith(":"), text.endswith(":")
    if text == ":":
        body.dropped["sign"] += 1
        return
    if ends:
        body.add(":|")
    if begins:
        body.add("|:")
    if not ends and not begins:
        plain = text.strip(".") in ("|", "[|]")
        body.add("|" if plain else "|]" if text.endswith("]") else "||")
    body.broken = body.last = None


def _note(body: Body, groups: list[str]) -> None:
    pitch = pitch_of(groups[0])
    if pitch is None:
        body.dropped["pitch"] += 1
    # what lasts must last on, or the bar would fall short: a note that cannot be written is a rest
    body.sound(pitch or "z", length_of(groups[1], body.unit))


def _rest(body: Body, groups: list[str]) -> None:
    if groups[0] in "zx":
        body.sound("z", length_of(groups[1], body.unit))
        return
    bar, bars = bar_length(body.meter), read_length(groups[1])
    length = None if bar is None else spelled(bar)
    if length is None or bars is None or bars.denominator > 1 or bars > MOST_RESTS:
        body.dropped["length"] += 1
        return
    body.tokens += [f"z{length[1]}", "|"] * bars.numerator
    body.tokens.pop()
    body.dropped["rests"] += 1


def _chord(body: Body, groups: list[str]) -> None:
    """Notes at once, `[CEG]2` or in old files `+CEG+`: as long as the first of them, as ABC has it."""
    notes = RAW_NOTE.findall(groups[0])
    body.dropped["sign"] += len(RAW_NOTE.sub("", groups[0]).translate(SILENT))
    pitches = [pitch for raw, _ in notes if (pitch := pitch_of(raw))]
    body.dropped["pitch"] += len(notes) - len(pitches)
    if not notes:
        return
    body.dropped["voices"] += len(pitches) > MOST_VOICES
    body.dropped["uneven"] += len({length for _, length in notes}) > 1
    length = length_of(notes[0][1], body.unit, "".join(groups[1:]))
    pitches = list(dict.fromkeys(pitches))[:MOST_VOICES]
    what = "[" + "".join(pitches) + "]" if len(pitches) > 1 else (pitches or ["z"])[0]
    body.sound(what, length)
    if "-" in groups[0]:
        body.add("-")


SILENT = {ord(sign): None for sign in " -.~`()!+"}


def _ending(body: Body, groups: list[str]) -> None:
    body.add("[" + ",".join(map(str, times_of(groups[0]))))


def _field(body: Body, groups: list[str]) -> None:
    name, text = groups[0], groups[1]
    if not take_field(body, name, text):
        body.dropped["inline"] += 1


def take_field(body: Body, name: str, text: str) -> bool:
    """A field amid the notes that changes meter, key or unit; whether it was one of these and understood."""
    if name == "L":
        unit = read_unit(text)
        body.unit = unit or body.unit
        return unit is not None
    read = {"M": read_meter, "K": read_key}.get(name)
    value = read(text.strip()) if read else None
    if read is None or value is None:
        return False
    if name == "M":
        body.meter = value
    body.add(f"[{name}:{value}]")
    return True


def _quote(body: Body, groups: list[str]) -> None:
    symbol = symbol_of(groups[0])
    if symbol:
        body.add(f'"{symbol}"')
    elif groups[0].strip():
        body.dropped["remark"] += 1


def _tuplet(body: Body, groups: list[str]) -> None:
    p = int(groups[0])
    q, r = (int(text) if text else 0 for text in [*groups[1:], "", ""][:2])
    token = tuplet_of(p, q or TIMES.get(p, 0), r or p)
    if look(token) is None:  # (5:0:4, whose middle the meter tells
        token = f"({p}"
    body.add(token)


def _tie(body: Body, groups: list[str]) -> None:
    body.add(groups[0])


def _broken(body: Body, groups: list[str]) -> None:
    """`a>b`: the first is dotted and the second halved, and the more signs, the more; `<` the other way."""
    short = Fraction(1, 2 ** len(groups[0]))
    first, second = (2 - short, short) if groups[0][0] == ">" else (short, 2 - short)
    if body.last is None or not is_length(body.last[2] * first):
        body.dropped["sign"] += 1
        return
    place, what, length = body.last
    body.tokens[place] = intern(what + write_length(length * first))
    body.broken, body.last = second, None
    body.dropped["broken"] += 1


TAKES: Mapping[str, Callable[[Body, list[str]], None]] = {
    "note": _note,
    "rest": _rest,
    "chord": _chord,
    "old": _chord,
    "ending": _ending,
    "field": _field,
    "quote": _quote,
    "tuplet": _tuplet,
    "tie": _tie,
    "bar": _bar,
    "broken": _broken,
}
