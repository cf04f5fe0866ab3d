"""Files to texts with labels: one of any form, several parts of one set, or folders of texts."""

from collections.abc import Sequence

from rnnkit.data.labelled.finish import finish
from rnnkit.data.labelled.folders import by_file, in_folders, without_aside
from rnnkit.data.labelled.labelled import Labelled
from rnnkit.data.labelled.names import part_of_path
from rnnkit.data.labelled.overrides import LabelledOverrides
from rnnkit.data.labelled.pick import Picked, has_columns, pick
from rnnkit.data.labelled.roles import roles
from rnnkit.data.labelled.series import as_series
from rnnkit.data.labelled.tables.grids import read_grids
from rnnkit.data.labelled.tables.table import SAMPLE, LabelledGrid
from rnnkit.data.limits import Limits
from rnnkit.data.source.together import File
from rnnkit.data.table.notes import Notes

Given = tuple[LabelledOverrides, Limits, Notes]


def one_by_one(files: Sequence[File], given: Given) -> Labelled:
    """What the files hold together. Raises `DataError` where that is no text or series with its class."""
    fixed, _, notes = given
    if folders := in_folders(files, fixed, notes):
        return finish(folders, fixed, notes)
    if len(files) > 1:
        files = without_aside(files, notes)
    parts = _by_part(files, given)
    if (
        len(files) > 1
        and all(_one_column(grid) for _, grid in parts)
        and (found := by_file(files, fixed, notes))
    ):
        return finish(found, fixed, notes)
    if series := as_series(parts, fixed, notes):
        return series
    return finish(_joined(_picked(parts, fixed, notes)), fixed, notes)


def _by_part(files: Sequence[File], given: Given) -> list[tuple[str | None, LabelledGrid]]:
    """The tables in the files, each with the part that the name of its file or sheet tells."""
    several = len(files) > 1
    return [
        (part_of_path(name) if several else part_of_path(sheet), grid)
        for name, content in files
        for sheet, grid in read_grids(content, given)
    ]


def _one_column(grid: LabelledGrid) -> bool:
    """Whether a table is a list of texts without labels."""
    return not grid.rows or roles(grid.looks(), grid.rows[:SAMPLE], grid.names is not None) is None


def _picked(
    parts: Sequence[tuple[str | None, LabelledGrid]], fixed: LabelledOverrides, notes: Notes
) -> list[tuple[str | None, Picked]]:
    """What is read of each table: the columns of the first that is for training, in all of them.

    A table that has no such column of labels holds texts without labels.
    """
    parts = sorted(parts, key=lambda one: one[0] not in (None, "train"))
    first = pick(parts[0][1], fixed, notes)
    columns = first.origin
    found = [(parts[0][0], first)]
    if not columns.offered:
        return found + [(part, pick(grid, fixed, notes)) for part, grid in parts[1:]]
    label = columns.label if isinstance(columns.label, tuple) else (columns.label,)
    same = fixed.replace(text=tuple(map(str, columns.text)), label=tuple(map(str, label)))
    for part, grid in parts[1:]:
        if has_columns(grid, same.label):
            found.append((part, pick(grid, same, notes)))
        else:
            found.append(("unlabelled", pick(grid, same.replace(label=same.text[:1]), notes)))
    return found


def _joined(picked: Sequence[tuple[str | None, Picked]]) -> Picked:
    """All rows below each other; lines are those of each file."""
    first = picked[0][1]
    found = Picked([], [], [], [], first.origin, first.flags)
    for part, one in picked:
        found.texts.extend(one.texts)
        found.labels.extend(one.labels)
        found.lines.extend(one.lines)
        found.parts.extend([part] * len(one.texts) if part else one.parts)
    return found
