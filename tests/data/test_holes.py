"""Short gaps are filled, long ones stay."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, read_table
from rnnkit.data.series.holes import fill_columns, longest_filled

GAP = np.nan
VALUES = np.array([[GAP], [1.0], [GAP], [3.0], [GAP], [GAP], [GAP], [7.0], [GAP]])
START = np.zeros(9, dtype=np.int64)


@pytest.mark.parametrize(
    ("how", "longest", "expected"),
    [
        ("linear", None, [GAP, 1, 2, 3, 4, 5, 6, 7, GAP]),
        ("linear", 2, [GAP, 1, 2, 3, GAP, GAP, GAP, 7, GAP]),
        ("ffill", None, [GAP, 1, 1, 3, 3, 3, 3, 7, GAP]),
        ("zero", 1, [GAP, 1, 0, 3, GAP, GAP, GAP, 7, GAP]),
        ("leave", None, [GAP, 1, GAP, 3, GAP, GAP, GAP, 7, GAP]),
    ],
)
def test_gaps_by_hand(how, longest, expected):
    filled = fill_columns(VALUES, START, how, longest, np.array([False]))
    assert np.array_equal(filled[:, 0], expected, equal_nan=True)


def test_nothing_is_filled_from_one_series_to_the_next():
    values = np.array([[1.0], [GAP], [GAP], [4.0]])
    filled = fill_columns(values, np.array([0, 0, 2, 2]), "linear", None, np.array([False]))
    assert np.isnan(filled[1:3]).all()


def test_words_repeat_their_last_value():
    filled = fill_columns(VALUES, START, "linear", None, np.array([True]))
    assert filled[4:7, 0].tolist() == [3, 3, 3]


def test_half_a_season_at_most():
    assert longest_filled(24, 1000) == 12
    assert longest_filled(1, 1000) == 6
    assert longest_filled(24, 40) == 5


def daily(missing):
    days = pd.date_range("2023-01-01", periods=90).delete(list(missing))
    return ("date,y\n" + "\n".join(f"{day:%Y-%m-%d},{day.day}" for day in days)).encode()


def test_a_long_hole_is_said_and_stays():
    table = read_table(daily(range(30, 54)))
    said = {change.key: change for change in table.changes}
    assert said["holes"].sentence == (
        "24 values in gaps of more than 6 rows stay missing, first at 2023-01-31; "
        "no window across them is learned."
    )
    assert said["holes"].warning
    assert table.frame["y"].isna().sum() == 24
    assert table.understood["freq"] == "D"


def test_a_long_hole_is_filled_where_the_person_says_so():
    table = read_table(daily(range(30, 54)), Overrides(gaps="linear"))
    assert table.frame["y"].notna().all()
    switched = read_table(daily(range(30, 54)), Overrides(off=frozenset({"holes"})))
    assert switched.frame["y"].notna().all()


def test_missing_stamps_that_are_switched_off_are_not_laid_out():
    days = "ds,y\n" + "".join(f"2024-01-{day:02d},{day}\n" for day in range(1, 32))
    tracemalloc.start()
    table = read_table(days.encode(), Overrides(freq="s", off=frozenset({"stamps"})))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(table.frame) == 31
    assert [change.rows for change in table.changes if change.key == "stamps"] == [30 * 86_400 - 30]
    assert peak < 20e6


def test_a_short_gap_is_filled_as_ever():
    table = read_table(daily([10, 11, 12]))
    assert table.frame["y"].notna().all()
    assert int(table.imputed["y"].sum()) == 3
