"""One table of several: the sheets of a workbook or the files of an archive."""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.table.recipe import Overrides, Recipe
from rnnkit.errors import DataError
from rnnkit.words import plural, t

LONGEST = 100
"""Letters of a name that are kept, as many as `Overrides.sheet` may have."""


@dataclass(frozen=True)
class Pick:
    """The name of the table that was read, and of all there are."""

    name: str
    options: tuple[str, ...]


def pick(
    options: Sequence[str], best: str, fixed: Overrides, notes: Notes, alike: Sequence[str] = ()
) -> Pick:
    """The table that the person named, or else the best one, and said so; `alike` have the same columns.

    New data may call its only sheet otherwise; of several, the one that the recipe names is needed.
    """
    known = tuple(options)
    if fixed.sheet is None:
        if len(known) > 1:
            others = [name for name in known if name != best]
            sentence = t(
                "Sheet '{name}' read; there are also {others}.", name=best[:40], others=listing(others)
            )
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
        raise DataError(t("There is no sheet '{name}'; found {names}.", name=wanted, names=listing(known, 4)))
    return Pick(found, known)
