"""Three hundred files of a grammar of formats: read exactly, or at least not wrong without a word."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import read_table, to_pandas_code
from rnnkit.errors import DataError
from tests.data.grammar import Made, make

FILES = 300
EXACT = 0.98
PERIODS = {"MS": "M", "ME": "M", "2MS": "M", "QS": "Q", "YS": "Y"}


def name_of(unique_id: str) -> str:
    """The name of a series, whatever the order of its keys."""
    return " / ".join(sorted(unique_id.split(" / ")))


def placed(stamps: pd.Series, step: str) -> pd.Series:
    """Stamps of months, quarters and years by these, not by their first or last day."""
    if step in PERIODS and pd.api.types.is_datetime64_any_dtype(stamps):
        return stamps.dt.to_period(PERIODS[step]).dt.to_timestamp()
    return stamps


def in_order(frame: pd.DataFrame, step: str) -> pd.DataFrame:
    ids = frame["unique_id"].map(name_of)
    return (
        frame.assign(unique_id=ids, ds=placed(frame["ds"], step)).set_index(["unique_id", "ds"]).sort_index()
    )


def shifted(found: pd.DataFrame, truth: pd.DataFrame, step: str) -> pd.DataFrame:
    """Weeks may be named by another of their days, steps of hours by another moment of theirs."""
    if step == "W-MON" and pd.api.types.is_datetime64_any_dtype(found["ds"]):
        distance = found["ds"].min() - truth["ds"].min()
        if abs(distance) < pd.Timedelta("7D"):
            return found.assign(ds=found["ds"] - distance)
    return found


def wrong(made: Made, table) -> str:
    """What of stamps, series or values is wrong, or nothing."""
    truth = made.truth
    found = in_order(shifted(table.frame, truth, made.step), made.step)
    right = told = in_order(truth, made.step)
    if made.spec["layout"] == "header":
        right = right.dropna(how="all")  # nothing at the ends of a row is no row
    if set(found.index.get_level_values(0)) != set(right.index.get_level_values(0)):
        return f"series {sorted(set(found.index.get_level_values(0)))[:4]}"
    if found.index.has_duplicates or not right.index.isin(found.index).all():
        return f"stamps {table.understood['start']} - {table.understood['end']} {table.understood['freq']}"
    extra = ~found.index.isin(told.index)
    if extra.any():
        return f"{int(extra.sum())} stamps too many"
    if found.shape[1] != right.shape[1]:
        return f"columns {table.value_columns}"
    a, b = found.loc[right.index].to_numpy(dtype=float), right.to_numpy(dtype=float)
    known = np.isfinite(b)
    scales = (1.0, 0.01) if made.percent else (1.0,)
    if not any(np.allclose(a[known], b[known] * scale, rtol=1e-9, atol=1e-12) for scale in scales):
        return "values"
    return ""


def warned(table) -> bool:
    return any(change.warning for change in table.changes) or bool(table.questions)


def differs(made: Made, table) -> str:
    """What the exported code does otherwise, or nothing."""
    space = {"__name__": "clean"}
    exec(to_pandas_code(table.recipe), space)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "data.csv"
            path.write_bytes(made.content)
            frame = space["clean"](path).reset_index(drop=True)
        pd.testing.assert_frame_equal(frame, table.frame, check_dtype=False)
    except Exception as error:  # whatever a script can end with
        return f"{type(error).__name__}: {str(error)[:200]}"
    return ""


def outcome(made: Made) -> tuple[str, bool, str]:
    """What is wrong about the reading of a file, whether that was said, and what the code does otherwise."""
    try:
        table = read_table(made.content)
    except DataError as error:
        return f"refused: {error}", True, ""
    # A program takes longer to run than a file to read, and the kinds of tests/data/kinds are all run.
    return wrong(made, table), warned(table), differs(made, table) if made.seed % 2 else ""


@pytest.fixture(scope="module")
def files() -> list[Made]:
    return [make(seed) for seed in range(FILES)]


@pytest.fixture(scope="module")
def outcomes(files) -> dict[int, tuple[str, bool, str]]:
    return {made.seed: outcome(made) for made in files}


def test_nearly_all_files_are_read_exactly(outcomes):
    faults = {seed: (words, make(seed).spec) for seed, (words, _, _) in outcomes.items() if words}
    assert len(faults) <= (1 - EXACT) * FILES, faults


def test_none_is_read_wrongly_without_a_word(outcomes):
    assert {seed: words for seed, (words, said, _) in outcomes.items() if words and not said} == {}


def test_the_exported_code_gives_the_same_table(outcomes):
    assert {seed: words for seed, (_, _, words) in outcomes.items() if words} == {}


def test_the_grammar_is_wide(files):
    seen = {key: {str(made.spec[key]) for made in files} for key in files[0].spec}
    assert len(seen["form"]) >= 40
    assert len(seen["step"]) >= 12
    assert len(seen["numbers"]) >= 14
    assert len(seen["encoding"]) >= 8
    assert seen["layout"] == {"one", "wide", "long", "header"}


def test_the_same_seed_makes_the_same_file(files):
    assert make(7).content == files[7].content
