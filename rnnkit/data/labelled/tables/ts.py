"""The formats of collections of labelled series, `.ts` and `.arff`: a series and its class a line."""

import re
from collections.abc import Sequence

import numpy as np

from rnnkit.data.labelled.tables.table import LabelledGrid
from rnnkit.errors import DataError
from rnnkit.words import t

LOOKED_AT = 500
"""Lines among which the mark of the data is looked for."""
STAMPED = re.compile(r"\(([^(),]{1,40}),([^(),]{1,40})\)")
GAPS = frozenset(("?", "", "nan", "na", "null"))
BAD = "Line {line}: {cell} is no number; write numbers, or ? for a gap, parted by commas."


def is_ts(lines: Sequence[str]) -> bool:
    """Whether a line `@data` stands below lines that begin with @, # or %.

    >>> is_ts(["@problemName Pulse", "@data", "1.0,1.2:calm"])
    True
    """
    for line in lines[:LOOKED_AT]:
        text = line.strip()
        if text.lower() == "@data":
            return True
        if text and not text.startswith(("@", "#", "%")):
            return False
    return False


def read_ts(lines: Sequence[str]) -> LabelledGrid:
    """The rows of series as a table: their dimensions, each a cell, and the class in the last one.

    Of `.arff` the columns are named by its attributes.

    >>> read_ts(["@classLabel true calm fast", "@data", "1.0,1.2:calm", "3.0,0.5:fast"]).rows
    [['1.0,1.2', 'calm'], ['3.0,0.5', 'fast']]
    """
    start = next(i for i, line in enumerate(lines) if line.strip().lower() == "@data")
    head = [line.strip() for line in lines[:start]]
    if any(line.lower().startswith("@attribute") for line in head):
        return _arff(lines, start, head)
    classed = next((line.split() for line in head if line.lower().startswith("@classlabel")), [])
    if len(classed) < 2 or classed[1].lower() != "true":
        raise DataError(t("This .ts file has no class labels (@classLabel true ...); use one that has."))
    rows, numbers = [], []
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if line.strip() and not line.startswith(("#", "%")):
            rows.append(line.strip().split(":"))
            numbers.append(number)
    if not rows:
        raise DataError(t("There is no line of data below @data."))
    _check_dimensions(rows, numbers)
    return LabelledGrid(rows, numbers, None, "ts")


def _arff(lines: Sequence[str], start: int, head: Sequence[str]) -> LabelledGrid:
    from rnnkit.data.labelled.tables.cut_rows import cut

    pattern = re.compile(r"@attribute\s+('[^']{1,200}'|\"[^\"]{1,200}\"|\S{1,200})", re.IGNORECASE)
    names = [match[1].strip("'\"") for line in head if (match := pattern.match(line))]
    body = [("" if line.lstrip().startswith("%") else line.replace("'", '"')) for line in lines[start + 1 :]]
    found = cut(body, ",")
    return LabelledGrid(found.rows, [line + start + 1 for line in found.lines], names, "arff", ",")


def _check_dimensions(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
    """Refuse lines with another number of dimensions than the first, or none before the class."""
    for row, number in zip(rows, numbers, strict=True):
        if len(row) < 2:
            raise DataError(
                t("Line {line} has no class behind a colon; add it or take the line out.", line=number)
            )
        if len(row) != len(rows[0]):
            sentence = "Line {line} has {count} dimensions where the first has {first}; make them equal."
            raise DataError(t(sentence, line=number, count=len(row) - 1, first=len(rows[0]) - 1))


def numbers_of(cells: Sequence[str], line: int) -> np.ndarray:
    """Numbers (T,) as float32, NaN for a gap, infinite where they are too large for it.

    Raises `DataError` that names the line and the cell.

    >>> numbers_of(["1.5", "?", " 2"], 1).tolist()
    [1.5, nan, 2.0]
    """
    try:
        numbers = [np.nan if cell.strip().lower() in GAPS else float(cell) for cell in cells]
    except ValueError:
        bad = next(cell for cell in cells if not _is_number(cell))
        raise DataError(t(BAD, line=line, cell=repr(bad.strip()[:30]))) from None
    with np.errstate(over="ignore"):
        return np.array(numbers, dtype=np.float32)


def dimension(cell: str, line: int) -> np.ndarray:
    """One dimension of a series (T,): numbers parted by commas, or the values of `(time,value)` pairs."""
    if "(" in cell:
        return numbers_of([value for _, value in STAMPED.findall(cell)], line)
    return numbers_of(cell.split(","), line)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.strip().lower() in GAPS
    return True
