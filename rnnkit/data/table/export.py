"""A recipe as a script that needs pandas and nothing of this project.

The script holds only the steps that the recipe uses, in the order in which they are done here. What is more
than a line of pandas is the very function that the app runs, taken out of its source.
"""

from collections.abc import Iterator, Mapping
from inspect import signature
from pprint import pformat

import numpy as np

from rnnkit.data.numbers.numeric import missing_words
from rnnkit.data.series.same_step import wanted_step
from rnnkit.data.series.shape import JOINT, SINGLE
from rnnkit.data.table.export_read import read_steps
from rnnkit.data.table.portable import merged, source_of
from rnnkit.data.table.recipe import NO_TIME, NumberStyle, Recipe
from rnnkit.data.table.script import Script
from rnnkit.data.times.example_date import example_date
from rnnkit.data.times.freq import SNAPPING, Step, snapped, step_of
from rnnkit.data.times.span import stamp_of
from rnnkit.data.times.written.dates import SPECIAL

INTRO = '''"""Clean the time series of one file, the way the data doctor did. Needs {needs}.

Usage: python clean.py data.csv [clean.csv]
"""

from __future__ import annotations

'''

MAIN = """

if __name__ == "__main__":
    try:
        table = clean(sys.argv[1])
    except ValueError as error:
        sys.exit(str(error))
    safe_frame(table).to_csv(sys.argv[2] if len(sys.argv) > 2 else "clean.csv", index=False)
"""

NUMBERS = '''\
def numbers(cells):
    """Text to numbers; what is missing or no number becomes NaN."""
    plain = cells.mask(cells.str.lower().isin(MISSING_WORDS), "")
    values = pd.to_numeric(plain, errors="coerce").astype("float64")
    return values.where(values.abs() <= 1e30)
'''

STYLED = '''\
def styled(cells, style):
    """Text in a style of its own to numbers; what is missing or no number becomes NaN."""
    values, _ = read_cells(cells.to_numpy(dtype=object), SimpleNamespace(**style), MISSING_WORDS, False)
    values = pd.Series(values, index=cells.index)
    return values.where(values.abs() <= 1e30)
'''

DATED = '''\
def dated(stamps, cells, example):
    """The stamps; refused where most cells are no dates, as they are written otherwise."""
    held = cells != ""
    bad = stamps.isna() & held
    if bad.sum() > 0.5 * max(1, held.sum()):
        raise ValueError(
            f"Dates such as '{cells[bad].iloc[0][:30]}' are not written like '{example}', "
            "as this model reads them; write them that way."
        )
    return stamps
'''


def to_pandas_code(recipe: Recipe, *, same_step: bool = False) -> str:
    """The cleaning as a runnable script: `python clean.py data.csv clean.csv`.

    With `same_step` it refuses rows with another step, and numbers written otherwise, as a model must.
    """
    if same_step:  # new data of a model is read whole
        recipe = recipe.replace(since=None, until=None)
    script = Script(recipe, own={"numbers": NUMBERS})
    for part in (_read, _columns, _time, _rows):
        script.steps += part(script)
        if same_step and part is _columns:
            script.take("series.same_step", "check_numbers")
            marks = {name: recipe.styles.get(name, NumberStyle()).decimal for name in _numbers(recipe)}
            script.steps.append(f"check_numbers(frame, raw, {marks!r}, MISSING_WORDS)")
    if same_step and wanted_step(recipe)[0]:
        wanted, known = wanted_step(recipe)
        script.take("series.same_step", "check_step")
        script.steps.append(f"check_step(frame, {wanted!r}, {known!r})")
    script.steps += [*_even(script), *_fill(script)]
    return _written(script)


def _written(script: Script) -> str:
    recipe = script.recipe
    entries = {
        "PARTS_OF_YEARS": recipe.time_formats,
        "NUMBER_DATES": recipe.time_formats,
        "TIDY": (*recipe.time_rules, "signs"),
    }
    imports = "import sys\nimport numpy as np\nimport pandas as pd\n"
    imports += "from types import SimpleNamespace\n" if "styled" in script.own else ""
    taken = source_of(dict.fromkeys([*script.functions, ("rnnkit.files.csv_export", "safe_frame")]), entries)
    body = merged([imports, taken, _constants(recipe), *script.own.values(), _clean(script.steps)])
    needs = "python-calamine" if "workbook" in recipe.container else ""
    needs = needs or ("pyarrow" if {"parquet", "arrow"} & set(recipe.container.split("+")) else "")
    return INTRO.format(needs=f"pandas and {needs}" if needs else "pandas only") + body + MAIN


def _constants(recipe: Recipe) -> str:
    missing = sorted(missing_words(recipe.missing, recipe.off))
    text = f"\nNUMBERS = {pformat(_numbers(recipe), width=100)}\n"
    return text + f"MISSING_WORDS = {pformat(missing, width=100, compact=True)}\n"


def _numbers(recipe: Recipe) -> list[str]:
    return [name for name in recipe.values if name not in recipe.categories]


def _clean(steps: list[str]) -> str:
    lines = ["def clean(path):", '    """Read and clean one file; returns unique_id, ds and the values."""']
    lines += [f"    {line}" if line else "" for step in steps for line in step.split("\n")]
    return "\n".join([*lines, "    return frame"]) + "\n"


def _read(script: Script) -> Iterator[str]:
    yield from read_steps(script)


def _columns(script: Script) -> Iterator[str]:
    recipe = script.recipe
    yield "frame = pd.DataFrame(index=raw.index)"
    if not recipe.series:
        yield f'frame["unique_id"] = "{SINGLE}"'
    for i, name in enumerate(recipe.series):
        cells = f'raw[{name!r}].str.removeprefix("\'").replace("", "?")'
        yield f'frame["unique_id"] = {cells}' if i == 0 else f'frame["unique_id"] += "{JOINT}" + {cells}'
    for name in _numbers(recipe):
        yield f"frame[{name!r}] = {_as_numbers(script, name)}"
    for name, kinds in recipe.categories.items():
        yield f"""words = raw[{name!r}].str.removeprefix("'")
for word in {list(kinds)!r}:
    frame[f"{_braces(name)}={{word}}"] = (words == word).astype("float64").mask(words == "")"""
    if recipe.sentinels and "sentinels" not in recipe.off:
        numbers = list(recipe.sentinels)
        yield f"frame[NUMBERS] = frame[NUMBERS].mask(frame[NUMBERS].isin({numbers!r}))  # mean missing"
    for name, found in recipe.column_sentinels.items():
        if name in _numbers(recipe) and "sentinels" not in recipe.off:
            yield f"frame[{name!r}] = frame[{name!r}].mask(frame[{name!r}].isin({list(found)!r}))"


def _as_numbers(script: Script, name: str) -> str:
    style = script.recipe.styles.get(name)
    if style is None or style.plain:
        return f"numbers(raw[{name!r}])"
    script.take("numbers.cell", "read_cells")
    script.own["styled"] = STYLED
    fields = style.model_dump()
    usual = NumberStyle().model_dump()
    changed = {key: value for key, value in fields.items() if value != usual[key]}
    script.own["STYLE"] = f"STYLE = {pformat(usual, width=100, sort_dicts=False)}\n"
    return f"styled(raw[{name!r}], STYLE | {changed!r})"


def _braces(name: str) -> str:
    """The name inside an f-string in double quotes."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("{", "{{").replace("}", "}}")


def _time(script: Script) -> Iterator[str]:
    recipe = script.recipe
    if recipe.time == NO_TIME:
        yield 'frame["ds"] = frame.groupby("unique_id").cumcount()'
        return
    named = dict(zip(recipe.time_roles, recipe.time, strict=True))
    if "number" in named:
        yield f"""frame["ds"] = {_as_numbers(script, named["number"])}
frame = frame[frame["ds"] % 1 == 0].astype({{"ds": "int64"}})"""
    else:
        yield from _dates(script, named)
        yield 'frame = frame.assign(ds=ds.astype("datetime64[us]")).dropna(subset="ds")'


def _dates(script: Script, named: Mapping[str, str]) -> Iterator[str]:
    recipe = script.recipe
    plain = list(named) == ["date"] and not recipe.time_rules and recipe.offset is None
    plain = plain and not any(form in SPECIAL or "%y" in form or "%H" in form for form in recipe.time_formats)
    if "date" in named:
        yield f"cells = {_date_cells(script, named['date'])}"
    if plain:
        yield 'ds = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")'
        for form in recipe.time_formats:
            yield f'ds = ds.fillna(pd.to_datetime(cells, format={form!r}, errors="coerce"))'
    elif list(named) == ["date"]:
        script.take("times.written.dates", "parse_dates")
        yield f"stamps = parse_dates(cells.to_numpy(dtype=object), {_writing(recipe)})"
        yield "ds = pd.Series(stamps, index=raw.index)"
    else:
        script.take("times.stamps", "add_up")
        parts = ",\n    ".join(f"{role!r}: {_part(script, role, name)}" for role, name in named.items())
        yield f"parts = {{\n    {parts},\n}}"
        yield f"ds = pd.Series(add_up(parts, {_writing(recipe)}), index=raw.index)"
    if "date" in named:
        script.own["dated"] = DATED
        yield f"ds = dated(ds, cells, {example_date(recipe)!r})"


def _writing(recipe: Recipe) -> str:
    return (
        f"{list(recipe.time_formats)!r}, {list(recipe.time_rules)!r}, {recipe.century!r}, {recipe.offset!r}"
    )


def _date_cells(script: Script, name: str) -> str:
    """Cells of dates; numbers as long as their format needs, as the app reads them."""
    form = script.recipe.time_formats[0] if script.recipe.time_formats else ""
    cells = _plain_cells(script, name)
    if not script.recipe.time_numbers:
        return cells
    script.take("times.written.number_dates", "number_cells")
    return f"pd.Series(number_cells({cells}.to_numpy(dtype=object), {form!r}), index=raw.index)"


def _plain_cells(script: Script, name: str) -> str:
    """The cells of a column of dates or of a part of them; numbers in a style of their own as plain ones."""
    style = script.recipe.styles.get(name)
    if style is None or style.plain:
        return f"raw[{name!r}]"
    return f"{_as_numbers(script, name)}.map(lambda value: '' if np.isnan(value) else f'{{value:.15g}}')"


def _part(script: Script, role: str, name: str) -> str:
    if role == "date":
        return "cells"
    if role == "clock":
        return f"raw[{name!r}]"
    script.take("times.part_words", "part_numbers")
    return f"part_numbers({_plain_cells(script, name)}, {role!r}, {script.recipe.century!r})"


def _rows(script: Script) -> Iterator[str]:
    recipe = script.recipe
    dated = recipe.time != NO_TIME and recipe.time_roles != ("number",)
    for text, side, sign in ((recipe.since, "first", ">="), (recipe.until, "last", "<=")):
        if text is not None and "span" not in recipe.off:
            stamp = stamp_of(text, dated, side)
            shown = f"pd.Timestamp({str(np.datetime64(stamp, 'us'))!r})" if dated else str(stamp)
            yield f'frame = frame[frame["ds"] {sign} {shown}]  # the chosen span'
    order = 'np.sort(frame["ds"].argsort(kind="stable").to_numpy()[-{limit}:])'
    order = order if dated else "np.arange(len(frame))[-{limit}:]"
    yield f"frame = frame.iloc[{order.format(limit=recipe.limit)}]  # the newest rows"
    if recipe.stacked:
        names = sorted(_numbers(recipe))
        yield f"""frame = frame.melt("ds", {names!r}, var_name="unique_id", value_name="y")"""
    if recipe.without_series and "without_series" not in recipe.off:
        yield f'frame = frame[~frame["unique_id"].isin({list(recipe.without_series)!r})]  # left out'
    if recipe.counted:
        yield 'frame["ds"] = frame.groupby("unique_id").cumcount()'
    yield 'frame = frame.sort_values(["unique_id", "ds"], kind="stable")'


def _even(script: Script) -> Iterator[str]:
    """One row for each step."""
    recipe = script.recipe
    moving = recipe.freq or recipe.moving
    if moving and recipe.moved:
        script.take("times.freq", "snapped")
        yield _moved(step_of(moving), recipe)
    how = "sum(min_count=1)" if recipe.duplicates == "sum" else f"{recipe.duplicates}()"
    yield f'frame = frame.groupby(["unique_id", "ds"], as_index=False).{how}'
    if recipe.grid:
        yield _grid(recipe)
    columns = "" if recipe.stacked else "NUMBERS" + "".join(
        f" + {[f'{name}={kind}' for kind in kinds]!r}" for name, kinds in recipe.categories.items()
    )  # fmt: skip
    yield f"values = {columns or repr(['y'])}"
    yield 'frame = frame[["unique_id", "ds", *values]]'


def _moved(step: Step, recipe: Recipe) -> str:
    """Move dates onto the steps."""
    fields = {name: getattr(step, name) for name in SNAPPING} | {
        "lead": step.lead,
        "nearest": recipe.nearest,
        "phase": recipe.phase,
    }
    usual = {name: parameter.default for name, parameter in signature(snapped).parameters.items()}
    given = "".join(f", {name}={value!r}" for name, value in fields.items() if value != usual[name])
    return f"""moments = frame["ds"].astype("datetime64[us]").astype("int64").to_numpy()
frame["ds"] = snapped(moments, {step.unit!r}, {step.size!r}{given}).astype("datetime64[us]")"""


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


def _fill(script: Script) -> Iterator[str]:
    recipe = script.recipe
    if recipe.gaps in (None, "leave") or "gaps" in recipe.off:
        return
    script.take("series.holes", "fill_columns")
    held = [name not in _numbers(recipe) for name in _value_columns(recipe)]
    yield f"""frame = frame.reset_index(drop=True)
rows = pd.Series(frame.index)
first = rows.groupby(frame["unique_id"], sort=False).transform("min").to_numpy(dtype="int64")
held = np.array({[False] if recipe.stacked else held!r})
cells = frame[values].to_numpy(dtype="float64")
frame[values] = fill_columns(cells, first, {recipe.gaps!r}, {recipe.longest!r}, held)"""


def _value_columns(recipe: Recipe) -> list[str]:
    words = [f"{name}={kind}" for name, kinds in recipe.categories.items() for kind in kinds]
    return [*_numbers(recipe), *words]
