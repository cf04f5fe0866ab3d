"""Files as people bring them, one difficulty or two each: `kinds/expected.json` says what is right.

Every file was made up for its kind; beside each kind stand ordinary files that only look like it
(`no_` in their names). A key ending in `_any` lists several right answers, `_prefix` gives the beginning
of the answer; the further keys are described at `CHECKS`.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Recipe, read_table, read_text, to_pandas_code
from rnnkit.data.series.adapt import adapted
from rnnkit.data.times.calendar import future_stamps
from rnnkit.errors import DataError
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig

FOLDER = Path(__file__).parent / "kinds"
CASES = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
WRITTEN = [name for name, case in CASES.items() if not case.get("pending")]
EXCUSES = {"or_warned", "or_refused", "max_rows", "replay_of", "hole_column"}
"""Keys that are no demand of their own."""


def content_of(name):
    return (FOLDER / name).read_bytes()


@cache  # both tests ask for it
def read(name):
    """The table of a case, its recipe, and the names of its columns in the file where these are others.

    New data is read by the recipe of the file that was learned.
    """
    first = CASES[name]["expected"].get("replay_of")
    if first is None:
        table = read_table(content_of(name))
        return table, table.recipe, {}
    new = adapted(Recipe.from_json(read_table(content_of(first)).recipe.to_json()), content_of(name))
    return new.table, new.recipe, new.names


def warned(table):
    return any(change.warning for change in table.changes) or bool(table.questions)


def column(table, name):
    """The values of one column of the first series."""
    frame = table.frame
    return frame.loc[frame["unique_id"] == frame["unique_id"].iloc[0], name]


def same_text(name, encoding, expected):
    """Whether both encodings give the same letters, whatever their names."""
    content = content_of(name)
    return content.decode(encoding) == content.decode(expected)


def near(table, wanted, place):
    return all(
        name in table.value_columns
        and bool(np.isclose(column(table, name).iloc[place], wanted[name], rtol=1e-9, atol=0))
        for name in wanted
    )


def left_open(table, name, expected):
    """Whether a long hole was left as it is (no row, or no value), or at least warned about."""
    lowest, highest = (pd.Timestamp(stamp) for stamp in expected["hole"])
    if table.frame["ds"].dtype == "int64":
        return warned(table)
    target = expected.get("hole_column", table.suggested_targets[0])
    inside = table.frame.loc[table.frame["ds"].between(lowest, highest), target]
    return bool(inside.isna().all()) or warned(table)


def equal(found, right):
    """The same rows; the columns of values in any order."""
    return set(found) == set(right) and found[list(right)].equals(right)


def is_scaled(table):
    """Whether the values are spread alike, however large they are."""
    values = column(table, table.suggested_targets[0]).to_numpy()
    return bool(np.isfinite(values).all()) and np.ptp(values) > 0


def next_step(table, wanted):
    """The stamp after the last row, or none where only steps are counted."""
    known = table.frame.loc[table.frame["unique_id"] == table.series[0], "ds"]
    if known.dtype == "int64":
        return None in wanted
    following = str(future_stamps(known, table.freq, 1).iloc[0])
    return following in wanted or following.removesuffix(" 00:00:00") in wanted


def horizon(table, low, high):
    try:
        return low <= resolve(table, ForecastConfig()).horizon <= high
    except DataError:
        return False


CHECKS = {
    # the encoding is another name of this one, or one that gives the same letters
    "encoding_like": lambda table, name, value: same_text(name, table.understood["encoding"], value),
    "values_include": lambda table, name, value: set(value) <= set(table.value_columns),
    "no_change": lambda table, name, value: not set(value) & {change.key for change in table.changes},
    "question_or_missing": lambda table, name, value: (
        bool(table.questions) or bool({"sentinels", "too_large"} & {change.key for change in table.changes})
    ),
    "no_questions": lambda table, name, value: not table.questions,
    "imputed_min": lambda table, name, value: int(table.imputed.to_numpy().sum()) >= value,
    # which cells of a column were empty in the file
    "imputed": lambda table, name, value: all(
        np.flatnonzero(table.imputed[c]).tolist() == cells for c, cells in value.items()
    ),
    "first_value": lambda table, name, value: near(table, value, 0),
    "first_value_any": lambda table, name, value: all(
        any(near(table, {c: number}, 0) for number in numbers) for c, numbers in value.items()
    ),
    "last_value": lambda table, name, value: near(table, value, -1),
    "values_equal": lambda table, name, value: equal(table.frame, read_table(content_of(value)).frame),
    "warned": lambda table, name, value: warned(table),
    "warned_or_rows": lambda table, name, value: warned(table) or len(table.frame) == value,
    "scaled": lambda table, name, value: is_scaled(table),
    "hole": lambda table, name, value: left_open(table, name, CASES[name]["expected"]),
    "next_any": lambda table, name, value: next_step(table, value),
    "horizon": lambda table, name, value: horizon(table, *value),
}


def text_faults(name, expected):
    try:
        text = read_text(content_of(name))
    except DataError as error:
        return [f"refused: {error}"]
    found = []
    if wanted := expected.get("text_encoding_like"):
        right = same_text(name, str(text.understood["encoding"]), wanted)
        found += [] if right else [f"encoding should be {wanted}, is {text.understood['encoding']}"]
    if (wanted := expected.get("documents")) and text.understood["documents"] != wanted:
        found.append(f"documents should be {wanted}, is {text.understood['documents']}")
    return found


def fault(table, name, key, value):
    """What is wrong about one key, or nothing."""
    if key in CHECKS:
        return "" if CHECKS[key](table, name, value) else f"{key} should be {value!r}"
    plain = key.removesuffix("_any").removesuffix("_prefix")
    said = table.understood.get(plain)
    if key.endswith("_any"):
        right = said in value
    elif key.endswith("_prefix"):
        right = str(said).startswith(value)
    else:
        right = said == value
    return "" if right else f"{key} should be {value!r}, is {said!r}"


def faults(name):
    """All that is read otherwise than expected."""
    expected = CASES[name]["expected"]
    if expected.keys() & {"text_encoding_like", "documents"}:
        return text_faults(name, expected)
    try:
        table, _, _ = read(name)
    except DataError as error:
        right = expected.get("or_refused") or expected.get("refused", "\n") in str(error)
        return [] if right else [f"refused: {error}"]
    if "refused" in expected:
        return ["read, though it should be refused"]
    found = [fault(table, name, *item) for item in expected.items() if item[0] not in EXCUSES]
    found = [words for words in found if words]
    return [] if expected.get("or_warned") and warned(table) else found


@pytest.fixture
def limited(monkeypatch):
    """Sets how many rows a case may have."""

    def limit(name):
        if rows := CASES[name]["expected"].get("max_rows"):
            monkeypatch.setenv("RNNKIT_MAX_ROWS", str(rows))

    return limit


@pytest.mark.parametrize("name", WRITTEN)
def test_the_file_is_read_right(name, limited):
    limited(name)
    assert faults(name) == []


def parity(name):
    """How the table differs from what the exported code makes of the file; empty where it does not."""
    try:
        table, recipe, names = read(name)
    except DataError:
        return ""
    space = {"__name__": "clean"}
    exec(to_pandas_code(recipe), space)
    try:
        frame = space["clean"](FOLDER / name).reset_index(drop=True)
        frame = frame.rename(columns={own: known for known, own in names.items()})
        anew = "replay_of" in CASES[name]["expected"]  # other files have their columns in other orders
        pd.testing.assert_frame_equal(frame, table.frame, check_dtype=False, check_like=anew)
    except Exception as error:  # whatever a script can end with
        return f"{type(error).__name__}: {str(error)[:300]}"
    return ""


@pytest.mark.parametrize("name", [name for name in WRITTEN if not name.startswith(("k01", "k20"))])
def test_the_exported_code_gives_the_same_table(name, limited):
    limited(name)
    assert parity(name) == ""


def test_every_kind_has_files_and_each_file_is_expected():
    kinds = pd.Series([case["kind"] for case in CASES.values()]).value_counts()
    assert set(kinds.index) == {f"K{i}" for i in range(1, 23)} - {"K21"}
    assert kinds.min() >= 5
    assert {path.name for path in FOLDER.iterdir()} == {*CASES, "expected.json"}
