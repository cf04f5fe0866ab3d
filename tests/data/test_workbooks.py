"""Workbooks the way people keep them: two sheets, merged names, dates, formulas, errors and percent."""

import datetime as dt
import gzip
import io
import zipfile

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from rnnkit.data import Limits, Overrides, read_table, replay
from rnnkit.errors import DataError

LIMITS = Limits(megabytes=5, rows=100_000, columns=50)
DAY = dt.date(2023, 3, 1)


def book(*sheets):
    """A workbook of (name, rows, merged ranges)."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows, *merged in sheets:
        sheet = workbook.create_sheet(name)
        for i, row in enumerate(rows, 1):
            for j, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(i, j).value = value
        for area in merged:
            sheet.merge_cells(area)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def days(count, *more):
    return [[DAY + dt.timedelta(i), i * 1.5, *more] for i in range(count)]


def with_part(content, name, part):
    """The workbook with another content of one of its parts."""
    old = zipfile.ZipFile(io.BytesIO(content))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return packed.getvalue()


PLAIN = book(("Notes", [["Made in 2023"]]), ("Data", [["day", "sales"], *days(6)]))


def said(table):
    return {change.key: change.sentence for change in table.changes}


def test_the_sheet_with_the_table_is_read_and_the_others_are_named():
    table = read_table(PLAIN, limits=LIMITS)
    assert table.frame["sales"].tolist() == [0, 1.5, 3, 4.5, 6, 7.5]
    assert str(table.frame["ds"][0]) == "2023-03-01 00:00:00"
    assert table.freq == "D"
    assert said(table)["sheet"] == "Sheet 'Data' read; there is also Notes."
    assert table.understood["sheet"] == "Data"
    assert table.understood["sheets"] == ["Notes", "Data"]
    assert (table.recipe.container, table.recipe.sheet) == ("workbook", "Data")
    assert replay(table.recipe, PLAIN).frame.equals(table.frame)


def test_another_sheet_can_be_chosen():
    content = book(("A", [["day", "a"], *days(9)]), ("B", [["day", "b"], *days(4)]))
    assert read_table(content, Overrides(sheet="B")).value_columns == ("b",)
    with pytest.raises(DataError) as error:
        read_table(content, Overrides(sheet="C"))
    assert str(error.value) == "There is no sheet 'C'; found A, B."


def test_new_data_may_call_its_only_sheet_otherwise():
    recipe = read_table(book(("March", [["day", "y"], *days(5)]))).recipe
    table = replay(recipe, book(("April", [["day", "y"], *days(7)])))
    assert len(table.frame) == 7
    assert said(table)["sheet"] == "There is no sheet 'March'; read the only one, 'April'."


MERGED = [
    ["Report of sales"],
    [],
    [None, "Date", "Sales", None, "Cost", None],
    [None, None, "North", "South", "North", "South"],
    *([None, DAY + dt.timedelta(i), i, 2 * i, 3 * i + 0.5, 100 - i] for i in range(5)),
]


@pytest.mark.parametrize("merged", [("A1:F1", "B3:B4", "C3:D3", "E3:F3"), ()], ids=["merged", "only blank"])
def test_names_in_two_rows_become_one(merged):
    content = book(("Data", MERGED, *merged))
    table = read_table(content)
    assert table.value_columns == ("Sales North", "Sales South", "Cost North", "Cost South")
    assert table.frame["Cost North"].tolist() == [0.5, 3.5, 6.5, 9.5, 12.5]
    assert said(table)["joined_names"] == "2 rows of names joined into one, such as 'Sales North'."
    assert table.recipe.header_rows == 2
    assert replay(table.recipe, content).frame.equals(table.frame)


def test_a_label_over_several_rows_names_each_of_them():
    rows = [["shop", "day", "y"]]
    for shop in ("Rome", "Oslo"):
        rows += [[shop if i == 0 else None, DAY + dt.timedelta(i), i] for i in range(4)]
    table = read_table(book(("Data", rows, "A2:A5", "A6:A9")))
    assert table.series == ("Oslo", "Rome")
    assert said(table)["merged_cells"] == "6 cells below merged ones got their values."


def test_a_date_with_hours_is_written_alike_at_midnight():
    start = dt.datetime(2023, 3, 1, 22)
    rows = [["time", "y"], *([start + dt.timedelta(hours=i), i] for i in range(5))]
    table = read_table(book(("Data", rows)))
    assert table.freq == "h"
    assert table.understood["end"] == "2023-03-02 02:00:00"


def test_a_time_of_day_in_a_column_of_its_own():
    rows = [["date", "time", "y"], *([DAY, dt.time(5 + i), i] for i in range(6))]
    table = read_table(book(("Data", rows)))
    assert table.freq == "h"
    assert table.understood["start"] == "2023-03-01 05:00:00"


def test_fractions_of_a_second_of_clocks_and_durations_stay():
    quarters = [dt.timedelta(seconds=60.25 * i) for i in range(6)]
    rows = [
        ["date", "time", "lap"],
        *([DAY, dt.time(5, 0, i, 250_000 * (i % 4)), quarters[i]] for i in range(6)),
    ]
    table = read_table(book(("Data", rows)))
    assert table.frame["lap"].tolist() == [quarter.total_seconds() for quarter in quarters]
    assert str(table.frame["ds"].iloc[1]) == "2023-03-01 05:00:01.250000"


def test_percent_stays_the_number_stored_and_blank_columns_are_dropped():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append([])
    sheet.append([None, "day", None, "share", "ok"])
    for i in range(5):
        sheet.append([None, DAY + dt.timedelta(i), None, i / 8, i % 2 == 0])
        sheet.cell(3 + i, 4).number_format = "0.0%"
    packed = io.BytesIO()
    workbook.save(packed)
    table = read_table(packed.getvalue())
    assert table.frame["share"].tolist() == [0, 0.125, 0.25, 0.375, 0.5]
    assert table.understood["columns"] == 3


CELLS = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="str"><v>n</v></c><c r="B1" t="str"><v>y</v></c></row>'
    b'<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f><v>2</v></c></row>'
    b'<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="e"><f>A3/0</f><v>#DIV/0!</v></c></row>'
    b'<row r="4"><c r="A4"><v>3</v></c><c r="B4"><f>A4*2</f><v>6</v></c></row>'
    b'<row r="5"><c r="A5"><v>4</v></c><c r="B5"><f>A5*2</f><v></v></c></row>'
    b'<row r="6"><c r="A6"><v>5</v></c><c r="B6"><f>A6*2</f><v>10</v></c></row></sheetData></worksheet>'
)


def test_the_values_of_formulas_are_read_and_errors_are_missing():
    table = read_table(with_part(book(("S", [])), "xl/worksheets/sheet1.xml", CELLS), Overrides(gaps="leave"))
    values = table.frame["y"]
    assert values[values.notna()].tolist() == [2, 6, 10]
    told = said(table)
    assert told["cell_errors"] == "1 cell of the workbook holds an error such as #N/A; it counts as missing."
    assert told["formulas"] == (
        "1 formula of the workbook has no stored value; open and save it in a spreadsheet program."
    )


def test_a_hidden_sheet_is_left_alone():
    workbook = openpyxl.load_workbook(io.BytesIO(PLAIN))
    hidden = workbook.create_sheet("Old")
    for row in [["day", "y"], *days(50)]:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    packed = io.BytesIO()
    workbook.save(packed)
    assert read_table(packed.getvalue()).understood["sheets"] == ["Notes", "Data"]


def far_corners():
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = 1
    workbook.active.cell(200_000, 1000).value = 2
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def xls(*corners):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Daten")
    form = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for i, (day, value) in enumerate(days(6)):
        sheet.write(i + 1, 0, day, form)
        sheet.write(i + 1, 1, value)
    sheet.write(0, 0, "day")
    sheet.write(0, 1, "sales")
    for row, column in corners:
        sheet.write(row, column, 1)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def ods(repeated=1):
    document = OpenDocumentSpreadsheet()
    sheet = OdfTable(name="Blatt")
    for day, value in [("day", "sales"), *days(6)]:
        row = TableRow(numberrowsrepeated=repeated)
        if day == "day":
            cells = [TableCell(valuetype="string"), TableCell(valuetype="string")]
            cells[0].addElement(P(text=day))
            cells[1].addElement(P(text=value))
        else:
            cells = [TableCell(valuetype="date", datevalue=day.isoformat())]
            cells.append(TableCell(valuetype="float", value=value))
        for cell in cells:
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    packed = io.BytesIO()
    document.write(packed)
    return packed.getvalue()


@pytest.mark.parametrize("content", [xls(), ods(), gzip.compress(PLAIN)], ids=["xls", "ods", "packed"])
def test_other_workbooks_read_the_same(content):
    assert read_table(content).frame["sales"].tolist() == [0, 1.5, 3, 4.5, 6, 7.5]


DAMAGED = "The workbook file is damaged or cut off; get or make it again."
PLACELESS = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    + b"<c><v>1</v></c>" * 16_000
    + b"</row>"
    + b"<row><c><v>1</v></c></row>" * 9_000
    + b"</sheetData></worksheet>"
)
REFUSED = {
    "far corners": (
        far_corners(),
        "The sheet spans 200,000,000 cells; limit 5,000,000: delete what is not needed.",
    ),
    "cut off": (PLAIN[:-300], DAMAGED),
    "no xml": (with_part(PLAIN, "xl/worksheets/sheet2.xml", b"<worksheet><sheetData><row"), DAMAGED),
    "only a folder": (b"\xd0\xcf\x11\xe0" + bytes(600), DAMAGED),
    "empty": (book(("S", [])), "The workbook is empty; choose another one."),
    "old far corners": (
        xls((65_535, 255)),
        "The sheet spans 16,777,216 cells; limit 5,000,000: delete what is not needed.",
    ),
    "repeated rows": (
        ods(1_000_000),
        "The sheet spans 6,000,000 cells; limit 5,000,000: delete what is not needed.",
    ),
    "no places": (
        with_part(book(("S", [])), "xl/worksheets/sheet1.xml", PLACELESS),
        "The sheet spans 13,600,850 cells; limit 5,000,000: delete what is not needed.",
    ),
    "bomb": (
        with_part(PLAIN, "xl/styles.xml", bytes(101_000_000)),
        "Unpacked, this is larger than 100 MB; leave out what is not needed.",
    ),
    "password": (
        b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "This workbook is protected by a password; save it without one.",
    ),
    "word": (
        b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"),
        "This is a Word file, which holds no table; copy the table into a sheet and save that.",
    ),
    "very old": (
        b"\x09\x00\x04\x00" + bytes(60),
        "This is a very old Excel file; open it and save it as .xlsx.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    content, sentence = REFUSED[name]
    with pytest.raises(DataError) as error:
        read_table(content, limits=LIMITS)
    assert str(error.value) == sentence
    assert len(str(error.value)) <= 160


def book_of(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def month_of(month, count=28):
    return [["Date", "Calls"], *([dt.datetime(2023, month, day + 1), 50 + day] for day in range(count))]


def test_a_sheet_of_dates_comes_before_a_longer_list_of_codes():
    codes = [["code", "name"], *([1000 + i, f"name {i}"] for i in range(120))]
    table = read_table(book_of(Codes=codes, Data=month_of(3)))
    assert table.understood["sheet"] == "Data"
    assert table.suggested_targets == ("Calls",)


def test_sheets_with_the_same_columns_are_said_to_be_left_out():
    table = read_table(
        book_of(**{"2023-01": month_of(1), "2023-02": month_of(2, 20), "Notes": [["made up"]]})
    )
    said = {change.key: change for change in table.changes}
    assert said["sheet"].warning
    assert said["sheet"].sentence == "Sheet '2023-01' read alone; 1 more has the same columns: 2023-02."
