"""A form shared before any run, in real browsers: made by one, started from by another, withdrawn."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from browser.screens import TELEPHONE, at_rest, press, sideways, turn

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
FORM = "/forecast?sample=sine&hidden_size=8&cells=GRU"
QUICKLY = 5000  # milliseconds
NOTE = "2 settings are set by the link and not shown."


def choose(page: Page, label: str, *options: str) -> None:
    """Choose from a field of several."""
    field = page.get_by_role("combobox", name=label)
    expect(field).to_be_visible()  # a fold that was just opened is drawn by a rerun that may not have begun
    for option in options:
        at_rest(page)
        _pick(page, field, option)
    field.press("Escape")
    at_rest(page)


def _pick(page: Page, field: Locator, option: str) -> None:
    """Type it and click it; where the page is drawn anew in between, its list is closed: type once more."""
    for patience in (QUICKLY, None):
        field.fill(option)
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=patience)
            return
        except Error:
            if patience is None:
                raise
            at_rest(page)


def made(page: Page) -> str:
    """Share the form with two fields hidden and one locked; the path of the link."""
    fold = page.locator(".st-key-fold_share_form")
    press(fold.locator("summary"))
    at_rest(page)
    choose(page, "Hide", "Networks", "Hidden size")
    choose(page, "Lock", "Horizon")
    press(page.locator(".st-key-make_form_link button"))
    address = urlsplit(fold.locator("code", has_text="?start=").inner_text())
    return f"{address.path}?{address.query}"


def held(page: Page) -> None:
    """The form is as the link has it: two fields are not there, one cannot be changed."""
    expect(page.get_by_text(NOTE)).to_be_visible()
    at_rest(page)
    expect(page.locator(".st-key-hidden_size")).to_have_count(0)
    expect(page.locator(".st-key-cells")).to_have_count(0)
    expect(page.locator(".st-key-horizon input")).to_be_disabled()
    expect(page.locator(".st-key-train button")).to_contain_text("Train GRU")


def test_a_form_with_hidden_fields_is_started_from_and_ends_with_its_link(visit: Visit) -> None:
    owner = visit(FORM)
    expect(owner.locator(".st-key-train button")).to_contain_text("Train GRU")
    path = made(owner)
    guest = visit(path)
    held(guest)
    guest.reload()
    held(guest)
    press(guest.get_by_role("link", name="Generate"))
    expect(guest.get_by_role("heading", name="Generate text")).to_be_visible()
    expect(guest.get_by_text(NOTE)).to_have_count(0)
    guest.go_back()
    held(guest)
    turn(guest, TELEPHONE, "dark")
    assert sideways(guest) <= TELEPHONE
    press(owner.get_by_role("button", name="Revoke"))
    expect(owner.get_by_role("button", name="Revoke")).to_have_count(0)
    guest.reload()
    expect(guest.get_by_text("This link to a form is not valid (any more).")).to_be_visible()
    expect(guest.locator(".st-key-hidden_size")).to_have_count(1)
    assert "start=" not in guest.url
