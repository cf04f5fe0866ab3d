"""Which sign stands between the columns, where several could."""

import pytest

from rnnkit.data import read_table
from rnnkit.data.lines.separator import find_separator

FILES = {
    "a title above decimal commas": (["Made up, of nothing", "", "x;y", "1,5;2", "2,5;3"], ";"),
    "thousands and currency signs between bars": (
        ["Report", "Date|v", "2019-10-31|$5,218.83", "2019-11-30|$7,237.99"],
        "|",
    ),
    "no names": (["# made up", "01.03.2023;0;100,0", "01.03.2023;1;113,1"], ";"),
    "dates with commas": (["date\tv", "Feb 01, 2020 01:00 PM\t3", "Feb 02, 2020 01:00 PM\t4"], "\t"),
    "blanks": (["d v", "2020-01-01 3,5", "2020-01-02 4,5"], " "),
    "lists inside cells": (["date,v,list", "2020-01-01,5,1;2", "2020-01-02,6,3;4"], ","),
    "the names decide": (["a,b", "3,1;2", "4,1;2"], ","),
}


@pytest.mark.parametrize(("lines", "sign"), FILES.values(), ids=FILES)
def test_marks_inside_numbers_are_no_separators(lines: list[str], sign: str) -> None:
    assert find_separator(lines) == sign


def test_a_german_file_with_a_title_is_read() -> None:
    rows = [f"{day:02}.03.2023;{day},25" for day in range(1, 29)]
    table = read_table("\n".join(["Bericht, erstellt am Montag", "", "Datum;Wert", *rows]).encode())
    assert table.freq == "D"
    assert table.frame["Wert"].iloc[-1] == 28.25


def test_names_in_a_remark_may_end_with_commas() -> None:
    rows = [f"  {2020 + month // 12}  {month % 12 + 1:2}   {month / 8 + 1:.3f}" for month in range(30)]
    table = read_table("\n".join(["% Made up, all of it", "% Year, Month,  Anomaly", "", *rows]).encode())
    assert (table.freq, table.value_columns) == ("MS", ("Anomaly",))
