"""Workbooks in a real browser: the right sheet, a forecast, and next month's workbook for its network."""

import csv
import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from browser.screens import at_rest, press

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
SHORT = "/forecast?budget=Epochs&epochs=4&hidden_size=8&cells=GRU&targets=North+Units&horizon=6"
SHOPS = ("North", "South")


def workbook(path: Path, months: int, shops: Sequence[str] = SHOPS, since: int = 0) -> Path:
    """A sheet of remarks first, then months below merged names of shops, each with units and a price."""
    book = openpyxl.Workbook()
    remarks, sales = book.active, book.create_sheet("Sales")
    remarks.title = "Plan"
    for row in (["Quarter", "Units"], *([f"2024-Q{n % 4 + 1}", 300 + n] for n in range(4))):
        remarks.append(row)
    sales.append(["Month", *(name for shop in shops for name in (shop, None))])
    sales.append([None, *("Units", "Price") * len(shops)])
    for place in ("A1:A2", "B1:C1", "D1:E1"):
        sales.merge_cells(place)
    for month in range(since, months):
        row: list[object] = [dt.datetime(2012 + month // 12, month % 12 + 1, 1)]
        for shop in shops:
            units = (1 + SHOPS.index(shop)) * (100 + month + 20 * math.sin(math.pi * month / 6))
            row += [round(units), round(9 + units / 100, 2)]
        sales.append(row)
    book.save(path)
    return path


def downloaded(page: Page, label: str, path: Path) -> list[dict[str, str]]:
    """The rows of the file behind a button."""
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name=label, exact=True))
    waiting.value.save_as(path)
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def choose_sheet(page: Page, name: str) -> None:
    press(page.get_by_role("combobox", name="Sheet"))
    page.get_by_role("option", name=name).click()


def test_a_workbook_is_forecast_and_next_month_too(visit: Visit, tmp_path: Path) -> None:
    page = visit(SHORT)
    this_month = workbook(tmp_path / "sales.xlsx", 96)
    page.locator("input[type=file]").first.set_input_files(this_month)
    expect(page.get_by_text("sales.xlsx · 96 rows · every month")).to_be_visible()
    expect(page.get_by_text("4 value columns: North Units, North Price, South Units")).to_be_visible()
    choose_sheet(page, "Plan")
    expect(page.get_by_text("sales.xlsx · 4 rows · every quarter")).to_be_visible()
    choose_sheet(page, "Sales")
    expect(page.get_by_text("sales.xlsx · 96 rows · every month")).to_be_visible()

    press(page.locator(".st-key-train button"))
    expect(page.get_by_text("Scores on the test part")).to_be_visible()
    first = downloaded(page, "All forecasts CSV", tmp_path / "forecast.csv")
    assert [row["ds"][:7] for row in first] == [f"2020-0{month}" for month in range(1, 7)]

    press(page.get_by_text("Use on new data"))
    next_month = workbook(tmp_path / "next.xlsx", 97, SHOPS[::-1])
    page.locator("input[type=file]").last.set_input_files(next_month)
    expect(page.get_by_text("next.xlsx", exact=True)).to_be_visible()
    later = downloaded(page, "New forecast CSV", tmp_path / "later.csv")
    assert [row["ds"][:7] for row in later] == [f"2020-0{month}" for month in range(2, 8)]
    assert {row["target"] for row in later} == {"North Units"}
    near = [float(row["y_hat"]) for row in first[1:]], [float(row["y_hat"]) for row in later[:-1]]
    assert all(abs(a - b) < 0.5 * a for a, b in zip(*near, strict=True))  # the same shop, not the other one

    # The rows that came since, alone: they go behind those that it was trained on.
    page.locator("input[type=file]").last.set_input_files(workbook(tmp_path / "new.xlsx", 98, since=96))
    expect(page.get_by_text("new.xlsx", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ rows of the model's own data were put before"))).to_be_visible()
    at_rest(page)  # until then the button may be that of the file before
    last = downloaded(page, "New forecast CSV", tmp_path / "last.csv")
    assert [row["ds"][:7] for row in last] == [f"2020-0{month}" for month in range(3, 9)]
    whole = [float(row["y_hat"]) for row in later[1:]], [float(row["y_hat"]) for row in last[:-1]]
    assert all(abs(a - b) < 0.5 * a for a, b in zip(*whole, strict=True))
