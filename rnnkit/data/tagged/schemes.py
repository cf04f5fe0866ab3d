"""How tags mark spans of tokens: BIO, IOB1, BIOES, BILOU, BMES, plain tags; told apart, read, written.

One rule reads all of them (that of conlleval, Tjong Kim Sang & Buchholz 2000): a span begins where a letter
says so, or where the type is not that of the token before. Inside, everything is BIO.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Name = Literal["none", "BIO", "IOB1", "BIOES", "BILOU", "BMES"]
Span = tuple[int, int, str]
"""First token, the one after the last, and the type."""
Parsed = tuple[str, str]
"""The letter of a scheme and the type: `("B", "PER")`; outside of spans `("O", "")`."""

LETTERS = "BIOESMLUW"
FRONT = re.compile(r"([BIESMLUW])(?:[-_:|](.+))?", re.DOTALL)
BACK = re.compile(r"(.+)[-_:|]([BIESMLUW])", re.DOTALL)
SMALL = re.compile(r"([biesmluw])(?:[-_:|](.+))", re.DOTALL)
WAYS = ((FRONT, False), (BACK, True), (SMALL, False))  # patterns, and whether the letter comes last
OUTSIDE = ("O", "o", "0", "_", "-", "")
STARTS, ENDS = frozenset("BSUW"), frozenset("ESLUW")
NAMELESS = "_"  # the type of spans whose tags are bare letters, as seqeval calls it
STRANGE = 0.01  # share of tokens whose tags may be slips of the pen
SINGLES = 0.9  # share of tokens of one character in a text cut into characters


@dataclass(frozen=True)
class Scheme:
    """How the tags of a file are meant.

    `spans` says whether they mark spans at all; `outside` is the tag of what is in none; `parsed` is what
    each tag says; `strange` are tags that say nothing here and are read as outside, with their numbers.
    """

    name: Name = "none"
    spans: bool = False
    outside: str = "O"
    parsed: Mapping[str, Parsed] = field(default_factory=dict)
    strange: Mapping[str, int] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        """The types of the spans, or the plain tags, sorted."""
        found = {kind for letter, kind in self.parsed.values() if letter != "O"} - {NAMELESS}
        return sorted(found if self.spans else self.parsed)


def find_scheme(sentences: Sequence[Sequence[str]], characters: bool = False) -> Scheme:
    """Tell the scheme of the tags of these sentences; `characters` says that tokens are single characters.

    >>> find_scheme([["I-PER", "I-PER", "O", "I-LOC"]]).name
    'IOB1'
    >>> find_scheme([["DET", "NOUN"]]).spans
    False
    """
    counts = Counter(tag for tags in sentences for tag in tags)
    for pattern, turned in WAYS:
        if scheme := _with_letters(counts, pattern, turned=turned):
            return _named(scheme, sentences, characters)
    if counts and counts.most_common(1)[0][0] == "O" and len(counts) > 1:
        parsed = {tag: ("O", "") if tag == "O" else ("I", tag) for tag in counts}
        return Scheme("none", True, "O", parsed)
    return Scheme("none", False, "", {tag: ("I", tag) for tag in counts})


def has_letters(counts: Mapping[str, int]) -> bool:
    """Whether tags with these numbers begin or end with the letters of a scheme."""
    return any(_with_letters(counts, pattern, turned=turned) for pattern, turned in WAYS)


def lettered(tag: str) -> bool:
    """Whether a cell could be a tag with a letter, or one outside of spans."""
    return tag in OUTSIDE or any(pattern.fullmatch(tag) for pattern, _ in WAYS)


def _with_letters(counts: Mapping[str, int], pattern: re.Pattern[str], *, turned: bool) -> Scheme | None:
    """The scheme of tags that all, but for a few slips, carry a letter; not named yet."""
    parsed: dict[str, Parsed] = {}
    for tag in counts:
        if found := pattern.fullmatch(tag):
            letter, kind = found.group(2, 1) if turned else found.group(1, 2)
            parsed[tag] = (letter.upper(), kind or NAMELESS)
    letters = {letter for letter, _ in parsed.values()}
    outside = next((tag for tag in OUTSIDE if tag in counts and tag not in parsed), None)
    bare = all(kind == NAMELESS for _, kind in parsed.values())
    if not (letters & set("BI") or (letters and outside == "O")) or (bare and "B" not in letters):
        return None
    strange = {tag: number for tag, number in counts.items() if tag not in parsed and tag != outside}
    if sum(strange.values()) > STRANGE * sum(counts.values()) or (outside is None and len(letters) < 2):
        return None
    whole = {tag: parsed.get(tag, ("O", "")) for tag in counts}
    return Scheme("BIO", True, "O" if outside is None else outside, whole, strange)


def _named(scheme: Scheme, sentences: Sequence[Sequence[str]], characters: bool) -> Scheme:
    """The same with its name, which its letters tell, and for B and I alone, how spans begin."""
    letters = {letter for letter, _ in scheme.parsed.values()} - {"O"}
    name: Name = "BIO"
    if letters & set("MW"):
        name = "BMES"
    elif letters & set("LU"):
        name = "BILOU"
    elif letters & set("ES"):
        name = "BMES" if characters and "I" not in letters else "BIOES"
    elif by_i(scheme, sentences):
        name = "IOB1"
    return Scheme(name, True, scheme.outside, scheme.parsed, scheme.strange)


def by_i(scheme: Scheme, sentences: Sequence[Sequence[str]]) -> bool:
    """Whether I- opens more spans than B- does where no span of the same type stands before."""
    opened, free = 0, 0
    for tags in sentences:
        before = ""
        for tag in tags:
            letter, kind = scheme.parsed[tag]
            if letter != "O" and kind != before:
                opened, free = opened + (letter == "I"), free + (letter == "B")
            before = kind
    return opened > free


def spans_of(tags: Sequence[str], scheme: Scheme) -> list[Span]:
    """The spans of one sentence, in order.

    >>> tags = ["B-PER", "I-PER", "O", "B-LOC"]
    >>> spans_of(tags, find_scheme([tags]))
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    found: list[Span] = []
    start, before, ended = 0, "", True
    for place, tag in enumerate(tags):
        letter, kind = scheme.parsed.get(tag, ("O", ""))
        if before and (ended or letter in STARTS or kind != before):
            found.append((start, place, before))
            before = ""
        if letter != "O" and not before:
            start, before = place, kind
        ended = letter in ENDS
    return [*found, (start, len(tags), before)] if before else found


def headless(tags: Sequence[str], scheme: Scheme) -> int:
    """How many spans do not begin with the letter that begins one; nothing where none has to."""
    if scheme.name in ("none", "IOB1"):
        return 0
    return sum(scheme.parsed[tags[start]][0] not in STARTS for start, _, _ in spans_of(tags, scheme))


def to_bio(tags: Sequence[str], scheme: Scheme) -> list[str]:
    """The tags of one sentence as BIO; plain tags that mark no spans stay as they are.

    >>> to_bio(["S-LOC", "O", "B-PER", "E-PER"], find_scheme([["S-LOC", "O", "B-PER", "E-PER"]]))
    ['B-LOC', 'O', 'B-PER', 'I-PER']
    """
    return write(spans_of(tags, scheme), len(tags), "BIO") if scheme.spans else list(tags)


def bio_spans(tags: Iterable[str]) -> list[Span]:
    """The spans of tags in BIO, such as a network gives: an I- that nothing begins, begins one itself."""
    tags = list(tags)
    parsed: dict[str, Parsed] = {tag: (tag[0], tag[2:]) if tag != "O" else ("O", "") for tag in tags}
    return spans_of(tags, Scheme("BIO", True, "O", parsed))


WRITTEN: Mapping[str, tuple[str, str, str, str]] = {  # alone, first, middle, last
    "BIO": ("B", "B", "I", "I"),
    "BIOES": ("S", "B", "I", "E"),
    "BILOU": ("U", "B", "I", "L"),
    "BMES": ("S", "B", "M", "E"),
}


def write(spans: Sequence[Span], length: int, name: str) -> list[str]:
    """The tags of a sentence of so many tokens in a scheme.

    >>> write([(0, 1, "LOC"), (1, 3, "LOC")], 4, "IOB1")
    ['I-LOC', 'B-LOC', 'I-LOC', 'O']
    """
    tags = ["O"] * length
    for start, end, kind in spans:
        touches = start > 0 and tags[start - 1].endswith(f"-{kind}")
        for place in range(start, end):
            tags[place] = _tag(place, (start, end, kind), name, touches=touches)
    return tags


def _tag(place: int, span: Span, name: str, *, touches: bool) -> str:
    """One tag of a span."""
    start, end, kind = span
    if name == "none":
        return kind
    if name == "IOB1":
        return f"{'B' if place == start and touches else 'I'}-{kind}"
    alone, first, middle, last = WRITTEN[name]
    if end - start == 1:
        return f"{alone}-{kind}"
    return f"{first if place == start else last if place == end - 1 else middle}-{kind}"
