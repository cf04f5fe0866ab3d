"""A generated text on screen: shaded by surprise, copied stretches underlined, every symbol clickable.

A component of our own, because no widget shows foreign text letter by letter with a shade behind each;
its script puts the symbols into text nodes and parses nothing.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.frame.streamlit_names import ComponentRenderer
from pages.ui.text.written import SymbolColumn
from rnnkit.words import t

FOLDER = Path(__file__).parent
HTML = '<div class="page" role="region" tabindex="0"></div><button type="button"></button>'


def letters(
    key: str,
    column: SymbolColumn,
    symbols: Sequence[str],
    *,
    prompt: str,
    picked: int,
    stale: bool,
    on_pick: Callable[[], None],
) -> None:
    """Draw the text, pale if it is `stale`.

    `on_pick` is called when a symbol was clicked, and finds its place in the state.
    """
    _component()(
        key=key,
        data={
            "prompt": prompt,
            "symbols": list(symbols),
            "chances": [round(chance, 6) for chance in column.chances],
            "copied": [list(stretch) for stretch in column.copied],
            "picked": picked,
            "stale": stale,
            "label": t("Generated text; a symbol is shaded deeper the more it surprised the model"),
            "copy": t("Copy"),
            "done": t("Copied"),
        },
        on_pick_change=on_pick,
    )


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component(
        "rnnkit_letters",
        html=HTML,
        css=(FOLDER / "letters.css").read_text("utf-8"),
        js=(FOLDER / "letters.js").read_text("utf-8"),
    )
