r"""Lines of a token each to rows of cells, in blocks that are sentences; comments are told from tokens.

Lines end at line feeds only and cells are cut at tabs or plain blanks only: U+2028 and the no-break blank are
tokens like any other. `"a O\nb O\n\nc O\n"` gives two blocks of two and one rows.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError
from rnnkit.words import plural, t

Row = tuple[int, list[str]]
"""The number of the line, from 1, and its cells."""
Block = list[Row]
Split = Callable[[str], list[str]]

BLANKS = re.compile(r"[ \t]+")
TABS = re.compile(r"\t+")
SAMPLE = 2_000  # lines that tell what separates
MOSTLY = 0.9
BROKEN = 0.1  # share of lines without a tag from which this is no file of tags
DOCUMENT = "-DOCSTART-"
GLOBAL = "# global.columns ="
ID = re.compile(r"\d+")
NEVER_WRITTEN = re.compile(r"\d+[-.]\d+")  # ranges and empty nodes of CoNLL-U
SEPARATORS = (",", ";", "|")
LETTERED = re.compile(r"[BIESMLU]-\S+")


@dataclass
class TokenGrid:
    """Blocks of rows, the separator, and names for the columns that the file itself gives."""

    blocks: list[Block]
    separator: str
    width: int
    names: list[str] = field(default_factory=list)
    documents: int = 0  # how many lines begin a document

    @property
    def rows(self) -> Iterator[Row]:
        """All rows in turn."""
        return (row for block in self.blocks for row in block)


def read_lines(text: str, notes: Notes) -> TokenGrid:
    r"""Cut a text into blocks of rows. Raises `DataError` where its lines have a single column only.

    >>> read_lines("Ada B-PER\nran O\n\nRome B-LOC\n", Notes()).blocks[1]
    [(4, ['Rome', 'B-LOC'])]
    """
    lines = text.split("\n")
    separator, split = find_split(lines)
    cut = [split(line) if line.strip(" \t") else [] for line in lines]
    width = _width(lines, cut)
    if width < 2:
        number = next((n for n, cells in enumerate(cut, 1) if cells), 1)
        raise DataError(
            t("Line {number} holds one column; each line needs a token and its tag.", number=number)
        )
    grid = TokenGrid([], separator, width, _global_names(lines))
    _fill(grid, lines, cut, notes)
    return grid


def find_split(lines: Sequence[str]) -> tuple[str, Split]:
    r"""What separates the cells of these lines, and how a line is cut: tabs before all else.

    >>> find_split(["the\tO", "New York\tB-LOC"])[0]
    '\t'
    """
    sample = [line for line in lines if line.strip(" \t") and not _aside(line)][:SAMPLE]
    if _share(sample, lambda line: "\t" in line) >= MOSTLY:
        even = Counter(line.count("\t") for line in sample).most_common(1)[0][1] >= MOSTLY * len(sample)
        return "\t", _by_tabs if even else TABS.split
    if _share(sample, lambda line: len(BLANKS.split(line.strip(" \t"))) > 1) >= MOSTLY and not _named(sample):
        return " ", _by_blanks
    for mark in SEPARATORS:
        if sum(mark in line for line in sample) >= MOSTLY * max(1, len(sample)):
            return mark, by_commas(mark)
    return " ", _by_blanks


def _named(sample: Sequence[str]) -> bool:
    """Whether the first line names columns between commas or the like, and no blank stands in it alone."""
    return any(mark in sample[0] and " " not in sample[0].strip() for mark in SEPARATORS) and all(
        any(mark in line for mark in SEPARATORS) for line in sample
    )


def _share(sample: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, sample)) / max(1, len(sample))


def _aside(line: str) -> bool:
    """Lines that may be no tokens: comments and starts of documents."""
    return line.startswith(("#", DOCUMENT))


def _by_tabs(line: str) -> list[str]:
    return line.split("\t")


def _by_blanks(line: str) -> list[str]:
    return BLANKS.split(line.strip(" \t"))


def by_commas(mark: str) -> Split:
    """A line is cut by itself: no token holds a line end, so a lone quote never swallows further lines."""

    def split(line: str) -> list[str]:
        if '"' not in line:
            return line.split(mark)
        try:
            cells = next(csv.reader([line], delimiter=mark, strict=True), [])
        except csv.Error:
            return line.split(mark)
        return cells

    return split


def _width(lines: Sequence[str], cut: Sequence[list[str]]) -> int:
    """How many columns most lines have; where a few have more, blanks stand inside their last cells."""
    counts = Counter(len(cells) for line, cells in zip(lines, cut, strict=True) if cells and not _aside(line))
    counts = counts or Counter(len(cells) for cells in cut if cells)
    if not counts:
        raise DataError(t("The file holds no lines with tokens."))
    return counts.most_common(1)[0][0]


def _global_names(lines: Sequence[str]) -> list[str]:
    """The names that a comment of CoNLL-U Plus gives."""
    found = next((line for line in lines[:50] if line.startswith(GLOBAL)), "")
    return found.removeprefix(GLOBAL).split()


def _fill(grid: TokenGrid, lines: Sequence[str], cut: Sequence[list[str]], notes: Notes) -> None:
    """Blocks from lines: what is no token is passed over, what lacks cells is told."""
    known = _last_cells(grid, lines, cut)
    numbered = _numbered(lines, cut)
    block: Block = []
    comments, unwritten = 0, 0
    bad: list[int] = []
    for number, (line, cells) in enumerate(zip(lines, cut, strict=True), 1):
        ends = not any(cells) or line.startswith(DOCUMENT)
        if ends or (line.startswith("#") and not _is_token(cells, grid.width, known)):
            grid.documents += line.startswith(DOCUMENT)
            comments += not ends
            if (ends or _opens(cells)) and block:
                grid.blocks.append(block)
                block = []
        elif numbered and NEVER_WRITTEN.fullmatch(cells[0]):
            unwritten += 1
        elif (fitted := fit(cells, grid, known)) is not None:
            block.append((number, fitted))
        else:
            bad.append(number)
            block.append((number, []))
    if block:
        grid.blocks.append(block)
    _leave_out(grid, bad, notes)
    _tell(comments, unwritten, notes)


def _opens(cells: Sequence[str]) -> bool:
    """A comment of several cells between sentences, such as the source of the next one."""
    return len(cells) > 1 and cells[0] == "#"


def _last_cells(grid: TokenGrid, lines: Sequence[str], cut: Sequence[list[str]]) -> frozenset[str]:
    """The cells that end the lines which are tokens without doubt."""
    return frozenset(
        cells[-1]
        for line, cells in zip(lines, cut, strict=True)
        if len(cells) == grid.width and not line.startswith("#")
    )


def _is_token(cells: Sequence[str], width: int, known: frozenset[str]) -> bool:
    """Whether a line that begins with # is a token all the same: it ends like other lines do."""
    if len(cells) != width:
        return False
    return not known or cells[-1] in known or (cells[0] != "#" and bool(LETTERED.fullmatch(cells[-1])))


def _numbered(lines: Sequence[str], cut: Sequence[list[str]]) -> bool:
    """Whether lines begin with a running number."""
    first = [cells[0] for line, cells in zip(lines, cut, strict=True) if cells and not _aside(line)][:SAMPLE]
    return _share(first, lambda cell: bool(ID.fullmatch(cell) or NEVER_WRITTEN.fullmatch(cell))) >= MOSTLY


def fit(cells: list[str], grid: TokenGrid, known: frozenset[str]) -> list[str] | None:
    """The cells of a line as so many as other lines have; `None` where some are missing.

    `Mill -X- _ B-Street name` has five parts where others have four: the tag is all from the fourth on.
    """
    width = grid.width
    if len(cells) == width:
        return cells
    if len(cells) < width:
        return None
    if grid.separator == " ":
        if cells[-1] in known and cells[width - 1] not in known and cells[width - 1][1:2] not in ("-", "_"):
            return [" ".join(cells[: len(cells) - width + 1]), *cells[len(cells) - width + 1 :]]
        return [*cells[: width - 1], " ".join(cells[width - 1 :])]
    if not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    return None


def _leave_out(grid: TokenGrid, bad: Sequence[int], notes: Notes) -> None:
    """Leave out sentences in which a line has no tag, or refuse where there are many such lines."""
    if not bad:
        return
    total = sum(map(len, grid.blocks))
    if len(bad) > BROKEN * total:
        raise DataError(
            plural(
                "Line {line} does not have the {width} columns of the others; each line needs a token and "
                "its tag.",
                "{number} lines do not have the {width} columns of the others, first line {line}; each line "
                "needs a token and its tag.",
                len(bad),
                line=bad[0],
                width=grid.width,
            )
        )
    kept = [block for block in grid.blocks if all(cells for _, cells in block)]
    gone, grid.blocks = len(grid.blocks) - len(kept), kept
    sentence = plural(
        "{number} sentence left out: line {first} does not have the {width} columns of the others.",
        "{number} sentences left out: line {first} and others do not have the {width} columns of most.",
        gone,
        first=bad[0],
        width=grid.width,
    )
    notes.change("broken_lines", sentence, len(bad), [str(number) for number in bad[:5]], warning=True)


def _tell(comments: int, unwritten: int, notes: Notes) -> None:
    if comments:
        notes.change(
            "comments",
            plural("{number} line is a comment.", "{number} lines are comments.", comments),
            comments,
        )
    if unwritten:
        sentence = plural(
            "{number} line passed over that was never written: a range such as 1-2, or an empty node.",
            "{number} lines passed over that were never written: ranges such as 1-2, and empty nodes.",
            unwritten,
        )
        notes.change("unwritten", sentence, unwritten)
