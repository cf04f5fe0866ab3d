"""A visit with a text: paste, train, watch, stop, write, choose otherwise, take home; nothing is made up."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.screens import TELEPHONE, press, sideways, turn, write
from browser.sharing import shared_link

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
PATIENCE = 60_000
# Signs that Markdown, HTML and Streamlit would read: all of them are to be shown as they are.
LINE = "The **bird** costs $5$ and `sings` :smile: <b>loud</b>.\n\tשלום 春眠不覺曉\n"
TEXT = LINE * 60
LENGTH = 120  # symbols to generate


def paste(page: Page, text: str) -> None:
    write(page.get_by_label("Text", exact=True), text, "Control+Enter")
    press(page.locator(".st-key-use_pasted button"))
    expect(page.get_by_text(f"Pasted text · {len(text):,} characters")).to_be_visible(timeout=PATIENCE)


def letters(page: Page, length: int = LENGTH) -> str:
    """The generated text that stands there, once all `length` symbols of it do."""
    shown = page.locator("[class*=st-key-letters_] .page").first
    expect(shown.locator("[data-place]")).to_have_count(length, timeout=PATIENCE)
    return shown.inner_text()


def test_a_visit_with_a_text(visit: Visit, tmp_path: Path) -> None:
    page = visit(f"/generate?budget=1+min&hidden_size=32&sample_every=0.5&write_length={LENGTH}")
    paste(page, TEXT)
    page.locator(".st-key-train button").dblclick()

    expect(page.get_by_text(re.compile(r"wrote this after step \d+"))).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(re.compile(r"wrote this after step [1-9]"))).to_be_visible(timeout=PATIENCE)
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_have_count(1)  # the double click started one run
    press(stop)
    expect(page.get_by_text("Scores on the last 10 % of the text")).to_be_visible(timeout=PATIENCE)

    letters(page)
    slider = page.get_by_role("slider", name="Temperature")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".st-key-write_temperature")).to_contain_text("0.00")
    expect(page.get_by_text("Settings changed")).to_have_count(0)  # it was written anew by itself
    expect(page).to_have_url(re.compile(r"write_temperature=0(\.0)?(&|$)"))
    page.reload()
    greedy = letters(page)
    assert set(greedy) <= set(TEXT) | {"\n"}

    press(page.locator("[class*=st-key-letters_] span[data-place='5']"))
    expect(page.get_by_role("spinbutton", name="Position")).to_have_value("5")
    bars = page.locator(
        "[class*=st-key-next_][class*=_0_5] .trace.bars"
    )  # of that place, not of the one before
    bars.first.locator(".point").nth(1).click(force=True)
    expect(page.locator("[class*=st-key-letters_2_0]")).to_be_visible(timeout=PATIENCE)
    branched = letters(page)
    assert branched[:5] == greedy[:5]
    assert branched[5] != greedy[5]  # the first row is the likeliest symbol, which temperature 0 has taken

    with page.expect_download() as waiting:
        press(page.get_by_role("button", name="Download the text"))
    waiting.value.save_as(tmp_path / "generated.txt")
    assert len((tmp_path / "generated.txt").read_text("utf-8")) == LENGTH

    prompt = page.get_by_role("textbox", name="Prompt", exact=True)
    write(prompt, LINE[:5] + "\n" + LINE[:3], "Control+Enter")  # a prompt has lines
    expect(page).to_have_url(re.compile(r"write_prompt=[^&]*%0A"))
    expect(prompt).to_have_value(LINE[:5] + "\n" + LINE[:3])
    letters(page)

    link = shared_link(page, everything=True)
    other = visit(link, width=TELEPHONE, scheme="dark")  # somebody else, on a telephone, at night
    assert letters(other, length=500)  # what a page begins with
    assert sideways(other) <= TELEPHONE


def test_nothing_is_wider_than_a_telephone(visit: Visit) -> None:
    page = visit("/generate", width=TELEPHONE)
    paste(page, TEXT)
    for scheme in ("light", "dark"):
        turn(page, TELEPHONE, scheme)
        expect(page.locator(".st-key-train button")).to_be_visible()
        assert sideways(page) <= TELEPHONE


def test_one_click_on_home_shows_a_text_that_gets_better(visit: Visit) -> None:
    page = visit("/")
    press(page.locator(".st-key-preset_couplets button").first)
    expect(page.get_by_text("Generate text")).to_be_visible()
    expect(page.get_by_text(re.compile(r"wrote this after step \d"))).to_be_visible(timeout=PATIENCE)
