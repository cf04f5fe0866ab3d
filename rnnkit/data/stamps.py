"""The moment of every row, added up from the columns that hold its parts."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.data.columns import Column
from rnnkit.data.dates import Stamps, parse_dates
from rnnkit.data.layout import Cells
from rnnkit.data.numeric import Floats
from rnnkit.data.recipe import Role

PART_UNITS = {"day": "D", "hour": "h", "minute": "min", "second": "s"}


def add_up(parts: Mapping[Role, Column], formats: Sequence[str], clean: bool) -> Stamps:
    """Date, or year and month, plus day, hour, minute, second or clock; NaT where a part cannot be read."""
    if "date" in parts:
        total = parse_dates(parts["date"].cells, formats, clean)
    else:
        total = _from_months(parts["year"].values, parts["month"].values)
    for role, column in parts.items():
        if role == "clock":
            total = total + _clock_delta(column.cells)
        elif role in PART_UNITS:
            total = total + _part_delta(column.values - (1 if role == "day" else 0), PART_UNITS[role])
    return total


def _from_months(years: Floats, months: Floats) -> Stamps:
    sound = (years >= 1) & (years <= 9999) & (months >= 1) & (months <= 12)
    count = (np.where(sound, years, 1970) - 1970) * 12 + np.where(sound, months, 1) - 1
    stamps = count.astype(np.int64).astype("datetime64[M]").astype("datetime64[us]")
    stamps[~sound] = np.datetime64("NaT")
    return np.asarray(stamps)


def _part_delta(values: Floats, unit: str) -> npt.NDArray[np.timedelta64]:
    sound = np.isfinite(values) & (np.abs(values) < 1e6)
    delta = (
        np.where(sound, values, 0).astype(np.int64).astype(f"timedelta64[{'m' if unit == 'min' else unit}]")
    )
    result = delta.astype("timedelta64[us]")
    result[~sound] = np.timedelta64("NaT")
    return np.asarray(result)


def _clock_delta(cells: Cells) -> npt.NDArray[np.timedelta64]:
    plain = [cell.replace(".", ":") for cell in cells]
    padded = [cell + ":00" if cell.count(":") == 1 else cell for cell in plain]
    delta = pd.to_timedelta(np.array(padded, dtype=object), errors="coerce")
    return np.asarray(delta.to_numpy().astype("timedelta64[us]"))
