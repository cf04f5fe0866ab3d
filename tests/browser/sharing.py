"""Making a link on a page of results, as its owner does."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect


def shared_link(page: Page, *, everything: bool = False) -> str:
    """Open the part about links, make one, and give its path: for somebody else to open."""
    part = page.locator(".st-key-fold_share")
    part.locator("summary").click()
    if everything:
        for label in ("With the trained weights", "With the data"):
            page.get_by_text(label, exact=True).click()
            expect(page.get_by_role("checkbox", name=label)).to_be_checked()
    page.locator(".st-key-make_link button").click()
    shown = part.locator("code", has_text="?share=")
    address = urlsplit(shown.inner_text())
    return f"{address.path}?{address.query}"
