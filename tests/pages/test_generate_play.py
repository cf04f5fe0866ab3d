"""Playing with a trained model: prompt, boldness, shades, copied stretches, and other choices."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from made_up import Visit
from made_up_text import POEM, add_poem, finished_text
from streamlit.testing.v1 import AppTest

from pages.ui.text import live_writing
from pages.ui.text.finished_texts import copied_words
from pages.ui.text.next_symbol import likeliest
from pages.ui.text.write_form import side_by_side
from pages.ui.text.written import KeptText, SymbolColumn, Written
from rnnkit.runs.store import Store
from rnnkit.tasks.text.generation.settings import GenerateConfig


@pytest.fixture
def run_id(store: Store) -> str:
    """A run that was never trained; it writes nonsense, but fast."""
    return finished_text(store, add_poem(store))


def letters(app: AppTest) -> list[dict[str, Any]]:
    """What the component of every text was given."""
    components = [element.proto for element in app.get("bidi_component")]
    return [json.loads(proto.json) for proto in components if proto.component_name == "rnnkit_letters"]


def written(app: AppTest) -> str:
    return "".join(letters(app)[0]["symbols"])


def test_a_text_stands_there_at_once_with_a_probability_for_every_symbol(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id)
    text = letters(app)[0]
    assert len(text["symbols"]) == len(text["chances"]) == 500
    assert set(text["symbols"]) <= set(POEM)
    assert all(0 < chance <= 1 for chance in text["chances"])


def test_the_same_settings_write_the_same_and_another_seed_writes_another(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id)
    first = written(app)
    app.button(key="write").click().run()
    assert written(app) == first == written(visit("generate", run=run_id))
    app.button(key="write_again").click().run()
    assert written(app) != first
    assert app.number_input(key="write_seed").value == 1
    assert written(visit("generate", run=run_id, write_seed="1")) == written(app)


def test_writing_ends_after_a_while_and_says_so(
    visit: Visit, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It happens in the process that serves everybody."""
    monkeypatch.setattr(live_writing, "LONGEST", 0.0)
    app = visit("generate", run=run_id, write_length="2000")
    assert len(letters(app)[0]["symbols"]) == 1
    assert [info.value for info in app.info] == [
        "Stopped at 1 of 2,000 symbols, because this model writes slowly here; "
        "ask for fewer symbols or fewer temperatures."
    ]


def test_the_settings_stand_in_the_link(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id, write_prompt="The bird", write_length="40", write_temperature="0")
    text = letters(app)[0]
    assert text["prompt"] == "The bird"
    assert len(text["symbols"]) == 40
    assert app.slider(key="write_temperature").value == 0


def test_a_change_of_the_settings_is_written_anew_where_that_takes_a_moment(
    visit: Visit, run_id: str
) -> None:
    app = visit("generate", run=run_id)
    before = written(app)
    app.slider(key="write_temperature").set_value(0.0).run()
    assert written(app) != before
    assert written(app) == written(visit("generate", run=run_id, write_temperature="0"))
    app.text_area(key="write_prompt").set_value("The\nbird").run()
    assert letters(app)[0]["prompt"] == "The\nbird"


def test_a_text_of_other_settings_never_looks_current(
    visit: Visit, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a slow model the old text stays, pale and with a sentence, until somebody asks for a new one."""
    monkeypatch.setattr("pages.ui.text.written.MOMENT", 0.0)
    app = visit("generate", run=run_id)
    before = written(app)
    app.toggle(key="write_three").set_value(True).run()
    assert written(app) == before
    assert letters(app)[0]["stale"]
    assert "Settings changed: press Generate" in app.warning[0].value
    app.button(key="write").click().run()
    assert [text["stale"] for text in letters(app)] == [False] * 3
    assert not app.warning


def test_a_text_tells_how_soon_another_is_written() -> None:
    text = Written("run", 1, [0], "", [SymbolColumn(0.8, [1] * 100, [0.5] * 100)], 100, "", 0.5)
    assert text.soon(GenerateConfig(length=300))
    assert not text.soon(GenerateConfig(length=301))
    assert not text.soon(GenerateConfig(length=200, temperatures=(0.5, 1.0)))


def test_three_temperatures_stand_side_by_side(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id)
    app.toggle(key="write_three").set_value(True).run()
    assert len(letters(app)) == 3
    heads = [caption.value for caption in app.caption if caption.value.startswith("Temperature")]
    assert heads == ["Temperature 0.4", "Temperature 0.8", "Temperature 1.2"]


def test_unknown_symbols_of_a_prompt_are_named_and_skipped(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id, write_prompt="Thé bird漢")
    assert "2 symbols not in this model were skipped: é, 漢." in app.warning[0].value.replace("\\", "")
    assert letters(app)[0]["prompt"] == "Th bird"


def test_a_prompt_that_is_wholly_unknown_is_refused(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id, write_prompt="漢字")
    assert "knows nothing of this prompt" in app.error[0].value
    assert app.button(key="train")


def test_a_position_is_marked_and_a_choice_there_keeps_what_stands_before(visit: Visit, run_id: str) -> None:
    app = visit("generate", run=run_id)
    before = written(app)
    app.number_input(key="position_1_0").set_value(7).run()
    assert letters(app)[0]["picked"] == 7
    app.session_state["_kept_text"] = asdict(KeptText(0.8, [*range(7), 3], [0.5] * 8))
    app.run()
    assert len(written(app)) == len(before)
    assert letters(app)[0]["chances"][:8] == [0.5] * 8


def test_a_bidirectional_network_writes_too(visit: Visit, store: Store) -> None:
    app = visit("generate", run=finished_text(store, add_poem(store), "BiGRU"), write_length="20")
    assert len(letters(app)[0]["symbols"]) == 20


def test_what_is_kept_goes_on_up_to_the_length() -> None:
    kept = KeptText(0.3, [1] * 40, [0.5] * 40)
    assert kept.settings(GenerateConfig(length=100)).length == 60
    assert kept.settings(GenerateConfig(length=40)).length == 40
    assert kept.settings(GenerateConfig(temperatures=(0.1, 0.5))).temperatures == (0.3,)


def test_written_texts_survive_as_plain_data() -> None:
    text = Written("run", 3, [4, 5], "Th", [SymbolColumn(0.8, [1, 2, 3], [0.5, 0.2, 0.1], [[0, 2]], 0.66)])
    assert Written.from_state(json.loads(json.dumps(text.to_state()))) == Written(
        "run", 3, [4, 5], "Th", (SymbolColumn(0.8, [1, 2, 3], [0.5, 0.2, 0.1], [[0, 2]], 0.66),)
    )
    assert text.before(0, 2).tolist() == [4, 5, 1, 2]


@pytest.mark.parametrize(
    ("temperature", "three"),
    [(0.8, (0.4, 0.8, 1.2)), (0.0, (0.0, 0.4, 0.8)), (2.0, (1.2, 1.6, 2.0)), (1.85, (1.2, 1.6, 2.0))],
)
def test_temperatures_side_by_side_are_always_three_within_bounds(
    temperature: float, three: tuple[float, ...]
) -> None:
    assert side_by_side(temperature) == three


def test_bars_are_the_likeliest_and_never_impossible() -> None:
    assert likeliest(np.array([0.0, 0.2, 0.7, 0.1])) == [2, 1, 3]
    many = np.full(100, 0.0001)
    many[40] = 0.99
    assert likeliest(many) == [40, 0, 1, 2, 3]


def test_copied_stretches_are_told_in_numbers() -> None:
    assert copied_words(SymbolColumn(1.0, [], [])).startswith("Nothing copied")
    told = copied_words(SymbolColumn(1.0, [], [], [[0, 20], [30, 75]], 0.65))
    assert told == "65.0 % copied: 2 passages of 16 or more symbols, the longest has 45."
