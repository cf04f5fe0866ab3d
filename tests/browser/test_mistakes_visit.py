"""The page Mistakes in a real browser: one mistake measured, from the click to the damage."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import press

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark")])
def test_a_mistake_is_measured(visit: Visit, width: int, scheme: str) -> None:
    page = visit("/mistakes?lab_mistake=No+recurrent+weights&lab_seeds=1", width=width, scheme=scheme)
    expect(page.get_by_text("h = torch.tanh(net.W_x(x[:, t]) + net.W_h(h))")).to_be_visible(timeout=PATIENCE)
    press(page.get_by_role("button", name="Run both versions"))
    expect(page.get_by_text("With the mistake the error is")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-mistake_curve").get_by_text("done right")).to_be_visible()
    expect(page.get_by_role("button", name="Run both versions")).to_be_enabled()
    assert int(page.evaluate("document.documentElement.scrollWidth")) <= width
