"""A text of one's own, its best translations, and where the network looked while it wrote."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.boundary import error_boundary
from pages.ui.frame.words import literal
from pages.ui.result.who_answers import who_answers
from pages.ui.translate import access
from pages.ui.translate.looked_at import looked_at
from rnnkit.tasks.translate.translating import Translation
from rnnkit.words import plural, t

LONGEST = 1_000  # characters


def own_sentence(results: Sequence[Result]) -> None:
    """Only this part is drawn again by its widgets."""
    st.fragment(_own)(list(results))


def _own(results: Sequence[Result]) -> None:
    with error_boundary():
        result = who_answers(results, "own_network")
        config = access.translator(result.run).config
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        text = left.text_input(
            t("Text to translate"),
            value=_example(result),
            max_chars=LONGEST,
            key=f"own_text_{result.run.id}",
        )
        beam = int(
            right.number_input(
                t("Beam size"),
                1,
                10,
                config.beam,
                key=f"own_beam_{result.run.id}",
                help=t("How many translations are followed at once; 1 always takes the likeliest symbol."),
            )
        )
        if not text.strip():
            st.caption(t("Type a text above, and its translations appear here."))
            return
        found = access.translated(result.run, " ".join(text.split()), beam)
        chosen = _best(found, result)
        looked_at(chosen, result.run.id, words=config.unit == "bpe")


def _example(result: Result) -> str:
    """A source that it never saw, to begin with."""
    examples = result.frame("examples")
    return str(examples["source"].iloc[0])[:LONGEST] if len(examples) else ""


def _best(found: Sequence[Translation], result: Result) -> Translation:
    """The best translation in large, and all of them with their scores; one is chosen to look into."""
    st.markdown(f"### {literal(found[0].text) or '–'}")
    if found[0].copied:
        st.caption(
            plural(
                "{number} symbol that it does not know was copied from where attention looked.",
                "{number} symbols that it does not know were copied from where attention looked.",
                found[0].copied,
            )
        )
    if len(found) == 1:
        return found[0]
    rows = pd.DataFrame(
        {
            "text": [one.text for one in found],
            "score": [one.score for one in found],
            "chance": [100 * float(one.chances.prod()) for one in found],
        }
    )
    shown = st.dataframe(
        rows.style.format({"score": "{:.3f}", "chance": "{:.3g} %"}),
        hide_index=True,
        key=f"n_best_{result.run.id}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "text": t("Best translations"),
            "score": st.column_config.Column(
                t("Score"), help=t("Log probability over the length penalty; nearer to 0 is better.")
            ),
            "chance": st.column_config.Column(
                t("Probability"), help=t("Of the whole text, as the network sees it.")
            ),
        },
        alt=t("The best translations with their scores"),
    )
    picked = shown.selection.rows
    return found[picked[0] if picked and picked[0] < len(found) else 0]
