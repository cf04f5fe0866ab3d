"""Sentences of one line each: `The/DT cat/NN`, or all tokens in one cell and all tags in another."""

import re
from collections.abc import Sequence

from rnnkit.data.table.notes import Notes
from rnnkit.data.tagged.lines import TokenGrid
from rnnkit.data.tagged.schemes import has_letters
from rnnkit.errors import DataError
from rnnkit.words import plural, t

Sentence = tuple[list[str], list[str]]
BLANKS = re.compile(r"[ \t]+")
QUOTED = {sign: re.compile(rf"{sign}((?:[^{sign}\\]|\\.)*+){sign}", re.DOTALL) for sign in "'\""}
QUOTES = re.compile("['\"]")
SAMPLE = 500
MOSTLY = 0.9
SIGNS = ("/", "_", "|")
LONGEST_TAG = 30


def slash_sign(lines: Sequence[str]) -> str:
    """What joins words and tags within lines of whole sentences; empty where nothing does.

    >>> slash_sign(["The/DT cat/NN sat/VBD ./.", "It/PRP ran/VBD"])
    '/'
    """
    sample = [line for line in lines if line.strip()][:SAMPLE]
    chunks = [chunk for line in sample for chunk in BLANKS.split(line.strip(" \t"))]
    if len(chunks) < 2 * len(sample) or not sample or any("\t" in line for line in sample):
        return ""
    for sign in SIGNS:
        cut = [chunk.rpartition(sign) for chunk in chunks]
        good = [tag for word, _, tag in cut if word and 0 < len(tag) <= LONGEST_TAG]
        if len(good) >= MOSTLY * len(chunks) and (len(set(good)) < len(good) / 2 or len(good) < 20):
            return sign
    return ""


def read_slashes(lines: Sequence[str], sign: str, notes: Notes) -> list[Sentence]:
    """The sentences of such lines; one with a word that has no tag is left out, and told.

    >>> read_slashes(["The/DT cat/NN"], "/", Notes())
    [(['The', 'cat'], ['DT', 'NN'])]
    """
    found: list[Sentence] = []
    bad: list[int] = []
    several = _several(lines, sign)
    for number, line in enumerate(lines, 1):
        pairs = [chunk.rpartition(sign) for chunk in BLANKS.split(line.strip(" \t"))]
        if several:  # `Ada|NNP|B-PER`: the word stands before the first sign
            pairs = [(chunk.partition(sign)[0], sign, tag) for chunk, _, tag in pairs]
        if not line.strip(" \t"):
            continue
        if all(word and tag for word, _, tag in pairs):
            found.append(([word for word, _, _ in pairs], [tag for _, _, tag in pairs]))
        else:
            bad.append(number)
    if bad:
        sentence = plural(
            "{number} line left out: a word on line {first} has no tag.",
            "{number} lines left out: words on line {first} and others have no tags.",
            len(bad),
            first=bad[0],
        )
        notes.change("broken_lines", sentence, len(bad), [str(number) for number in bad[:5]], warning=True)
    return found


def _several(lines: Sequence[str], sign: str) -> bool:
    """Whether words bring several tags, as `Ada|NNP|B-PER` does; a slash may be a part of a word."""
    chunks = [chunk for line in lines[:SAMPLE] for chunk in line.split()]
    return sign != "/" and sum(chunk.count(sign) > 1 for chunk in chunks) >= MOSTLY * len(chunks)


def whole_columns(grid: TokenGrid) -> tuple[int, int] | None:
    """The columns that hold all tokens and all tags of a sentence: as many in one cell as in the other.

    >>> grid = TokenGrid([[(1, ["to Rome today", "O B-LOC O"]), (2, ["go home", "O O"])]], ",", 2)
    >>> whole_columns(grid)
    (0, 1)
    """
    if grid.separator == " ":
        return None
    rows = [cells for _, cells in grid.rows][: SAMPLE + 1]
    rest = rows[1:] or rows
    parts = [[words(cells[place]) for cells in rest] for place in range(grid.width)]
    long = [
        place for place in range(grid.width) if sum(len(cell) > 1 for cell in parts[place]) > len(rest) / 2
    ]
    pairs = [(a, b) for a in long for b in long if a < b and _alike(parts[a], parts[b])]
    if not pairs:
        return None
    lettered = [pair for pair in pairs if has_letters({tag: 1 for cell in parts[pair[1]] for tag in cell})]
    return (lettered or pairs)[-1 if lettered else 0]


def _alike(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> bool:
    same = sum(len(a) == len(b) for a, b in zip(first, second, strict=True))
    few = len({tag for cell in second for tag in cell}) < max(
        2, len({word for cell in first for word in cell})
    )
    return same >= MOSTLY * len(first) and few


def words(cell: str) -> list[str]:
    """The words of a cell, between blanks or written as a list: `['to', 'Rome']`."""
    cell = cell.strip(" \t")
    if cell.startswith("[") and cell.endswith("]"):
        return _quoted(cell)
    return BLANKS.split(cell) if cell else []


def _quoted(cell: str) -> list[str]:
    """What stands between quotes. A quote that is never closed is passed over, and so are all of its kind
    behind it, which are not closed either: so each sign is looked at a few times at the most."""
    found: list[str] = []
    patterns, place = dict(QUOTED), 0
    while start := QUOTES.search(cell, place):
        sign, place = start.group(), start.end()
        if sign in patterns:
            if whole := patterns[sign].match(cell, start.start()):
                found.append(whole[1])
                place = whole.end()
            else:
                del patterns[sign]
    return found


def read_whole(grid: TokenGrid, token: int, tag: int, notes: Notes) -> list[Sentence]:
    """The sentences of such rows; one with another number of tags than words is left out, and told.

    >>> read_whole(TokenGrid([[(1, ["to Rome", "O B-LOC"])]], ",", 2), 0, 1, Notes())
    [(['to', 'Rome'], ['O', 'B-LOC'])]
    """
    found: list[Sentence] = []
    bad: list[int] = []
    for place, (number, cells) in enumerate(grid.rows):
        tokens, tags = words(cells[token]), words(cells[tag])
        if tokens and len(tokens) == len(tags):
            found.append((tokens, tags))
        elif place:
            bad.append(number)
    if len(bad) > max(1, 0.1 * (len(found) + len(bad))):
        raise DataError(t("Line {number} does not have as many tags as words.", number=bad[0]))
    if bad:
        sentence = plural(
            "{number} row left out: line {first} does not have as many tags as words.",
            "{number} rows left out: line {first} and others do not have as many tags as words.",
            len(bad),
            first=bad[0],
        )
        notes.change("broken_lines", sentence, len(bad), [str(number) for number in bad[:5]], warning=True)
    return found
