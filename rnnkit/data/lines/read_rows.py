"""Text or rows of a sheet to named columns, by decisions that were taken before.

Needs pandas and the standard library alone: cleaning programs take this source along.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

FARTHEST = 60
"""Lines of a file among which the names are looked for where they do not stand in their place."""


def content_of(path: Any) -> bytes:
    """The bytes of a file that is open or named by its path."""
    if hasattr(path, "read"):
        content = path.read()
        return content.encode() if isinstance(content, str) else bytes(content)
    with open(path, "rb") as file:
        return file.read()


def split_lines(lines: Iterable[str], separator: str) -> tuple[list[list[str]], list[int]]:
    """Lines parted into cells, without those that are blank, and the number of the line of each row.

    `a;b` with a semicolon is the row `a`, `b`; a quoted cell may go on over several lines.

    >>> split_lines(["a;b", "", '"1;2";3'], ";")
    ([['a', 'b'], ['1;2', '3']], [1, 3])
    """
    found = list(split_rows("\n".join(lines), separator))
    return [row for row, _ in found], [line for _, line in found]


def split_rows(text: str, separator: str) -> Iterator[tuple[list[str], int]]:
    r"""The rows that are not blank, one after the other, with the line where each begins.

    >>> list(split_rows('a;"b\nc"\n\n1;2', ";"))
    [(['a', 'b\nc'], 1), (['1', '2'], 4)]
    """
    line = 0
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace='"' in text)
    for row in reader:
        if row and (row[0].strip() or any(cell.strip() for cell in row)):
            yield row, line + 1
        line = reader.line_num


def columns_of_rows(rows: list[list[str]], numbers: Sequence[int], plan: Mapping[str, Any]) -> pd.DataFrame:
    """The table among the rows as columns of text, by their names.

    The plan: `skip_rows` lines above, `header` or none, `skip_units` for a second line of names or units, the
    `heading` as it stood in the file and the `names` that its cells got, the names that are `needed`, and
    `skip_footer` rows at the end. Raises `ValueError` where a needed column is not there.
    """
    start = next((i for i, number in enumerate(numbers) if number > plan["skip_rows"]), len(rows))
    if not plan["header"]:
        return _frame(rows[start:], plan["names"], plan)
    start, names = _heading(rows, start, plan)
    return _frame(rows[start + 1 + plan["skip_units"] :], names, plan)


def _heading(rows: list[list[str]], start: int, plan: Mapping[str, Any]) -> tuple[int, list[str]]:
    """The row of names, at its place or else where all needed names are, and the names of the columns."""
    places = [start, *(i for i in range(min(FARTHEST, len(rows))) if i != start)]
    found: list[str] = []
    for place in places:
        if place >= len(rows):
            continue
        names = names_of(rows[place], plan)
        found = found or names
        if set(plan["needed"]) <= set(names):
            return place, names
    missing = next(name for name in plan["needed"] if name not in found)
    raise ValueError(f"The new data has no column {missing!r}; add or rename it.")


def names_of(row: Sequence[str], plan: Mapping[str, Any]) -> list[str]:
    """The names of columns by the cells of their header: those that were given to such cells before."""
    cells = [cell.strip() for cell in row]
    heading = list(plan["heading"])
    if cells[: len(heading)] == heading and not any(cells[len(heading) :]):
        return list(plan["names"])
    names = plan["names"][len(plan["names"]) - len(heading) :]
    given = {cell: name for cell, name in zip(heading, names, strict=False) if heading.count(cell) == 1}
    return [
        *plan["names"][: len(plan["names"]) - len(heading)],
        *(given.get(c, " ".join(c.split())) for c in cells),
    ]


def _frame(rows: list[list[str]], names: Sequence[str], plan: Mapping[str, Any]) -> pd.DataFrame:
    """Rows as wide as the names; rows that hold more are left out, as are the names where they come again."""
    width = len(names)
    rows = rows[: max(0, len(rows) - plan["skip_footer"])]
    body = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if any(cells[width:]) or (plan["header"] and plan["drop_names"] and cells[:width] == list(names)):
            continue
        body.append(cells[:width] + [""] * (width - len(cells)))
    return pd.DataFrame(body, columns=list(names), dtype=object)


def plain_text(content: bytes, encoding: str) -> list[str]:
    """The lines of a text in that encoding, without what is broken and without a hint at the separator."""
    text = content.decode(encoding, "ignore").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    hint = lines[0].strip().strip('"').lower()
    return ["", *lines[1:]] if hint.startswith("sep=") and len(hint.rstrip(",;\t")) <= 5 else lines
