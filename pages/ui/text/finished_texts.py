"""The finished texts to read: shaded, with what is copied underlined, and to take home."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame import state
from pages.ui.frame.streamlit_names import DeltaGenerator
from pages.ui.frame.words import share
from pages.ui.text import access
from pages.ui.text.next_symbol import position_key
from pages.ui.text.shaded_text import letters
from pages.ui.text.written import SymbolColumn, Written
from rnnkit.data import Vocabulary
from rnnkit.tasks.text.copied import LEAST
from rnnkit.words import plural, t


def reading(result: Result, written: Written, boxes: Sequence[DeltaGenerator], *, stale: bool) -> None:
    """Draw each text into its box, pale if `stale`, how much of it is copied, and the download of all."""
    vocabulary = access.generator(result.run).vocabulary
    for number, (box, column) in enumerate(zip(boxes, written.columns, strict=True)):
        key = f"letters_{written.number}_{number}"
        symbols = [vocabulary.symbols[place] for place in column.ids]
        picked = state.get(position_key(written, number), len(column.ids))
        with box.container():
            letters(
                key,
                column,
                symbols,
                prompt=written.prompt,
                picked=picked,
                stale=stale,
                on_pick=partial(_pick, key, written, number),
            )
            st.caption(copied_words(column))
    _below(written, vocabulary)


def _below(written: Written, vocabulary: Vocabulary) -> None:
    """What is said of all texts together, and the file of them."""
    if (count := len(written.columns[0].ids)) < written.asked:
        st.info(
            t(
                "Stopped at {count:,} of {asked:,} symbols, because this model writes slowly here; "
                "ask for fewer symbols or fewer temperatures.",
                count=count,
                asked=written.asked,
            ),
            icon=":material/timer:",
        )
    st.caption(
        t(
            "The deeper a symbol is shaded, the more it surprised the model. "
            "Underlined passages appear word for word in the training text."
        )
    )
    st.download_button(
        t("Download the text"),
        _whole(written, vocabulary),
        "generated.txt",
        "text/plain",
        icon=":material/download:",
        on_click="ignore",
        key="get_text",
    )


def _pick(key: str, written: Written, column: int) -> None:
    """A symbol was clicked: look at what could have stood in its place."""
    place = (state.get(key) or {}).get("pick")
    if isinstance(place, int) and 0 <= place <= len(written.columns[column].ids):
        state.put({position_key(written, column): place, f"looked_at_{written.number}": column})


def copied_words(column: SymbolColumn) -> str:
    """How much of a text was learned by heart."""
    if column.copied_share is None:
        return t("We cannot tell whether it is copied: the model came without its training text.")
    if not column.copied:
        return t(
            "Nothing copied: no {least} symbols in a row appear in the training text (white space ignored).",
            least=LEAST,
        )
    longest = max(end - start for start, end in column.copied)
    return t(
        "{share} copied: {stretches} of {least} or more symbols, the longest has {longest}.",
        share=share(column.copied_share),
        stretches=plural("{number} passage", "{number} passages", len(column.copied)),
        least=LEAST,
        longest=longest,
    )


def _whole(written: Written, vocabulary: Vocabulary) -> str:
    """All texts in one file; a heading where there are several."""
    texts = [written.prompt + vocabulary.decode(column.ids) for column in written.columns]
    if len(texts) == 1:
        return texts[0]
    heads = [t("Temperature {value:g}", value=column.temperature) for column in written.columns]
    return "\n\n".join(f"{head}\n\n{text}" for head, text in zip(heads, texts, strict=True)) + "\n"
