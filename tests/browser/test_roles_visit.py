"""A forecast that a person can act on, in a real browser: roles of columns, what if, the table of series."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.screens import TELEPHONE, at_rest, press, sideways, turn, write
from tests.tasks.role_files import FILES

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
SHORT = "/forecast?budget=Epochs&epochs=3&hidden_size=8&cells=GRU&horizon=7&stride=1"
"""So many forecasts that ETS and Theta are not fitted."""
TEST_ROWS = 42  # of 200
ROW, ROLE = 35, 0.45  # pixels of a row of the table; where its second column lies, as a share of its width


def test_from_the_roles_of_columns_to_what_if_and_the_table_of_series(visit: Visit, tmp_path: Path) -> None:
    page = visit(SHORT)
    (tmp_path / "shops.csv").write_bytes(FILES["shops"].content)
    page.locator("input[type=file]").first.set_input_files(tmp_path / "shops.csv")
    expect(page.get_by_text("Aktion and Preis, known ahead, make a linear forecast")).to_be_visible()
    at_rest(page)
    press(page.get_by_role("button", name="Use them"))
    expect(page).to_have_url(re.compile("future_covariates=Aktion&future_covariates=Preis"))
    give_role(page, 4, "leave out")
    expect(page).not_to_have_url(re.compile("future_covariates=Preis"))
    expect(page.get_by_text("Aktion and Preis, known ahead, make a linear forecast")).to_be_visible()

    at_rest(page)
    page.locator(".st-key-train button").dblclick()
    expect(page.get_by_text("Scores on the test part")).to_be_visible()
    what_if(page, tmp_path)
    alone(page)
    turn(page, TELEPHONE, "dark")
    assert sideways(page) <= TELEPHONE
    turn(page, 1280, "light")
    without_one(page)


def give_role(page: Page, row: int, words: str) -> None:
    """Choose a role in the table, as one does in a spreadsheet: open the cell, write, Enter."""
    at_rest(page)
    table = page.locator(".st-key-roles canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + box["width"] * ROLE, box["y"] + ROW * row + ROW / 2)
    expect(page.get_by_text(words, exact=True).last).to_be_visible()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def what_if(page: Page, folder: Path) -> None:
    """Promotions every day in one scenario: its forecast moves, and both go home as CSV."""
    at_rest(page)
    press(page.get_by_text("What if? Change what is known ahead"))
    expect(page.get_by_text("Both scenarios give the same forecast")).to_be_visible()
    at_rest(page)
    press(page.get_by_role("combobox", name="Fill with").last)
    page.get_by_role("option", name="a constant").click()
    write(page.get_by_role("spinbutton", name="Constant"), "1")
    expect(page.get_by_text(re.compile("Scenario B is .* than A"))).to_be_visible()
    at_rest(page)
    with page.expect_download() as waiting:
        press(page.get_by_role("button", name="Both scenarios as CSV"))
    waiting.value.save_as(folder / "scenarios.csv")
    rows = list(csv.DictReader((folder / "scenarios.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == 2 * 7
    assert {float(row["Aktion"]) for row in rows if row["scenario"] == "B"} == {1.0}
    assert all(float(row["lo"]) <= float(row["y_hat"]) <= float(row["hi"]) for row in rows)


def alone(page: Page) -> None:
    """After ten true values the network goes on by itself to the end of the test part and the horizon."""
    at_rest(page)
    press(page.get_by_text("Let it run on by itself"))
    slider = page.get_by_role("slider", name="After how many true values of the test part")
    slider.focus()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(page.get_by_text(f"it is alone for {TEST_ROWS - 10 + 7} steps")).to_be_visible()


def without_one(page: Page) -> None:
    """See the total, leave a shop out, and stand before the form with the other two."""
    at_rest(page)
    press(page.get_by_role("tab", name="By series"))
    expect(page.get_by_text("Total of all 3 series")).to_be_visible()
    at_rest(page)
    press(page.get_by_role("combobox", name="Series to leave out"))
    page.get_by_role("option", name="Bonn").click()
    page.keyboard.press("Escape")
    at_rest(page)
    press(page.get_by_role("button", name="Go on without them"))
    expect(page.get_by_text("456 rows · 2 series")).to_be_visible()
    expect(page).to_have_url(re.compile("future_covariates=Aktion"))
