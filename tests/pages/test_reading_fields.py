"""What the Data part says about a file, and every field that reads it differently."""

import datetime as dt
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from made_up import ME, Visit, monthly_csv, wave
from streamlit.testing.v1 import AppTest

from pages.ui.forecast.season_words import cycle_words, season_words
from pages.ui.form.reading_words import encoding_words, step_words
from rnnkit.data import Overrides, read_table
from rnnkit.runs.store import Store
from rnnkit.tasks.forecast.columns.roles import left_out

UNREADABLE = b"date,value\n" + b"".join(b"soon-%d-xx,%d.5\n" % (i * 7 % 13, i % 12) for i in range(60))
UNDATED = b"value\n" + b"".join(b"%d.5\n" % (i % 12) for i in range(120))
NOTES = b"day;sales;note\n" + b"".join(b"2024-01-%02d;%d,5;fine %d\n" % (i, i, i) for i in range(1, 31))


def workbook() -> bytes:
    """A sheet without a table, one with merged names above months, and one with a plan."""
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["Sales of two shops"])
    sales, plan = book.create_sheet("Sales"), book.create_sheet("Plan")
    sales.append(["Month", "North", None, "South", None])
    sales.append([None, "Units", "Price", "Units", "Price"])
    for place in ("A1:A2", "B1:C1", "D1:E1"):
        sales.merge_cells(place)
    plan.append(["Month", "Units"])
    for i, value in enumerate(wave(60)):
        month = dt.datetime(2018 + i // 12, i % 12 + 1, 1)
        sales.append([month, round(value), round(value / 7, 2), round(2 * value), round(value / 6, 2)])
        if i >= 24:
            plan.append([month, round(1.1 * value)])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def opened(visit: Visit, name: str, content: bytes) -> AppTest:
    """Bring a file, and look at how else it could be read."""
    app = visit("forecast")
    app.file_uploader[0].upload(name, content, "text/csv")
    app.run()
    app.session_state["fold_differently"] = True
    return app.run()


def heading(app: AppTest) -> str:
    return next(box.label for box in app.expander if box.label.startswith("**Data**")).replace("\\", "")


def said(app: AppTest) -> str:
    """The quiet lines below the heading."""
    return " ".join(caption.value for caption in app.caption).replace("\\", "")


def again(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Read again").click()
    app.run()
    assert not app.exception
    return app


def overrides(app: AppTest, store: Store) -> Overrides:
    """What was fixed for the data on the page."""
    return Overrides.from_json(store.of(ME).datasets.get(app.query_params["data"]).overrides)


def labelled(fields: object, label: str) -> object:
    return next(field for field in fields if field.label == label)  # type: ignore[attr-defined]


def test_the_sheet_with_the_table_is_chosen_and_another_one_and_back(visit: Visit) -> None:
    app = opened(visit, "shops.xlsx", workbook())
    picker = labelled(app.selectbox, "Sheet")
    assert (picker.value, picker.options) == ("Sales", ["About", "Sales", "Plan"])
    assert "60 rows" in heading(app)
    picker.set_value("Plan").run()
    assert "36 rows" in heading(app)
    assert "1 value column: Units" in said(app)
    labelled(app.selectbox, "Sheet").set_value("Sales").run()
    assert "60 rows" in heading(app)
    assert "4 value columns: North Units, North Price, South Units, South Price" in said(app)


def test_a_sheet_without_a_table_is_refused_beside_its_choice_and_the_old_one_stays(visit: Visit) -> None:
    app = opened(visit, "shops.xlsx", workbook())
    before = app.query_params["data"]
    labelled(app.selectbox, "Sheet").set_value("About").run()
    assert app.query_params["data"] == before
    assert [error.value[:18] for error in app.error] == ["About: Not changed"]
    assert labelled(app.selectbox, "Sheet").value == "Sales"
    app.run()
    assert len(app.error) == 0


def test_another_sheet_forgets_the_columns_of_the_last_one(visit: Visit, store: Store) -> None:
    app = opened(visit, "shops.xlsx", workbook())
    labelled(app.multiselect, "Value columns to keep").set_value(["South Units"])
    labelled(app.selectbox, "Gaps").set_value("zero")
    again(app)
    assert "1 value column: South Units" in said(app)
    labelled(app.selectbox, "Sheet").set_value("Plan").run()
    assert overrides(app, store) == Overrides(sheet="Plan", gaps="zero")


def test_the_form_reads_another_sheet_too(visit: Visit) -> None:
    app = opened(visit, "shops.xlsx", workbook())
    form = [field for field in app.selectbox if field.label == "Sheet"][1]
    assert form.options[0] == "automatic: Sales"
    form.set_value("Plan")
    assert "36 rows" in heading(again(app))


def test_a_workbook_is_not_asked_for_its_encoding(visit: Visit) -> None:
    fields = {field.label for field in opened(visit, "shops.xlsx", workbook()).selectbox}
    assert not {"Encoding", "Separator"} & fields
    assert {"Encoding", "Separator"} <= {
        field.label for field in opened(visit, "sales.csv", monthly_csv()).selectbox
    }


def test_the_season_that_was_found_is_shown_and_another_one_is_kept(visit: Visit, store: Store) -> None:
    app = opened(visit, "sales.csv", monthly_csv())
    field = labelled(app.number_input, "Season, in steps")
    assert field.placeholder == "automatic: 12 (a year of months)"
    assert "season: 12 (a year of months)" in said(app)
    field.set_value(6)
    again(app)
    assert overrides(app, store).season == 6
    assert "season: 6 steps" in said(app)


def test_a_span_of_days_is_used_and_taken_back(visit: Visit, store: Store) -> None:
    app = opened(visit, "sales.csv", monthly_csv())
    (span,) = app.slider
    assert span.value == (dt.date(2015, 1, 1), dt.date(2022, 12, 1))
    span.set_value((dt.date(2016, 1, 1), dt.date(2020, 12, 31)))
    again(app)
    assert (overrides(app, store).since, overrides(app, store).until) == ("2016-01-01", "2020-12-31")
    assert "60 rows" in heading(app)
    assert "60 of 96 rows are used now." in said(app)
    (span,) = app.slider
    span.set_value((dt.date(2015, 1, 1), dt.date(2022, 12, 1)))
    again(app)
    assert (overrides(app, store).since, overrides(app, store).until) == (None, None)
    assert "96 rows" in heading(app)


def test_rows_without_dates_are_chosen_by_number(visit: Visit, store: Store) -> None:
    app = opened(visit, "values.csv", UNDATED)
    assert len(app.slider) == 0
    labelled(app.number_input, "Use rows from number").set_value(20)
    again(app)
    assert (overrides(app, store).since, overrides(app, store).until) == ("20", None)
    assert "100 rows · rows counted as steps" in heading(app)


def test_a_step_is_chosen_or_typed(visit: Visit, store: Store) -> None:
    app = opened(visit, "sales.csv", monthly_csv())
    field = labelled(app.selectbox, "Time step")
    assert field.options[0] == "automatic: every month"
    field.set_value("QS")
    again(app)
    assert "every quarter" in heading(app)
    assert overrides(app, store).freq == "QS"


def test_dates_that_cannot_be_read_are_warned_about_first(visit: Visit) -> None:
    app = opened(visit, "odd.csv", UNREADABLE)
    assert len(app.warning) == 1
    assert "cannot be read" in app.warning[0].value
    assert not any("cannot be read" in toggle.label for toggle in app.toggle)


def test_columns_that_are_left_out_are_counted_and_named(visit: Visit) -> None:
    app = opened(visit, "notes.csv", NOTES)
    assert "1 value column: sales · time: day · 1 column left out: note" in said(app)
    assert left_out(read_table(monthly_csv())) == []


def test_a_refused_file_can_be_told_its_sheet(visit: Visit) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing"])
    held = BytesIO()
    book.save(held)
    app = opened(visit, "empty.xlsx", held.getvalue())
    assert len(app.error) == 1
    assert labelled(app.text_input, "Sheet").value == ""


@pytest.mark.parametrize(
    ("season", "freq", "words"),
    [
        (1, "MS", "none found"),
        (12, "MS", "12 (a year of months)"),
        (4, "QE-DEC", "4 (a year of quarters)"),
        (7, "D", "7 (a week of days)"),
        (365, "D", "365 (a year of days)"),
        (24, "h", "24 (a day of hours)"),
        (168, "h", "168 (a week of hours)"),
        (96, "15min", "96 (a day in steps of 15 minutes)"),
        (52, "W-FRI", "52 (a year of weeks)"),
        (5, "B", "5 (a week of business days)"),
        (24, "SMS-15", "24 (a year of half months)"),
        (17, "D", "17 steps"),
        (1000, None, "1,000 steps"),
        (3, "YS", "3 steps"),
    ],
)
def test_a_season_is_said_as_a_person_says_it(season: int, freq: str | None, words: str) -> None:
    assert season_words(season, freq) == words


@pytest.mark.parametrize(
    ("season", "freq", "cycle", "lookback", "begins"),
    [
        (48, "30min", 336, 336, "Days of the week differ in this data"),
        (24, "h", 168, 500, "Days of the week differ in this data"),
        (48, None, 336, 336, "Seven seasons of 48 steps make up a longer cycle"),
        (12, "MS", 84, 84, "Seven seasons of 12 steps make up a longer cycle"),
        (24, "h", 168, 72, ""),
        (24, "h", 24, 500, ""),
        (24, "h", 168, None, ""),
    ],
)
def test_a_cycle_beyond_the_season_is_said_where_it_is_read(
    season: int, freq: str | None, cycle: int, lookback: int | None, begins: str
) -> None:
    said = cycle_words(season, freq, cycle, lookback)
    assert said.startswith(begins)
    assert bool(said) == bool(begins)
    assert not said or f"({cycle} steps)" in said


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("1 month", "every month"),
        ("2 hours", "every 2 hours"),
        ("1 hour, with pauses", "every hour, with pauses"),
        ("half a month", "twice a month"),
        ("1 row", "rows counted as steps"),
        ("5 by count", "numbered in steps of 5"),
        ("uneven", "uneven steps"),
    ],
)
def test_a_step_is_said_as_a_person_says_it(step: str, words: str) -> None:
    assert step_words(step) == words


def test_encodings_are_called_by_the_letters_they_write() -> None:
    assert encoding_words("cp1251") == "Cyrillic (cp1251)"
    assert encoding_words("utf-7") == "utf-7"


def test_opening_hours_have_a_step_and_pauses() -> None:
    hours = pd.date_range("2023-01-02", "2023-04-30", freq="h")
    open_now = hours[(hours.day_of_week < 5) & (hours.hour >= 8) & (hours.hour < 18)]
    content = "time,visitors\n" + "\n".join(f"{hour},{20 + hour.hour}" for hour in open_now)
    table = read_table(content.encode())
    assert table.understood["step"] == "1 hour, with pauses"
    assert table.understood["whole"] == {
        "rows": len(open_now),
        "start": "2023-01-02 08:00:00",
        "end": "2023-04-28 17:00:00",
    }


def test_the_limits_of_the_host_are_said_before_the_upload(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, most in (("MEGABYTES", "7"), ("ROWS", "1234"), ("COLUMNS", "56")):
        monkeypatch.setenv(f"RNNKIT_MAX_{name}", most)
    assert "Up to 7 MB, 1,234 rows and 56 columns." in said(visit("forecast"))


def test_many_warnings_are_folded_and_the_others_counted(visit: Visit) -> None:
    rows = [b"2024-01-%02d;%d,5;%s\n" % (i, i, b"k.A." if i % 5 == 0 else b"1.234,5") for i in range(1, 29)]
    rows.insert(5, rows[4])
    app = opened(visit, "messy.csv", "Tag;Umsatz;Größe\n".encode("cp1252") + b"".join(rows))
    shown = [toggle.label for toggle in app.toggle if str(toggle.key).startswith("change_")]
    warned = [label for label in shown if label.startswith(":material/warning:")]
    assert shown[: len(warned)] == warned
    assert 1 <= len(warned) <= 3
    label = f"{len(shown) - len(warned)} other changes were made"
    assert label in [box.label for box in app.expander]
