"""Bad inputs by number: each is refused, or accepted with a warning, in exactly one plain sentence."""

import io
import zipfile

import pytest

from rnnkit.data import Limits, Overrides, read_table
from rnnkit.errors import DataError

LIMITS = Limits(megabytes=5, rows=100_000, columns=50)


def daily(values, name="y", start=1):
    """A small daily series, one row a value."""
    return f"ds,{name}\n" + "".join(f"2024-01-{start + i:02d},{value}\n" for i, value in enumerate(values))


def workbook():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


NO_JSON_TABLE = "This JSON holds no table: a list of records, or a list of values for each column, is needed."
REFUSED = {
    "1": (b"", "The file is empty; choose another one."),
    "2": (b"  \n \r\n\t\n", "The file is empty; choose another one."),
    "2 utf-16": ("\ufeff \n".encode("utf-16-le"), "The file is empty; choose another one."),
    "3": (b"ds,y\n", "No data rows - only a header; add rows below it."),
    "4": (b"ds,y\n2024-01-01,5\n", "Need at least 3 rows; found 1: add more."),
    "5": (
        b"1\n" * 2_500_000 + b"1",
        "Larger than 5 MB; take fewer rows or columns, or longer steps such as weekly means.",
    ),
    "7": (
        ",".join(f"c{i}" for i in range(50_000)).encode() + b"\n",
        "50,000 columns; limit 50: leave out what is not needed.",
    ),
    "7 by one": (
        ("a," * 50 + "a\n" + "1," * 50 + "1\n").encode(),
        "51 columns; limit 50: leave out what is not needed.",
    ),
    "10": (
        b"ds,y\n2024-01-01,5\n\x00\x00\x00\n",
        "Contains binary zeros; not a text CSV: export the table as CSV.",
    ),
    "11 xlsx": (workbook(), "The workbook file is damaged or cut off; get or make it again."),
    "11 xls": (
        b"\xd0\xcf\x11\xe0" + bytes(60),
        "The workbook file is damaged or cut off; get or make it again.",
    ),
    "11 png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "This is a PNG image, not CSV."),
    "11 gzip": (b"\x1f\x8b\x08" + bytes(20), "The gzip file is damaged or cut off; get or make it again."),
    "11 parquet": (b"PAR1" + bytes(20), "The Parquet file is damaged or cut off; get or make it again."),
    "12 html": (
        b"<!DOCTYPE html><html><body>1,2</body></html>",
        "This is HTML, not CSV; export the table as CSV.",
    ),
    "12 json of words": (b'{"name": "x",\n "b": 2}', NO_JSON_TABLE),
    "12 json cut off": (b'[{"a": 1},\n{"a": 2},', "This JSON is damaged on line 2; get or make it again."),
    "12 json too deep": (
        b'{"a":' * 100_000,
        "This JSON is nested too deeply; a list of records is needed.",
    ),
    "12 json lines": (b'{"a": 1}\n{"a": 2}\n', "Need at least 3 rows; found 2: add more."),
    "13": (b"a,b\n1,2\n1,2,3\n1,2\n", "Line 3 has 3 values; the header has 2: correct that line."),
    "14": (b"a,b\n1,2,3\n1,2,3\n4,5,6\n7,8,9\n", "Line 2 has 3 values; the header has 2: correct that line."),
    "18": (b'"a,b\n1,2\n3,4\n5,6\n', "Quote opened on line 1 never closes; close or remove it."),
    "18 in a row": (
        b'a,b\n1,2\n3,"4\n5,6\n7,8\n',
        "Quote opened on line 3 never closes; close or remove it.",
    ),
    "19": (
        b"name,city\nAnn,Rome\nBob,Oslo\nCy,Bonn\n",
        "No numeric column. Found text: name, city; add a column of numbers.",
    ),
    "20": (
        daily([1, "foo", 3, "bar", "x", 6, "baz", "qux"]).encode(),
        "No numeric column. Found text: y; add a column of numbers.",
    ),
    "25": (daily(["", "", "", ""], "x").encode(), "Column x is empty; fill it or choose another file."),
    "25 NA": (
        daily(["NA", "NaN", "-", ""], "x").encode(),
        "Column x is empty; fill it or choose another file.",
    ),
}


@pytest.mark.parametrize("number", REFUSED)
def test_refused(number):
    content, sentence = REFUSED[number]
    with pytest.raises(DataError) as error:
        read_table(content, limits=LIMITS)
    assert str(error.value) == sentence
    assert len(sentence) <= 160


TOO_LARGE = "Line {}: value too large in y: {}; 1 cell counts as missing."
LATIN = "Not UTF-8; read as Latin-1 - check names."
DECIMAL_COMMA = b"d;v\n2024-01-01;3,14\n2024-01-02;2,71\n2024-01-03;1,41\n"
SAME_NAMES = b"ds,a,a\n2024-01-01,1,2\n2024-01-02,2,3\n2024-01-03,4,4\n"
LONE_SURROGATE = daily([1, 2, 3, 5]).encode() + b"2024-01-05,\xed\xa0\x80\n"

ACCEPTED = {
    "8": (daily([1, 2, 3, 5]).encode("utf-16"), "encoding", "Read as UTF-16.", False),
    "9": (daily([1, 2, 3, 5], "año").encode("latin-1"), "encoding", LATIN, True),
    "15": (daily([1, 2, 3, 5]).replace(",", ";").encode(), "separator", "Separator ; detected.", False),
    "16": (DECIMAL_COMMA, "decimal", "Decimal comma in v.", False),
    "17": (
        daily(['"1,234"', '"1,235"', '"2,000"']).encode(),
        "thousands",
        "Thousands mark , taken out of y.",
        False,
    ),
    "20": (
        daily([*range(15), "foo", 17, 18]).encode(),
        "not_numbers",
        "Line 17 'foo' is not a number; 1 cell counts as missing.",
        True,
    ),
    "20 many": (
        daily([1, "foo", 3, "bar", 5, 6, "baz", 8]).encode(),
        "not_numbers",
        "Line 3 'foo' is not a number; 3 cells count as missing.",
        True,
    ),
    "24 inf": (daily([1, 2, "inf", 4]).encode(), "too_large", TOO_LARGE.format(4, "inf"), True),
    "24 1e400": (daily([1, 2, "1e400", 4]).encode(), "too_large", TOO_LARGE.format(4, "1e400"), True),
    "27": (daily([1, 2, 3, "9" * 40]).encode(), "too_large", TOO_LARGE.format(5, "9" * 40), True),
    "21": (SAME_NAMES, "same_names", "Name used twice: a -> a, a.1.", True),
    "22": (
        b",y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,4\n",
        "blank_names",
        "Column 1 named 'column 1'.",
        False,
    ),
    "23": (
        b"0,1\n2024-01-01,10\n2024-01-02,20\n2024-01-03,40\n",
        "header",
        "First line used as names; is there a header?",
        True,
    ),
    "23 alike": (
        b"1,10\n2,20\n3,40\n4,50\n",
        "header",
        "First line is data, so columns got numbers as names; is there a header?",
        True,
    ),
    "26": (daily([7, 7, 7, 7], "x").encode(), "constant", "x never changes: nothing to learn.", True),
    "28 unsorted": (
        b"ds,y\n2024-01-01,1\n2024-01-03,3\n2024-01-02,2\n2024-01-04,4\n",
        "sort",
        "Rows were not in order of time, first on line 4; sorted.",
        True,
    ),
    "28 duplicate": (
        b"ds,y\n2024-01-01,1\n2024-01-02,3\n2024-01-02,5\n2024-01-03,4\n",
        "duplicates",
        "1 row repeats a time stamp of its series, first on line 4; averaged.",
        True,
    ),
    "28 mixed": (
        b"ds,y\n2024-01-01,1\n2024-01-02,3\n03/01/2024,5\n04/01/2024,4\n",
        "mixed_dates",
        "ds mixes ways to write dates; from line 4: '03/01/2024'.",
        True,
    ),
    "29": (
        b"ds,y\n0001-01-01,1\n2024-01-02,3\n2024-01-03,5\n9999-12-31,4\n",
        "pauses",
        "Rows come with long pauses (1 day apart otherwise); rows are counted as steps.",
        False,
    ),
    "30": (
        daily([1, 2, 3, 5], "x" * 100_000).encode(),
        "long_names",
        "The name of column 2 was shortened to 80 characters.",
        False,
    ),
    "33": (LONE_SURROGATE, "encoding", LATIN, True),
}


@pytest.mark.parametrize("number", ACCEPTED)
def test_accepted_and_said(number):
    content, key, sentence, warning = ACCEPTED[number]
    table = read_table(content, limits=LIMITS)
    said = {change.key: change for change in table.changes}
    assert said[key].sentence == sentence
    assert said[key].warning == warning
    assert all(len(change.sentence) <= 160 for change in table.changes)


def test_6_too_many_rows_are_cut_off():
    table = read_table(b"y\n" + b"1\n2\n" * 50_000 + b"3\n", limits=LIMITS)
    assert table.understood["rows"] == 100_000
    assert [c.sentence for c in table.changes if c.key == "rows"] == [
        "Used the newest 100,000 of 100,001 rows; choose another span to use others."
    ]


def test_16_a_decimal_comma_is_read_as_a_point():
    table = read_table(ACCEPTED["16"][0])
    assert table.frame["v"].tolist() == [3.14, 2.71, 1.41]
    assert table.understood["decimal"] == ","


def test_17_a_thousands_mark_is_taken_out():
    assert read_table(ACCEPTED["17"][0]).frame["y"].tolist() == [1234, 1235, 2000]


@pytest.mark.parametrize(
    "name", ["![x](http://a.b)", "<script>alert(1)</script>", "$$x$$", ":red[x]", "=cmd|' /C calc'!A0"]
)
def test_31_and_32_names_and_cells_are_kept_as_they_are(name):
    table = read_table(daily([1, 2, 3, 5], name).encode())
    assert table.value_columns == (name,)


def test_31_marks_that_reorder_text_are_removed():
    table = read_table(daily([1, 2, 3, 5], "ab\u202ecd\u200b").encode())
    assert table.value_columns == ("abcd",)


def test_34_carriage_returns_alone_end_lines():
    table = read_table(daily([1, 2, 3, 5]).replace("\n", "\r").encode())
    assert table.frame["y"].tolist() == [1, 2, 3, 5]


def test_the_encoding_can_be_fixed_by_hand():
    with pytest.raises(DataError, match="no encoding called 'nope'"):
        read_table(daily([1, 2, 3]).encode(), Overrides(encoding="nope"))
    with pytest.raises(DataError, match="Not readable as utf-8"):
        read_table(daily([1, 2, 3], "año").encode("latin-1"), Overrides(encoding="utf-8"))
