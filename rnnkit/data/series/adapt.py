"""New data for a recipe, written in another way than the data the recipe was made of.

The meaning stays: which columns are time, series and values, and what is done with the rows. The writing
(encoding, separator, header, marks of numbers, forms of dates) is found out anew where it does not fit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from rnnkit.data.limits import Limits
from rnnkit.data.lines.layout import RawTable, read_grid
from rnnkit.data.source.unpacked import open_source
from rnnkit.data.table.doctor import FEWEST_ROWS, read_table, replay
from rnnkit.data.table.notes import Notes, listing, shorten
from rnnkit.data.table.recipe import NO_TIME, Overrides, Recipe
from rnnkit.data.table.table import Table
from rnnkit.data.times.example_date import example_date
from rnnkit.errors import DataError
from rnnkit.words import t

# What a recipe means, whatever the file looks like; columns are renamed beside it, all else is writing.
MEANING = (
    *("version", "without", "missing", "sentinels", "keep_sentinels", "duplicates", "gaps", "freq", "season"),
    *(
        "off",
        "offset",
        "stacked",
        "counted",
        "moved",
        "moving",
        "nearest",
        "phase",
        "longest",
        "grid",
        "size",
        "seasonality",
        "targets",
        "limit",
    ),
)
FIXED = ("sheet", "missing", "sentinels", "keep_sentinels", "duplicates", "gaps", "freq", "off")
LOST = 0.1  # with more rows than that without a date, the dates are written in another way
OTHER_DATES = t(
    "Dates such as '{cell}' are not written like '{example}', as this model reads them; write them that way."
)
LAYOUT: Mapping[str, str] = {
    "separator": t("separator"),
    "encoding": t("encoding"),
    "sheet": t("sheet"),
    "decimal": t("decimal mark"),
}


@dataclass(frozen=True)
class Adapted:
    """A table of new data with the names that the recipe knows, and what was read otherwise, in sentences."""

    table: Table
    recipe: Recipe
    said: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of the recipe -> of the new file


def adapted(recipe: Recipe, content: bytes, fewest: int = FEWEST_ROWS) -> Adapted:
    """Read new data by a recipe, written as in the recipe or in a way of its own; all of it, whatever span
    of the first data was used.

    Raises `DataError` with one sentence where columns are missing or dates and numbers cannot be read.
    """
    recipe, table = recipe.replace(since=None, until=None), None
    try:
        table = replay(recipe, content, fewest)
    except DataError:
        if not content.strip():
            raise
    if table is not None and _other_encoding(recipe, content):
        table = None
    if table is not None and _fits(recipe, table):
        return Adapted(table, recipe)
    try:
        return _of_any_sheet(recipe, content)
    except DataError:
        if table is None or not _dated(recipe, table):
            raise
        return Adapted(table, recipe)  # more than half of the dates were read, as perhaps in the model's data


def _of_any_sheet(recipe: Recipe, content: bytes) -> Adapted:
    """The sheet that is called as in the data of the model, or else another."""
    try:
        return _anew(recipe, content)
    except DataError:
        if recipe.sheet is None:
            raise
    return _anew(recipe.replace(sheet=None), content)


def dated(recipe: Recipe) -> bool:
    """Whether rows stand at dates."""
    return recipe.time != NO_TIME and not recipe.counted and recipe.time_roles != ("number",)


def _fits(recipe: Recipe, table: Table) -> bool:
    """Whether a straight reading is one: its dates were read as dates, nearly all of them."""
    lost = sum(change.rows for change in table.changes if change.key == "bad_dates")
    if lost > LOST * (lost + len(table.frame)):
        return False
    return _dated(recipe, table)


def _dated(recipe: Recipe, table: Table) -> bool:
    return pd.api.types.is_datetime64_any_dtype(table.frame["ds"]) or not dated(recipe)


def _other_encoding(recipe: Recipe, content: bytes) -> bool:
    """Whether UTF-8 would be read as another encoding, which seldom fails and gives wrong letters."""
    if (recipe.encoding or "utf-8").lower().startswith(("utf", "ascii")) or content.isascii():
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _anew(recipe: Recipe, content: bytes) -> Adapted:
    """Find out how the file is written, and read it so with the meaning of the recipe."""
    grid = _grid(recipe, content)
    names = match([*recipe.time, *recipe.series, *recipe.values], grid.names)
    found = _writing(recipe, content, names, grid)
    fitting = _with_meaning(recipe, found, names)
    table = replay(fitting, content)
    if not _fits(recipe, table):
        raise _other_dates(recipe, names, grid)
    back = {new: known for known, new in names.items() if new != known}
    said = tuple(_differences(recipe, fitting, names, grid, table))
    return Adapted(renamed(table, back), fitting, said, names)


def _grid(recipe: Recipe, content: bytes) -> RawTable:
    """The columns of the file as they stand there."""
    notes, limits = Notes(recipe.off), Limits.from_environment()
    fixed = _fixed(recipe)
    source = open_source(content, fixed, notes, limits)
    return read_grid(source, source.settled(fixed), limits, notes)


def _fixed(recipe: Recipe, **columns: object) -> Overrides:
    """What is fixed whatever the file looks like."""
    kept = {name: getattr(recipe, name) for name in FIXED}
    return Overrides.model_validate(kept | {"header": False if recipe.header is False else None} | columns)


def match(wanted: Sequence[str], found: Sequence[str]) -> dict[str, str]:
    """For each wanted column the one of the file: of the same name, else but for capitals and blanks.

    >>> match(["units"], ["Day", " Units"])
    {'units': ' Units'}
    """
    plain: dict[str, list[str]] = {}
    for name in found:
        plain.setdefault(_plain(name), []).append(name)
    names = {}
    for name in filter(None, wanted):
        alike = plain.get(_plain(name), [])
        if name not in found and len(alike) != 1:
            raise DataError(t("The new data has no column {name!r}; add or rename it.", name=name[:60]))
        names[name] = name if name in found else alike[0]
    return names


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _writing(recipe: Recipe, content: bytes, names: Mapping[str, str], grid: RawTable) -> Recipe:
    """How the file is written, found out with the meaning of its columns fixed."""
    columns = {
        "time": tuple(names.get(name, name) for name in recipe.time),
        "series": tuple(names[name] for name in recipe.series),
        "values": tuple(names[name] for name in recipe.values if name not in recipe.categories),
        "layout": "long" if recipe.series else "wide",
    }
    try:
        table = read_table(content, _fixed(recipe, **columns))
    except DataError:
        if dated(recipe) and _readable(recipe, content, columns):
            raise _other_dates(recipe, names, grid) from None
        raise
    if recipe.day_first is not None and any(question.key == "day_first" for question in table.questions):
        table = read_table(content, _fixed(recipe, **columns, day_first=recipe.day_first))
    return table.recipe


def _readable(recipe: Recipe, content: bytes, columns: Mapping[str, object]) -> bool:
    """Whether the file can be read once its dates are left alone."""
    try:
        read_table(content, _fixed(recipe, **{**columns, "time": NO_TIME, "freq": None}))
    except DataError:
        return False
    return True


def _other_dates(recipe: Recipe, names: Mapping[str, str], grid: RawTable) -> DataError:
    told = recipe.time[:1] if recipe.time_formats else recipe.time
    rows = zip(*(grid.column(names[name]) for name in told), strict=True)
    cells = next((" ".join(map(str, row)) for row in rows if all(row)), "")
    return DataError(t(OTHER_DATES, cell=shorten(cells, 30), example=example_date(recipe)))


def _with_meaning(recipe: Recipe, found: Recipe, names: Mapping[str, str]) -> Recipe:
    """The writing of the file with the meaning of the recipe."""
    return found.replace(
        **{name: getattr(recipe, name) for name in MEANING},
        time=tuple(names.get(name, name) for name in recipe.time),
        series=tuple(names[name] for name in recipe.series),
        values=tuple(names[name] for name in recipe.values),
        layout=recipe.layout,
        categories={names[name]: kinds for name, kinds in recipe.categories.items()},
    )


def _differences(
    recipe: Recipe, found: Recipe, names: Mapping[str, str], grid: RawTable, table: Table
) -> Iterator[str]:
    """What was read otherwise than the data of the model, in sentences."""
    other = [(known, new) for known, new in names.items() if known != new]
    if other:
        said = listing([f"'{new}' as '{known}'" for known, new in other])
        yield t("Columns of other names were read: {names}.", names=said)
    marks = [
        f"{word} {_shown(new)} ({_shown(old)})"
        for name, word in LAYOUT.items()
        if (new := getattr(found, name)) != (old := getattr(recipe, name)) and _counts(name, old, new)
    ]
    if marks:
        yield t("Written otherwise than the model's data (in brackets): {marks}.", marks=listing(marks, 4))
    if dated(recipe) and found.time_formats != recipe.time_formats and recipe.time_formats:
        cell = next((str(cell) for cell in grid.column(names[recipe.time[0]]) if cell), "")
        first = pd.Timestamp(table.frame["ds"].min())
        yield t(
            "Dates such as '{cell}' are read, the model's data writes '{example}'; the first is {first}.",
            cell=shorten(cell, 30),
            example=example_date(recipe),
            first=str(first).removesuffix(" 00:00:00"),
        )


def _counts(name: str, old: object, new: object) -> bool:
    """Whether a difference is worth a word: plain letters are the same in UTF-8 and with its mark."""
    if name == "encoding":
        return str(old).removesuffix("-sig") != str(new).removesuffix("-sig")
    return old is not None and new is not None


def _shown(mark: object) -> str:
    return t("tab") if mark == "\t" else t("blanks") if mark == " " else str(mark)


def renamed(table: Table, names: Mapping[str, str]) -> Table:
    """The table with other names of its columns, those of words (`name=word`) too."""
    if not names:
        return table

    def rename(column: str) -> str:
        name, sign, word = column.partition("=")
        return names.get(column, names.get(name, name) + sign + word)

    return replace(
        table,
        frame=table.frame.rename(columns={name: rename(name) for name in table.value_columns}),
        imputed=table.imputed.rename(columns=rename),
        value_columns=tuple(map(rename, table.value_columns)),
    )
