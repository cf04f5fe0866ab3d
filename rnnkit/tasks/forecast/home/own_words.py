"""How the person's own file names and writes things: headings, dates and numbers of what is taken home."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.data import Recipe
from rnnkit.data.series.shape import JOINT, SINGLE
from rnnkit.data.times.written.dates import parse_dates
from rnnkit.words import t

TRANSLATED = frozenset({"words", "buddhist", "interval", "zone"})  # rules after which dates look otherwise
SHEET_DATES: Mapping[str, str] = {
    **{"%Y": "yyyy", "%y": "yy", "%m": "mm", "%d": "dd", "%H": "hh", "%M": "mm", "%S": "ss"},
    **{"%b": "mmm", "%B": "mmmm"},
}
DIGITS, MOST_DECIMALS = 4, 10


@dataclass(frozen=True)
class OwnWords:
    """The names and the writing of the file that a forecast rests on.

    `series` are the columns that name the series, `time` the one with the time; `dates` is a pattern of
    `strftime`, empty for the form of ISO 8601.
    """

    series: tuple[str, ...] = ()
    time: str = ""
    dates: str = ""
    separator: str = ","
    decimal: str = "."

    @classmethod
    def of(cls, recipe: Recipe | None, stamps: "pd.Series[Any]") -> "OwnWords":
        """Those of the file that was read by a recipe; plain ones where it is not at hand.

        `stamps` are dates as they are to be written: the pattern of the file is taken where it says all of
        them again.
        """
        dated = pd.api.types.is_datetime64_any_dtype(stamps)
        time = t("Date") if dated else t("Step")
        if recipe is None:
            return cls((), time)
        named = JOINT.join(name for name in recipe.time if name)
        decimal = "," if recipe.decimal == "," else "."
        separator = recipe.separator or (";" if decimal == "," else ",")
        dates = own_dates(recipe, stamps) if dated else ""
        return cls(recipe.series, named or time, dates, separator, decimal)

    @property
    def sheet_dates(self) -> str:
        """The same pattern in the words of a workbook; empty where it has none."""
        found = self.dates
        for ours, theirs in SHEET_DATES.items():
            found = found.replace(ours, theirs)
        return "" if "%" in found else found


def own_dates(recipe: Recipe, stamps: "pd.Series[Any]") -> str:
    """The pattern in which the file writes its dates, where that says these again; else nothing.

    >>> recipe = Recipe(time=("Tag",), time_formats=("%d.%m.%Y",))
    >>> own_dates(recipe, pd.Series(pd.to_datetime(["2024-01-31"])))
    '%d.%m.%Y'
    """
    pattern = recipe.time_formats[0] if recipe.time_formats else ""
    if "%" not in pattern or len(recipe.time) != 1 or TRANSLATED & set(recipe.time_rules):
        return ""
    distinct = pd.Series(stamps.dropna().unique())
    written = distinct.dt.strftime(pattern).to_numpy(dtype=object)
    again = parse_dates(written, recipe.time_formats, recipe.time_rules, recipe.century, recipe.offset)
    same = bool((again == distinct.to_numpy().astype("datetime64[us]")).all())
    return pattern if same else ""


def ids_as_columns(ids: "pd.Series[Any]", names: tuple[str, ...]) -> pd.DataFrame:
    """The names of series as the columns they were joined of; one column where that cannot be told.

    `Berlin / Bread` of the columns `shop, good` becomes one cell each.
    """
    text = ids.astype(str)
    if len(names) > 1:
        parts = [one.split(JOINT) for one in text]
        if all(len(part) == len(names) for part in parts):
            return pd.DataFrame(parts, columns=list(names), index=ids.index)
    if not names and set(text.unique()) <= {SINGLE}:
        return pd.DataFrame(index=ids.index)
    return pd.DataFrame({JOINT.join(names) or t("Series"): text})


def decimals(known: "pd.Series[Any]", forecast: "pd.Series[Any]") -> int:
    """How many decimals say enough: four digits of a usual value, and up to two where the data has them.

    >>> decimals(pd.Series([112.0, 118.0]), pd.Series([431.27])), decimals(pd.Series([1.0]), pd.Series([3.0]))
    (1, 0)
    """
    values = forecast[np.isfinite(forecast)].to_numpy(np.float64)
    sizes = np.abs(values[values != 0])
    if not len(sizes) or (values == np.round(values)).all():
        return 0
    wanted = DIGITS - 1 - math.floor(math.log10(float(np.median(sizes))))
    return min(max(wanted, _decimals_of(known), 0), MOST_DECIMALS)


def _decimals_of(known: "pd.Series[Any]") -> int:
    """With how many decimals nearly all of these values are written; two where it is more."""
    values = known[np.isfinite(known)].to_numpy(np.float64)
    for places in range(2):
        if len(values) and np.isclose(values, np.round(values, places), rtol=0, atol=1e-9).mean() > 0.99:
            return places
    return 2 if len(values) else 0
