"""A click is not lost where the next rerun is asked for within the same milliseconds."""

import pytest
from streamlit.testing.v1 import AppTest


def in_a_callback() -> None:
    import streamlit as st
    from another_rerun import next_one

    from pages.ui.frame.server.whole_clicks import finish_clicks

    finish_clicks()

    def answer() -> None:
        next_one()
        st.session_state["seen"] = st.session_state.get("seen", 0) + 1
        st.session_state["done"] = st.session_state.get("done", 0) + 1

    st.button("Click", on_click=answer)
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1


def on_the_page() -> None:
    import streamlit as st
    from another_rerun import next_one

    from pages.ui.frame.buttons import answering, pressed

    with answering():
        if pressed("Click", key="click"):
            next_one()
            st.session_state["seen"] = st.session_state.get("seen", 0) + 1
            st.session_state["done"] = st.session_state.get("done", 0) + 1
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1


def that_goes_on_elsewhere() -> None:
    import streamlit as st
    from another_rerun import next_one

    from pages.ui.frame.buttons import answering, pressed

    with answering():
        if pressed("Click", key="click"):
            next_one()
            st.session_state["seen"] = st.session_state.get("seen", 0) + 1
            st.session_state["done"] = st.session_state.get("done", 0) + 1
            st.rerun()
            st.session_state["done"] = "too much"
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
    st.stop()


@pytest.mark.parametrize("page", [in_a_callback, on_the_page, that_goes_on_elsewhere])
def test_a_click_is_answered_once_and_the_page_is_drawn_for_who_came_after(page: object) -> None:
    app = AppTest.from_function(page).run()  # type: ignore[arg-type]
    app.button[0].click().run()
    assert not app.exception
    assert app.session_state["seen"] == app.session_state["done"] == 1
    drawn = app.session_state["drawn"]
    app.run()
    assert app.session_state["drawn"] == drawn + 1
    assert app.session_state["done"] == 1
