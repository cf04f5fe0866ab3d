"""The forecast as a workbook and as CSV: values, dates and names as in the frames, whatever the file is."""

import io
import shutil
import subprocess
from datetime import UTC, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest

from rnnkit.data import Overrides, read_table
from rnnkit.tasks.forecast.home.own_table import own_table, totals
from rnnkit.tasks.forecast.home.own_words import OwnWords
from rnnkit.tasks.forecast.home.workbook import SPREADSHEET
from rnnkit.tasks.task import EndedRun

SHOPS = ("Köln & <b>Söhne</b>", '=HYPERLINK("http://x")', "+1")
TARGET = "@Umsatz (€)"
DAYS = pd.date_range("2024-01-01", periods=40)


def german_csv() -> bytes:
    """Semicolons, decimal commas, days first; names that a spreadsheet would run."""
    quoted = ['"' + shop.replace('"', '""') + '"' for shop in SHOPS]
    rows = [
        f"{shop};{day:%d.%m.%Y};{100 + n},{25 * (n % 4):02d}" for shop in quoted for n, day in enumerate(DAYS)
    ]
    return "\n".join([f"Filiale;Datum;{TARGET}", *rows]).encode()


def ended(content: bytes = b"", **changes) -> EndedRun:
    """A run with forecasts worked by hand: 3 days behind the end, of every series of a file."""
    table = read_table(content or german_csv(), Overrides(series=("Filiale",)) if not content else None)
    target = table.suggested_targets[0]
    ahead = table.frame["ds"].max() + pd.to_timedelta(np.arange(1, 4), "D")
    lines = [(name, k) for k, name in enumerate(table.series)]
    future = pd.concat(
        pd.DataFrame(
            {
                **{"unique_id": name, "target": target, "ds": ahead, "step": [1, 2, 3]},
                **{"y_hat": [10.5 + k, 1e3 / 7, -3.0], "lo": [9.0, 100.0, -5], "hi": [12.0, 200.0, np.nan]},
                **{"last value": 7.25, "theta": [1.5, 2.5, 3.5]},
            }
        )
        for name, k in lines
    )
    past = table.frame.rename(columns={target: "y"}).assign(target=target)[["unique_id", "target", "ds", "y"]]
    frames = {"future": future.reset_index(drop=True), "history": past, "test": past.iloc[:0]}
    summary = {
        "config": {"level": 0.8, "horizon": 3, "learning_rate": 0.001},
        "metrics": {"model": {"mase": 0.9, "mae": 2.0}, "theta": {"mase": 0.8, "mae": 1.9}},
        "verdict": {"sentence": "Is 6 % behind Theta."},
        "notes": ["=made from all rows"],
    }
    known = {
        **{
            "task": "forecast",
            "label": "LSTM",
            "data": "sales.csv",
            "created": datetime(2026, 1, 2, tzinfo=UTC),
        },
        **{"summary": summary, "frames": frames.__getitem__, "changes": ("Decimal comma in Umsatz.",)},
        "files": {"recipe.json": table.recipe.to_json().encode()},
    }
    return EndedRun(**{**known, **changes})


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(book: openpyxl.Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_values_dates_and_names_stand_in_the_workbook_as_in_the_frames():
    run = ended()
    head, *rows = cells(opened(SPREADSHEET.workbook(run, "model")), "Forecast")
    assert head == ("Filiale", "Datum", TARGET, f"{TARGET}, 80 % lower", f"{TARGET}, 80 % upper")
    future = run.frames("future").replace({np.nan: None})
    for row, one in zip(rows, future.itertuples(), strict=True):
        assert row[:2] == (one.unique_id, one.ds.to_pydatetime())
        assert row[2:] == pytest.approx((one.y_hat, one.lo, one.hi), rel=1e-15)
    assert {row[0] for row in rows} == set(SHOPS)


def test_the_first_sheet_tells_verdict_scores_changes_and_settings():
    rows = cells(opened(SPREADSHEET.workbook(ended(), "model")), "Summary")
    said = {row[0]: row[1] for row in rows if row[0]}
    assert rows[0][0] == "Forecast of sales.csv"
    assert said["Forecast by"] == "LSTM"
    assert said["Verdict on the network"] == "Is 6 % behind Theta."
    assert said["How it was made"] == "=made from all rows"
    assert (said["Theta"], said["LSTM"]) == (0.8, 0.9)
    assert ("Horizon", "3") in {row[:2] for row in rows}
    assert "Decimal comma in Umsatz." in {row[1] for row in rows}


def test_no_cell_of_a_workbook_is_a_formula_or_a_link():
    book = opened(SPREADSHEET.workbook(ended(label="=1+1", data="=cmd|' /C calc'!A0"), "model"))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_dates_of_a_sheet_look_as_in_the_file():
    sheet = opened(SPREADSHEET.workbook(ended(), "model"))["Forecast"]
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("dd.mm.yyyy", "#,##0.00")


def test_csv_is_written_as_the_file_was():
    text = SPREADSHEET.csv(ended(), "theta").decode("utf-8-sig")
    head, first, *_ = text.splitlines()
    assert head == f"Filiale;Datum;'{TARGET}"
    assert first == "'+1;10.02.2024;1,5"
    assert f"{SHOPS[0]};12.02.2024;3,5" in text


def test_csv_reads_back_as_the_same_forecast():
    run = ended(b"day;v\n" + b"\n".join(f"{day:%d.%m.%y};{n / 4}".encode() for n, day in enumerate(DAYS)))
    again = read_table(SPREADSHEET.csv(run, "theta"))
    assert again.frame["v"].tolist() == [1.5, 2.5, 3.5]
    assert again.frame["ds"].tolist() == run.frames("future")["ds"].tolist()


def test_a_baseline_has_no_interval_and_is_named_on_the_first_sheet():
    book = opened(SPREADSHEET.workbook(ended(), "theta"))
    assert cells(book, "Forecast")[0] == ("Filiale", "Datum", TARGET)
    assert ("Forecast by", "Theta") in {row[:2] for row in cells(book, "Summary")}
    assert SPREADSHEET.methods(ended().frames) == ["model", "last value", "theta"]


def test_the_total_is_the_sum_of_the_series_at_steps_that_all_have():
    head, *rows = cells(opened(SPREADSHEET.workbook(ended(), "theta")), "Total")
    assert head == ("Datum", f"{TARGET}, total")
    assert [row[1] for row in rows] == [4.5, 7.5, 10.5]


def test_series_that_end_apart_have_no_total_and_that_is_said():
    future = pd.DataFrame({"unique_id": ["a", "b"], "target": "y", "ds": [1, 2], "y_hat": [1.0, 2.0]})
    history = pd.DataFrame({"target": ["y"], "y": [1.0]})
    found = totals(future, history, OwnWords(time="Step"))
    assert found.frame.empty
    assert found.left_out == "No total: the forecasts of the series share no step."


def test_a_rule_of_thumb_says_so_in_a_column():
    names = {"unique_id": ["a", "b"], "target": "y", "ds": [1, 1], "method": ["model", "last value"]}
    future = pd.DataFrame({**names, "y_hat": [1.5, 2.0], "lo": [1.0, np.nan], "hi": [2.0, np.nan]})
    history = pd.DataFrame({"target": ["y"], "y": [1.0]})
    made = own_table(future, history, OwnWords(("shop",), "Step")).frame
    assert made["y, forecast by"].tolist() == ["model", "last value"]


def test_names_of_several_columns_come_apart_where_that_is_sure():
    future = pd.DataFrame({"unique_id": ["Bonn / Bread", "Kiel / Tea"], "target": "y", "ds": 1, "theta": 2.0})
    history = pd.DataFrame({"target": ["y"], "y": [1.0]})
    made = own_table(future, history, OwnWords(("shop", "good"), "Step"), "theta").frame
    assert made["shop"].tolist() == ["Bonn", "Kiel"]
    joined = future.assign(unique_id=["Bonn / Bread / white", "Kiel / Tea"])
    assert list(own_table(joined, history, OwnWords(("shop", "good"), "Step"), "theta").frame) == [
        "shop / good",
        "Step",
        "y",
    ]


def test_without_the_recipe_headings_are_plain():
    run = ended(files={}, changes=None)
    book = opened(SPREADSHEET.workbook(run, "theta"))
    assert cells(book, "Forecast")[0] == ("Series", "Date", TARGET)
    assert "Not known here: the data did not come along." in {row[1] for row in cells(book, "Summary")}


@pytest.mark.parametrize("start", ["1850-01-01", "1890-06-01"])
def test_dates_before_those_of_excel_are_text(start):
    days = pd.date_range(start, periods=40)
    run = ended("\n".join(["day,v", *(f"{day:%Y-%m-%d},{n}" for n, day in enumerate(days))]).encode())
    rows = cells(opened(SPREADSHEET.workbook(run, "theta")), "Forecast")
    assert rows[1][0] == str(days[-1] + pd.Timedelta(days=1))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook_and_reads_the_same(tmp_path):
    run = ended()
    (tmp_path / "forecast.xlsx").write_bytes(SPREADSHEET.workbook(run, "model"))
    all_sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    done = subprocess.run(
        [*command, all_sheets, "--outdir", tmp_path, tmp_path / "forecast.xlsx"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert b"Error" not in done.stderr
    made = pd.read_csv(tmp_path / "forecast-Forecast.csv", thousands=",")
    future = run.frames("future")
    assert made["Filiale"].tolist() == future["unique_id"].tolist()
    assert pd.to_datetime(made["Datum"], format="%d.%m.%Y").tolist() == future["ds"].tolist()
    assert np.allclose(made[TARGET], future["y_hat"], atol=0.005)
    assert (tmp_path / "forecast-Summary.csv").read_text().startswith("Forecast of sales.csv")
