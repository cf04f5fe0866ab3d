"""Which column holds the tokens, which the tags, and which says where a sentence begins: told by cells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rnnkit.data.tagged.lines import TokenGrid
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.schemes import find_scheme, has_letters, lettered
from rnnkit.errors import DataError
from rnnkit.words import t

LOOKED_AT = 20_000  # rows
CONLLU = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
TOKENS = frozenset(
    [
        "token",
        "tokens",
        "word",
        "words",
        "form",
        "text",
        "char",
        "character",
        "surface",
        "wort",
        "mot",
        "palabra",
        "term",
        "词",
        "字",
        "单词",
    ]
)
TAGS = (  # from the likeliest to be meant
    frozenset(
        [
            "ner",
            "ner_tag",
            "ner_tags",
            "nertag",
            "entity",
            "entities",
            "iob",
            "iob_tag",
            "bio",
            "slot",
            "slots",
            "named_entity",
        ]
    ),
    frozenset(
        ["tag", "tags", "label", "labels", "target", "class", "y", "étiquette", "etikett", "标签", "标注"]
    ),
    frozenset(["upos", "pos", "pos_tag", "postag", "pos_tags", "upos_tag", "cpos", "xpos"]),
)
SENTENCES = re.compile(r"(sent|satz|phrase|document|doc\b|doc_|句)", re.IGNORECASE)
NUMBER = re.compile(r"\d+([-.]\d+)?")
COPIES = 0.25  # share of words that a column repeats from which it is a lemma, not a tag
RUNNING = 0.95
NEARLY = 0.6  # of the most different cells that a column has, from which it may hold the words
GAPS = ("", "NaN", "nan", "None", "NULL")  # what stands below the number of a sentence
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Columns:
    """The places of the columns that matter; `None` where there is no such column."""

    token: int
    tag: int
    sentence: int | None = None
    number: int | None = None
    header: tuple[str, ...] = ()
    others: tuple[int, ...] = ()  # that could be learned as well


@dataclass(frozen=True)
class Cells:
    """One column as far as it is looked at."""

    values: Sequence[str]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each value comes."""
        return Counter(self.values)

    @cached_property
    def numeric(self) -> float:
        """Share of numbers, ranges among them."""
        return sum(bool(NUMBER.fullmatch(value)) for value in self.values) / max(1, len(self.values))

    @property
    def running(self) -> bool:
        """Whether it counts on, and begins anew now and then."""
        if self.numeric < RUNNING or len(self.counts) < 2:
            return False
        numbers = [int(value) for value in self.values if value.isdecimal() and len(value) < 10]
        steps = sum(b == a + 1 or b <= 1 for a, b in pairwise(numbers))
        return len(numbers) < 2 or steps >= RUNNING * (len(numbers) - 1)

    @property
    def carried(self) -> bool:
        """Whether it stands in the first row of a sentence only."""
        empty = sum(self.counts.get(gap, 0) for gap in GAPS)
        return self.values[0] not in GAPS and empty > len(self.values) / 2 and len(self.counts) > 1

    @property
    def in_runs(self) -> bool:
        """Whether each value comes in one stretch of several rows: the number of a sentence."""
        changes = 1 + sum(a != b for a, b in pairwise(self.values))
        return 1 < changes == len(self.counts) and len(self.values) >= 2 * changes


def find_columns(grid: TokenGrid, fixed: TaggedOverrides) -> Columns:
    """Find the columns of a grid, as far as nobody fixed them; a header is taken off its first block.

    Raises `DataError` where a column is asked for that there is not.

    >>> rows = [(1, ["Ada", "NN", "B-PER"]), (2, ["ran", "VB", "O"])]
    >>> found = find_columns(TokenGrid([rows], " ", 3), TaggedOverrides())
    >>> found.token, found.tag
    (0, 2)
    """
    header = tuple(grid.names) if len(grid.names) == grid.width else _header(grid)
    rows = [cells for _, cells in _some(grid)]
    if not rows:
        raise DataError(t("There is no line with a token and a tag."))
    columns = [Cells([cells[place].strip(" ") for cells in rows]) for place in range(grid.width)]
    if not header and _is_conllu(grid, columns):
        found = Columns(1, 3, None, 0, (), (2, 4, 7))
    else:
        found = _guess(columns, [name.strip().lower() for name in header])
    token = _asked(fixed.token, header, grid.width, found.token)
    tag = _asked(fixed.tag, header, grid.width, found.tag)
    if token == tag:
        raise DataError(t("Tokens and tags need two columns, not the same one twice."))
    return Columns(token, tag, found.sentence, found.number, header, found.others)


def _some(grid: TokenGrid) -> list[tuple[int, list[str]]]:
    return [row for row, _ in zip(grid.rows, range(LOOKED_AT), strict=False)]


def _is_conllu(grid: TokenGrid, columns: Sequence[Cells]) -> bool:
    """Ten columns between tabs that begin with a running number, as in CoNLL-U and CoNLL-X."""
    return grid.separator == "\t" and grid.width == len(CONLLU) and columns[0].numeric >= RUNNING


def _header(grid: TokenGrid) -> tuple[str, ...]:
    """The names in the first row, taken off; empty where it holds a token."""
    first = grid.blocks[0][0][1] if grid.blocks else []
    low = [cell.strip(' "\ufeff').lower() for cell in first]
    rest = [cells for _, cells in _some(grid)][1:]
    known = [
        place for place, name in enumerate(low) if name in TOKENS or any(name in group for group in TAGS)
    ]
    if len(low) < 2 or not rest or not (known or _unlike(first, rest)):
        return ()
    later = [{cells[place].strip(" ") for cells in rest} for place in range(len(first))]
    if any(first[place].strip(" ") in later[place] for place in known if low[place] not in TOKENS):
        return ()  # such a tag comes again
    if len(known) < 2 and not _unlike(first, rest):
        return ()
    del grid.blocks[0][0]
    if not grid.blocks[0]:
        del grid.blocks[0]
    return tuple(cell.strip() for cell in first)


def _unlike(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a column has a scheme of letters that its first cell alone does not follow."""
    for place, cell in enumerate(first):
        counts = Counter(cells[place].strip(" ") for cells in rest)
        if has_letters(counts) and len(counts) > 1:
            scheme = find_scheme([list(counts)])
            if cell.strip(" ") not in counts and not lettered(cell.strip(" ")):
                return not scheme.strange
    return False


def _guess(columns: Sequence[Cells], names: Sequence[str]) -> Columns:
    """Roles by the names of columns, by schemes of letters, and by how many different cells they have."""
    sentence = _sentence_column(columns, names)
    number = next((place for place, cells in enumerate(columns) if place != sentence and cells.running), None)
    left = [place for place in range(len(columns)) if place not in (sentence, number)]
    several = [place for place in left if len(columns[place].counts) > 1] or left
    if len(several) < 2:
        several = left if len(left) > 1 else list(range(len(columns)))
    tag = _tag_column(columns, names, several)
    rest = [place for place in several if place != tag] or [place for place in left if place != tag] or [0]
    token = next((place for place in rest if names and names[place] in TOKENS), None)
    if token is None:
        most = max(len(columns[place].counts) for place in rest)
        token = next(place for place in rest if len(columns[place].counts) >= NEARLY * most)
    if tag == token:
        token = next(place for place in range(len(columns)) if place != tag)
    others = tuple(
        place for place in several if place not in (tag, token) and _may_be_tag(columns, token, place)
    )
    return Columns(token, tag, sentence, number, (), others)


def _sentence_column(columns: Sequence[Cells], names: Sequence[str]) -> int | None:
    """The column that says which sentence a row is of."""
    for place, cells in enumerate(columns):
        named = bool(names) and bool(SENTENCES.search(names[place]))
        if cells.carried and (named or (len(columns) > 2 and place == 0)):
            return place
        if cells.in_runs and (named or (cells.numeric >= RUNNING and len(columns) > 2)):
            return place
    return None


def _tag_column(columns: Sequence[Cells], names: Sequence[str], several: Sequence[int]) -> int:
    """The column to learn: with a scheme of letters, or named like one, or the last that repeats itself."""
    lettered = [place for place in several if has_letters(columns[place].counts)]
    if lettered:
        for group in TAGS if names else ():
            if named := [place for place in lettered if names[place] in group]:
                return named[-1]
        return _outer(columns, lettered)
    for group in TAGS if names else ():
        if named := [place for place in several if names[place] in group]:
            return named[-1]
    if len(several) == 2:
        first, second = several
        return first if len(columns[second].counts) > 1.5 * len(columns[first].counts) else second
    likely = [place for place in several[1:] if _may_be_tag(columns, several[0], place)]
    return (likely or list(several))[-1]


def _outer(columns: Sequence[Cells], lettered: Sequence[int]) -> int:
    """Of columns with schemes the last; of two with types of one family the first: it holds the outer spans.

    `B-LOC` before `B-LOCderiv` are outer and inner names; `B-NP` before `B-PER` are phrases and names.
    """
    chosen = lettered[-1]
    for place in reversed(lettered[:-1]):
        ours, theirs = (find_scheme([list(columns[n].counts)]).types for n in (chosen, place))
        if any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs):
            chosen = place
    return chosen


def _may_be_tag(columns: Sequence[Cells], token: int, place: int) -> bool:
    """Whether a column repeats few values, and not the words themselves as lemmas do."""
    pairs = [
        (word.lower(), cell.lower())
        for word, cell in zip(columns[token].values, columns[place].values, strict=True)
        if LETTER.search(word)
    ]
    same = sum(word == cell for word, cell in pairs) / max(1, len(pairs))
    few = len(columns[place].counts) < 0.8 * len(columns[token].counts) or len(pairs) < 50
    return same < COPIES and few and columns[place].numeric < RUNNING


def _asked(name: str | None, header: Sequence[str], width: int, found: int) -> int:
    """The column that somebody asked for, by its name or its place from 0."""
    if not name:
        return found
    if name in header:
        return list(header).index(name)
    if name.isdecimal() and len(name) < 6 and int(name) < width:
        return int(name)
    known = ", ".join(header) if header else t("0 to {last}", last=width - 1)
    raise DataError(
        t("There is no column {name}; there are {known}.", name=repr(name[:40]), known=known[:80])
    )
