"""Rows to sentences: by empty lines, the number of the sentence, a count that begins anew, or . ! ?"""

from collections.abc import Iterator, Sequence

from rnnkit.data.table.notes import Notes
from rnnkit.data.tagged.columns import GAPS, Columns
from rnnkit.data.tagged.lines import Block, Row, TokenGrid
from rnnkit.data.tagged.overrides import Ends
from rnnkit.words import plural, t

MARKS = frozenset([".", "!", "?", "。", "！", "？", "…", "।"])
CLOSING = frozenset(['"', "'", "''", "”", "’", "»", ")", "]", "」", "』", "）"])
LONG = 200  # tokens of a stretch without an end from which it is looked for
MOST = 500  # tokens of a sentence that a network reads at once
Sentence = tuple[list[str], list[str]]
"""Tokens and tags."""


def sentences_of(grid: TokenGrid, columns: Columns) -> list[Block]:
    """The rows of a grid in sentences, as far as the file says where these end."""
    if columns.sentence is not None:
        return list(_by_value(grid, columns.sentence))
    if columns.number is not None and len(grid.blocks) <= max(1, grid.documents):
        return list(_by_count(grid, columns.number))
    return grid.blocks


def _by_value(grid: TokenGrid, place: int) -> Iterator[Block]:
    """A new sentence wherever the column says another value; an empty cell says what stood above."""
    for block in grid.blocks:
        current: Block = []
        above = ""
        for row in block:
            value = row[1][place].strip(" ")
            value = "" if value in GAPS else value
            if value and value != above and current:
                yield current
                current = []
            above = value or above
            current.append(row)
        if current:
            yield current


def _by_count(grid: TokenGrid, place: int) -> Iterator[Block]:
    """A new sentence wherever the running number does not grow."""
    for block in grid.blocks:
        current: Block = []
        before = -1
        for row in block:
            number = _whole(row, place)
            if number <= before and current:
                yield current
                current = []
            before = number
            current.append(row)
        if current:
            yield current


def _whole(row: Row, place: int) -> int:
    cell = row[1][place]
    return int(cell) if cell.isdecimal() and len(cell) < 10 else 0


def cut_ends(sentences: Sequence[Sentence], ends: Ends, notes: Notes) -> list[Sentence]:
    """Cut what is too long to be one sentence after . ! ?, and tell it; `inside` a span nothing is cut.

    A file without any sentence ends comes as one sentence: `a . B .` becomes `a .` and `B .`
    """
    alone = len(sentences) == 1
    cut: list[Sentence] = []
    touched = 0
    for tokens, tags in sentences:
        wanted = ends == "marks" or (ends == "auto" and (alone or len(tokens) > LONG))
        parts = list(_after_marks(tokens, tags)) if wanted else [(tokens, tags)]
        touched += len(parts) > 1
        cut += parts
    if touched and ends == "auto":
        sentence = (
            t(
                "Nothing in the file says where sentences end; cut after . ! ? into {n:,} sentences.",
                n=len(cut),
            )
            if alone
            else plural(
                "{number} stretch of more than {long} tokens was cut after . ! ?",
                "{number} stretches of more than {long} tokens were cut after . ! ?",
                touched,
                long=LONG,
            )
        )
        if not notes.change("ends", sentence, touched, warning=True):
            cut = list(sentences)
    elif alone and len(cut) == 1 and len(cut[0][0]) > LONG:
        notes.change("one_sentence", t("Nothing in the file says where sentences end."), warning=True)
    return _bounded(cut, notes)


def _after_marks(tokens: list[str], tags: list[str]) -> Iterator[Sentence]:
    """Pieces that end with a mark outside of spans, before what does not go on in small letters."""
    start = 0
    for place in range(len(tokens) - 1):
        after = tokens[place + 1]
        ended = tokens[place] in MARKS or (
            tokens[place] in CLOSING and place > start and tokens[place - 1] in MARKS
        )
        goes_on = after in MARKS or after in CLOSING or after[:1].islower() or after[:1] in ",;:"
        if ended and not goes_on and not _inside(tags, place):
            yield tokens[start : place + 1], tags[start : place + 1]
            start = place + 1
    yield tokens[start:], tags[start:]


def _inside(tags: Sequence[str], place: int) -> bool:
    """Whether the span at a place goes on behind it."""
    return tags[place + 1].startswith("I-")


def _bounded(sentences: Sequence[Sentence], notes: Notes) -> list[Sentence]:
    """Sentences of at most so many tokens, cut outside of spans."""
    cut: list[Sentence] = []
    longer = 0
    for tokens, tags in sentences:
        start = 0
        longer += len(tokens) > MOST
        while len(tokens) - start > MOST:
            end = start + MOST
            while end > start + 1 and tags[end].startswith("I-"):
                end -= 1
            end = end if end > start + 1 else start + MOST
            cut.append((tokens[start:end], tags[start:end]))
            start = end
        cut.append((tokens[start:], tags[start:]))
    if longer:
        sentence = plural(
            "{number} sentence of more than {most} tokens was cut into pieces.",
            "{number} sentences of more than {most} tokens were cut into pieces.",
            longer,
            most=MOST,
        )
        notes.change("long", sentence, longer, warning=True)
    return cut
