"""Columns of numbers that tell the time: 20200131, 202105, a year, seconds since 1970, days, or a count.

Several readings may fit the same numbers; the one whose moments run on most evenly is taken, and a date
that people write before one that machines count.
"""

import re
from collections.abc import Mapping

import numpy as np

from rnnkit.data.numbers.columns import Column
from rnnkit.data.times.evenness import evenness
from rnnkit.data.times.part_words import role_of
from rnnkit.data.times.written.dates import parse_one
from rnnkit.data.times.written.guess_dates import first_year
from rnnkit.data.times.written.number_dates import pad
from rnnkit.data.times.written.to_moments import Cells, Floats, Stamps

COUNT_NAMES = frozenset(
    ["t", "step", "timestep", "time_step", "time_idx", "time_index", "tick", "period", "n", "i", "ds", "time"]
)
JULIAN = frozenset({"jd", "mjd", "julian", "yyddd", "yyjjj", "doy"})
EPOCH_BOUNDS = {
    "epoch_s": (1e8, 5e9),
    "epoch_ms": (1e11, 5e12),
    "epoch_us": (1e14, 5e15),
    "epoch_ns": (1e17, 5e18),
}
YEARS = (1700, 2150)
"""Years that a number written without marks may mean."""
SAMPLE = 3000
STRONG = frozenset({"%Y%m%d", "%Y%m%d%H", "%Y%m%d%H%M", "%Y%m%d%H%M%S"})
"""Forms that numbers hardly have by chance, so that the column needs no name."""

# The forms by number of digits, the likeliest first. None begins with a zero but those of short years.
DIGITS: Mapping[int, tuple[str, ...]] = {
    14: ("%Y%m%d%H%M%S",),
    12: ("%Y%m%d%H%M",),
    10: ("%Y%m%d%H",),
    8: ("%Y%m%d", "%d%m%Y", "%m%d%Y"),
    7: ("yyyyddd", "%d%m%Y", "%m%d%Y"),
    6: ("%Y%m", "yyyyww", "%y%m%d", "%d%m%y", "%m%d%y"),
    5: ("yyyyq", "yyddd", "%y%m%d", "%d%m%y", "%m%d%y"),
    4: ("plain_year", "yymm"),
    3: ("yymm",),
}


def plain_name(name: str) -> str:
    """The name in lower case, without marks around it: `<DATE>` is `date`."""
    return name.strip().lower().strip("#<>[]()\"'*_: ").strip()


def time_format_of(column: Column, named: bool, *, first: bool = False) -> tuple[str, int | None] | None:
    """How a column of numbers counts time, if it does, and the first of the years that two digits mean.

    `count` where the numbers are steps.
    """
    values = column.values[np.isfinite(column.values)]
    if len(values) < 2 or np.isinf(column.values).any():
        return None
    steps = np.diff(values)
    name = plain_name(column.name)
    rising = bool((steps > 0).all() or (steps < 0).all())
    likely = named or (first and rising) or name in COUNT_NAMES
    form = _by_digits(column, values, likely)
    if form:
        return form
    if decimal := _decimal(column, values, named, first=first):
        return decimal, None
    if not likely and not JULIAN & set(re.split(r"[\W_]+", name)):
        return None
    whole = bool((values % 1 == 0).all())
    low, high = float(values.min()), float(values.max())
    yearly = named or bool((np.abs(steps) == 1).all()) or _every_few_years(steps, low, high)
    if role_of(column.name) == "year" and whole and low >= 0 and high < 100 and _run_on(values):
        return "yy", first_year(values.astype(np.int64))
    tests = {
        "plain_year": whole and low >= 1000 and high <= 2200 and high - low < 1200 and yearly,
        **{form: low > least and high < most for form, (least, most) in EPOCH_BOUNDS.items()},
        "julian_day": ("julian" in name or name == "jd") and low > 2_400_000 and high < 2_500_000,
        "matlab_day": named and low > 690_000 and high < 780_000,
        "modified_julian_day": "mjd" in name and low > 30_000 and high < 80_000,
        "excel": named
        and (name not in COUNT_NAMES or name in ("time", "ds"))
        and low > 15_000
        and high < 80_000,
        "count": whole and (named or name in COUNT_NAMES),
    }
    found = next((form for form, fits in tests.items() if fits), None)
    return (found, None) if found else None


def _every_few_years(steps: Floats, low: float, high: float) -> bool:
    """Whether numbers look like the years of a census or of elections."""
    even = len(steps) >= 3 and bool((steps == steps[0]).all())
    return even and abs(steps[0]) in (2, 3, 4, 5, 10) and low >= 1700 and high <= 2100


def _run_on(values: Floats) -> bool:
    """Whether two-digit years follow each other, the one after 99 being 0."""
    steps = np.abs(np.diff(values)) % 98
    return bool(np.isin(steps[steps != 0], (1.0,)).all())


def _by_digits(column: Column, values: Floats, likely: bool) -> tuple[str, int | None] | None:
    """A date without marks: 202301, 20230131, 2023013112, 202152, 2021365, 230131."""
    whole = not (values[:100] % 1 != 0).any() and bool((values % 1 == 0).all())  # the first tell it soon
    if not whole or values.min() < (100 if likely else 100_000) or values.max() >= 1e14:
        return None  # without a name, only six digits or more tell a date
    cells = whole_cells(column)
    lengths = {len(cell) for cell in cells}
    forms = DIGITS.get(max(lengths), ())
    if (
        len(lengths) > 2
        or max(lengths) - min(lengths) > 1
        or (len(lengths) == 2 and max(lengths) not in (8, 6, 4))
    ):
        return None
    if values.min() > 30_000 and values.max() < 60_000 and not JULIAN & set(column.name.lower().split("_")):
        forms = ()  # spreadsheet days of our time, and no 365th day of a year
    read = {form: found for form in forms if (found := _reading(cells, form)) is not None}
    if "week" in plain_name(column.name) and "yyyyww" in read:
        read = {"yyyyww": read["yyyyww"]}
    if list(read) == ["plain_year"] or not read:
        return None  # judged with its name, below
    scores = {form: _score(form, stamps) for form, (stamps, _) in read.items()}
    best = max(scores, key=lambda form: scores[form])
    needs = 0.5 if best not in STRONG or not likely else -1.0
    if best == "plain_year" or (scores[best] < needs and best not in ("%Y%m%d", "%Y%m")):
        return None
    if not likely and not _certain(best, read[best][0], scores[best]):
        return None
    return best, read[best][1]


def _certain(form: str, stamps: Stamps, score: float) -> bool:
    """Whether numbers are dates whatever the column is called: long ones, or months without a pause."""
    distinct = len(np.unique(stamps))
    if form in STRONG:
        return distinct >= 2
    return (
        score > 0.99 and distinct == len(stamps) and distinct >= 12 and form in ("%Y%m", "yyyyww", "yyyyddd")
    )


FEW = 100
"""Cells that tell soon whether a column can be dates of a form."""


def whole_cells(column: Column) -> Cells:
    """Whole numbers as text without a decimal point, some of many, in the order of the file."""
    values = column.values[np.isfinite(column.values)]
    values = values[np.unique(np.linspace(0, len(values) - 1, min(len(values), SAMPLE)).astype(np.int64))]
    cells = np.empty(len(values), dtype=object)
    cells[:] = [f"{value:.0f}" for value in values]
    return cells


def _reading(cells: Cells, form: str, least: float = 0.98) -> tuple[Stamps, int | None] | None:
    """The stamps in this form, and the century of two digits; `None` unless nearly all are such dates."""
    if len(cells) > 10 * FEW and _reading(cells[:: len(cells) // FEW], form, 0.8) is None:
        return None  # soon told of numbers that are no dates
    padded = pad(cells, form)
    century = None
    if "%y" in form or form in ("yymm", "yyddd"):
        at = form.find("%y") if "%y" in form else 0
        place = {0: slice(0, 2), 4: slice(4, 6)}.get(at, slice(0, 2))
        century = first_year(np.array([int(cell[place] or 0) for cell in padded], dtype=np.int64))
    stamps = parse_one(padded, form, century)
    known = stamps[~np.isnat(stamps)]
    if len(known) < least * len(cells):
        return None
    years = known.astype("datetime64[Y]").astype(np.int64) + 1970
    return (stamps, century) if YEARS[0] <= years.min() and years.max() <= YEARS[1] else None


def _score(form: str, stamps: Stamps) -> float:
    """How evenly the moments run on; of two that are alike the likelier form comes first by a little."""
    order = [form for forms in DIGITS.values() for form in forms].index(form)
    return evenness(stamps) - 0.001 * order


def _decimal(column: Column, values: Floats, named: bool, *, first: bool) -> str | None:
    """Years with a part: 2018.0417 is a month, 2018.0027 a day, and 2018.01 to 2018.12 are months as well."""
    if values.min() < 1000 or values.max() > 2200 or (values % 1 == 0).all():
        return None
    hundredths = np.round(values * 100)
    months = hundredths % 100
    inside = bool(
        (np.abs(values * 100 - hundredths) < 1e-6).all() and (months >= 1).all() and (months <= 12).all()
    )
    years = np.unique(np.floor(values))
    if (
        inside
        and (named or first)
        and len(np.unique(months)) >= min(12, len(np.unique(values)))
        and len(years) <= len(values)
    ):
        return "year_dot_month"
    steps = np.diff(np.unique(values))
    usual = float(np.median(steps)) if len(steps) else 0.0
    even = usual > 0 and float((np.abs(steps - usual) < 0.2 * usual + 0.0006).mean()) > 0.9
    rising = bool((np.diff(values) >= 0).all() or (np.diff(values) <= 0).all())
    decimal = "decimal" in column.name.lower() or "frac" in column.name.lower()
    if not even or usual > 1 or not (named or decimal or (rising and usual < 0.6)):
        return None
    if usual > 0.99:
        return "decimal_year"
    return "decimal_month" if usual > 0.07 else "decimal_day"
