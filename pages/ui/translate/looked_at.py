"""The attention map of a translation, and a step through it: what is written, and where it looked for it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import literal
from rnnkit.pictures import pair_figures
from rnnkit.tasks.translate.attention import by_symbol, by_word
from rnnkit.tasks.translate.translating import Translation
from rnnkit.words import t

NAMED = 3  # symbols of the source that a step tells
LEAST = 0.02  # share of attention that is worth telling
MOST = 60  # symbols of a side that are drawn


def looked_at(found: Translation, key: str, *, words: bool) -> None:
    """Draw the map with the step that is looked at, and say in words what happens there."""
    if not found.attention.size:
        st.caption(t("This network has no attention: it writes from what it remembers of the whole source."))
        return
    read, written, shares = _cut(*(by_word if words and _by_words(key) else by_symbol)(found))
    st.markdown(f"**{t('Where it looked')}**")
    step = 1
    if len(written) > 1:
        step = int(st.slider(t("Step"), 1, len(written), 1, key=f"step_{key}_{len(written)}"))
    st.markdown(_sentence(read, written, shares, step - 1))
    figure = pair_figures.attention(read, written, shares, step - 1, is_dark())
    alt = t("Shares of attention: a row for each written symbol, a column for each symbol of the source")
    table = pd.DataFrame(shares, columns=[f"{place + 1} {name}" for place, name in enumerate(read)])
    table.insert(0, t("written"), written)
    charts.show(figure, f"attention_{len(written)}", alt, table, tools=False)
    st.caption(
        t(
            "Each row is what it writes, each column what it read: ⊢ is the start, ␣ a blank, ⏎ the end. "
            "A row adds up to 100 %. Point at a cell to read it."
        )
    )


def _by_words(key: str) -> bool:
    """Whether pieces of words are put together."""
    return bool(st.toggle(t("Word by word"), value=True, key=f"by_words_{key}"))


def _cut(
    read: list[str], written: list[str], shares: npt.NDArray[np.float64]
) -> tuple[list[str], list[str], npt.NDArray[np.float64]]:
    """As much as can be told apart on a screen; said where something is missing."""
    if max(len(read), len(written)) > MOST:
        st.caption(t("Only the first {most} symbols of each side are drawn.", most=MOST))
    return read[:MOST], written[:MOST], shares[:MOST, :MOST]


def _sentence(read: Sequence[str], written: Sequence[str], shares: npt.NDArray[np.float64], step: int) -> str:
    """What is written at this step, and the symbols it looks at most."""
    row = shares[step]
    order = [place for place in np.argsort(-row)[:NAMED].tolist() if row[place] >= LEAST]
    looked = ", ".join(f"**{literal(read[place])}** ({row[place]:.0%})" for place in order)
    return t("Writes **{symbol}**, looking at {looked}.", symbol=literal(written[step]), looked=looked)
