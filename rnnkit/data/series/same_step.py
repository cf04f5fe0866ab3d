"""Whether new data has the step and the numbers that a model reads; it takes no more than numpy and pandas.

The functions travel into exported programs as they stand here, so they do not translate their words.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from rnnkit.data.table.recipe import NO_TIME, Recipe
from rnnkit.data.times.calendar import step_seconds
from rnnkit.data.times.freq import step_of

ANOTHER_STEP = 1.8  # times as long or as short as a usual step, and the data has another one
MOST_BAD = 0.2  # share of the numbers of a column; beyond it they are written in another way
OTHER_STEP = "The new data has a row every {new}, the model reads one every {known}."
DAY_SECONDS = 86_400.0
MONTH_SECONDS = 365.2425 / 12 * DAY_SECONDS


def usual_step(frame: pd.DataFrame) -> float:
    """The usual distance of two rows of a series (`unique_id`, `ds`), in seconds or in numbers; 0 if none."""
    rows = frame[["unique_id", "ds"]].drop_duplicates().sort_values(["unique_id", "ds"])
    steps = rows.groupby("unique_id", sort=False)["ds"].diff().dropna()
    if steps.empty:
        return 0.0
    usual = steps.median()
    return float(usual.total_seconds()) if isinstance(usual, pd.Timedelta) else float(usual)


def other_step(found: float, wanted: float) -> bool:
    """Whether a step is another one than the wanted; months and years are not all of one length."""
    return bool(found and wanted and not wanted / ANOTHER_STEP < found < wanted * ANOTHER_STEP)


def step_words(seconds: float) -> str:
    """A distance as a person says it: 86400 -> 1 day, 604800 -> 1 week, 2678400 -> 1 month."""
    months = seconds / MONTH_SECONDS
    count = round(months)
    if count >= 1 and abs(months - count) < 0.06:
        sizes = ((12, "year"), (3, "quarter"), (1, "month"))
        size, unit = next((size, unit) for size, unit in sizes if count % size == 0)
        number = float(count // size)
    else:
        units = (("week", 7 * DAY_SECONDS), ("day", DAY_SECONDS), ("hour", 3600.0), ("minute", 60.0))
        whole = [(unit, size) for unit, size in units if seconds >= size and seconds % size == 0]
        unit, length = (whole or [(u, s) for u, s in units[1:] if seconds >= s] or [("second", 1.0)])[0]
        number = seconds / length
    return f"{number:.3g} {unit}" + ("" if np.isclose(number, 1) else "s")


def check_step(frame: pd.DataFrame, wanted: float, known: str) -> None:
    """Refuse rows (`unique_id`, `ds`) with another step than the wanted, which is called `known`."""
    found = usual_step(frame)
    if other_step(found, wanted):
        dated = isinstance(frame["ds"].dtype, np.dtype) and frame["ds"].dtype.kind == "M"
        new = step_words(found) if dated else f"{found:g}"
        raise ValueError(OTHER_STEP.format(new=new, known=known))


def check_numbers(
    frame: pd.DataFrame, raw: pd.DataFrame, marks: Mapping[str, str], missing: Collection[str]
) -> None:
    """Refuse columns whose numbers (`raw` as text, `frame` as read) are mostly written in another way.

    `marks` are the decimal marks that are expected, by the name of the column.
    """
    for name, mark in marks.items():
        cells = raw[name].astype("str")
        held = ~cells.str.lower().isin(missing) & (cells != "")
        bad = held & frame[name].isna() & cells.str.contains("[0-9]")
        bad &= pd.to_numeric(cells, errors="coerce").isna()
        if bad.sum() > MOST_BAD * held.sum():
            raise ValueError(
                f"Numbers such as '{cells[bad].iloc[0][:30]}' in {name[:40]} are not written like "
                f"'0{mark}5', as this model reads them; write them that way."
            )


def wanted_step(recipe: Recipe) -> tuple[float, str]:
    """The step that a recipe reads, in seconds or numbers and in words; 0 where it has none."""
    if recipe.time == NO_TIME or recipe.counted:
        return 0.0, ""
    if recipe.freq:
        return step_seconds(recipe.freq), step_of(recipe.freq).words
    return float(recipe.size or 0), f"{recipe.size}"
