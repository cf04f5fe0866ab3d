"""The page Translate, from pairs to an own text, on a translator that was trained for a moment."""

import pytest
from made_up import ME, Visit
from streamlit.testing.v1 import AppTest

from rnnkit.config import parse
from rnnkit.data.source.together import together
from rnnkit.runs.execute import execute
from rnnkit.runs.store import Store
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.tasks.translate.translating import TextTranslator
from tests.tasks.examples.translate import EXAMPLE, turned

SMALL = EXAMPLE.settings


def add_pairs(store: Store, content: bytes = b"") -> str:
    return store.of(ME).uploads.add("turned.tsv", content or turned(120), "{}")


def trained(store: Store, **changes: object) -> tuple[str, str]:
    """The ids of the data and of a run of twenty steps."""
    dataset_id = add_pairs(store)
    config = parse(TranslateConfig, {**SMALL, **changes})
    run_id = store.of(ME).queue.submit(config.model_dump_json(), dataset_id, "BiLSTM")
    claimed = store.queue.claim("test", run_id)
    assert claimed is not None
    execute(store, run_id, claimed.attempt)
    return dataset_id, run_id


def said(page: AppTest) -> str:
    """All words on the page."""
    parts = (page.markdown, page.caption, page.warning, page.error, page.title)
    return "\n".join(str(one.value) for part in parts for one in part)


def test_an_empty_page_offers_files_samples_and_pasting(visit: Visit) -> None:
    page = visit("translate")
    assert not page.exception
    assert {"sample_dates", "sample_numbers", "sample_sums", "sample_reversing", "use_pasted"} <= {
        button.key for button in page.button
    }


def test_what_was_understood_stands_above_the_pairs(store: Store, visit: Visit) -> None:
    page = visit(
        "translate", data=add_pairs(store, b"en,de\n" + b"".join(b"a%d,b%d\n" % (n, n) for n in range(60)))
    )
    assert not page.exception
    assert "60 pairs · CSV · utf-8 · names in the first line" in said(page)
    assert "**en** → **de**" in said(page)
    page.button(key="swap_pairs").click().run()
    assert "**de** → **en**" in said(page)


def test_sides_that_drift_apart_are_said_in_sight(store: Store, visit: Visit) -> None:
    numbers = [f"train {n} leaves at {n + 100}" for n in range(60)]
    shifted = [f"Zug {n} fährt um {n + 100}" for n in range(60)]
    files = [
        ("a.en", "\n".join(numbers).encode()),
        ("a.de", "\n".join([*shifted[:40], "oder", *shifted[40:-1]]).encode()),
    ]
    page = visit("translate", data=add_pairs(store, together(files)))
    assert not page.exception
    assert any("seem to be shifted by 1 line" in toggle.label for toggle in page.toggle)


def test_the_result_shows_scores_an_own_text_and_mistakes(
    store: Store, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset_id, run_id = trained(store)
    page = visit("translate", data=dataset_id, run=run_id)
    assert not page.exception
    words = said(page)
    assert "Scores on sources it never saw" in words
    assert "Writes **" in words  # the first step of the attention map
    page.text_input(key=f"own_text_{run_id}").set_value("abcd").run()
    assert not page.exception
    monkeypatch.setattr(TextTranslator, "translate", lambda *_: pytest.fail("it was translated already"))
    step = page.slider[0]
    assert str(step.key).startswith(f"step_{run_id}")
    step.set_value(2).run()
    assert not page.exception
    page.segmented_control(key="shown_rows").set_value("all").run()
    assert not page.exception


def test_a_network_without_attention_says_so(store: Store, visit: Visit) -> None:
    dataset_id, run_id = trained(store, attention="none")
    page = visit("translate", data=dataset_id, run=run_id)
    assert not page.exception
    assert "This network has no attention" in said(page)


def test_pairs_of_ones_own_begin_with_the_usual_settings(visit: Visit) -> None:
    page = visit("translate")
    page.button(key="sample_sums").click().run()
    page.number_input(key="hidden_size").set_value(48).run()
    page.session_state["fold_other_pairs"] = page.session_state["fold_paste_pairs"] = True
    page.run()
    page.text_area(key="pasted_pairs").set_value(turned(120).decode()).run()
    page.button(key="use_pasted").click().run()
    assert not page.exception
    assert "Pasted pairs" in page.expander[0].label
    assert page.number_input(key="hidden_size").value is None
