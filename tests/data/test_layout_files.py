"""Lines above, between and below a table, drawn and fixed-width tables, and rows of another width."""

import pandas as pd
import pytest

from rnnkit.data import Overrides, Recipe, read_table, replay
from rnnkit.data.lines.fixed_width import find_cuts
from rnnkit.data.lines.plain_lines import cut, is_drawn, unquoted
from rnnkit.errors import DataError

DATES = [f"{d:%Y-%m-%d}" for d in pd.date_range("2023-01-01", periods=30)]
FLOW = [10.5 + i % 7 for i in range(30)]
LEVEL = [500 + 3 * (i % 5) for i in range(30)]
ROWS = [f"{d},{a},{b}" for d, a, b in zip(DATES, FLOW, LEVEL, strict=True)]
HEAD = "date,flow,level"
TABLE = "\n".join([HEAD, *ROWS]) + "\n"
BARS = [f"| {row.replace(',', ' | ')} |" for row in [HEAD, *ROWS]]
RULE = "+------------+------+-------+"

FILES = {
    "remarks with %": "% station 12\n% m3/s; daily, checked\n" + TABLE,
    "remarks with //": "// made by a program\n// version 1.2\n" + TABLE,
    "remarks with *": "* Title of the data\n* Source: somebody\n" + TABLE,
    "remarks with ;": "; export of a plant\n; unit m3\n" + TABLE,
    "remarks with --": "-- query of today\n" + TABLE,
    "remarks with !": "! a model run\n" + TABLE,
    "remark between": TABLE.replace("\n2023-01-09", "\n# sensor replaced, see log\n2023-01-09"),
    "names in the last remark": "# Station 5\n# column 1: date\n# " + TABLE,
    "a sign before the names": "#" + TABLE,
    "metadata wider than the table": "lat,lon,height,zone,name\n52.5,13.4,38,0,GMT\n\n" + TABLE,
    "keys padded to the width": "Location,12.3,45.6\nOwner,Somebody,\nHeight,3,\n" + TABLE,
    "begin and end of a header": "-BEGIN HEADER-\nDates: 01/01/2023 to 01/30/2023\n-END HEADER-\n" + TABLE,
    "text above and below": "Report of the plant, 2023\nBy: me\n\n"
    + TABLE
    + "\nMade by Anna, checked by Bo\n",
    "drawn by a database": "\n".join([RULE, BARS[0], RULE, *BARS[1:], RULE, "30 rows in set", ""]),
    "markdown": "\n".join(["# Report", "", BARS[0], "|:---|---:|---|", *BARS[1:], "", "The end, folks.", ""]),
    "whole lines quoted": "".join(f'"{row}"\n' for row in [HEAD, *ROWS]),
    "only data lines quoted": HEAD + "\n" + "".join(f'"{row}"\n' for row in ROWS),
    "separator behind every row": TABLE.replace("\n", ",\n"),
    "separator behind the names": TABLE.replace("level\n", "level,\n"),
    "another table above": "name,mean\na,1\nb,2\nc,3\nd,4\n\n" + TABLE,
    "another table below": TABLE + "\nregion,mean\na,1\nb,2\nc,3\nd,4\n",
    "another table of this width": TABLE + "\nname,mean,sd\na,1,3\nb,2,3\nc,3,3\nd,4,4\n",
    "a total in French": TABLE + "Moyenne,50,500\nSource : bureau\n",
    "remarks in German below": TABLE + "\nHinweis: vorläufig\nAlle Angaben ohne Gewähr\n",
    "names again": TABLE.replace("\n2023-01-09", f"\n{HEAD}\n2023-01-09"),
    "a mark in the middle": TABLE.replace("\n2023-01-09", "\n\ufeff2023-01-09"),
    "indented": "".join(f"   {r.replace(',', '   ')}\n" for r in [HEAD, *ROWS]),
    "sep line": "sep=;\n" + TABLE.replace(",", ";"),
    "units below": TABLE.replace("level\n", "level\nday,m3/s,cm\n"),
    "index without a name": HEAD + "\n" + "".join(f"{i},{row}\n" for i, row in enumerate(ROWS)),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_table_is_found(name):
    table = read_table(FILES[name].encode())
    assert table.understood["freq"] == "D"
    assert table.frame["flow"].tolist() == FLOW
    assert table.frame["level"].tolist() == LEVEL
    again = replay(Recipe.from_json(table.recipe.to_json()), FILES[name].encode())
    pd.testing.assert_frame_equal(again.frame, table.frame)


SAID = {
    "remarks with %": ("remarks", "2 lines of remarks left out."),
    "whole lines quoted": ("quoted_lines", "Whole lines stand in quotes; these were taken off."),
    "markdown": ("frame", "Bars and drawn lines around the table taken off."),
    "keys padded to the width": ("preamble", "3 lines above the table left out."),
    "another table below": (
        "tables",
        "Several tables in the file: the largest is read, 5 lines of the others left out.",
    ),
    "index without a name": (
        "row_names",
        "Rows begin with a cell the header leaves out; its column is called 'column 1'.",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_was_left_out_is_said(name):
    key, sentence = SAID[name]
    assert {c.key: c.sentence for c in read_table(FILES[name].encode()).changes}[key] == sentence


def test_an_empty_cell_of_a_fixed_width_table_shifts_nothing():
    lines = [
        f"{d:<12}{'' if i == 9 else a:>7}{b:>8}"
        for i, (d, a, b) in enumerate(zip(DATES, FLOW, LEVEL, strict=True))
    ]
    content = "\n".join(["Date           Temp   Level", *lines, ""]).encode()
    table = read_table(content)
    assert table.frame["Level"].tolist() == LEVEL
    assert table.imputed["Temp"].to_numpy().nonzero()[0].tolist() == [9]
    pd.testing.assert_frame_equal(replay(table.recipe, content).frame, table.frame)


def test_names_with_single_blanks_between_columns_of_several():
    lines = [f"{2000 + i / 12:.3f}  {a}  {b}" for i, (a, b) in enumerate(zip(FLOW, LEVEL, strict=True))]
    table = read_table("\n".join(["decimal date  average  long trend", *lines]).encode())
    assert table.value_columns[-2:] == ("average", "long trend")


def test_places_of_words_by_hand():
    lines = ["New York      2001  1.5", "Rome          2002", "San Remo      2003  7.25"] * 3
    cuts = find_cuts(lines)
    assert len(cuts) == 3
    assert cut(lines[0], cuts) == "New York\t2001\t1.5"
    assert cut(lines[1], cuts) == "Rome\t2002\t"
    assert find_cuts(["1 20 300", "10 2 3", "4 5 6", "1000 2 3"] * 3) == ()


def test_the_last_cells_missing_everywhere_are_an_empty_column():
    table = read_table(("date,flow,level,note\n" + "".join(f"{row[:15]}\n" for row in ROWS)).encode())
    said = {change.key: change.sentence for change in table.changes}
    assert said["short_rows"] == "30 lines end before level, note, which counts as missing there."
    assert table.value_columns == ("flow",)


def test_a_few_rows_with_too_many_cells_are_left_out_and_many_refused():
    table = read_table(TABLE.replace("\n2023-01-05,", "\n2023-01-05,9,").encode())
    said = {change.key: change for change in table.changes}
    assert (
        said["long_rows"].sentence == "1 line has more than 3 values and was left out; the first is line 6."
    )
    assert table.frame["flow"].tolist()[5] == FLOW[5]
    with pytest.raises(DataError, match=r"^Line 2 has 4 values; the header has 3: correct that line\.$"):
        read_table((HEAD + "\n" + "".join(f"{row},9\n" for row in ROWS)).encode())


def test_names_on_two_lines_are_put_together():
    rows = "".join(f"{d},{a},{b},{a},{b}\n" for d, a, b in zip(DATES, FLOW, LEVEL, strict=True))
    table = read_table(("Date,Temp,,Rain,\n,min,max,sum,days\n" + rows).encode())
    assert table.value_columns == ("Temp min", "Temp max", "Rain sum", "Rain days")


def test_a_long_name_is_shortened_and_many_marks_are_cut():
    table = read_table(TABLE.replace("level", "l" * 300).encode())
    assert table.value_columns == ("flow", "l" * 80)
    assert "The name of column 3 was shortened to 80 characters." in {c.sentence for c in table.changes}
    marks = TABLE.replace("level", "l" + "\u0315\u0300" * 60_000)
    assert len(read_table(marks.encode()).value_columns[1]) <= 80


def test_a_break_in_a_name_becomes_a_blank():
    assert read_table(TABLE.replace("flow", '"flow\n(m3/s)"').encode()).value_columns[0] == "flow (m3/s)"


def test_what_only_begins_like_a_remark_stays():
    ids = "id," + HEAD + "\n" + "".join(f"#{i},{row}\n" for i, row in enumerate(ROWS))
    assert read_table(ids.encode()).understood["rows"] == 30
    missing = TABLE.replace("2023-01-09,", "2023-01-09,#N/A").replace("#N/A", "#N/A,", 1)
    assert read_table(missing.encode()).understood["rows"] >= 29


def test_remarks_can_be_kept():
    with pytest.raises(DataError):
        read_table(FILES["remarks with %"].encode(), Overrides(off=frozenset({"remarks", "preamble"})))


def test_lines_by_hand():
    assert unquoted('"1,""a b"",2",,') == '1,"a b",2'
    assert unquoted('"a","b"') == '"a","b"'
    assert is_drawn("|:---|---:|")
    assert not is_drawn("-" * 50_000 + "x")
