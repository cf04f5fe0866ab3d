"""One date in the writing of some data, for the sentence that says how new data has to be written."""

from collections.abc import Mapping

import pandas as pd

from rnnkit.data.table.recipe import Recipe

EXAMPLE = pd.Timestamp("2023-01-02")
EXAMPLES: Mapping[str, str] = {
    "quarter": "2023Q1",
    "half_year": "2023H1",
    "month_number": "2023M01",
    "iso_week": "2023-W01",
    "fiscal_year": "2023/24",
    "short_year": "1-01",
    "plain_year": "2023",
    "yy": "23",
    "yyyyq": "20231",
    "yyyyww": "202301",
    "yyyyddd": "2023002",
    "yymm": "2301",
    "yyddd": "23002",
    "decimal_year": "2023.5",
    "decimal_month": "2023.0417",
    "decimal_day": "2023.0027",
    "year_dot_month": "2023.01",
    "julian_day": "2459946.5",
    "modified_julian_day": "59946",
    "matlab_day": "738888",
    "excel": "44928",
    "epoch_s": "1672617600",
    "epoch_ms": "1672617600000",
    "epoch_us": "1672617600000000",
    "epoch_ns": "1672617600000000000",
}
"""What no pattern describes."""
PARTS: Mapping[str, str] = {"year": "2023", "day": "2", "day_of_year": "2", "clock": "00:00"}
"""Parts in columns of their own; all others are 1, or 0 where they are of the time of day."""
OF_A_DAY = ("hour", "minute", "second", "hhmm", "hhmmss")


def example_date(recipe: Recipe) -> str:
    """How the data of a recipe writes the second of January 2023, or what it has for it.

    >>> example_date(Recipe(time=("when",), time_roles=("date",), time_formats=("%d.%m.%Y",)))
    '02.01.2023'
    >>> example_date(Recipe(time=("y", "w"), time_roles=("year", "week")))
    '2023 1'
    """
    if not recipe.time_formats:
        return " ".join(PARTS.get(role, "0" if role in OF_A_DAY else "1") for role in recipe.time_roles)
    form = recipe.time_formats[0]
    return EXAMPLES.get(form) or EXAMPLE.strftime(form.replace("M%m", "%b"))
