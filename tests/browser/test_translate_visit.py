"""Translate in a real browser: pairs from the upload to the lines of a file that came later."""

import pytest
from playwright.sync_api import expect

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

QUICK = "/translate?budget=Epochs&epochs=2&hidden_size=8&embedding_size=8&beam=2"
SCORES = "Scores on sources it never saw"
PAIRS = "".join(
    f"{word}{number}\t{number}{word}\n" for word in ("ab", "cd", "ef") for number in range(10, 60)
)


def test_pairs_are_learned_and_their_model_goes_on_elsewhere(visit: Visit) -> None:
    page = visit(QUICK)
    bring(page, "turned.tsv", PAIRS)
    expect(page.locator(".st-key-part_data summary").first).to_contain_text("150 pairs")
    train(page, SCORES)

    own = page.get_by_role("textbox", name="Text to translate")
    write(own, "cd31")
    chart = page.locator("[class*=st-key-attention_] .js-plotly-plot")
    expect(chart.locator(".xtick text")).to_have_text(["⊢", *"cd31", "⏎"])
    for kind in ("Right ones", "All, in their order"):
        press(page.get_by_text(kind))
    press(page.get_by_role("tab", name="Learning curves"))
    fits_a_telephone(page)

    come_back(page, SCORES)
    written = rows(page, "Translations CSV")
    assert written
    assert all(row["source"][-2:] + row["source"][:2] == row["target"] for row in written)
    use_on(page, "later.txt", "ab99\ncd99\n")
    assert [row["source"] for row in rows(page, "New translations CSV")] == ["ab99", "cd99"]
    open_elsewhere(page, visit, SCORES)
