"""Whose run it is: two tabs of one browser are one visitor, another browser is another."""

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Open, Visitors
from browser.screens import press

pytestmark = pytest.mark.browser

NO_COOKIES = "Object.defineProperty(document, 'cookie', {get: () => '', set: () => {}});"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }});"
LISTED = {"name": "Your runs", "exact": True}


def start_example(page: Page) -> str:
    press(page.locator(".st-key-preset_sunspots button").first)  # one network
    expect(page.get_by_text("Forecast a time series")).to_be_visible()
    return str(page.evaluate("location.pathname + location.search"))


def heading(page: Page):
    return page.get_by_role("heading", **LISTED)


def test_two_tabs_of_a_browser_show_the_same_runs_and_another_browser_none(
    visit: Open, visitors: Visitors
) -> None:
    browser = visitors()
    link = start_example(browser())
    expect(heading(browser())).to_be_visible()
    stranger = visit(link)
    expect(stranger.get_by_text("a run is private to the browser that made it")).to_be_visible()
    (cookie,) = [cookie for cookie in browser.cookies() if cookie["name"] == "rnnkit_visitor"]
    assert (cookie["sameSite"], len(cookie["value"])) == ("Lax", 43)
    assert cookie["value"] not in link


def test_without_cookies_the_runs_are_found_again_by_local_storage(visitors: Visitors) -> None:
    browser = visitors(NO_COOKIES)
    start_example(browser())
    again = browser()
    expect(heading(again)).to_be_visible()
    expect(again.get_by_text("This browser keeps no cookies")).to_have_count(0)


def test_a_browser_that_keeps_nothing_is_told_so(visitors: Visitors) -> None:
    browser = visitors(NO_COOKIES + NO_STORAGE)
    page = browser()
    expect(page.get_by_text("This browser keeps no cookies")).to_be_visible()
    start_example(page)
    expect(heading(browser())).to_have_count(0)
