"""The first steps of a cleaning script: from a file to its columns of text, by their names."""

from collections.abc import Iterator
from pprint import pformat
from typing import TYPE_CHECKING

from rnnkit.data.recipe import NO_TIME, Recipe

if TYPE_CHECKING:
    from rnnkit.data.export import Script

NAMED = '''\
def named(raw, used):
    """Columns by the names in the first row; in the order of NAMES where these are the names."""
    found = [" ".join(cell.split()) for cell in raw.iloc[0]]
    found[0] = found[0].lstrip("# ")
    found = [name or f"column {i + 1}" for i, name in enumerate(found)]
    wanted = [name for name in used if name in NAMES]
    if len(found) == len(NAMES) and not set(wanted) - set(NAMES[: len(found)]) - set(found):
        same = sum(a == b for a, b in zip(found, NAMES))
        found = NAMES if same == len(NAMES) or len(set(found)) < len(found) else found
    for name in wanted:
        if name not in found:
            raise ValueError(f"The new data has no column {name!r}.")
    raw = raw.iloc[1:].reset_index(drop=True)
    return raw.set_axis(found, axis=1)
'''


def read_steps(script: "Script") -> Iterator[str]:
    """From a path to `raw`: columns of text with their names, one row for each row of the table."""
    recipe = script.recipe
    yield from _text(recipe)
    if recipe.skip_footer:
        yield f"raw = raw.iloc[:-{recipe.skip_footer}]  # lines below the table"
    yield 'raw = raw.fillna("").apply(lambda cells: cells.str.strip())'
    yield 'raw = raw[(raw != "").any(axis=1)].reset_index(drop=True)'
    if recipe.header:
        script.own["named"] = NAMED
        yield f"raw = named(raw, {sorted(_used(recipe))!r})"
    if recipe.skip_units:
        yield "raw = raw.iloc[1:]  # the line of units"
    if recipe.header and "repeated_names" not in recipe.off:
        yield "again = (raw == list(raw.columns)).all(axis=1)  # the names once more"
        yield "raw = raw[~again].reset_index(drop=True)"
    if recipe.unpivot is not None:
        script.take("melt", "melt_times")
        plan = {key: value for key, value in recipe.unpivot.model_dump().items() if key != "kind"}
        yield f"plan = {pformat(plan, width=100, sort_dicts=False)}"
        yield "raw = melt_times(raw, plan, MISSING).reset_index(drop=True)  # times of the header as rows"


def _used(recipe: Recipe) -> set[str]:
    time = () if recipe.time == NO_TIME else recipe.time
    return {*time, *recipe.series, *recipe.values}


def _text(recipe: Recipe) -> Iterator[str]:
    separator = r"[ \t]+" if recipe.separator == " " else recipe.separator
    engine = '\n    engine="python",' if recipe.separator == " " else ""
    yield f"""raw = pd.read_csv(
    path,
    sep={separator!r},
    encoding={recipe.encoding!r},
    skiprows={recipe.skip_rows or 0},
    header=None,
    dtype=str,
    keep_default_na=False,
    skipinitialspace=True,{engine}
)"""
    yield (
        "raw = raw[list(range(len(NAMES)))]"
        if not recipe.header
        else "raw = raw.loc[:, (raw.fillna('') != '').any()]"
    )
    if not recipe.header:
        yield "raw = raw.set_axis(NAMES, axis=1)"
