"""A part of a page that is drawn anew by itself says what goes wrong in it, as the whole page does."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from pages.ui.frame.boundary import redrawn_alone
    from rnnkit.errors import DataError

    @redrawn_alone
    def part(words: str) -> None:
        if st.slider(words, 0, 3, key="how"):
            raise DataError("This needs another file.")

    part("How")


def test_what_goes_wrong_in_a_part_is_said_in_a_sentence() -> None:
    app = AppTest.from_function(page).run()
    assert not app.error
    app.slider(key="how").set_value(2).run()
    assert [error.value for error in app.error] == ["This needs another file."]
    assert not app.exception
