"""Which of several networks is asked: the best until somebody else is."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.results import Result, best
from pages.ui.frame.words import literal
from rnnkit.words import t


def who_answers(results: Sequence[Result], key: str) -> Result:
    """The only network, or the chosen one, the best first; `key` names the choice."""
    by_id = {result.run.id: result for result in sorted(results, key=lambda result: result.score)}
    if len(by_id) == 1:
        return results[0]
    first = best(results).run.id
    chosen = st.segmented_control(
        t("Network"),
        list(by_id),
        default=first,
        required=True,
        format_func=lambda run_id: literal(by_id[run_id].run.label),
        key=f"{key}_{results[0].run.group}_{len(by_id)}",
    )
    return by_id[chosen or first]
