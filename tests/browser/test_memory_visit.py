"""The page Memory in a real browser: a slider that answers, and a network beside having no memory."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
FLOW = "[data-testid=stVegaLiteChart][aria-label^='Length of the gradient']"
QUICK = "/memory?problem=Adding+two+numbers&length=20&budget=1+min&cells=GRU"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_slider_and_a_few_seconds_of_training(visit: Visit, width: int, scheme: str) -> None:
    page = visit(QUICK, width=width, scheme=scheme)
    expect(page.locator(FLOW)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("After 50 steps back")).to_be_visible()
    page.get_by_role("slider", name="Steps back").press("ArrowRight")
    expect(page.get_by_text("After 51 steps back")).to_be_visible()
    assert re.search(r"flow_length=51\b", page.url)

    page.get_by_role("button", name="Train GRU").click()
    live = page.get_by_test_id("stVegaLiteChart")
    expect(live.get_by_text("no memory").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Stop", exact=True).click()  # however slow the machine is, it has begun
    expect(page.get_by_text("without a memory it would be")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-memory_loss").get_by_text("no memory")).to_be_visible()
    assert re.search(r"run=\w", page.url)
    assert int(page.evaluate("document.documentElement.scrollWidth")) <= width
