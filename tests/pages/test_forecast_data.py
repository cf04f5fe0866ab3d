"""The Data part: three ways to data, bad files in one sentence, every repair with its switch."""

import pytest
from made_up import Visit, monthly_csv
from streamlit.testing.v1 import AppTest

from pages.ui.access.data_in_address import PRIVATE
from rnnkit.data import Table
from rnnkit.data.samples import sample_bytes
from rnnkit.errors import DataError
from rnnkit.runs.store import Store

GAPPED = b"day,sales\n2024-01-01,1.5\n2024-01-02,2.5\n2024-01-04,4.5\n2024-01-05,5.5\n" + b"".join(
    b"2024-01-%02d,%d.5\n" % (day, day) for day in range(6, 29)
)
SENTINEL = b"day,temp\n" + b"".join(
    b"2024-01-%02d,%s\n" % (day, b"99" if day % 9 == 0 else b"%d.5" % day) for day in range(1, 31)
)


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    """Drop a file."""
    app.file_uploader[0].upload(name, content, "text/csv")
    return app.run()


def heading(app: AppTest, part: str) -> str:
    """The folded line of a part."""
    return next(box.label for box in app.expander if box.label.startswith(f"**{part}**"))


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


def test_an_empty_page_offers_a_file_an_example_and_pasted_text(visit: Visit) -> None:
    app = visit("forecast")
    assert not app.exception
    assert len(app.file_uploader) == 1
    assert app.button(key="sample_airline").label == "Airline passengers"
    assert any("Up to 5 MB" in caption.value for caption in app.caption)
    assert not app.button(key="train") if "train" in {b.key for b in app.button} else True


def test_an_example_is_shown_and_fills_in_the_settings_that_suit_it(visit: Visit) -> None:
    app = visit("forecast")
    app.button(key="sample_sine").click().run()
    assert "Sine wave" in heading(app, "Data")
    assert app.number_input(key="lookback").value == 50
    assert len(app.query_params["data"]) == 64
    assert app.button(key="train").label == "Train LSTM"


def test_an_upload_is_kept_and_its_address_shows_it_to_anybody(visit: Visit) -> None:
    app = upload(visit("forecast"), "sales.csv", monthly_csv())
    assert errors(app) == []
    assert "sales.csv · 96 rows · every month" in heading(app, "Data").replace("\\", "")
    again = visit("forecast", data=app.query_params["data"])
    assert heading(again, "Data") == heading(app, "Data")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty; choose another one."),
        (b"<html><body>no</body></html>", "HTML"),
        (b"name,city\na,b\nc,d\ne,f\ng,h\n", "No numeric column"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_can_be_read_differently(
    visit: Visit, store: Store, content: bytes, sentence: str
) -> None:
    app = upload(visit("forecast"), "bad.csv", content)
    assert len(app.error) == 1
    assert sentence in app.error[0].value
    assert len(app.error[0].value) <= 200
    assert "data" not in app.query_params
    assert any(box.label == "Read the file differently" for box in app.expander)


def test_pasted_text_is_read_like_a_file(visit: Visit) -> None:
    app = visit("forecast")
    app.text_area(key="pasted").input(monthly_csv().decode()).run()
    next(button for button in app.button if button.label == "Use this text").click().run()
    assert "Pasted text" in heading(app, "Data")


def test_a_repair_is_said_and_can_be_switched_off(visit: Visit) -> None:
    app = upload(visit("forecast"), "gap.csv", GAPPED)
    before = app.query_params["data"]
    switch = next(toggle for toggle in app.toggle if "missing" in toggle.label and "stamp" in toggle.label)
    assert switch.value is True
    switch.set_value(False).run()
    assert app.query_params["data"] != before
    assert "every day" in heading(app, "Data")
    switch = next(toggle for toggle in app.toggle if "missing" in toggle.label and "stamp" in toggle.label)
    assert switch.value is False


def test_a_switch_that_cannot_be_turned_stands_as_the_file_is_read(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = upload(visit("forecast"), "gap.csv", GAPPED)
    before = app.query_params["data"]

    def refuse(*_: object) -> Table:
        raise DataError("The file has no rows.")

    monkeypatch.setattr("pages.ui.forecast.data.data_part.read_table", refuse)
    app.run()
    (key,) = [toggle.key for toggle in app.toggle if "missing" in toggle.label and "stamp" in toggle.label]
    app.toggle(key=key).set_value(False).run()
    assert errors(app) == ["Not changed: The file has no rows."]
    assert app.query_params["data"] == before
    assert app.toggle(key=key).value is True


def test_settings_of_a_link_stay_when_the_data_for_them_is_brought(visit: Visit) -> None:
    app = upload(visit("forecast", hidden_size="48"), "sales.csv", monthly_csv())
    assert app.number_input(key="hidden_size").value == 48


def test_the_form_begins_anew_with_other_data(visit: Visit) -> None:
    app = visit("forecast")
    app.button(key="sample_sine").click().run()
    app.number_input(key="hidden_size").set_value(48).run()
    unfold(app, "other")
    upload(app, "sales.csv", monthly_csv())
    assert "sales.csv" in heading(app, "Data")
    assert app.number_input(key="hidden_size").value != 48


def test_a_suspicious_number_is_asked_about_and_nothing_is_done_before(visit: Visit) -> None:
    app = upload(visit("forecast"), "sensor.csv", SENTINEL)
    answer = next(button for button in app.button if button.label == "It means missing")
    answer.click().run()
    assert "It means missing" not in [button.label for button in app.button]
    assert any("missing" in toggle.label for toggle in app.toggle)


def unfold(app: AppTest, name: str) -> None:
    """Open a closer look; what is folded is not drawn."""
    app.session_state[f"fold_{name}"] = True
    app.run()


def test_the_menu_leads_back_to_the_data_that_was_shown(visit: Visit) -> None:
    app = upload(visit("forecast"), "sales.csv", monthly_csv())
    shown = app.query_params["data"]
    app.query_params.clear()
    app.run()
    assert app.query_params["data"] == shown
    assert "sales.csv" in heading(app, "Data")


def test_somebody_who_brings_a_new_file_starts_with_an_empty_page(visit: Visit) -> None:
    app = upload(visit("forecast"), "sales.csv", monthly_csv())
    app.query_params.clear()
    app.query_params["new"] = "1"
    app.run()
    assert "data" not in app.query_params
    assert "new" not in app.query_params
    assert not app.exception


def test_another_reading_that_fails_leaves_the_old_one(visit: Visit) -> None:
    app = upload(visit("forecast"), "sales.csv", monthly_csv())
    before = app.query_params["data"]
    unfold(app, "differently")
    app.multiselect(key=f"values_{before[:24]}").set_value(["month"])
    next(button for button in app.button if button.label == "Read again").click().run()
    assert app.query_params["data"] == before
    assert any("Not changed" in error for error in errors(app))


def test_names_of_columns_are_shown_letter_by_letter(visit: Visit) -> None:
    content = monthly_csv().replace(b"sales", b"![x](http://h/i.png) :red[a] $b$")
    app = upload(visit("forecast"), "**bold**.csv", content)
    assert not app.exception
    assert r"\*\*bold\*\*" in heading(app, "Data")
    assert all("![x](" not in caption.value for caption in app.caption)


def test_an_unknown_id_is_one_sentence_beside_the_ways_to_data(visit: Visit) -> None:
    for data in ("nothing", "' OR 1=1 --", "x" * 100_000):
        app = visit("forecast", data=data)
        assert not app.exception
        assert [warning.value for warning in app.warning] == [PRIVATE]
        assert len(app.file_uploader) == 1


def test_chinese_headers_are_kept(visit: Visit) -> None:
    app = upload(visit("forecast"), "用电.csv", sample_bytes("electricity"))
    assert any("用电量" in caption.value for caption in app.caption)


def test_noise_is_added_to_a_generated_example_and_stands_in_its_link(visit: Visit) -> None:
    app = visit("forecast")
    app.button(key="sample_sine").click().run()
    clean = app.query_params["data"]
    app.slider[0].set_value(0.25).run()
    assert app.query_params["data"] != clean
    assert "Sine wave, noise 0.25" in heading(app, "Data")
    again = visit("forecast", data=app.query_params["data"])
    assert again.slider[0].value == 0.25


def test_measured_data_has_no_noise_slider(visit: Visit) -> None:
    app = visit("forecast")
    app.button(key="sample_airline").click().run()
    assert len(app.slider) == 0


def test_a_bad_file_beside_good_data_leaves_the_good_data(visit: Visit) -> None:
    app = upload(visit("forecast"), "sales.csv", monthly_csv())
    before = app.query_params["data"]
    unfold(app, "other")
    upload(app, "bad.csv", b"name,city\na,b\nc,d\ne,f\ng,h\n")
    assert not app.exception
    assert any("No numeric column" in error for error in errors(app))
    assert app.query_params["data"] == before


def test_the_chart_says_how_many_series_it_shows_and_shows_others(visit: Visit) -> None:
    rows = [
        f"2020-{month:02d},shop {shop},{shop * month},{month}" for shop in range(8) for month in range(1, 13)
    ]
    app = upload(visit("forecast"), "shops.csv", "\n".join(["month,shop,sales,price", *rows]).encode())
    field = {box.label: box for box in app.multiselect}
    assert field["Columns in the chart"].options == ["sales", "price"]
    room = 6 // len(field["Columns in the chart"].value)
    assert f"{room} of 8 series shown." in [caption.value for caption in app.caption]
    field["Series in the chart"].set_value(["shop 7"]).run()
    assert "1 of 8 series shown." in [caption.value for caption in app.caption]
    assert "shop 7" in app.get("plotly_chart")[0].proto.spec


def test_running_text_is_refused_and_led_to_its_page(visit: Visit) -> None:
    prose = (
        "The mill stood by the river. Nobody knew who had built it, or when.\n\nIn spring the water rose.\n"
        * 5
    )
    app = visit("forecast")
    app.text_area(key="pasted").input(prose).run()
    app = app.button(key="use_text").click().run()
    assert app.error
    assert any("This looks like running text." in info.value for info in app.info)
    assert app.button(key="elsewhere_pasted_overrides").label == "Open this file in Generate"
