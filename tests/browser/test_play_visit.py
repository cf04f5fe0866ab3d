"""Playing with a run in a real browser, by keys alone: doubled, paused, one step, resumed, stopped."""

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Open
from browser.screens import TELEPHONE, at_rest, sideways, turn

pytestmark = pytest.mark.browser

LONG = "/memory?problem=Adding+two+numbers&length=20&budget=5+min&cells=GRU"


def press(page: Page, name: str) -> None:
    """Reach a button by the keyboard, and press it."""
    at_rest(page)
    button = page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")


def test_a_run_is_played_with(visit: Open) -> None:
    page = visit(LONG)
    turn(page, TELEPHONE, "dark")
    press(page, "Train GRU")
    press(page, "Double rate")
    expect(page.get_by_text("rate doubled at step")).to_be_visible()
    press(page, "Pause")
    expect(page.get_by_text("paused at step")).to_be_visible()
    page.reload()
    press(page, "One step")
    expect(page.get_by_text("one step from step")).to_be_visible()
    assert sideways(page) <= TELEPHONE
    press(page, "Resume")
    expect(page.get_by_text("resumed at step")).to_be_visible()
    press(page, "Stop")
    expect(page.get_by_text("GRU, changed by hand: rate doubled at step")).to_be_visible()
    expect(page.get_by_text("without a memory it would be")).to_be_visible()
