"""Rows of a table to texts and cells of labels: by the columns that a person named, or that were found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rnnkit.data.labelled.columns import Look
from rnnkit.data.labelled.labelled import Column, Origin
from rnnkit.data.labelled.names import part_of
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.roles import Roles, label_score, roles
from rnnkit.data.labelled.tables.table import SAMPLE, LabelledGrid
from rnnkit.data.table.notes import Notes, listing
from rnnkit.errors import DataError
from rnnkit.words import plural, t

NO_ROLES = "No column of texts with a column of labels was found in {columns} columns; choose both."
TRUE, FALSE = frozenset(("1", "1.0", "true", "yes", "x")), frozenset(("0", "0.0", "false", "no"))
WORDS_FOR_PLACES = {
    "prefix": (("after the labels",), "words with the prefix {separator}"),
    "spaced": (("after the first space",), "before the first space"),
}
"""What stands for columns where there are none."""


@dataclass(frozen=True)
class Picked:
    """A text, a cell of labels (several parted by line feeds), a line and a part for each row.

    A cell is `None` where the row was not scored at all; `flags` names one column a class.
    """

    texts: list[str]
    labels: list[str | None]
    lines: list[int]
    parts: list[str]
    origin: Origin
    flags: tuple[str, ...] = ()


def pick(grid: LabelledGrid, fixed: LabelledOverrides, notes: Notes) -> Picked:
    """The texts and labels of a table. Raises `DataError` where there are none, or a column is missing."""
    columns = grid.looks()
    header = grid.names is not None
    found = _roles(grid, columns, fixed, notes)
    grid = _even(grid, found, notes)
    texts = _texts(grid, found)
    if found.spilled:
        texts = _with_spilled(grid, found, texts, notes)
    flags = _last_parts([str(columns[i].called(header)) for i in found.label]) if len(found.label) > 1 else ()
    cells: list[str | None] = (
        _flagged(grid, found.label, flags) if flags else list(grid.column(found.label[0]))
    )
    parts = _parts(grid, found.part)
    return Picked(texts, cells, grid.lines, parts, _origin(grid, columns, found), flags)


def _roles(grid: LabelledGrid, columns: Sequence[Look], fixed: LabelledOverrides, notes: Notes) -> Roles:
    """The roles of the columns: found, and then as the person has it."""
    header = grid.names is not None
    text = tuple(place_of(grid, name) for name in fixed.text)
    label = tuple(place_of(grid, name) for name in fixed.label)
    named = {*text, *label}
    left = [c for c in columns if c.place not in named]
    part = None if fixed.part is None else place_of(grid, fixed.part)
    if text and label:
        return Roles(text, label, part)
    found = (
        Roles((grid.known[0],), (grid.known[1],))
        if grid.known
        else roles(columns, grid.rows[:SAMPLE], header)
    )
    if (text or label) and (found is None or set(found.text) & set(label) or set(found.label) & set(text)):
        found = _completed(left, text, label)
    if found is None:
        raise DataError(t(NO_ROLES, columns=len(columns)))
    found = replace(
        found,
        text=text or found.text,
        label=label or found.label,
        part=found.part if part is None else part,
        others=() if label else found.others,
        texts=() if text else found.texts,
    )
    _ask(found, columns, header, notes, asked=not label)
    if (
        not label
        and grid.known
        and grid.separator == " "
        and all(cell.isalpha() for cell in grid.column(found.label[0])[:SAMPLE])
    ):
        word = grid.rows[0][found.label[0]]
        notes.ask(
            "label", t("A word of each line, such as {word}, is read as its label; is it?", word=word[:40])
        )
    return found


def _completed(left: Sequence[Look], text: tuple[int, ...], label: tuple[int, ...]) -> Roles | None:
    """Roles where a person named the texts or the labels, and the other side is the best of what is left."""
    if not left:
        return None
    if text:
        return Roles(text, (max(left, key=label_score).place,))
    return Roles((max(left, key=lambda c: c.words * (0.3 + c.fresh)).place,), label)


def _ask(found: Roles, columns: Sequence[Look], header: bool, notes: Notes, *, asked: bool) -> None:
    """Ask where another column might as well be the label, or is a text that is not read.

    Nothing is `asked` of a label that a person chose.
    """
    label = columns[found.label[0]]
    if asked and label.role == "neither" and len(found.label) == 1:
        sentence = t(
            "Column {own} is read as the label, for want of a better one; is it?",
            own=str(label.called(header))[:40],
        )
        notes.ask("label", sentence, 0, [str(label.called(header))])
    elif found.others:
        names = [str(columns[i].called(header)) for i in found.others]
        own = str(label.called(header))
        sentence = t(
            "Column {own} is read as the label; or is it {others}?", own=own[:40], others=listing(names)
        )
        notes.ask("label", sentence, 0, names)
    if found.texts:
        names = [str(columns[i].called(header)) for i in found.texts]
        sentence = plural(
            "Column {names} holds texts, too, and is not read; join it?",
            "Columns {names} hold texts, too, and are not read; join them?",
            len(names),
            names=listing(names),
        )
        notes.ask("text", sentence, 0, names)


def has_columns(grid: LabelledGrid, names: Sequence[str]) -> bool:
    """Whether a table has all of these columns, named or by place."""
    if grid.names is not None:
        return set(names) <= set(grid.names)
    return all(name.isdigit() and int(name) < grid.width for name in names)


def place_of(grid: LabelledGrid, name: str) -> int:
    """The place of a column by its name, or by its place from 0."""
    if grid.names is not None and name in grid.names:
        return grid.names.index(name)
    if name.isascii() and name.isdigit() and len(name) < 6 and int(name) < grid.width:
        return int(name)
    names = grid.names or [str(i) for i in range(grid.width)]
    raise DataError(t("There is no column {name}; found {names}.", name=name[:40], names=listing(names, 6)))


def _even(grid: LabelledGrid, found: Roles, notes: Notes) -> LabelledGrid:
    """Rows with too many cells: a separator inside the text parted it, so its pieces are joined again."""
    width, place = grid.width, found.text[-1]
    long = [i for i, row in enumerate(grid.rows) if any(cell.strip() for cell in row[width:])]
    if not long:
        return grid
    sentence = plural(
        "{number} text held the separator and is joined again.",
        "{number} texts held the separator and are joined again.",
        len(long),
    )
    notes.change(
        "joined", sentence, len(long), [t("line {line}", line=grid.lines[i]) for i in long], warning=True
    )
    rows, sign = list(grid.rows), grid.separator or " "
    for i in long:
        row = rows[i]
        behind = place + 1 + len(row) - width
        text = (" " if sign == "\t" else sign).join(row[place:behind])
        rows[i] = [*row[:place], text, *row[behind:]]
    return replace(grid, rows=rows)


def _texts(grid: LabelledGrid, found: Roles) -> list[str]:
    """The texts; of several columns each begins on a line of its own."""
    if len(found.text) == 1:
        return [cell.strip() for cell in grid.column(found.text[0])]
    columns = [grid.column(place) for place in found.text]
    return [
        "\n".join(part for cell in cells if (part := cell.strip())) for cells in zip(*columns, strict=True)
    ]


def _with_spilled(grid: LabelledGrid, found: Roles, texts: list[str], notes: Notes) -> list[str]:
    """Texts that go on in nameless columns to their right, joined again."""
    joined = list(texts)
    lines = []
    for i, row in enumerate(grid.rows):
        rest = [row[place] for place in found.spilled if place < len(row) and row[place].strip()]
        if rest:
            joined[i] = (grid.separator or ",").join([texts[i], *rest]).strip()
            lines.append(t("line {line}", line=grid.lines[i]))
    if not lines:
        return texts
    sentence = plural(
        "{number} text went on in a column without a name and is joined again.",
        "{number} texts went on in columns without names and are joined again.",
        len(lines),
    )
    return joined if notes.change("spilled", sentence, len(lines), lines, warning=True) else texts


def _last_parts(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns without what all begin with: `cats.A`, `cats.B` are the classes A and B."""
    start = names[0].rpartition(".")[0] + "."
    nested = len(start) > 1 and all(name.startswith(start) for name in names)
    return tuple(name.removeprefix(start) if nested else name for name in names)


def _flagged(grid: LabelledGrid, places: tuple[int, ...], names: tuple[str, ...]) -> list[str | None]:
    """The names of the columns with a one, parted by line feeds; `None` where neither one nor zero stands.

    Where no column holds a zero, a blank is one.
    """
    columns = [grid.column(place) for place in places]
    zeros = any(cell.strip().lower() in FALSE for column in columns for cell in column)
    found: list[str | None] = []
    for cells in zip(*columns, strict=True):
        words = [cell.strip().lower() for cell in cells]
        scored = all(word in TRUE or word in FALSE or not (word or zeros) for word in words)
        found.append("\n".join(n for n, w in zip(names, words, strict=True) if w in TRUE) if scored else None)
    return found


def _parts(grid: LabelledGrid, place: int | None) -> list[str]:
    """The part of each row: train where nothing is said."""
    if place is None:
        return ["train"] * len(grid.rows)
    return [part_of(cell) or "train" for cell in grid.column(place)]


def _origin(grid: LabelledGrid, columns: Sequence[Look], found: Roles) -> Origin:
    """Where texts and labels stand, as a person would say it."""
    header = grid.names is not None
    if grid.form in WORDS_FOR_PLACES:
        text, label = WORDS_FOR_PLACES[grid.form]
        return Origin(grid.form, text, label.format(separator=grid.separator), grid.encoding, False)
    label_columns: tuple[Column, ...] = tuple(columns[i].called(header) for i in found.label)
    return Origin(
        grid.form,
        tuple(columns[i].called(header) for i in found.text),
        label_columns if len(label_columns) > 1 else label_columns[0],
        grid.encoding,
        None if grid.form == "json" else header,
        grid.separator,
        None if found.part is None else columns[found.part].called(header),
        tuple(c.called(header) for c in columns if c.name or not header),
    )
