"""Two networks trained, compared, shared, carried away, deleted and brought back: in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.screens import press
from browser.sharing import shared_link

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
SHORT = "budget=Epochs&epochs=5&hidden_size=16&cells=GRU&cells=RNN"
ROW = 35  # pixels of a row of the table, and of its heading
TICK, NAME = 16, 45  # pixels from the left: in the column for ticking, and on the heading of the names


def table(page: Page) -> Locator:
    """The table of runs, which is painted: what it shows stands beside it for screen readers."""
    return page.get_by_test_id("stDataFrame").first


def names(page: Page) -> Locator:
    """The names of the runs, from top to bottom."""
    return table(page).locator('tbody td[aria-colindex="1"]')


def click(page: Page, x: int, row: int) -> None:
    """Click into the table: row 0 is the first run, row -1 the heading."""
    table(page).scroll_into_view_if_needed()
    box = table(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + ROW * (row + 1.5))


def test_two_runs_are_trained_compared_shared_deleted_and_one_is_brought_back(visit: Visit) -> None:
    page = visit(f"/forecast?{SHORT}")
    press(page.locator(".st-key-sample_airline button").first)
    press(page.locator(".st-key-train button"))
    expect(page.get_by_text("Scores on the test part")).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as carried:
        press(page.get_by_role("button", name="Model file").first)
    press(page.get_by_test_id("stSidebarNav").get_by_text("Compare"))
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    expect(names(page)).to_have_text(["RNN", "GRU"], timeout=PATIENCE)
    click(page, NAME, -1)
    expect(names(page)).to_have_text(["GRU", "RNN"])  # sorted by the name

    click(page, TICK, 0)
    expect(page.get_by_text("A · GRU").first).to_be_visible()
    click(page, TICK, 1)
    expect(page.get_by_text("B · RNN").first).to_be_visible()
    expect(page.get_by_text("Is the difference real?")).to_be_visible()
    expect(page.locator(".st-key-compare_curves_forecast .js-plotly-plot")).to_be_visible(timeout=PATIENCE)
    lines = page.locator(".st-key-compare_curves_forecast .legendtext")
    expect(lines).to_have_text(["A · GRU", "B · RNN"])
    press(page.get_by_role("tab", name="Forecasts"))
    expect(page.locator(".st-key-forecast .js-plotly-plot")).to_be_visible(timeout=PATIENCE)

    link = page.evaluate("location.pathname + location.search")
    assert re.fullmatch(r"/compare\?runs=[\w-]+(,|%2C)[\w-]+", link)

    other = visit(shared_link(page), width=390)
    expect(other.get_by_text("Is the difference real?")).to_be_visible(timeout=PATIENCE)
    expect(other.locator(".st-key-compare_curves_forecast .legendtext")).to_have_count(2)
    for change in ("Delete", "Rename", "Repeat over seeds", "Make a link"):
        expect(other.get_by_role("button", name=change)).to_have_count(0)
    press(other.get_by_role("link", name="Open", exact=True).first)
    expect(other.get_by_text("These runs were shared with you")).to_be_visible()
    expect(other.get_by_text("Scores on the test part")).to_be_visible(timeout=PATIENCE)
    for change in ("Stop", "Train again", "Train further", "Train with this change", "Make a link"):
        expect(other.get_by_role("button", name=change)).to_have_count(0)

    press(page.get_by_role("button", name="Delete").first)
    press(page.get_by_role("button", name="Delete for good"))
    expect(names(page)).to_have_text(["RNN"], timeout=PATIENCE)
    expect(page.get_by_text("A · RNN").first).to_be_visible()

    press(page.get_by_test_id("stSidebarNav").get_by_text("Home"))
    press(page.get_by_text("Open a model file"))
    page.locator("[data-testid=stFileUploader] input").set_input_files(
        {"name": "GRU.zip", "mimeType": "application/zip", "buffer": carried.value.path().read_bytes()}
    )
    expect(page.get_by_text("Matches to 1e-6")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Scores on the test part")).to_be_visible(timeout=PATIENCE)
