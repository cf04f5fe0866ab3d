"""An Excel workbook of tables: its dates are dates, its numbers numbers, and no text is a formula."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rnnkit.files.encoding import clean_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_000  # characters of a cell: Excel opens no file with more
FIRST_YEAR = 1901  # Excel counts days from 1900, in which it has one too many
WIDEST, NARROWEST = 60, 8  # characters of a column
CHART_ROWS = 22
GENERAL, ROUNDED, DATE, WHEN = "General", "#,##0.000", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
# Text is written as text: nothing that a person named becomes a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


@dataclass(frozen=True)
class ChartLine:
    """A line of a chart: the column of its values, what it is called, its colour and dash."""

    column: str
    name: str
    color: str
    dash: str = "solid"
    width: float = 1.75


@dataclass(frozen=True)
class LineChart:
    """A chart of columns of the table of a sheet over its first one."""

    sheet: str
    lines: tuple[ChartLine, ...]
    title: str


Row = Sequence[object] | LineChart


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet: rows of single cells, and below them a table with headings.

    A row of one cell is a heading, and one that is a chart is where that is drawn. `formats` are number
    formats by the name of a column.
    """

    name: str
    rows: Sequence[Row] = ()
    table: pd.DataFrame | None = None
    formats: Mapping[str, str] = field(default_factory=dict)


def workbook(sheets: Sequence[WrittenSheet], title: str) -> bytes:
    """The sheets, in order, as the bytes of an .xlsx file."""
    import xlsxwriter  # 40 ms, for whoever takes a workbook home

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": clean_text(title, 200)})
        pages = {sheet.name: _Cells(book, book.add_worksheet(sheet.name)) for sheet in sheets}
        by_name = {sheet.name: sheet for sheet in sheets}
        for sheet in sheets:
            _write(pages[sheet.name], sheet)
            for place, row in _placed(sheet.rows):
                if isinstance(row, LineChart):
                    pages[sheet.name].page.insert_chart(place, 0, _drawn(book, row, by_name[row.sheet]))
    return content.getvalue()


class _Cells:
    """A worksheet to which cells are written by what they are."""

    def __init__(self, book: "Workbook", page: "Worksheet") -> None:
        self.book, self.page = book, page
        self._formats: dict[tuple[str, bool], Format] = {}

    def write(
        self, row: int, column: int, value: object, number: str = GENERAL, *, bold: bool = False
    ) -> None:
        """One cell; what is unknown stays empty."""
        if value is None or value is pd.NaT or (isinstance(value, float) and not np.isfinite(value)):
            return
        if isinstance(value, bool | np.bool_):
            self.page.write_boolean(row, column, bool(value))
        elif isinstance(value, int | float | np.integer | np.floating):
            number = GENERAL if number == ROUNDED and isinstance(value, int) else number
            self.page.write_number(row, column, value, self.format(number, bold=bold))  # type: ignore[arg-type]
        elif isinstance(value, pd.Timestamp) and value.year >= FIRST_YEAR:
            form = DATE if number in (GENERAL, ROUNDED) else number
            self.page.write_datetime(row, column, value.to_pydatetime(), self.format(form, bold=bold))
        else:
            text = clean_text(str(value), LONGEST)
            self.page.write_string(row, column, text, self.format("@", bold=bold))

    def format(self, number: str, *, bold: bool = False) -> "Format":
        """A format of numbers, made once."""
        key = (number, bold)
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"num_format": number, "bold": bold, "valign": "top"})
        return self._formats[key]


def _placed(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Each row with its number; a chart takes the room of many."""
    place = 0
    for row in rows:
        yield place, row
        place += CHART_ROWS if isinstance(row, LineChart) else 1


def _top(sheet: WrittenSheet) -> int:
    """The row of the headings of the table."""
    return sum(CHART_ROWS if isinstance(row, LineChart) else 1 for row in sheet.rows) + bool(sheet.rows)


def _write(cells: _Cells, sheet: WrittenSheet) -> None:
    for place, row in _placed(sheet.rows):
        if not isinstance(row, LineChart):
            for column, value in enumerate(row):
                cells.write(place, column, value, ROUNDED, bold=len(row) == 1)
    if sheet.table is not None:
        _write_table(cells, sheet, sheet.table, _top(sheet))
    for column, width in enumerate(_widths(sheet)):
        cells.page.set_column(column, column, width)


def _write_table(cells: _Cells, sheet: WrittenSheet, table: pd.DataFrame, top: int) -> None:
    """A table with headings that stay in sight, and can be filtered."""
    for place, name in enumerate(table.columns):
        cells.write(top, place, name, bold=True)
        number = sheet.formats.get(name, GENERAL)
        for row, value in enumerate(_values(table[name]), start=top + 1):
            cells.write(row, place, value, number)
    if len(table):
        cells.page.autofilter(top, 0, top + len(table), len(table.columns) - 1)
    cells.page.freeze_panes(top + 1, 0)


def _values(column: "pd.Series[Any]") -> Iterator[object]:
    return iter(column.tolist())


def _label(text: str) -> str:
    """A name on a chart: one that begins with "=" would be read as the place of a cell."""
    plain = clean_text(text, 200)
    return f" {plain}" if plain.startswith("=") else plain


def _widths(sheet: WrittenSheet) -> Iterator[int]:
    """How wide the columns are, by their first cells; a last one may reach over those beside it."""
    table = pd.DataFrame() if sheet.table is None else sheet.table
    rows = [row[:-1] for row in sheet.rows if not isinstance(row, LineChart)]
    for place in range(max([len(table.columns), *map(len, rows)])):
        cells = [row[place] for row in rows if len(row) > place]
        if place < len(table.columns):
            cells += [table.columns[place], *table.iloc[:50, place]]
        longest = max((len(_seen(value)) for value in cells), default=0)
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _seen(value: object) -> str:
    """About as long as a cell looks."""
    return f"{value:,.3f}" if isinstance(value, float) else str(value)


def _drawn(book: "Workbook", chart: LineChart, sheet: WrittenSheet) -> Any:
    """A chart whose lines are the columns of the table of a sheet."""
    table = pd.DataFrame({"": []}) if sheet.table is None else sheet.table
    drawn: Any = book.add_chart({"type": "line"})
    first = _top(sheet) + 1
    last = first + max(1, len(table)) - 1
    places = {name: place for place, name in enumerate(table.columns)}
    for line in chart.lines:
        place = places[line.column]
        drawn.add_series(
            {
                "name": _label(line.name),
                "categories": [chart.sheet, first, 0, last, 0],
                "values": [chart.sheet, first, place, last, place],
                "line": {"color": line.color, "width": line.width, "dash_type": line.dash},
            }
        )
    drawn.set_title({"name": _label(chart.title), "name_font": {"size": 12}})
    dates = pd.api.types.is_datetime64_any_dtype(table.iloc[:, 0])
    drawn.set_x_axis({"date_axis": dates, "num_format": DATE, "num_font": {"rotation": -45}} if dates else {})
    drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E3E6E2"}}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 860, "height": 420})
    return drawn
