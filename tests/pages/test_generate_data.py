"""The Data part of texts: three ways to one, bad ones in one sentence, every change with its switch."""

import pytest
from made_up import Visit
from made_up_text import POEM
from streamlit.testing.v1 import AppTest

from pages.ui.access.data_in_address import PRIVATE
from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.errors import DataError
from rnnkit.runs.store import Store

WINDOWS = POEM.replace("\n", "\r\n").encode("cp1252")


def upload(app: AppTest, content: bytes, name: str = "poem.txt") -> AppTest:
    """Drop a file."""
    app.file_uploader[0].upload(name, content, "text/plain")
    return app.run()


def paste(app: AppTest, text: str) -> AppTest:
    """Type a text and press the button."""
    app.text_area(key="pasted_text").input(text).run()
    return app.button(key="use_pasted").click().run()


def heading(app: AppTest, part: str) -> str:
    """The folded line of a part."""
    return next(box.label for box in app.expander if box.label.startswith(f"**{part}**"))


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_an_empty_page_offers_pasting_a_file_and_every_example(visit: Visit) -> None:
    app = visit("generate")
    assert not app.exception
    assert len(app.file_uploader) == 1
    assert app.text_area(key="pasted_text")
    offered = {button.key for button in app.button}
    assert {f"sample_{key}" for key in samples_of("text")} <= offered
    assert "train" not in offered
    assert any("up to 8 MB" in caption.value for caption in app.caption)


def test_a_pasted_text_is_counted_and_can_be_trained(visit: Visit) -> None:
    app = paste(visit("generate"), POEM)
    assert f"Pasted text · {len(POEM):,} characters" in heading(app, "Data")
    tested, validated = len(POEM) - int(0.9 * len(POEM)), int(0.05 * len(POEM))
    shown = metrics(app)
    assert shown["Training symbols"] == f"{len(POEM) - tested - validated:,}"
    assert shown["Validation symbols"] == f"{validated:,}"
    assert shown["Test symbols"] == f"{tested:,}"
    assert app.code[0].value == POEM[:2000]
    assert app.button(key="train").label == "Train LSTM"


def test_its_address_shows_a_text_to_anybody(visit: Visit) -> None:
    app = upload(visit("generate"), POEM.encode())
    again = visit("generate", data=app.query_params["data"])
    assert heading(again, "Data") == heading(app, "Data")


def test_an_example_fills_in_the_settings_that_suit_it(visit: Visit) -> None:
    app = visit("generate")
    app.button(key="sample_couplets").click().run()
    assert "Chinese couplets" in heading(app, "Data")
    assert app.toggle(key="document_per_line").value is True
    assert app.text_area(key="sample_prompt").value == "床前明月光"


def test_a_list_of_words_is_read_as_one_document_a_line(visit: Visit) -> None:
    app = upload(visit("generate"), sample_bytes("names"))
    assert app.toggle(key="document_per_line").value is True


def test_an_example_without_a_network_says_so(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise DataError("Tiny Shakespeare could not be fetched; is there a network?")

    monkeypatch.setattr("rnnkit.data.samples.catalogue.fetch", refuse)
    app = visit("generate")
    app.button(key="sample_shakespeare").click().run()
    assert [error.value for error in app.error] == [
        "Tiny Shakespeare could not be fetched; is there a network?"
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The text is empty; choose another one."),
        (b" \n\n ", "The text is empty; choose another one."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(50), "image"),
        (b"PK\x03\x04" + bytes(20) + b"word/document.xml", "Word or OpenDocument"),
        (b"abc\x00\x01\x02" + bytes(200), "binary"),
        (b"x" * 8_000_001, "Larger than 8 MB"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(
    visit: Visit, store: Store, content: bytes, sentence: str
) -> None:
    app = upload(visit("generate"), content, "bad.txt")
    assert not app.exception
    assert len(app.error) == 1
    assert sentence.lower() in app.error[0].value.lower()
    assert len(app.error[0].value) <= 160
    assert "data" not in app.query_params


def test_a_text_that_is_too_short_is_refused_before_training(visit: Visit) -> None:
    app = paste(visit("generate"), "Too short.")
    assert [error.value for error in app.error] == ["Need at least 20 symbols; found 10."]
    assert "train" not in {button.key for button in app.button}


def test_one_repeated_character_is_warned_about(visit: Visit) -> None:
    app = paste(visit("generate"), "a" * 500)
    assert any("Only one distinct character" in toggle.label for toggle in app.toggle)


def test_changes_are_said_and_can_be_switched_off(visit: Visit) -> None:
    app = upload(visit("generate"), WINDOWS)
    before = app.query_params["data"]
    switch = next(toggle for toggle in app.toggle if "line ends written as line feeds" in toggle.label)
    switch.set_value(False).run()
    assert app.query_params["data"] != before
    assert f"{len(WINDOWS):,} characters" in heading(app, "Data")


def test_zeros_are_removed_and_said_so(visit: Visit) -> None:
    app = upload(visit("generate"), POEM.encode("utf-16-le"))
    assert "utf-16-le" in app.caption[0].value
    assert f"{len(POEM):,} characters" in heading(app, "Data")


def test_another_encoding_reads_the_same_bytes_differently(visit: Visit) -> None:
    app = upload(visit("generate"), ("Die Bären tanzen über Flüsse. " * 40).encode("cp1252"))
    app.session_state["fold_text_differently"] = True
    app.run()
    before = app.query_params["data"]
    next(box for box in app.selectbox if box.label == "Encoding").set_value("big5").run()
    assert app.query_params["data"] == before
    assert "Not changed" in app.error[0].value
    assert next(box for box in app.selectbox if box.label == "Encoding").value == ""
    next(box for box in app.selectbox if box.label == "Encoding").set_value("cp1252").run()
    assert app.query_params["data"] != before
    assert "Bären" in app.code[0].value


def test_a_small_vocabulary_is_warned_about(visit: Visit) -> None:
    app = paste(visit("generate"), POEM)
    app.number_input(key="max_vocabulary").set_value(10).run()
    assert metrics(app)["Vocabulary"] == "10"
    assert any("is read as" in warning.value for warning in app.warning)


@pytest.mark.parametrize("unit", ["word", "bpe"])
def test_words_and_pieces_of_words_are_fewer_than_characters(visit: Visit, unit: str) -> None:
    app = paste(visit("generate"), POEM)
    app.selectbox(key="unit").set_value(unit).run()
    assert int(metrics(app)["Training symbols"].replace(",", "")) < len(POEM) / 2


def test_too_little_to_hold_out_is_said(visit: Visit) -> None:
    app = visit("generate")
    app.button(key="sample_hamlet").click().run()
    assert metrics(app)["Test symbols"] == "none"
    assert any("memory, not skill" in info.value for info in app.info)


def test_the_symbols_stand_in_a_table_with_invisible_ones_named(visit: Visit) -> None:
    app = paste(visit("generate"), POEM)
    app.session_state["fold_symbols"] = True
    app.run()
    symbols = next(frame.value for frame in app.dataframe if "symbol" in frame.value)
    assert symbols["symbol"].iloc[0] == "␣"
    assert "⏎" in set(symbols["symbol"])
    assert symbols["percent"].sum() == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize(("page", "other"), [("generate", "forecast"), ("forecast", "generate")])
def test_data_of_another_page_is_refused_beside_the_ways_to_better_data(
    visit: Visit, page: str, other: str
) -> None:
    app = visit(other)
    app.button(key="sample_sine" if other == "forecast" else "sample_hamlet").click().run()
    app = visit(page, data=app.query_params["data"])
    assert len(app.error) == 1
    assert len(app.file_uploader) == 1


@pytest.mark.parametrize("data", ["nothing", "' OR 1=1 --", "x" * 100_000])
def test_an_unknown_id_is_one_sentence_beside_the_ways_to_a_text(visit: Visit, data: str) -> None:
    app = visit("generate", data=data)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [PRIVATE]
    assert len(app.file_uploader) == 1


def test_a_table_over_time_is_led_to_its_page(visit: Visit) -> None:
    table = "day,sales\n" + "".join(f"2024-01-{day:02},{3 * day}\n" for day in range(1, 29))
    app = paste(visit("generate"), table)
    assert not app.exception
    assert any("This looks like a table of numbers over time." in info.value for info in app.info)
    assert app.button(key="elsewhere_data").label == "Open this file in Forecast"
    assert app.button(key="train")  # nothing is refused
