"""What happens to errors: one sentence on the page, the rest in the log."""

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.buttons import answering
from pages.ui.frame.words import literal
from rnnkit.errors import RnnkitError
from rnnkit.words import t

log = logging.getLogger("rnnkit.pages")
P = ParamSpec("P")
_FAILED = "_failed_click"


def safely(action: Callable[P, None]) -> Callable[P, None]:
    """For `on_click`, which no boundary surrounds: what goes wrong is said by the page that is drawn next."""

    @wraps(action)
    def guarded(*words: P.args, **more: P.kwargs) -> None:
        try:
            action(*words, **more)
        except Exception as error:  # Streamlit would show a traceback
            state.put({_FAILED: _sentence(error)})

    return guarded


def redrawn_alone(part: Callable[P, None]) -> Callable[P, None]:
    """A part of a page that is drawn anew by itself, where what goes wrong is said in its place."""

    @st.fragment
    @wraps(part)
    def drawn(*words: P.args, **more: P.kwargs) -> None:
        with error_boundary():
            part(*words, **more)

    return drawn


@contextmanager
def error_boundary(said: Sequence[str] = ()) -> Iterator[list[str]]:
    """Show an error as one sentence, unless it was `said` before; gives what is said by the end.

    What nobody foresaw goes to the log under a number.
    """
    sentences = list(said)
    if failed := state.take(_FAILED):
        _say(failed, sentences)
    try:
        with answering():
            yield sentences
    except Exception as error:
        _say(_sentence(error), sentences)


def _say(sentence: str, said: list[str]) -> None:
    """Show a sentence that was not said yet."""
    if sentence not in said:
        said.append(sentence)
        st.error(literal(sentence), icon=":material/error:")


def _sentence(error: Exception) -> str:
    """What is said of an error; what nobody foresaw goes to the log under a number."""
    if isinstance(error, RnnkitError):
        return str(error)
    incident = secrets.token_hex(3)
    log.error("incident %s", incident, exc_info=error)
    return t("Something went wrong here (incident {incident}); reload the page to go on.", incident=incident)
