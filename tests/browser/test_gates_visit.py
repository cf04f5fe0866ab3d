"""Gates of a trained network, and the ways of its state, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.screens import TELEPHONE, press, sideways, turn, write

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000


def test_gates_are_looked_at_and_orders_told_apart(visit: Visit) -> None:
    page = visit("/gates?network=gru")
    heat = page.get_by_role("img", name="The reset gate of 96 units at 65 steps")
    expect(heat).to_be_visible(timeout=PATIENCE)
    expect(heat.locator("image")).to_have_count(1)

    page.get_by_role("slider", name="Unit").press("ArrowRight")
    expect(page.get_by_role("img", name="The gates of unit 2 at every step")).to_be_visible(timeout=PATIENCE)
    assert sideways(page) <= 1280

    turn(page, TELEPHONE, "dark")
    expect(heat).to_be_visible()
    press(page.get_by_text("Update", exact=True))
    expect(page.get_by_role("img", name="The update gate of 96 units")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("The two bags end at the same point (distance 0)")).to_be_visible(
        timeout=PATIENCE
    )

    words = page.get_by_role("textbox", name="Another order")
    write(words, "machine learning I like")
    expect(page.get_by_text("These are not the same words")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("img", name="Two ways through A bag of words")).to_be_visible(timeout=PATIENCE)
    assert sideways(page) <= TELEPHONE
