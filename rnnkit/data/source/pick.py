"""One table of several: the sheets of a workbook or the files of an archive."""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.words import plural, t

LONGEST = 100
"""Letters of a name that are kept, as many as `Overrides.sheet` may have."""

READ = (
    ("Sheet '{name}' read; there is also {others}.", "Sheet '{name}' read; there are also {others}."),
    (
        "File '{name}' of the archive read; there is also {others}.",
        "File '{name}' of the archive read; there are also {others}.",
    ),
)
NOT_THERE = (
    "There is no sheet '{name}'; found {names}.",
    "There is no file '{name}' in the archive; found {names}.",
)
"""Of sheets, and of files."""


@dataclass(frozen=True)
class Pick:
    """The name of the table that was read, and of all there are."""

    name: str
    options: tuple[str, ...]


def pick(
    options: Sequence[str],
    best: str,
    fixed: Overrides,
    notes: Notes,
    alike: Sequence[str] = (),
    *,
    files: bool = False,
) -> Pick:
    """The table that the person named, or else the best one, and said so; `alike` have the same columns.

    New data may call its only sheet otherwise; of several, the one that the recipe names is needed. `files`
    says that these are files of an archive and no sheets.
    """
    known = tuple(options)
    if fixed.sheet is None:
        if len(known) > 1:
            others = [name for name in known if name != best]
            sentence = read_alone(best, others, files=files)
            if alike:
                sentence = plural(
                    "Sheet '{name}' read alone; {number} more has the same columns: {others}.",
                    "Sheet '{name}' read alone; {number} more have the same columns: {others}.",
                    len(alike),
                    name=best[:40],
                    others=listing(alike),
                )
            notes.change("sheet", sentence, examples=others, warning=bool(alike))
        return Pick(best, known)
    found = next((name for name in known if name[:LONGEST] == fixed.sheet), None)
    if found is None and isinstance(fixed, Recipe) and len(known) == 1:
        sentence = t(
            "There is no sheet '{name}'; read the only one, '{only}'.", name=fixed.sheet[:40], only=best[:40]
        )
        notes.change("sheet", sentence, warning=True)
        return Pick(best, known)
    if found is None:
        wanted = fixed.sheet[:30]
        raise DataError(t(NOT_THERE[files], name=wanted, names=listing(known, 4)))
    return Pick(found, known)


def read_alone(name: str, others: Sequence[str], *, files: bool = False) -> str:
    """The sentence about the one of several tables that was read.

    >>> read_alone("May", ["June"]), read_alone("a.csv", ["b.csv", "c.csv"], files=True)[:20]
    ("Sheet 'May' read; there is also June.", "File 'a.csv' of the ")
    """
    return plural(*READ[files], len(others), name=name[:40], others=listing(others))
