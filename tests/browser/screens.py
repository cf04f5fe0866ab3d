"""The same page on another screen, without visiting it again."""

from typing import Literal

from playwright.sync_api import Page, expect

TELEPHONE = 390
PAPER = {"light": "rgb(252, 252, 250)", "dark": "rgb(21, 25, 28)"}


def turn(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    """Show the page at another width and time of day; returns once it has the colours of that."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    expect(page.locator(".stApp")).to_have_css("background-color", PAPER[scheme])


def sideways(page: Page) -> int:
    """How wide the page is, with what has to be scrolled to."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
