"""Cells to moments by a `strptime` pattern, with what it does not know: 24:00, and the century of two digits.

Needs numpy and pandas alone, because cleaning programs take it along.
"""

import re

import numpy as np
import pandas as pd

from rnnkit.data.times.written.to_moments import DAY_IN_US, NEVER, Cells, Stamps, full_year

FIELDS = {
    **{"%Y": r"\d{4}", "%y": r"\d{2}", "%m": r"\d{1,2}", "%d": r"\d{1,2}", "%j": r"\d{3}", "%H": r"\d{1,2}"},
    **{"%I": r"\d{1,2}", "%M": r"\d{1,2}", "%S": r"\d{1,2}", "%f": r"\d{1,9}", "%p": "[APap][Mm]"},
    **dict.fromkeys(("%b", "%B", "%a", "%A"), r"[^\W\d_]{1,20}"),
}
MIDNIGHT = {"%H": "(24)", "%M": "0?0", "%S": "0?0", "%f": "0+"}


def parse_pattern(cells: Cells, pattern: str, century: int | None = None) -> Stamps:
    """Read cells by a pattern; NaT where it does not fit. 24:00 is the midnight that ends the day.

    >>> parse_pattern(np.array(["31.01.24 24:00", "soon"], dtype=object), "%d.%m.%y %H:%M").tolist()
    [datetime.datetime(2024, 2, 1, 0, 0), None]
    """
    if "%y" in pattern:
        cells = _four_digits(cells, pattern, century)
        pattern = pattern.replace("%y", "%Y")
    stamps = _strptime(cells, pattern)
    if "%H" in pattern and (missing := np.flatnonzero(np.isnat(stamps))).size:
        stamps[missing] = _midnight(cells[missing], pattern)
    return stamps


def _strptime(cells: Cells, form: str) -> Stamps:
    try:
        parsed = pd.DatetimeIndex(
            pd.to_datetime(pd.Series(cells, dtype=object), format=form, errors="coerce")
        )
    except (ValueError, TypeError, OverflowError, re.error):
        return np.full(len(cells), NEVER)
    if parsed.tz is not None:
        parsed = parsed.tz_localize(None)
    return np.array(parsed.to_numpy().astype("datetime64[us]"))


def shape_of(form: str, fields: dict[str, str]) -> re.Pattern[str]:
    """A format as a regular expression: `%d/%m` with fields of digits is `\\d{1,2}/\\d{1,2}`."""
    parts = re.findall(r"%[A-Za-z]|.", form)
    return re.compile("^" + "".join(fields.get(part, re.escape(part)) for part in parts) + "$")


def _midnight(cells: Cells, form: str) -> Stamps:
    """The cells that say 24:00, as 00:00 of the next day."""
    shape = shape_of(form, {**FIELDS, **MIDNIGHT})
    found = [shape.match(cell) for cell in cells]
    text = np.empty(len(cells), dtype=object)
    text[:] = [
        cell[: m.start(1)] + "00" + cell[m.end(1) :] if m else ""
        for cell, m in zip(cells, found, strict=True)
    ]
    return np.asarray(_strptime(text, form) + np.timedelta64(DAY_IN_US, "us"))


def _four_digits(cells: Cells, form: str, century: int | None) -> Cells:
    """`01/02/67` as `01/02/1967`."""
    shape = shape_of(form, {**FIELDS, "%y": r"(\d{2})"})
    result = np.empty(len(cells), dtype=object)
    for i, cell in enumerate(cells):
        found = shape.match(cell)
        result[i] = (
            f"{cell[: found.start(1)]}{full_year(int(found[1]), century):04d}{cell[found.end(1) :]}"
            if found
            else ""
        )
    return result
