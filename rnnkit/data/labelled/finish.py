"""Texts and cells of labels to what is handed over: gaps counted, classes found, doubles told."""

import html
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import cast

from rnnkit.data.labelled.classes import Classed, classed
from rnnkit.data.labelled.labelled import Labelled, Part
from rnnkit.data.labelled.one_class import one_class
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.pick import Picked
from rnnkit.data.table.notes import Notes
from rnnkit.data.text.read import CONTROL
from rnnkit.errors import DataError
from rnnkit.words import plural, t

BREAK = re.compile(r"<\s{0,3}br\s{0,3}/?\s{0,3}>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
DROPPED = {
    "no_text": ("{number} row without a text left out.", "{number} rows without a text left out."),
    "no_label": ("{number} row without a label left out.", "{number} rows without a label left out."),
    "not_scored": (
        "{number} row that was not scored left out.",
        "{number} rows that were not scored left out.",
    ),
    "unlabelled": (
        "{number} text of a part without labels left out.",
        "{number} texts of a part without labels left out.",
    ),
}


def finish(picked: Picked, fixed: LabelledOverrides, notes: Notes) -> Labelled:
    """What a reader hands over. Raises `DataError` where nothing is left, or the labels are no classes."""
    texts = _clean(picked.texts, notes)
    found = one_class(_classes(picked, fixed, notes), fixed, notes)
    reasons = [_reason(texts[i], picked, found, i) for i in range(len(texts))]
    for key, (one, many) in DROPPED.items():
        rows = [i for i, reason in enumerate(reasons) if reason == key]
        if rows:
            shown = [t("line {line}", line=picked.lines[i]) for i in rows]
            notes.change(key, plural(one, many, len(rows)), len(rows), shown, warning=key != "unlabelled")
    kept = [i for i, reason in enumerate(reasons) if reason is None]
    if not kept:
        raise DataError(t("No row has both a text and a label; choose the columns of both."))
    place = {name: i for i, name in enumerate(found.classes)}
    labels = tuple(tuple(sorted(place[name] for name in found.rows[i] or ())) for i in kept)
    own = tuple(texts[i] for i in kept)
    lines = tuple(picked.lines[i] for i in kept)
    suspects = doubles(own, labels, lines, notes)
    return Labelled(
        kind="text",
        texts=own,
        series=(),
        labels=labels,
        classes=found.classes,
        multilabel=found.multilabel,
        ordered=found.ordered,
        parts=cast("tuple[Part, ...]", tuple(picked.parts[i] for i in kept)),
        lines=lines,
        unlabelled=tuple(texts[i] for i, reason in enumerate(reasons) if reason == "unlabelled" and texts[i]),
        dropped=len(texts) - len(kept),
        origin=picked.origin,
        changes=tuple(notes.changes),
        questions=tuple(notes.questions),
        suspects=suspects,
        overrides=fixed,
    )


def _classes(picked: Picked, fixed: LabelledOverrides, notes: Notes) -> Classed:
    """The classes; of one column a class they are the names of these, and a row may have none."""
    label = picked.origin.label
    if not picked.flags:
        called = t("column {name}", name=label) if isinstance(label, int) else str(label)
        cells = [
            (cell or "") if part != "unlabelled" else ""
            for cell, part in zip(picked.labels, picked.parts, strict=True)
        ]
        return classed(cells, fixed, notes, called=called)
    rows = [
        None if cell is None or part == "unlabelled" else tuple(cell.split("\n")) if cell else ()
        for cell, part in zip(picked.labels, picked.parts, strict=True)
    ]
    held = [row for row in rows if row is not None]
    single = bool(held) and all(len(row) == 1 for row in held)
    if fixed.several is False and not single:
        many = sum(len(row) != 1 for row in held)
        sentence = plural(
            "{number} row with none or several labels left out.",
            "{number} rows with none or several labels left out.",
            many,
        )
        notes.change("several", sentence, many, warning=True)
        rows = [row if row is not None and len(row) == 1 else None for row in rows]
        single = True
    used = {name for row in rows if row for name in row}
    classes = tuple(sorted(used if single else set(picked.flags)))
    if len(used) < 2 and single:
        raise DataError(t("The columns of labels hold fewer than two classes; choose others."))
    return Classed(list(rows), classes, not single, False)


def _reason(text: str, picked: Picked, found: Classed, row: int) -> str | None:
    """Why a row is left out; `None` where it is kept."""
    if picked.parts[row] == "unlabelled":
        return "unlabelled"
    if not text:
        return "no_text"
    if picked.flags and picked.labels[row] is None:
        return "not_scored"
    return "no_label" if found.rows[row] is None else None


def _clean(texts: Sequence[str], notes: Notes) -> list[str]:
    """Texts without tags for a line break, codes such as `&amp;` and characters that nobody sees."""
    found = list(texts)
    tags = [i for i, text in enumerate(found) if "<" in text and BREAK.search(text)]
    codes = [i for i, text in enumerate(found) if "&" in text and ENTITY.search(text)]
    marks = [i for i, text in enumerate(found) if CONTROL.search(text.replace("\r", ""))]
    for rows, key, one, many in (
        (
            tags,
            "tags",
            "Tags such as <br /> read as line breaks in {number} text.",
            "Tags such as <br /> read as line breaks in {number} texts.",
        ),
        (
            codes,
            "codes",
            "Codes such as &amp; read as characters in {number} text.",
            "Codes such as &amp; read as characters in {number} texts.",
        ),
        (
            marks,
            "control",
            "Control characters removed from {number} text.",
            "Control characters removed from {number} texts.",
        ),
    ):
        if rows and notes.change(key, plural(one, many, len(rows)), len(rows), [found[i] for i in rows[:5]]):
            for i in rows:
                found[i] = CLEANERS[key](found[i])
    return [text.strip() for text in found]


CLEANERS = {
    "tags": lambda text: BREAK.sub("\n", text),
    "codes": lambda text: ENTITY.sub(lambda code: html.unescape(code[0]), text),
    "control": lambda text: CONTROL.sub("", text),
}


def doubles(
    texts: Sequence[str], labels: Sequence[tuple[int, ...]], lines: Sequence[int], notes: Notes
) -> dict[str, tuple[int, ...]]:
    """Lines of texts that came before, with the same label (`repeated`) or another one (`conflict`)."""
    first: dict[str, tuple[int, ...]] = {}
    found: dict[str, list[int]] = defaultdict(list)
    for text, label, line in zip(texts, labels, lines, strict=True):
        key = same(text)
        if key in first:
            found["repeated" if first[key] == label else "conflict"].append(line)
        first.setdefault(key, label)
    for key, (one, many) in DOUBLES.items():
        if rows := found.get(key):
            shown = [t("line {line}", line=line) for line in rows]
            notes.change(key, plural(one, many, len(rows)), len(rows), shown, warning=key == "conflict")
    return {key: tuple(rows) for key, rows in found.items()}


DOUBLES = {
    "repeated": (
        "{number} text comes again with the same label; equal texts are kept on one side of the split.",
        "{number} texts come again with the same label; equal texts are kept on one side of the split.",
    ),
    "conflict": (
        "{number} text comes again with another label; one of the two is wrong.",
        "{number} texts come again with another label; one of each pair is wrong.",
    ),
}


def same(text: str) -> str:
    """What equal texts have in common: letter case and blanks do not count.

    >>> same("So  Good") == same("so good")
    True
    """
    return " ".join(text.casefold().split())
