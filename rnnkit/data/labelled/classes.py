"""Cells of labels to names of classes: several in one cell, a part before a colon, numbers, gaps."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.table.notes import Notes, listing
from rnnkit.errors import DataError
from rnnkit.words import plural, t

Names = tuple[str, ...]
"""The classes of one row."""
LIKE_GAPS = frozenset(("na", "n/a", "nan", "null", "none", "nil", "-", "?", "unknown", "undefined", "\\n"))
"""Words that may be classes and may be gaps; only the person knows."""
SEPARATORS = ("\n", "|", ";", ",")
WHOLE = re.compile(r"[+-]?\d+(?:[.,]0+)?")
FLOAT = re.compile(r"[+-]?\d{1,20}(?:[.,]\d{1,20})?(?:[eE][+-]?\d{1,2})?")
MOST_CLASSES = 1_000
AMOUNT = 30
"""Different numbers from which on a column of them is an amount and no class."""


@dataclass(frozen=True)
class Classed:
    """The classes of each row (`None`: no label), all names in their order, and what kind they are."""

    rows: list[Names | None]
    classes: Names
    multilabel: bool
    ordered: bool


def classed(cells: Sequence[str], fixed: LabelledOverrides, notes: Notes, *, called: str) -> Classed:
    """The classes that cells of labels name; `called` is the column of labels, in words.

    >>> classed(["5.0", "1.0", "", "5.0"], LabelledOverrides(), Notes(), called="stars").rows
    [('5',), ('1',), None, ('5',)]
    """
    values = ["\n".join(" ".join(line.split()) for line in cell.split("\n")).strip() for cell in cells]
    values = _listed(values)
    values = _numbers(values, notes)
    values = _one_case(values, notes)
    values = _without_gaps(values, fixed, notes)
    rows, multilabel = _several(values, fixed, notes)
    rows = _coarse(rows, fixed, notes)
    found = {name for row in rows if row for name in row}
    _check(found, rows, called)
    ordered = not multilabel and _ordered(found, called)
    return Classed(rows, _sorted(found), multilabel, ordered)


def _numbers(values: list[str], notes: Notes) -> list[str]:
    """`5.0` as `5` where all labels are whole numbers: a missing one turned the others into fractions."""
    held = {value for value in values if value and value.lower() not in LIKE_GAPS}
    if not held or not all(FLOAT.fullmatch(value) for value in held) or all(map(str.isdigit, held)):
        return values
    numbers = {value: float(value.replace(",", ".")) for value in held}
    if not all(number.is_integer() and abs(number) < 1e9 for number in numbers.values()):
        return values
    plain = {value: str(int(number)) for value, number in numbers.items()}
    changed = [value for value in values if plain.get(value, value) != value]
    if not changed:
        return values
    sentence = t("Labels such as {old} are read as {new}.", old=changed[0], new=plain[changed[0]])
    if not notes.change("whole_labels", sentence, len(changed)):
        return values
    return [plain.get(value, value) for value in values]


def _listed(values: list[str]) -> list[str]:
    """`['hot', 'pie']`, as Python writes a list, as its parts, one a line."""
    held = [value for value in values if value]
    if not held or not all(value[0] == "[" and value[-1] == "]" for value in held):
        return values
    parts = [[part.strip().strip("'\"").strip() for part in value[1:-1].split(",")] for value in values]
    return ["\n".join(part for part in row if part) for row in parts]


def _one_case(values: list[str], notes: Notes) -> list[str]:
    """Labels that differ in letter case alone as one class, spelled as most are."""
    counts = Counter(value for value in values if value)
    spelled: dict[str, str] = {}
    for value, _ in counts.most_common():
        spelled.setdefault(value.casefold(), value)
    changed = [value for value in counts if spelled[value.casefold()] != value]
    number = sum(counts[value] for value in changed)
    sentence = plural(
        "{number} label that differs in letter case alone is read as {names}.",
        "{number} labels that differ in letter case alone are read as {names}.",
        number,
        names=listing(sorted({spelled[value.casefold()] for value in changed})),
    )
    if not changed or not notes.change("case", sentence, number, changed, warning=True):
        return values
    return [spelled[value.casefold()] if value else value for value in values]


def _without_gaps(values: list[str], fixed: LabelledOverrides, notes: Notes) -> list[str]:
    """Words such as NA are classes; only among numbers they are gaps. Where it may be both, it is asked."""
    if fixed.na_is_missing is False:
        return values
    counts = Counter(value for value in values if value)
    odd = [value for value in counts if value.lower() in LIKE_GAPS]
    if not odd:
        return values
    number, rest = sum(counts[value] for value in odd), [value for value in counts if value not in odd]
    if fixed.na_is_missing or (rest and all(WHOLE.fullmatch(value) for value in rest)):
        sentence = plural(
            "{number} label {words} counts as missing.",
            "{number} labels {words} count as missing.",
            number,
            words=listing(odd),
        )
        if notes.change("gaps_in_labels", sentence, number, odd, warning=True):
            return ["" if value in odd else value for value in values]
        return values
    sentence = plural(
        "{words}: read as a class in {number} row; or does it mean that the label is missing?",
        "{words}: read as a class in {number} rows; or does it mean that the label is missing?",
        number,
        words=listing(odd),
    )
    notes.ask("missing", sentence, number, odd)
    return values


def _several(values: list[str], fixed: LabelledOverrides, notes: Notes) -> tuple[list[Names | None], bool]:
    """Cells that hold several classes, parted: where the parts come again far more often than the cells."""
    sign = _sign(values) if fixed.several is not False else None
    if sign is None and fixed.several and any("," in value for value in values):
        sign = ","
    if sign is None:
        many = [value for value in values if "\n" in value]
        if many:
            sentence = plural(
                "{number} row with several labels left out.",
                "{number} rows with several labels left out.",
                len(many),
            )
            notes.change("several", sentence, len(many), warning=True)
        return [(value,) if value and "\n" not in value else None for value in values], False
    rows = [
        tuple(dict.fromkeys(part for part in map(str.strip, value.split(sign)) if part)) for value in values
    ]
    if sign != "\n":
        number = sum(len(row) > 1 for row in rows)
        notes.ask(
            "several",
            t(
                "{number:,} labels such as {example} are read as several classes; or is each one class?",
                number=number,
                example=next(value for value in values if sign in value)[:40],
            ),
            number,
        )
    return [row or None for row in rows], True


def _sign(values: Sequence[str]) -> str | None:
    """The sign that parts the classes of a cell, where there are any such cells."""
    held = [value for value in values if value]
    if any("\n" in value for value in held):
        return "\n"
    whole = set(held)
    for sign in SEPARATORS[1:]:
        with_sign = [value for value in held if sign in value]
        parts = Counter(part.strip() for value in held for part in value.split(sign))
        if not with_sign or max(map(len, parts)) > 40 or "" in parts:
            continue
        alone = sum(part in whole for part in parts)
        if len(parts) < 0.7 * len(whole) or (alone > 0.5 * len(parts) and len(parts) <= len(whole)):
            return sign
    return None


def _coarse(rows: list[Names | None], fixed: LabelledOverrides, notes: Notes) -> list[Names | None]:
    """`LOC` of `LOC:city` where all labels are written so: coarse classes have more rows to learn from."""
    found = {name for row in rows if row for name in row}
    sign = next((s for s in ":/>" if found and all(s in name.strip(s) for name in found)), None)
    if sign is None:
        return rows
    coarse = {name: name.partition(sign)[0].strip() for name in found}
    if not 2 <= len(set(coarse.values())) < len(found) or fixed.level == "fine":
        return rows
    if fixed.level is None:
        sentence = t(
            "Labels such as {example} are read by their first part: {coarse} classes; or learn all {fine}?",
            example=min(found)[:40],
            coarse=len(set(coarse.values())),
            fine=len(found),
        )
        notes.ask("level", sentence, len(rows), sorted(found))
    return [tuple(dict.fromkeys(coarse[name] for name in row)) if row else None for row in rows]


def _check(found: set[str], rows: Sequence[Names | None], called: str) -> None:
    """Refuse what is no set of classes."""
    held = sum(row is not None for row in rows)
    if len(found) < 2:
        only = next(iter(found), None)
        if only is None:
            raise DataError(t("No row has a label in {column}; choose the column of labels.", column=called))
        sentence = (
            "All rows have the label {label}; two classes are needed: choose another column or add rows."
        )
        raise DataError(t(sentence, label=only[:40]))
    numbers = all(_is_number(name) for name in found)
    if numbers and len(found) > AMOUNT and len(found) > 0.05 * held:
        raise DataError(
            t(
                "{column} holds {count:,} different numbers, an amount and no class; choose another column.",
                column=called,
                count=len(found),
            )
        )
    if len(found) > MOST_CLASSES or (len(found) > 0.9 * held and held > 50):
        raise DataError(
            t(
                "{column} holds {count:,} different labels in {rows:,} rows; choose one with fewer.",
                column=called,
                count=len(found),
                rows=held,
            )
        )


def _ordered(found: set[str], called: str) -> bool:
    """Whether classes are steps of a scale: whole numbers near each other, called so or five from 1 on."""
    if not all(WHOLE.fullmatch(name) for name in found):
        return False
    numbers = sorted(map(_whole, found))
    scale = any(word in called.lower() for word in SCALES)
    return (
        len(numbers) > 2
        and (scale or (numbers[0] == 1 and len(numbers) == 5))
        and numbers[-1] - numbers[0] < 11
    )


SCALES = (
    "star",
    "rating",
    "score",
    "grade",
    "note",
    "bewertung",
    "punt",
    "评分",
    "星",
    "оценк",
    "rate",
    "overall",
)


def _sorted(found: set[str]) -> Names:
    """Numbers by size, words by their letters."""
    if all(WHOLE.fullmatch(name) for name in found):
        return tuple(sorted(found, key=lambda name: (_whole(name), name)))
    return tuple(sorted(found))


def _whole(name: str) -> int:
    return int(re.split("[.,]", name)[0])


def _is_number(name: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", name) is not None
