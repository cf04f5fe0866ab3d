"""The page Memory in a real browser: a slider that answers, and a network beside having no memory."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.screens import TELEPHONE, press, sideways, turn, write

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
FLOW = "[data-testid=stVegaLiteChart][aria-label^='Length of the gradient']"
FOLDED = ("Weight decay", "Gradient clipping")
QUICK = "/memory?problem=Adding+two+numbers&length=20&budget=1+min&cells=GRU"


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("spinbutton", name=name, exact=True)


def test_a_slider_and_a_few_seconds_of_training(visit: Visit) -> None:
    page = visit(QUICK)
    expect(page.locator(FLOW)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("After 50 steps back")).to_be_visible()
    page.get_by_role("slider", name="Steps back").press("ArrowRight")
    expect(page.get_by_text("After 51 steps back")).to_be_visible()
    assert re.search(r"flow_length=51\b", page.url)

    fold = page.get_by_text("More settings")
    press(fold)
    for number, name in enumerate(FOLDED, 1):  # it stays open while its fields are changed
        write(field(page, name), "0.5")
        expect(page.get_by_text(f"Changed: {', '.join(FOLDED[:number])}")).to_be_visible()
        expect(field(page, FOLDED[0])).to_be_visible()
    press(fold)
    assert sideways(page) <= 1280

    turn(page, TELEPHONE, "dark")
    expect(page.locator(FLOW)).to_be_visible()
    press(page.get_by_role("button", name="Train GRU"))
    live = page.get_by_test_id("stVegaLiteChart")
    expect(live.get_by_text("no memory").first).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("stMain").get_by_role(
        "button", name="Stop", exact=True
    ).click()  # however slow the machine is, it has begun
    expect(page.get_by_text("without a memory it would be")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-memory_loss").get_by_text("no memory")).to_be_visible()
    assert re.search(r"run=\w", page.url)
    asked = page.get_by_text("GRU · Adding two numbers over 20 steps · 1 min")
    press(page.get_by_text("Your own settings"))
    write(field(page, "Length"), "30")
    for _ in range(2):  # the second time after a reload
        expect(page.get_by_text("Length 30 (was 20)")).to_be_visible(timeout=PATIENCE)
        expect(asked).to_be_visible()
        page.reload()
    assert sideways(page) <= TELEPHONE
