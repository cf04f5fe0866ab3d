"""Buttons whose click is not lost on the way.

A click that arrives while Streamlit runs a page without `app.py` (see `pages.ui.page.start`) would be gone
after the detour; noted in a callback, which runs first of all, it is still there. And Streamlit ends a
rerun for the next one wherever it touches the screen or the session: where that comes before the button is
drawn, the next rerun finds the note; once the click is seen, no rerun ends this one before it is answered.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.server.whole_clicks import without_reruns
from pages.ui.frame.streamlit_names import StopException

_NOTES = "_pressed_"
_ANSWERED: ContextVar["_Answered | None"] = ContextVar("answered", default=None)


class _Answered:
    """The clicks that were seen so far; from the first one on, no rerun ends this one."""

    def __init__(self, whole: ExitStack) -> None:
        self.notes, self._whole = list[str](), whole

    def see(self, note: str) -> None:
        if not self.notes:
            self._whole.enter_context(without_reruns())
        self.notes.append(note)


def pressed(label: str, *, key: str, first: Callable[[], None] | None = None, **look: Any) -> bool:
    """Draw a button; true once after it was clicked. `first` is done before anything is drawn anew.

    A button that is disabled by now answers its click with nothing.
    """
    st.button(label, key=key, on_click=_note, args=(key, first), **look)
    return _is_noted(key) and not look.get("disabled", False)


def sent(label: str, *, key: str, **look: Any) -> bool:
    """Draw the button of a form; true once after the form was sent."""
    st.form_submit_button(label, key=key, on_click=_note, args=(key,), **look)
    return _is_noted(key)


def when_sure(question: str, label: str, *, sure: str, key: str, **look: Any) -> None:
    """A box to tick, with `sure` for a key, before the button that cannot be undone can be pressed."""
    ticked = st.checkbox(question, key=sure)
    st.button(label, key=key, type="primary", disabled=not ticked, **look)


@contextmanager
def answering() -> Iterator[None]:
    """A page, or a part of one that is drawn by itself: clicks seen in here are answered once it is over.

    They are not where the session ended meanwhile.
    """
    if _ANSWERED.get() is not None:  # a part of a page that is drawn as a whole
        yield
        return
    with ExitStack() as whole:
        answered = _Answered(whole)
        before = _ANSWERED.set(answered)
        try:
            yield
        except StopException:
            answered.notes.clear()
            raise
        finally:
            _ANSWERED.reset(before)
            state.forget(answered.notes)


def forget_clicks() -> None:
    """A whole page is drawn: a click still waiting is one on a button that is gone, or it was answered."""
    state.forget(name for name in state.names() if name.startswith(_NOTES))


def _note(key: str, first: Callable[[], None] | None = None) -> None:
    if first is not None:
        first()
    state.put({_NOTES + key: True})


def _is_noted(key: str) -> bool:
    """Whether a click waits for its answer."""
    note, answered = _NOTES + key, _ANSWERED.get()
    if answered is None:  # nobody would say when it is over
        return bool(state.take(note))
    if noted := bool(state.get(note)):
        answered.see(note)
    return noted
