"""Which stretch of time is used: the one that was asked for, and of more rows than allowed the newest."""

import re
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.series.clean import Rows
from rnnkit.data.series.regular import moment
from rnnkit.data.table.notes import Notes
from rnnkit.data.table.recipe import Overrides
from rnnkit.errors import DataError
from rnnkit.words import plural, t


def whole_span(rows: Rows, *, dates: bool) -> dict[str, str | int]:
    """How many rows with a readable time the file holds, the first and the last, before any is left out."""
    count = len(rows.codes)
    if not count:
        return {"rows": 0}
    first, last = int(rows.stamps.min()), int(rows.stamps.max())
    if not dates:
        return {"rows": count, "start": first, "end": last}
    start, end = (moment(np.datetime64(stamp, "us")) for stamp in (first, last))
    return {"rows": count, "start": start, "end": end}


def within(rows: Rows, fixed: Overrides, most: int, notes: Notes, *, dates: bool) -> Rows:
    """The rows between `since` and `until`, at most so many: the newest by time, in the order of the file."""
    rows = _asked_for(rows, fixed, notes, dates=dates)
    if len(rows.codes) <= most:
        return rows
    newest = np.argsort(rows.stamps, kind="stable")[-most:] if dates else np.arange(len(rows.codes))[-most:]
    sentence = t(
        "Used the newest {rows:,} of {all:,} rows; choose another span to use others.",
        rows=most,
        all=len(rows.codes),
    )
    notes.change("rows", sentence, len(rows.codes) - most, warning=True)
    return rows.take(np.sort(newest))


def _asked_for(rows: Rows, fixed: Overrides, notes: Notes, *, dates: bool) -> Rows:
    """The rows of the span that was asked for."""
    if fixed.since is None and fixed.until is None:
        return rows
    keep: npt.NDArray[np.bool_] = np.ones(len(rows.codes), dtype=bool)
    if fixed.since is not None:
        keep &= rows.stamps >= stamp_of(fixed.since, dates, "first")
    if fixed.until is not None:
        keep &= rows.stamps <= stamp_of(fixed.until, dates, "last")
    left = int((~keep).sum())
    if left and not keep.any():
        raise DataError(t("No row lies in the chosen span; choose a longer one."))
    sentence = plural(
        "{number} row outside the chosen span left out.",
        "{number} rows outside the chosen span left out.",
        left,
    )
    return rows.take(keep) if left and notes.change("span", sentence, left) else rows


NAMED: tuple[tuple[str, Literal["Y", "M"]], ...] = ((r"[0-9]{4}", "Y"), (r"[0-9]{4}[-/][0-9]{1,2}", "M"))
"""How years and months are named that a span ends with; all else is a day."""


def stamp_of(text: str, dates: bool, side: str) -> int:
    """A stamp in microseconds; a year, a month or a day that ends the span does so with its last moment.

    >>> ends = [stamp_of(text, True, "last") for text in ("2020", "2020-02", "2020-02-03")]
    >>> [str(np.datetime64(end, "us"))[:19] for end in ends]
    ['2020-12-31T23:59:59', '2020-02-29T23:59:59', '2020-02-03T23:59:59']
    """
    if not dates:
        if not re.fullmatch(r"-?[0-9]{1,18}", text.strip()):
            raise DataError(
                t("The span of rows without dates is two row numbers; got {text!r}.", text=text[:30])
            )
        return int(text)
    try:
        moment = pd.Timestamp(text.strip()).tz_localize(None) if re.search("[0-9]", text) else pd.NaT
    except (ValueError, TypeError):
        moment = pd.NaT
    if pd.isna(moment):  # also "now" and "today", which tomorrow would mean something else
        raise DataError(t("{text!r} is not a date such as 2020-01-31.", text=text[:30]))
    if side == "last" and ":" not in text:
        unit = next((unit for form, unit in NAMED if re.fullmatch(form, text.strip())), "D")
        behind = np.datetime64(moment, "us").astype(f"datetime64[{unit}]") + 1
        return int(behind.astype("datetime64[us]").astype(np.int64)) - 1
    return int(np.datetime64(moment, "us").astype(np.int64))
