"""What a visitor does with any page: look at it on another screen, wait until it is drawn, write into it."""

from typing import Literal

from playwright.sync_api import Locator, Page, expect

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


def at_rest(page: Page) -> None:
    """Wait until the page has been drawn: a click amid that may be lost with what it was made on.

    What it asked of its server a moment ago counts as being drawn, though no answer has come yet; a part of
    the page that is gone by then gets none.
    """
    page.wait_for_function(
        """() => document.querySelector('[data-test-script-state=notRunning]')
            && (window.asked <= window.begun || performance.now() - window.asked > 3000)""",
        polling=50,  # with every frame, as it is otherwise, has the page drawn sixty times a second
    )


def press(button: Locator) -> None:
    """Click on something of a page at rest."""
    at_rest(button.page)
    button.click()


def write(field: Locator, words: str, ends: str = "Enter") -> None:
    """Write into a field of a page at rest, and end with a key: a field drawn anew meanwhile forgets it."""
    at_rest(field.page)
    field.fill(words)
    field.press(ends)
