"""A recipe as a script that needs pandas and nothing of this project.

The script holds only the steps that the recipe uses, in the order in which they are done here.
"""

from collections.abc import Iterator, Mapping
from pprint import pformat

from rnnkit.data.dates import EPOCHS
from rnnkit.data.tidy import ZONE as ZONE_

ZONE = ZONE_.pattern
from rnnkit.data.freq import Step, step_of
from rnnkit.data.numeric import missing_words, pattern
from rnnkit.data.recipe import NO_TIME, Recipe, Role
from rnnkit.data.same_step import step_code, wanted_step

INTRO = '''"""Clean the time series of one CSV file, the way the data doctor did. Needs pandas only.

Usage: python clean.py data.csv [clean.csv]
"""

import sys

import numpy as np
import pandas as pd
'''

MAIN = """

if __name__ == "__main__":
    clean(sys.argv[1]).to_csv(sys.argv[2] if len(sys.argv) > 2 else "clean.csv", index=False)
"""

PARTS: Mapping[Role, str] = {"day": "D", "hour": "h", "minute": "min", "second": "s"}

NUMBERS = '''

def numbers(cells, drop="", shape="", thousands="", decimal=".", parentheses=False):
    """Text to numbers; what is missing or no number becomes NaN."""
    cells = cells.mask(cells.str.lower().isin(MISSING), "")
    if drop:
        cells = cells.str.replace(drop, "", regex=True)
    if shape:
        cells = cells.str.replace("−", "-")
        if parentheses:
            cells = cells.str.replace(r"^\\((.*)\\)$", r"-\\1", regex=True)
        cells = cells.where(cells.str.match(shape), "")
        cells = cells.str.replace(thousands, "", regex=False) if thousands else cells
        cells = cells.str.replace(decimal, ".", regex=False)
    return pd.to_numeric(cells, errors="coerce").astype("float64")
'''

SPECIAL = {
    "quarter": '''def {name}(cells):
    """The first day of a quarter such as 2006Q1."""
    year = cells.str.extract(r"(\\d{{4}})", expand=False)
    quarter = cells.str.extract(r"[qQ]([1-4])|([1-4])[qQ]\\d{{4}}").bfill(axis=1)[0]
    month = (pd.to_numeric(quarter, errors="coerce") * 3 - 2).astype("Int64").astype("str")
    return pd.to_datetime(year + "-" + month, format="%Y-%m", errors="coerce")
''',
    "short_year": '''def {name}(cells):
    """The month of a counted year, such as 1-01."""
    parts = cells.str.split("[-/]", n=1, regex=True, expand=True)
    return pd.to_datetime(parts[0].str.zfill(4) + "-" + parts[1], format="%Y-%m", errors="coerce")
''',
    "iso_week": '''def {name}(cells):
    """The Monday of a week such as 2024-W05."""
    return pd.to_datetime(cells + "-1", format="%G-W%V-%u", errors="coerce")
''',
    "iso_week_compact": '''def {name}(cells):
    """The Monday of a week such as 2024W05."""
    return pd.to_datetime(cells + "1", format="%GW%V%u", errors="coerce")
''',
    "excel": '''def {name}(cells):
    """Days since the end of 1899, the way spreadsheets count."""
    seconds = (pd.to_numeric(cells, errors="coerce") * 86400).round()
    return pd.Timestamp("1899-12-30").as_unit("us") + pd.to_timedelta(seconds, unit="s")
''',
    **{
        name: f'''def {{name}}(cells):
    """Units of {unit} since 1970."""
    count = (pd.to_numeric(cells, errors="coerce") * {factor}).round()
    return pd.Timestamp("1970-01-01").as_unit("us") + pd.to_timedelta(count, unit="us")
'''
        for name, unit, factor in zip(EPOCHS, EPOCHS.values(), ("1e6", "1e3", "1.0", "1e-3"), strict=True)
    },
}


def to_pandas_code(recipe: Recipe, *, same_step: bool = False) -> str:
    """The cleaning as a runnable script: `python clean.py data.csv clean.csv`.

    With `same_step` it refuses rows with another step than the recipe reads, as a model must.
    """
    parts = [INTRO, _constants(recipe), NUMBERS]
    parts += ["\n\n" + step_code()] if same_step else []
    parts += ["\n\n" + SPECIAL[form].format(name=form) for form in recipe.time_formats if form in SPECIAL]
    parts.append(_clean(recipe, same_step=same_step))
    return "".join(parts) + MAIN


def _constants(recipe: Recipe) -> str:
    missing = sorted(missing_words(recipe.missing, recipe.off))
    text = f"\nNAMES = {pformat(list(recipe.names), width=100)}\n"
    text += f"NUMBERS = {pformat(_numbers(recipe), width=100)}\n"
    return text + f"MISSING = {pformat(missing, width=100, compact=True)}\n"


def _numbers(recipe: Recipe) -> list[str]:
    return [name for name in recipe.values if name not in recipe.categories]


def _clean(recipe: Recipe, *, same_step: bool) -> str:
    steps = [
        *_read(recipe),
        *_columns(recipe),
        *_time(recipe),
        *_rows(recipe, same_step=same_step),
        *_fill(recipe),
    ]
    lines = [
        "",
        "",
        "def clean(path):",
        '    """Read and clean one file; returns unique_id, ds and the values."""',
    ]
    lines += [f"    {line}" if line else "" for step in steps for line in step.split("\n")]
    return "\n".join([*lines, "    return frame"]) + "\n"


def _read(recipe: Recipe) -> Iterator[str]:
    separator = r"[ \t]+" if recipe.separator == " " else recipe.separator
    skip = (recipe.skip_rows or 0) + bool(recipe.header)
    engine = '\n    engine="python",' if recipe.separator == " " else ""
    yield f"""raw = pd.read_csv(
    path,
    sep={separator!r},
    encoding={recipe.encoding!r},
    skiprows={skip},
    header=None,
    names=NAMES,
    usecols=range(len(NAMES)),
    dtype=str,
    keep_default_na=False,
    skipinitialspace=True,{engine}
)"""
    if recipe.skip_units:
        yield "raw = raw.iloc[1:]  # the line of units"
    if recipe.skip_footer:
        yield f"raw = raw.iloc[:-{recipe.skip_footer}]  # lines below the table"
    yield f'raw = raw.head({recipe.limit}).fillna("").apply(lambda cells: cells.str.strip())'
    yield 'raw = raw[(raw != "").any(axis=1)].reset_index(drop=True)'
    if recipe.header and "repeated_names" not in recipe.off:
        yield "raw = raw[~(raw == NAMES).all(axis=1)].reset_index(drop=True)  # names that come again"


def _columns(recipe: Recipe) -> Iterator[str]:
    yield "frame = pd.DataFrame(index=raw.index)"
    if not recipe.series:
        yield 'frame["unique_id"] = "series"'
    for i, name in enumerate(recipe.series):
        cells = f'raw[{name!r}].str.removeprefix("\'").replace("", "?")'
        yield f'frame["unique_id"] = {cells}' if i == 0 else f'frame["unique_id"] += " / " + {cells}'
    for name in recipe.values:
        if name in recipe.categories:
            continue
        style = recipe.styles.get(name)
        options = "" if style is None else (
            f", drop={style.drop!r}, shape={pattern(style.decimal, style.thousands).pattern!r}, "
            f"thousands={style.thousands!r}, decimal={style.decimal!r}, parentheses={style.parentheses}"
        )  # fmt: skip
        yield f"frame[{name!r}] = numbers(raw[{name!r}]{options})"
    for name, kinds in recipe.categories.items():
        yield f"""words = raw[{name!r}].str.removeprefix("'")
for word in {list(kinds)!r}:
    frame[f"{_braces(name)}={{word}}"] = (words == word).astype("float64").mask(words == "")"""
    if recipe.sentinels and "sentinels" not in recipe.off:
        numbers = list(recipe.sentinels)
        yield f"frame[NUMBERS] = frame[NUMBERS].mask(frame[NUMBERS].isin({numbers!r}))  # mean missing"


def _braces(name: str) -> str:
    """The name inside an f-string in double quotes."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("{", "{{").replace("}", "}}")


def _time(recipe: Recipe) -> Iterator[str]:
    if recipe.time == NO_TIME:
        yield 'frame["ds"] = frame.groupby("unique_id").cumcount()'
        return
    named = dict(zip(recipe.time_roles, recipe.time, strict=True))
    if "number" in named:
        yield f"""frame["ds"] = numbers(raw[{named["number"]!r}])
frame = frame[frame["ds"] % 1 == 0].astype({{"ds": "int64"}})"""
    else:
        yield from _dates(recipe, named)
        yield 'frame = frame.assign(ds=ds.astype("datetime64[us]")).dropna(subset="ds")'
    if recipe.counted:
        yield 'frame["ds"] = frame.groupby("unique_id").cumcount()'


def _dates(recipe: Recipe, named: Mapping[Role, str]) -> Iterator[str]:
    if "date" in named:
        yield f"cells = raw[{named['date']!r}]"
        if recipe.time_rules:
            yield f'cells = cells.str.replace({ZONE!r}, "", regex=True)  # words of a time zone'
        yield 'ds = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")'
        for form in recipe.time_formats:
            parsed = f"{form}(cells)" if form in SPECIAL else _to_datetime(form)
            yield f"ds = ds.fillna({parsed})"
    else:
        yield f"""year = pd.to_numeric(raw[{named["year"]!r}], errors="coerce")
month = pd.to_numeric(raw[{named["month"]!r}], errors="coerce")
ds = pd.to_datetime({{"year": year, "month": month, "day": 1}}, errors="coerce")"""
    for role, unit in PARTS.items():
        if role in named:
            minus = " - 1" if role == "day" else ""
            yield f"""part = pd.to_numeric(raw[{named[role]!r}], errors="coerce"){minus}
ds += pd.to_timedelta(part, unit={unit!r})"""
    if "clock" in named:
        yield f"""clock = raw[{named["clock"]!r}]
clock = clock.str.replace(".", ":", regex=False)
clock = clock.where(clock.str.count(":") != 1, clock + ":00")
ds += pd.to_timedelta(clock, errors="coerce")"""


def _to_datetime(form: str) -> str:
    return f'pd.to_datetime(cells, format={form!r}, errors="coerce")'


def _rows(recipe: Recipe, *, same_step: bool) -> Iterator[str]:
    if recipe.stacked:
        names = sorted(_numbers(recipe))
        yield f"""frame = frame.melt("ds", {names!r}, var_name="unique_id", value_name="y")"""
    yield 'frame = frame.sort_values(["unique_id", "ds"], kind="stable")'
    if same_step and wanted_step(recipe)[0]:
        wanted, known = wanted_step(recipe)
        yield f"check_step(frame, {wanted!r}, {known!r})"
    step = step_of(recipe.freq) if recipe.freq else None
    if step and recipe.moved:
        yield _moved(step)
    how = "sum(min_count=1)" if recipe.duplicates == "sum" else f"{recipe.duplicates}()"
    yield f'frame = frame.groupby(["unique_id", "ds"], as_index=False).{how}'
    if recipe.grid:
        yield _grid(recipe)
    columns = "" if recipe.stacked else "NUMBERS" + "".join(
        f" + {[f'{name}={kind}' for kind in kinds]!r}" for name, kinds in recipe.categories.items()
    )  # fmt: skip
    yield f"values = {columns or repr(['y'])}"
    yield 'frame = frame[["unique_id", "ds", *values]]'


def _moved(step: Step) -> str:
    """Move dates onto the steps."""
    if step.unit == "month":
        lead, last = step.lead, step.size - 1 if step.end else 0
        text = f"""months = frame["ds"].dt.year * 12 + frame["ds"].dt.month - 1
months = (months - {lead}) // {step.size} * {step.size} + {lead + last}
frame["ds"] = pd.to_datetime({{"year": months // 12, "month": months % 12 + 1, "day": 1}})"""
        return text + ('\nframe["ds"] += pd.offsets.MonthEnd(0)' if step.end else "")
    if step.unit == "business":
        return """days = frame["ds"].to_numpy().astype("datetime64[D]")
frame["ds"] = np.busday_offset(days, 0, roll="backward").astype("datetime64[us]")"""
    if step.weekday is not None:
        zero = (step.weekday - 3) * 86_400_000_000
        return f"""days = frame["ds"].dt.normalize().astype("datetime64[us]").astype("int64")
frame["ds"] = pd.to_datetime(-(({zero} - days) // {step.size}) * {step.size} + {zero}, unit="us")"""
    return f"""moments = frame["ds"].astype("datetime64[us]").astype("int64")
frame["ds"] = pd.to_datetime(moments // {step.size} * {step.size}, unit="us")"""


def _grid(recipe: Recipe) -> str:
    """Every stamp between the first and the last of a series."""
    stamps = f"pd.date_range(part.index[0], part.index[-1], freq={recipe.freq!r})"
    if not recipe.freq:
        size = recipe.size or 1
        stamps = f"range(part.index[0], part.index[-1] + 1, {size})"
    return f"""parts = []
for name, part in frame.groupby("unique_id"):
    part = part.set_index("ds").drop(columns="unique_id")
    stamps = pd.Index({stamps}, name="ds")
    parts.append(part.reindex(stamps).reset_index().assign(unique_id=name))
frame = pd.concat(parts, ignore_index=True)"""


FILLS = {
    "linear": 'lambda s: s.interpolate(limit_area="inside")',
    "ffill": "lambda s: s.ffill().where(s.bfill().notna())",
    "zero": "lambda s: s.fillna(0).where(s.ffill().notna() & s.bfill().notna())",
}


def _fill(recipe: Recipe) -> Iterator[str]:
    if recipe.gaps in (None, "leave") or "gaps" in recipe.off:
        return
    series = 'frame.groupby("unique_id")'
    names = "values" if recipe.stacked else "NUMBERS"
    yield f"frame[{names}] = {series}[{names}].transform({FILLS[recipe.gaps]})"
    if recipe.categories and not recipe.stacked:
        yield "words = [name for name in values if name not in NUMBERS]"
        yield f"frame[words] = {series}[words].transform({FILLS['ffill']})"
