"""Making a link on a page of results, as its owner does."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.screens import press


def shared_link(page: Page, *, everything: bool = False) -> str:
    """Open the part about links, make one, and give its path: for somebody else to open."""
    part = page.locator(".st-key-fold_share")
    press(part.locator("summary"))
    if everything:
        for label in ("With the trained weights", "With the data"):
            press(page.get_by_text(label, exact=True))
            expect(page.get_by_role("checkbox", name=label)).to_be_checked()
    press(page.locator(".st-key-make_link button"))
    shown = part.locator("code", has_text="?share=")
    address = urlsplit(shown.inner_text())
    return f"{address.path}?{address.query}"
