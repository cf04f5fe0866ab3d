"""Which columns hold the texts, the labels and the parts: by their names, and by what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rnnkit.data.labelled.columns import Look
from rnnkit.data.labelled.names import part_of

LONGEST_LABEL = 60
"""Characters that a label has at most."""
FEW = 0.5
"""A label is not more different from row to row than this share."""
SPARSE = 0.2
"""Columns without a name that are filled less than this hold what was spilled into them."""
NEAR = 0.6


@dataclass(frozen=True)
class Roles:
    """Places of columns: `text` (several are joined), `label` (several are one column per class), `part`.

    `spilled` are nameless columns right of a text, into which its end was cut; `others` are further columns
    that might as well be the label, and `texts` further ones that hold texts.
    """

    text: tuple[int, ...]
    label: tuple[int, ...]
    part: int | None = None
    spilled: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()


def roles(columns: Sequence[Look], sample: Sequence[Sequence[str]], header: bool) -> Roles | None:
    """The roles of the columns of a table; nothing where there is no text or no label among them."""
    spilled = [c for c in columns if header and not c.name and c.filled < SPARSE]
    part = next((c for c in columns if _is_part(c, sample)), None)
    free = [c for c in columns if c not in spilled and c is not part and c.count]
    labels = sorted((c for c in free if label_score(c) > 0), key=label_score, reverse=True)
    text = _text(free, labels[0] if labels else None)
    if text is None:
        return None
    labels = [c for c in labels if c is not text]
    flags = _flags([c for c in free if c is not text])
    if flags and not (labels and labels[0].role == "label" and labels[0] not in flags):
        label = tuple(c.place for c in flags)
    elif labels:
        label = (labels[0].place,)
    elif only := [c for c in free if c.role == "label" and c.sure == 2 and c is not text]:
        label = (only[0].place,)  # one class alone, which is refused by its name
    else:
        return None
    joined, texts = _joined(free, text, label)
    near = [c.place for c in labels[1:] if len(label) == 1 and label_score(c) > label_score(labels[0]) - NEAR]
    found = Roles(joined, label, None if part is None else part.place, (), tuple(near), texts)
    return replace(found, spilled=_right_of(joined, [c.place for c in spilled]))


def label_score(column: Look) -> float:
    """How likely a column is the label; 0 or less where it cannot be.

    Few different short values that come again; a name that says so counts most, and the left and the right
    end of a table a little.
    """
    if column.longest > LONGEST_LABEL:
        return 0.0
    named = column.sure if column.role == "label" else -0.15 * column.sure * (column.role == "text")
    if column.distinct < 2:
        return 0.0
    if column.fresh > FEW and (named < 2 or column.count > 50) and column.words > 1:
        return 0.0
    if column.fresh > 0.9 and named < 1:
        return 0.0
    if column.number and not column.whole and column.distinct > 20:
        return 0.0
    amount = 0.5 if column.number and column.distinct > 12 else 0.0
    aside = 0.25 * column.sure if column.role in ("neither", "part") else 0.0
    return (
        1.5 * named + 1.2 - column.fresh - amount - aside - 0.1 * min(column.words, 5) - (column.filled < 0.3)
    )


def _text(free: Sequence[Look], label: Look | None) -> Look | None:
    """The column with the most to read in it."""
    able = [c for c in free if c.letters and not c.stamped and not c.code and c.distinct > 1]
    able = [c for c in able if not (c.role == "neither" and c.sure == 2) and c is not label]
    if not able:
        able = [c for c in free if (c.role == "text" or (c.letters and not c.stamped)) and c is not label]
    best = max(able, key=_text_score, default=None)
    return best if best is not None and (best.fresh > 0.2 or best.words >= 3 or best.role == "text") else None


def _text_score(column: Look) -> float:
    named = column.sure if column.role == "text" else 0
    return 2 * named + min(column.words, 12) * (0.3 + column.fresh)


def _joined(
    free: Sequence[Look], text: Look, label: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns that are read as one text, in their order, and others that hold texts, too."""
    like = [c for c in free if c.place not in label and _is_text(c)]
    if text.role == "text":
        joined = [c for c in like if c.role == "text" or c is text]
    else:
        joined = [c for c in like if c.fresh > FEW or c is text]
    places = tuple(sorted({text.place, *(c.place for c in joined)}))
    return places, tuple(c.place for c in like if c.place not in places)


def _is_text(column: Look) -> bool:
    if column.role == "neither" or column.stamped or not column.letters:
        return False
    return column.words >= 1.8 or (column.role == "text" and column.sure == 2 and column.fresh > 0.2)


def _flags(columns: Sequence[Look]) -> list[Look]:
    """Columns of ones and zeros, one per class: at least two, next to each other, none called a label."""
    best: list[Look] = []
    run: list[Look] = []
    for column in filter(_is_flag, columns):
        run = [*run, column] if run and column.place == run[-1].place + 1 else [column]
        best = max(best, run, key=len)
    return best if len(best) > 1 else []


def _is_flag(column: Look) -> bool:
    """Whether a column has a name of its own and holds ones and zeros, or ones and blanks."""
    filled = column.filled > 0.5 or (column.count > 0 and column.distinct == 1)
    return bool(column.name) and column.binary and filled and column.name.lower() not in PLAIN


PLAIN = ("label", "labels", "class", "target", "y", "sentiment", "polarity", "id", "index")


def _is_part(column: Look, sample: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all cells of a column are words for parts, two of them at least, or its name says so."""
    if column.count < 0.9 * len(sample) or column.distinct > 6 or column.longest > 20:
        return False
    cells = {row[column.place] for row in sample if column.place < len(row)}
    parts = {part_of(cell) for cell in cells if cell.strip()}
    return None not in parts and (len(parts) > 1 or column.role == "part")


def _right_of(text: tuple[int, ...], spilled: Sequence[int]) -> tuple[int, ...]:
    """The spilled columns that follow the last text without a break."""
    found, place = [], max(text) + 1
    while place in spilled:
        found.append(place)
        place += 1
    return tuple(found)
