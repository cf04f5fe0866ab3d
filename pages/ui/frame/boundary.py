"""What happens to errors: one sentence on the page, the rest in the log."""

import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from pages.ui.frame.buttons import answering
from pages.ui.frame.words import literal
from rnnkit.errors import RnnkitError
from rnnkit.words import t

log = logging.getLogger("rnnkit.pages")


@contextmanager
def error_boundary(said: Sequence[str] = ()) -> Iterator[list[str]]:
    """Show an error as one sentence, unless it was `said` before; gives what is said by the end.

    What nobody foresaw goes to the log under a number.
    """
    sentences = list(said)
    try:
        with answering():
            yield sentences
    except RnnkitError as error:
        if str(error) not in sentences:
            sentences.append(str(error))
            st.error(literal(error), icon=":material/error:")
    except Exception:
        incident = secrets.token_hex(3)
        log.exception("incident %s", incident)
        st.error(
            t(
                "Something went wrong here (incident {incident}); reload the page to go on.",
                incident=incident,
            ),
            icon=":material/bug_report:",
        )
