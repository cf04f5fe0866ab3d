"""The theme turned over in a real browser: charts follow, and what no option of Plotly says does as well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.screens import PAPER, press, turn

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
SHORT = "/forecast?sample=airline&budget=Epochs&epochs=4&hidden_size=8&cells=GRU&horizon=6"
INK = {"light": "rgb(29, 37, 41)", "dark": "rgb(232, 236, 238)"}
GRU = {"light": "rgb(12, 129, 112)", "dark": "rgb(107, 230, 216)"}


def test_charts_follow_when_the_theme_is_turned_over(visit: Visit) -> None:
    page = visit(SHORT)
    line = page.locator(".js-plotly-plot .scatterlayer path.js-line").first  # what really happened
    expect(line).to_have_css("stroke", INK["light"])
    turn(page, 1280, "dark")
    expect(line).to_have_css("stroke", INK["dark"])
    press(page.locator(".st-key-train button"))
    veil = page.locator(".rangeslider-mask-min").first
    band = page.locator(".st-key-forecast .scatterlayer path.js-line").first
    expect(veil).to_have_css("fill", PAPER["dark"])
    expect(band).to_have_css("stroke", GRU["dark"])
    turn(page, 1280, "light")
    expect(veil).to_have_css("fill", PAPER["light"])
    expect(band).to_have_css("stroke", GRU["light"])
