"""A walk through a toy network in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.screens import TELEPHONE, press, sideways, turn

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000


def test_a_walk_through_time_and_a_step_downhill(visit: Visit) -> None:
    page = visit("/step_by_step?toy_cell=GRU")
    expect(page.locator(".st-key-unrolled svg rect >> nth=0")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".katex").first).to_be_visible()
    expect(page.locator(".katex-error")).to_have_count(0)

    page.get_by_role("slider", name="Time step").press("ArrowRight")
    expect(page.get_by_role("img", name="step 2 is in view")).to_be_visible()
    expect(page.get_by_role("heading", name="code of step 2")).to_be_visible()
    assert sideways(page) <= 1280

    turn(page, TELEPHONE, "dark")
    expect(page.get_by_role("img", name="step 2 is in view")).to_be_visible()
    press(page.locator(".st-key-toy_way").get_by_text("Backward"))
    expect(page.get_by_text("Gradients at step 2: the cell")).to_be_visible()
    expect(page.locator(".katex-error")).to_have_count(0)

    press(page.get_by_role("button", name="One SGD step"))
    expect(page.get_by_text("Loss after 1 step")).to_be_visible()
    expect(page.locator(".st-key-losses .js-plotly-plot")).to_be_visible()
    assert re.search(r"toy_step=2\b", page.url)
    assert re.search(r"toy_updates=1\b", page.url)
    # What the broker measured comes by itself: torch on this machine, with the same weights.
    expect(page.get_by_text("Computed on this machine when the server started")).to_be_visible(
        timeout=PATIENCE
    )
    assert sideways(page) <= TELEPHONE
