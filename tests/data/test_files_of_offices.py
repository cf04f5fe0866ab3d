"""Files as offices, shops and instruments write them: made up, with the layout of their kind."""

import pandas as pd

from rnnkit.data import Table, read_table, replay, to_pandas_code

MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni"]
MONTHS += ["Juli", "August", "September", "Oktober", "November", "Dezember"]


def _read(*lines: str) -> Table:
    return read_table("\n".join([*lines, ""]).encode())


def _sentences(table: Table) -> set[str]:
    return {change.sentence for change in table.changes}


def test_titles_of_other_widths_above_years_and_months_without_names(tmp_path):
    above = ["TABELLE: 1-2", "Index: erfunden, Monate;;;", "Index;;;", ";;Index;Change", ";;2020=100;in (%)"]
    rows = [f"{2020 + i // 12};{MONTHS[i % 12]};{100 + i},5;+{i % 9},1" for i in range(36)]
    lines = [*above, *rows, "__________", "(C) Amt, 2023"]
    table = _read(*lines)
    assert (table.freq, str(table.frame["ds"].iloc[0])[:10]) == ("MS", "2020-01-01")
    assert table.frame["Index"].iloc[-1] == 135.5
    path = tmp_path / "file.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    space: dict[str, object] = {"__name__": "clean"}
    exec(to_pandas_code(table.recipe), space)
    pd.testing.assert_frame_equal(space["clean"](str(path)), table.frame, check_dtype=False)  # type: ignore[operator]


def test_names_in_a_remark_above_a_bare_sign():
    rows = [f"  260,202301{i:02},{i:5}" for i in range(1, 29)]
    table = _read("# made up", "# STN,YYYYMMDD,   FG", "#", *rows)
    assert (table.freq, table.value_columns) == ("D", ("STN", "FG"))
    more = replay(table.recipe, "\n".join(["# made up", "# STN,YYYYMMDD,   FG", "#", *rows[4:]]).encode())
    assert len(more.frame) == 24


def test_the_last_line_with_sums_is_no_series():
    table = _read(
        "Row Labels,Jan-23,Feb-23,Mar-23",
        'North,"1,200",1300,10',
        "South,900,950,20",
        'Total,"2,100",2250,30',
    )
    assert table.series == ("North", "South")
    assert "The last line holds the totals of the others; left out." in _sentences(table)


def test_series_without_values_are_counted():
    table = _read("Country,2000,2001,2002,2003", "A,,,,", "B,1,2,3,4", "C,5,6,7,8")
    assert table.series == ("B", "C")
    assert "1 series holds no value below the times; left out." in _sentences(table)
