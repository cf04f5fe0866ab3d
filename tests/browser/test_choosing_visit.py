"""The page Choosing in a real browser: equal weights at once, six networks trained, and what a step costs."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import press

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 150_000  # six networks share two cores with other tests
QUICK = "/choosing?choose_problem=Seeing+what+comes&choose_length=10&choose_steps=60&choose_weights=2000"


def test_six_networks_and_what_their_steps_cost(visit: Visit) -> None:
    page = visit(QUICK, width=390, scheme="dark")
    expect(page.get_by_text("more weights than the smallest")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("slider", name="Steps").press("ArrowRight")
    expect(page).to_have_url(re.compile(r"choose_steps=80\b"), timeout=PATIENCE)

    press(page.get_by_role("button", name="Train all six"))
    expect(page.get_by_text("For this, choose BiLSTM")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".st-key-choose_effort .js-plotly-plot")).to_be_visible(timeout=PATIENCE)

    press(page.get_by_role("button", name="Measure it"))
    press(page.get_by_role("button", name="Stop", exact=True))
    expect(page.locator("[class*=st-key-stop_]")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_role("button", name="Measure it")).to_be_enabled(timeout=PATIENCE)
    assert int(page.evaluate("document.documentElement.scrollWidth")) <= 390
