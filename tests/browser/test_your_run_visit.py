"""A run of one's own, looked into in a real browser."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import press

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
SHORT = "/forecast?budget=Epochs&epochs=3&hidden_size=8&cells=GRU"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """Ten years of months with a season."""
    lines = [
        f"{2010 + month // 12}-{month % 12 + 1:02d},{100 + month + 20 * math.sin(math.pi * month / 6):.2f}"
        for month in range(120)
    ]
    path = tmp_path / "sales.csv"
    path.write_text("month,sales\n" + "\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark")])
def test_a_run_is_trained_looked_into_and_turned_about(
    visit: Visit, sales: Path, width: int, scheme: str
) -> None:
    page = visit(SHORT, width=width, scheme=scheme)
    page.locator("input[type=file]").first.set_input_files(sales)
    expect(page.get_by_text("120 rows · every month")).to_be_visible(timeout=PATIENCE)
    press(page.locator(".st-key-train button"))
    expect(page.get_by_text("Scores on the test part")).to_be_visible(timeout=PATIENCE)

    press(page.get_by_role("link", name="Look inside GRU"))
    press(page.get_by_role("button", name="Look inside"))
    expect(page.get_by_text("How far back does it really look?")).to_be_visible(timeout=PATIENCE)
    lines = page.get_by_test_id("stVegaLiteChart")  # reach, effect, one unit, passages
    expect(lines).to_have_count(4, timeout=PATIENCE)
    for number in range(4):
        expect(lines.nth(number)).to_be_visible()
    expect(page.get_by_label("State of every unit after every step in view")).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile(r"/your_run\?run=[\w-]+"))

    slider = page.get_by_role("slider", name="Steps back shown")
    before = int(slider.input_value())
    slider.press("ArrowLeft")
    expect(slider).to_have_value(str(before - 1))
    press(page.get_by_text("Least active"))
    expect(lines).to_have_count(4)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.locator("[data-testid=stAlert]")).to_have_count(0)
    assert int(page.evaluate("document.documentElement.scrollWidth")) <= width
