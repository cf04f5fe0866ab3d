"""Rows of several classes as rows of one: those of one, combinations, or one class against all others."""

from collections import Counter

from rnnkit.data.labelled.classes import Classed, Names
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.table.notes import Notes
from rnnkit.errors import DataError
from rnnkit.words import plural, t

FEWEST = 3
"""Rows that a combination needs to be a class."""
NONE = t("none")
"""The class of a row that has none of them, among combinations."""


def one_class(found: Classed, fixed: LabelledOverrides, notes: Notes) -> Classed:
    """The same with one class a row, as the person decided; nothing is done where each row has one already.

    >>> rows = Classed([("hot", "pie"), ("hot",)], ("hot", "pie"), True, False)
    >>> one_class(rows, LabelledOverrides(has="pie"), Notes()).rows
    [('pie',), ('not pie',)]
    """
    if not found.multilabel:
        return found
    if fixed.has:
        rows = _against(found, fixed.has)
    elif fixed.several_as == "combination":
        rows = _combined(found, notes)
    elif fixed.several_as == "single":
        rows = _single(found, notes)
    else:
        return found
    classes = tuple(sorted({name for row in rows if row for name in row}))
    if len(classes) < 2:
        raise DataError(t("Read this way, all rows have one class; two are needed: choose another way."))
    return Classed(rows, classes, False, False)


def _against(found: Classed, name: str) -> list[Names | None]:
    """Whether each row has a class of this name."""
    if name not in found.classes:
        raise DataError(
            t(
                "There is no class {name}; there are {names}.",
                name=name[:40],
                names=", ".join(found.classes[:10]),
            )
        )
    no = t("not {name}", name=name)
    return [None if row is None else (name,) if name in row else (no,) for row in found.rows]


def _combined(found: Classed, notes: Notes) -> list[Names | None]:
    """All classes of a row as one; combinations of very few rows are left out."""
    joined = [None if row is None else " + ".join(sorted(row)) or NONE for row in found.rows]
    counts = Counter(name for name in joined if name is not None)
    rare = {name for name, number in counts.items() if number < FEWEST}
    number = sum(counts[name] for name in rare)
    sentence = plural(
        "{number} row with a rare combination of classes left out (fewer than {fewest} rows have it).",
        "{number} rows with rare combinations of classes left out (fewer than {fewest} rows have each).",
        number,
        fewest=FEWEST,
    )
    if not rare or not notes.change("rare_combinations", sentence, number, sorted(rare), warning=True):
        rare = set()
    return [None if name is None or name in rare else (name,) for name in joined]


def _single(found: Classed, notes: Notes) -> list[Names | None]:
    """Rows that have exactly one class; the others are left out."""
    many = sum(row is not None and len(row) != 1 for row in found.rows)
    sentence = plural(
        "{number} row with none or several labels left out.",
        "{number} rows with none or several labels left out.",
        many,
    )
    notes.change("several", sentence, many, warning=True)
    return [row if row is not None and len(row) == 1 else None for row in found.rows]
