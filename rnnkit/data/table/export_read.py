"""The first steps of a cleaning script: from a file to its columns of text, by their names."""

from collections.abc import Callable, Iterator, Mapping
from pprint import pformat

from rnnkit.data.table.recipe import NO_TIME, Recipe
from rnnkit.data.table.script import Script


def read_steps(script: Script) -> Iterator[str]:
    """From a path to `raw`: columns of text with their names, one row for each row of the table.

    >>> from rnnkit.data.table.script import Script
    >>> steps = read_steps(Script(Recipe(encoding="utf-8", separator=",")))
    >>> next(steps), list(steps)[-1]
    ('content = content_of(path)', 'raw = columns_of_rows(rows, lines, plan)')
    """
    recipe = script.recipe
    script.take("lines.read_rows", "content_of")
    yield "content = content_of(path)"
    packing, _, kind = recipe.container.rpartition("+")
    if recipe.container in PACKED:
        packing, kind = recipe.container, ""
    if packing:
        script.take("source.packed", "unpacked")
        yield f"content = unpacked(content, {packing!r}, {recipe.sheet or ''!r})"
    yield from ROWS.get(kind, _text)(script)
    script.take("lines.read_rows", "columns_of_rows")
    yield f"plan = {pformat(_plan(recipe), width=100, sort_dicts=False)}"
    yield "raw = columns_of_rows(rows, lines, plan)"
    if recipe.sums:
        script.take("series.sums", "sum_rows")
        yield "raw = raw.drop(sum_rows(raw.values.tolist())).reset_index(drop=True)  # totals and means"
    if recipe.unpivot is not None:
        script.take("wide.melt", "melt_times")
        plan = {key: value for key, value in recipe.unpivot.model_dump().items() if key != "kind"}
        yield f"plan = {pformat(plan, width=100, sort_dicts=False)}"
        yield "raw = melt_times(raw, plan, MISSING_WORDS).reset_index(drop=True)  # times as rows"
    for name in recipe.filled_down:
        yield f'raw[{name!r}] = raw[{name!r}].mask(raw[{name!r}] == "").ffill().fillna("")  # as above'


PACKED = ("gzip", "bzip2", "xz", "zip")


def _plan(recipe: Recipe) -> dict[str, object]:
    return {
        "skip_rows": recipe.skip_rows or 0,
        "header": bool(recipe.header),
        "skip_units": int(recipe.skip_units),
        "heading": list(recipe.heading),
        "names": list(recipe.file_names),
        "needed": sorted(needed(recipe)),
        "skip_footer": recipe.skip_footer or 0,
        "drop_names": "repeated_names" not in recipe.off,
    }


def needed(recipe: Recipe) -> set[str]:
    """The columns of the file that a recipe uses, by the names they have there."""
    time = () if recipe.time == NO_TIME else recipe.time
    used = {*time, *recipe.series, *recipe.values}
    if recipe.unpivot is not None:
        plan = recipe.unpivot
        before = {new: old for old, new in plan.renamed.items()}
        used = {before.get(name, name) for name in (*plan.keys, plan.joined) if name}
    return used & set(recipe.file_names)


def _text(script: Script) -> Iterator[str]:
    """A text with separators."""
    recipe = script.recipe
    script.take("lines.read_rows", "plain_text")
    script.take("lines.read_rows", "split_lines")
    yield f"lines = plain_text(content, {recipe.encoding!r})"
    plan = recipe.lines
    if plan is not None:
        script.take("lines.plain_lines", "plain_lines")
        yield f"lines = plain_lines(lines, {plan.model_dump()!r})"
    separator = "\t" if plan is not None and plan.tabs else recipe.separator
    if separator == " ":
        script.take("lines.separator", "collapse")
        yield "lines = list(map(collapse, lines))"
    yield f"rows, lines = split_lines(lines, {separator!r})"


def _workbook(script: Script) -> Iterator[str]:
    """A sheet of a workbook: the one of that name, or the only one that can be seen."""
    recipe = script.recipe
    for name in ("open_workbook", "visible_sheets", "sheet_table"):
        script.take("source.workbook", name)
    merged = "merged_cells" not in recipe.off
    yield f"""book = open_workbook(content)
sheets = visible_sheets(book)
sheet = {recipe.sheet!r} if {recipe.sheet!r} in sheets else sheets[0]
rows, lines = sheet_table(book, sheet, {recipe.skip_rows or 0}, {recipe.header_rows}, {merged})"""


def _columnar(script: Script) -> Iterator[str]:
    """A Parquet or Arrow file."""
    script.take("source.columnar", "columnar_table")
    yield f"rows = columnar_table(content, {script.recipe.container.rpartition('+')[2]!r})"
    yield NUMBERED


def _json(script: Script) -> Iterator[str]:
    """JSON, or a line of JSON for each row."""
    script.take("source.json_rows", "json_table")
    by_line = script.recipe.container.endswith("jsonl")
    yield f"text = content.decode({script.recipe.encoding!r}, 'ignore')"
    yield f"rows = json_table(text.removeprefix({MARK!r}), {by_line})"
    yield NUMBERED


MARK = "\ufeff"
"""What some programs write before a text in UTF-8."""
NUMBERED = """lines = [i + 1 for i, row in enumerate(rows) if any(row)]
rows = [rows[i - 1] for i in lines]"""
ROWS: Mapping[str, Callable[[Script], Iterator[str]]] = {
    "workbook": _workbook,
    "parquet": _columnar,
    "arrow": _columnar,
    "feather": _columnar,
    "json": _json,
    "jsonl": _json,
}
