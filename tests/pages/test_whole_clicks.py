"""A click is not lost where the next rerun is asked for within the same milliseconds."""

from inspect import unwrap
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.testing.v1 import AppTest

from pages.ui.frame.server import whole_clicks


def in_a_callback() -> None:
    import streamlit as st
    from another_rerun import answer

    from pages.ui.frame.server.whole_clicks import finish_clicks

    finish_clicks()

    st.button("Click", on_click=answer)
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1


def on_the_page() -> None:
    import streamlit as st
    from another_rerun import answer

    from pages.ui.frame.buttons import answering, pressed

    with answering():
        if pressed("Click", key="click"):
            answer()
    st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1


def that_goes_on_elsewhere() -> None:
    import streamlit as st
    from another_rerun import answer

    from pages.ui.frame.buttons import answering, pressed

    with answering():
        if pressed("Click", key="click"):
            answer()
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


def test_a_page_that_is_drawn_anew_does_not_take_a_click_on_a_link_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where a run ends just as its owner leaves the page."""
    requests = ScriptRequests()
    ask = whole_clicks.newest(unwrap(ScriptRequests.request_rerun))  # a page may have changed it
    assert ask(requests, RerunData(page_script_hash="there", query_string="room=1"))
    here = SimpleNamespace(script_requests=requests)
    monkeypatch.setattr(whole_clicks, "get_script_run_ctx", lambda **_: here)
    assert ask(requests, RerunData(page_script_hash="here"))
    request = requests.on_scriptrunner_yield()
    assert request is not None
    assert (request.rerun_data.page_script_hash, request.rerun_data.query_string) == ("there", "room=1")
    assert requests.on_scriptrunner_yield() is None
