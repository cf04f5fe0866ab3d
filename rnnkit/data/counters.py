"""Columns of numbers that tell the time: 20200131, a year, seconds since 1970, Excel days, or a count."""

import numpy as np

from rnnkit.data.columns import Column
from rnnkit.data.dates import parse_dates

COUNT_NAMES = (
    "t",
    "step",
    "timestep",
    "time_step",
    "time_idx",
    "time_index",
    "tick",
    "period",
    "n",
    "i",
    "ds",
    "time",
)
EPOCH_BOUNDS = {
    "epoch_s": (1e8, 5e9),
    "epoch_ms": (1e11, 5e12),
    "epoch_us": (1e14, 5e15),
    "epoch_ns": (1e17, 5e18),
}


def plain_name(name: str) -> str:
    """The name in lower case, without marks around it."""
    return name.strip().lower().lstrip("#").strip()


def time_format_of(column: Column, named: bool, *, first: bool = False) -> str | None:
    """How a column of numbers counts time, if it does; `count` where the numbers are steps."""
    values = column.values[np.isfinite(column.values)]
    if len(values) < 2 or np.isinf(column.values).any():
        return None
    steps = np.diff(values)
    name = plain_name(column.name)
    rising = bool((steps > 0).all() or (steps < 0).all())
    if not (named or (first and rising) or name in COUNT_NAMES):
        return None
    whole = bool((values % 1 == 0).all())
    low, high = float(values.min()), float(values.max())
    yearly = named or bool((np.abs(steps) == 1).all())
    tests = {
        "%Y%m%d": whole and low > 15_000_000 and high < 22_000_000 and _reads(column, "%Y%m%d"),
        "%Y%m": whole and low > 150_000 and high < 220_000 and _reads(column, "%Y%m"),
        "%Y": whole and low >= 1000 and high <= 2200 and high - low < 1200 and yearly,
        **{form: low > least and high < most for form, (least, most) in EPOCH_BOUNDS.items()},
        "excel": named and name not in COUNT_NAMES[:-2] and low > 15_000 and high < 80_000,
        "count": whole and (named or name in COUNT_NAMES),
    }
    return next((form for form, fits in tests.items() if fits), None)


def _reads(column: Column, form: str) -> bool:
    """Whether whole numbers such as 20200131 are dates of this form."""
    cells = column.cells[~np.isnan(column.values)][:2000]
    return bool((~np.isnat(parse_dates(cells, (form,), False))).mean() > 0.98)
