"""Label in a real browser: tagged sentences from the upload to a text that is labelled later."""

import pytest
from playwright.sync_api import expect

from browser.screens import press, write
from browser.whole_visit import (
    Visit,
    bring,
    come_back,
    download,
    fits_a_telephone,
    open_elsewhere,
    rows,
    train,
    use_on,
)

pytestmark = pytest.mark.browser

QUICK = "/label?budget=Epochs&epochs=2&hidden_size=8&embedding_size=8"
SCORES = "Scores on the test sentences"
PEOPLE, PLACES = ("Ada", "Bela", "Cleo", "Dora", "Emil"), ("Paris", "Rome", "Oslo", "Bern", "Lima")
VERBS = ("visits", "leaves", "likes", "paints")
SENTENCES = [
    f"{who}\tB-PER\n{does}\tO\n{where}\tB-LOC\n{end}\tO\n"
    for who in PEOPLE
    for where in PLACES
    for does in VERBS
    for end in ".!"
]


def test_sentences_are_labelled_and_their_model_goes_on_elsewhere(visit: Visit) -> None:
    page = visit(QUICK)
    bring(page, "trips.conll", "\n".join(SENTENCES))
    expect(page.locator(".st-key-part_data summary").first).to_contain_text("200 sentences")
    train(page, SCORES)

    own = page.get_by_role("textbox", name="Text", exact=True)
    write(own, "Ada likes Rome .", "Control+Enter")
    coloured = page.locator(".st-key-try_coloured .page")
    expect(coloured).to_contain_text("Ada")
    expect(coloured).to_contain_text("likes")
    press(page.get_by_text("Every token with its likeliest tags"))
    expect(page.get_by_text("4 sentences")).to_have_count(0)
    for tab in ("Surest mistakes", "Learning curves", "Tags"):
        press(page.get_by_role("tab", name=tab))
    fits_a_telephone(page)

    come_back(page, SCORES)
    assert {row["type"] for row in rows(page, "Tags CSV")} == {"PER", "LOC"}
    use_on(page, "later.txt", "Emil paints Oslo. Dora visits Lima!\n")
    labelled = download(page, "Labelled CoNLL").decode()
    assert [line.split("\t")[0] for line in labelled.splitlines() if line][:4] == [
        "Emil",
        "paints",
        "Oslo",
        ".",
    ]
    open_elsewhere(page, visit, SCORES)
