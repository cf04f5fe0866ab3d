"""A text cut into tunes: the fields of each head, the lines of each body, and what belongs to no tune."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Line = tuple[int, str]
"""A line with its number from 1."""

FIELD = re.compile(r"([A-Za-z+]):(?![|:])(.*)", re.DOTALL)
COMMENT = re.compile(r"(?<!\\)%.*", re.DOTALL)
TAG = re.compile(
    r"</?(?:pre|html|head|body|title|br|p|div|span|table|tbody|tr|td|th|hr|h[1-6]|center|font|textarea|"
    r"script|style|strong|code|meta|link|img|a(?=\s)[^<>]{0,300})\b[^<>]{0,300}>|</[a-z]{1,10}>|<!--|-->",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#(\d{1,6})|(amp|lt|gt|quot|apos|nbsp|sharp));")
ENTITIES: Mapping[str, str] = {
    **{"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " ", "sharp": "#"}
}
LATE = "MLQ"
"""Fields of the head also between `K:` and the notes, where the head lacks them."""
BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


@dataclass
class Raw:
    """One tune as it stands in a file: the line it begins in, its fields in order, and the lines of its body.

    The fields behind `K:` are in the body, as lines of their own.
    """

    line: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    keyed: bool = False
    gap: bool = False

    def first(self, name: str) -> str | None:
        """What the first field of this name says."""
        return next((text for own, text in self.fields if own == name), None)


@dataclass
class Cut:
    """The tunes of a text, and how many lines were passed over, by what they are."""

    tunes: list[Raw] = field(default_factory=list)
    comments: int = 0
    outside: list[int] = field(default_factory=list)
    tags: int = 0
    entities: int = 0

    def add(self, other: "Cut") -> None:
        """What stands around the tunes of another file, too."""
        self.outside += other.outside
        self.comments += other.comments
        self.tags += other.tags
        self.entities += other.entities


def cut(text: str) -> Cut:
    r"""Cut a text into tunes: at `X:`, or where a new head begins.

    >>> found = cut("X:1\nT:One\nK:D\nd4|\nX:2\nK:G\ng4|\n\nT:Three\nK:C\nc4|\n")
    >>> [(raw.line, raw.first("T"), raw.body) for raw in found.tunes]
    [(1, 'One', [(4, 'd4|')]), (5, None, [(7, 'g4|')]), (9, 'Three', [(11, 'c4|')])]
    """
    found = Cut()
    lines = list(_plain(text, found))
    heads = _heads(lines)
    raw: Raw | None = None
    for place, (number, line) in enumerate(lines):
        if not line:
            if raw is not None:
                raw.gap = True
            continue
        match = FIELD.match(line)
        if match and _begins(raw, match[1], heads.get(place, "")):
            raw = Raw(number)
            found.tunes.append(raw)
        if raw is None:
            found.outside.append(number)
        else:
            _take(raw, number, line, match, found)
    found.tunes = [raw for raw in found.tunes if raw.keyed or raw.body or raw.first("X") is not None]
    return found


def _plain(text: str, found: Cut) -> Iterator[Line]:
    """The lines without comments, blocks of words for a printer, and blanks around them."""
    block = False
    for number, line in _unmarked(text, found):
        if line.startswith("%"):
            block = (block or line.startswith("%%begin")) and not line.startswith("%%end")
            found.comments += 1
        elif block:
            found.comments += 1
        elif "%" in line:
            bare = COMMENT.sub("", line).rstrip()
            found.comments += bare != line
            yield number, bare
        else:
            yield number, line


def _unmarked(text: str, found: Cut) -> Iterator[Line]:
    """The lines without tags of a web page; `&amp;` and the like are the signs that they stand for."""
    for number, line in enumerate(text.split("\n"), 1):
        if "<" not in line and ">" not in line and "&" not in line:
            yield number, line.strip()
            continue
        for piece in BREAK.split(line) if "<" in line else (line,):
            plain, tags = TAG.subn("", piece)
            plain, entities = ENTITY.subn(_sign, plain)
            found.tags += tags
            found.entities += entities
            yield number, plain.strip()


def _sign(found: re.Match[str]) -> str:
    if found[2]:
        return ENTITIES[found[2]]
    code = int(found[1])
    return chr(code) if 32 <= code < 0xD800 else ""


def _heads(lines: Sequence[Line]) -> Mapping[int, str]:
    """The names of the fields in a run of them, by the place of its first line; blanks part no run."""
    found: dict[int, str] = {}
    begun: int | None = None
    names: list[str] = []
    for place, (_, line) in enumerate([*lines, (0, "|")]):
        match = FIELD.match(line)
        if match:
            begun = place if begun is None else begun
            names.append(match[1])
        elif line and begun is not None:
            found[begun] = "".join(names)
            begun, names = None, []
    return found


def _begins(raw: Raw | None, name: str, head: str) -> bool:
    """Whether a field begins a new tune: `X:` always; a title, or meter and key, where a head can begin."""
    if raw is None:
        return name in "XTMKLCRSQ"
    if name == "X":
        return bool(raw.body) or raw.keyed or raw.first("X") is not None
    if not raw.body or "X" in head:
        return False
    if name == "T":
        return raw.gap or raw.first("X") is None
    return raw.gap and "K" in head and ("T" in head or "M" in head)


def _take(raw: Raw, number: int, line: str, match: re.Match[str] | None, found: Cut) -> None:
    """A line of a tune: a field of its head, a line of its body; in the head and behind a gap, words too."""
    gap, raw.gap = raw.gap, False
    if match and not raw.body and (not raw.keyed or (match[1] in LATE and raw.first(match[1]) is None)):
        raw.fields.append((match[1], match[2].strip()))
        raw.keyed |= match[1] == "K"
    elif not match and (gap or not (raw.keyed or raw.body)) and not is_music(line):
        raw.gap = gap
        found.outside.append(number)
    else:
        raw.body.append((number, line))


MUSIC = re.compile(r"[\sA-Ga-gzxZ0-9/,'^_=|:\[\]()<>~.\\\"-]*")
NOTE_SIGNS = 0.8


def is_music(line: str) -> bool:
    """Whether a line may be of the body of a tune: nearly all signs are those of notes and bars.

    >>> is_music("|: d2 dA F2 | AFD"), is_music("Transcribed by ear: a nice one.")
    (True, False)
    """
    bare = re.sub(r'"[^"]{0,60}"|![^!]{0,30}!', "", line[:400])
    kept = sum(len(run) for run in MUSIC.findall(bare))
    return "|" in bare or (bool(bare) and kept >= NOTE_SIGNS * len(bare) and " " not in bare.strip())
