"""A tune to hear: its tempo, what is cut, and tunes that hold nothing to hear."""

import pytest
from streamlit.testing.v1 import AppTest


def page(body: str, meter: str) -> None:
    from pages.ui.compose.play_tune import play_tune
    from rnnkit.data.tunes import Tune, tokens_of

    play_tune(Tune("<b>", meter, "1/8", "D", tuple(tokens_of(body, meter))), "_one")


def played(body: str, meter: str = "6/8") -> AppTest:
    app = AppTest.from_function(page, args=(body, meter)).run()
    assert not app.exception
    return app


def test_a_tune_is_played_as_fast_as_its_meter_is_and_as_wished() -> None:
    app = played('|:"D"d2A A2F:|')
    assert app.slider[0].value == 180
    assert app.toggle[0].value is True
    app.slider[0].set_value(40)
    app.toggle[0].set_value(False).run()
    assert not app.exception
    assert "T:<b>" in app.code[0].value


def test_a_tune_longer_than_two_minutes_says_what_is_heard() -> None:
    app = played("a8|" * 60, "4/4")
    app.slider[0].set_value(40).run()
    assert [one.value for one in app.caption] == [
        "You hear the first 2 min of 6 min; the MIDI file has all of it."
    ]
    assert not played("a8|" * 4, "4/4").caption


@pytest.mark.parametrize("body", ["z4|", "", "|"])
def test_silence_is_no_failure(body: str) -> None:
    played(body)
