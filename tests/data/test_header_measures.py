"""Tables with times in the header that are more than keys and years."""

import re

import pandas as pd
import pytest

from rnnkit.data import Table, read_table, replay, to_pandas_code

MONTHS = ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]


def _read(*lines: str) -> Table:
    return read_table("\n".join([*lines, ""]).encode())


def _series(table: Table, name: str) -> list[float]:
    return list(table.frame.loc[table.frame["unique_id"] == name, "value"])


def test_measures_and_years_become_series():
    header = "Shop,Sales 2018,Costs 2018,Sales 2019,Costs 2019,Sales 2020,Costs 2020"
    table = _read(header, "A,1,2,3,4,5,6", "B,11,12,13,14,15,16")
    assert table.series == ("A / Costs", "A / Sales", "B / Costs", "B / Sales")
    assert (_series(table, "A / Sales"), _series(table, "B / Costs")) == ([1, 3, 5], [12, 14, 16])
    new = replay(table.recipe, b"Shop,Sales 2021,Costs 2021,Sales 2022,Costs 2022\nA,7,8,9,10\n")
    assert _series(new, "A / Costs") == [8, 10]


def test_a_measure_alone_names_the_values():
    table = _read("town,pop_2010,pop_2011,pop_2012,pop_2013", "A,1,2,3,4", "B,11,12,13,14")
    assert (table.value_columns, table.freq, table.series) == (("pop",), "YS", ("A", "B"))


def test_things_with_numbers_are_no_times():
    rows = [f"2024-01-{day:02},{day},{day + 3},{day + 5}" for day in range(1, 20)]
    table = _read("date,Store 2001,Store 2002,Store 2003", *rows)
    assert table.recipe.unpivot is None
    assert len(table.value_columns) == 3


@pytest.mark.parametrize(
    ("name", "years", "start"),
    [
        ("Water year", ["2016", "2017", "2018"], "2015-10-01"),
        ("Season", ["2015/16", "2016/17"], "2015-10-01"),
    ],
)
def test_years_that_begin_in_october(name: str, years: list[str], start: str):
    rows = [f"{year}," + ",".join(str(12 * i + k) for k in range(12)) for i, year in enumerate(years)]
    table = _read(",".join([name, *MONTHS]), *rows)
    assert str(table.frame["ds"].iloc[0])[:10] == start
    assert list(table.frame["value"]) == list(range(12 * len(years)))
    assert any(change.key == "turned_years" and change.warning for change in table.changes)


def test_merged_keys_are_filled_down(tmp_path):
    lines = [
        "Region,Product,2018,2019,2020",
        "East,Rye,1,2,3",
        ",Oats,4,5,6",
        "West,Rye,7,8,9",
        ",Oats,1,1,2",
    ]
    table = _read(*lines)
    assert table.series == ("East / Oats", "East / Rye", "West / Oats", "West / Rye")
    assert _series(table, "West / Oats") == [1, 1, 2]
    assert "Blank cells of Region repeat the one above." in {change.sentence for change in table.changes}
    path = tmp_path / "file.csv"
    path.write_text("\n".join(lines))
    space: dict[str, object] = {"__name__": "clean"}
    exec(to_pandas_code(table.recipe), space)
    pd.testing.assert_frame_equal(space["clean"](str(path)), table.frame, check_dtype=False)  # type: ignore[operator]


def test_flags_beside_years_are_left_out():
    names = ",".join(f"Y{year},Y{year}F" for year in range(2010, 2016))
    rows = [f"{key},{','.join(f'{base + i},A' for i in range(6))}" for key, base in (("A", 1), ("B", 20))]
    table = _read(f"Area,{names}", *rows)
    assert (table.freq, _series(table, "B")) == ("YS", [20, 21, 22, 23, 24, 25])


def test_years_above_quarters_and_words_above_depths():
    quarters = ",".join(["Q1", "Q2", "Q3", "Q4"] * 2)
    table = _read(",2018,,,,2019,,,", f"Region,{quarters}", "East,1,2,3,4,5,6,7,8", "West,2,3,4,5,6,7,8,9")
    assert (table.freq, _series(table, "West")) == ("QS", [2, 3, 4, 5, 6, 7, 8, 9])
    rows = [f"2023-03-{day:02},{day},{day * 2},{day * 3}" for day in range(1, 20)]
    assert _read("time,10,20,50", *rows).value_columns == ("10", "20", "50")
    assert re.search("header", " ".join(change.key for change in _read("2023-02-28,1,2,3", *rows).changes))


def test_two_years_of_two_measures_above_months():
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    rows = [f"{name},{i},{i + 1},{i + 12},{i + 13}" for i, name in enumerate(months)]
    table = _read("Month,Actual 2022,Budget 2022,Actual 2023,Budget 2023", *rows)
    assert (table.freq, table.series) == ("MS", ("Actual", "Budget"))
    assert _series(table, "Actual") == list(range(24))


def test_months_without_a_year_above_days_are_warned_about():
    months = ",".join(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
    table = _read(f"Day,{months}", *(",".join(map(str, range(day, day + 13))) for day in range(1, 29)))
    assert any(change.key == "header_times" and change.warning for change in table.changes)
