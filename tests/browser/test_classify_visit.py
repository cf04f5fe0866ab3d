"""Classify in a real browser: texts with classes from the upload to the answers of a file that came later."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.screens import press, write
from browser.whole_visit import (
    Visit,
    bring,
    come_back,
    fits_a_telephone,
    open_elsewhere,
    rows,
    train,
    use_on,
)

pytestmark = pytest.mark.browser

QUICK = "/classify?budget=Epochs&epochs=2&hidden_size=8&embedding_size=8&nets=1"
SCORES = r"Scores on \d+ test texts"
SAYS = {
    "good": ("fine", "lovely", "tasty"),
    "bad": ("cold", "dull", "bland"),
    "asks": ("when", "where", "who"),
}
THINGS = ("soup", "bread", "room", "view", "tea", "film")
LATER = ["the tea was lovely", "when was the tea"]
ROW = 35  # pixels of a row of a table, and of its heading
TEXTS = [
    (f"the {thing} was {word} {often}", label)
    for label, words in SAYS.items()
    for word in words
    for thing in THINGS
    for often in ("again", "as always")
]


def test_texts_are_told_apart_and_their_model_goes_on_elsewhere(visit: Visit) -> None:
    page = visit(QUICK)
    bring(page, "said.csv", "text,label\n" + "".join(f"{text},{label}\n" for text, label in TEXTS))
    expect(page.locator(".st-key-part_data summary").first).to_contain_text("108 texts · 3 classes")
    train(page, SCORES)

    own = page.get_by_role("textbox", name="Your own text")
    write(own, "the soup was tasty again", "Control+Enter")
    expect(page.locator(".st-key-own_text .js-plotly-plot")).to_be_visible()
    expect(page.locator("p", has_text=re.compile(r"good · good \d"))).to_be_visible()
    texts_behind_a_number(page)
    for tab in ("Surest mistakes", "By class", "How sure", "Learning curves", "Confusion"):
        press(page.get_by_role("tab", name=tab))
    fits_a_telephone(page)

    come_back(page, SCORES)
    answers = rows(page, "Answers CSV")
    assert {row["true"] for row in answers} == set(SAYS)
    use_on(page, "later.txt", "".join(f"{text}\n" for text in LATER))
    assert [row["text"] for row in rows(page, "Answers to new texts CSV")] == LATER
    open_elsewhere(page, visit, SCORES)


def texts_behind_a_number(page: Page) -> None:
    """Click the first number of the painted table of classes: its texts stand below it."""
    table = page.locator("[class*=st-key-confusion_]")
    grid = table.locator(".dvn-scroller")
    box = grid.bounding_box()
    assert box is not None
    grid.click(position={"x": box["width"] / 2, "y": 1.5 * ROW})
    expect(page.get_by_text(re.compile(r"\d+ texts? of asks"))).to_be_visible()
