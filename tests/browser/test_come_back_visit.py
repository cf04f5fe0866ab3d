"""Coming back to a forecast in a real browser: new rows, their score, a network trained again, the trend."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from browser.screens import at_rest, press

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
SHORT = "/forecast?budget=Epochs&epochs=4&hidden_size=8&cells=GRU&horizon=6"


def months(path: Path, first: int, last: int) -> Path:
    """German sales of some months: a trend and a season."""
    days = pd.date_range("2016-01-01", periods=last, freq="MS")[first:]
    sales = [round(1000 + 10 * n + 200 * math.sin(n * math.pi / 6)) for n in range(first, last)]
    rows = [f"{day:%d.%m.%Y};{tens // 10},{tens % 10}" for day, tens in zip(days, sales, strict=True)]
    path.write_text("\n".join(["Monat;Umsatz", *rows]))
    return path


def bring(page: Page, path: Path) -> None:
    """Drop rows where they are waited for, and wait until they are answered."""
    fold = page.get_by_text("Come back with newer rows")
    expect(fold).to_be_visible()
    if not page.get_by_text("Bookmark this page.").is_visible():
        at_rest(page)
        press(fold)
    expect(page.get_by_text("Bookmark this page.")).to_be_visible()
    page.locator("input[type=file]").last.set_input_files(path)
    expect(page.get_by_text(path.name, exact=True)).to_be_visible()
    expect(page.get_by_text("6 new rows were added.")).to_be_visible()
    expect(page.get_by_text("The last forecast is scored on 6 values that have come")).to_be_visible()


def test_a_forecast_is_come_back_to_scored_and_trained_again(visit: Visit, tmp_path: Path) -> None:
    page = visit(SHORT)
    page.locator("input[type=file]").first.set_input_files(months(tmp_path / "sales.csv", 0, 72))
    expect(page.get_by_text("sales.csv · 72 rows · every month")).to_be_visible()
    press(page.locator(".st-key-train button"))
    expect(page.get_by_text("Scores on the test part")).to_be_visible()
    bookmark = page.url

    bring(page, months(tmp_path / "spring.csv", 72, 78))
    at_rest(page)
    press(page.get_by_role("button", name="Train again with all rows"))
    expect(page.get_by_text("sales.csv, with spring.csv · 78 rows · every month")).to_be_visible()
    expect(page.get_by_text("Scores on the test part")).to_be_visible()

    page.goto(bookmark)  # next time: what was trained again made the last forecast
    bring(page, months(tmp_path / "autumn.csv", 78, 84))
    expect(page.get_by_text("Scores of the forecasts, visit by visit").first).to_be_visible()
