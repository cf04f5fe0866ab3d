"""A search: started below the settings, watched to its end, and its best settings taken into the form."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, Open
from tests.browser.screens import TELEPHONE, at_rest, press, sideways, turn, write

pytestmark = pytest.mark.browser


def test_settings_are_searched_and_the_best_are_taken(visit: Open) -> None:
    page = visit("/forecast")
    press(page.get_by_role("button", name="Airline passengers"))
    press(page.get_by_text("Search for settings"))
    at_rest(page)
    write(page.get_by_role("textbox", name="Hidden size"), "4, 8")
    write(page.get_by_role("textbox", name="Learning rate"), "0.003")
    write(page.get_by_role("spinbutton", name="Time for all of it"), "12")
    press(page.get_by_role("button", name="Try 4 settings in 12 s"))
    page.wait_for_url(re.compile(r"/search\?search="))
    page.get_by_text("Trying settings").wait_for()
    page.get_by_role("button", name="Take the best settings").wait_for(timeout=3 * PATIENCE)
    expect(page.get_by_text("Opened once, for the best")).to_be_visible()
    expect(page.get_by_text(re.compile("from one seed to the next|luck is not known yet"))).to_be_visible()
    expect(page.locator(".stVegaLiteChart")).to_have_count(3)
    page.reload()
    page.get_by_role("button", name="Take the best settings").wait_for()
    for width, scheme in ((1440, "dark"), (TELEPHONE, "light"), (TELEPHONE, "dark"), (1440, "light")):
        turn(page, width, scheme)
        assert sideways(page) <= width
    at_rest(page)
    press(page.get_by_role("button", name="Take the best settings"))
    page.wait_for_url(re.compile(r"/forecast\?"))
    expect(page.get_by_role("spinbutton", name="Hidden size")).to_have_value(re.compile("^(4|8)$"))
