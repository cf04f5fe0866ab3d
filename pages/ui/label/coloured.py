"""Sentences in colour: names with the colour of their type, or every token with that of its tag.

A component of our own, because no widget shows foreign text with a colour behind some of it; its script
puts tokens into text nodes and parses nothing. The letters of a tag stand beside it: colour is never the only
sign.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.frame.streamlit_names import ComponentRenderer
from rnnkit.data.tagged.schemes import bio_spans
from rnnkit.rounding import share
from rnnkit.words import t

FOLDER = Path(__file__).parent
HTML = '<div class="page" role="region" tabindex="0"></div>'
Piece = tuple[str, str, int, str]
"""What is read, its tag, the place of its colour (-1 for none), and what is told of it."""


def coloured(
    key: str,
    sentences: Sequence[tuple[Sequence[str], Sequence[str]]],
    types: Sequence[str],
    *,
    spans: bool,
    joined: bool,
    sure: Sequence[Sequence[float]] = (),
) -> None:
    """Draw sentences of tokens and tags; `joined` without blanks between tokens.

    `types` say the order of the colours, `sure` how likely each tag is.
    """
    places = {kind: number for number, kind in enumerate(types)}
    pieces = [
        list(pieces_of(tokens, tags, places, spans=spans, joined=joined, sure=sure[number] if sure else ()))
        for number, (tokens, tags) in enumerate(sentences)
    ]
    label = t("Sentences, each tag behind its words")
    _component()(key=key, data={"sentences": pieces, "spans": spans, "joined": joined, "label": label})


def pieces_of(
    tokens: Sequence[str],
    tags: Sequence[str],
    places: Mapping[str, int],
    *,
    spans: bool,
    joined: bool,
    sure: Sequence[float] = (),
) -> list[Piece]:
    """A sentence in pieces of one colour: whole names, or single tokens.

    >>> pieces_of(["New", "York", "!"], ["B-LOC", "I-LOC", "O"], {"LOC": 0}, spans=True, joined=False)
    [('New York', 'LOC', 0, ''), ('!', '', -1, '')]
    """
    if not spans:
        told = [share(chance) for chance in sure] or [""] * len(tokens)
        return [
            (token, tag, places.get(tag, len(places)), words)
            for token, tag, words in zip(tokens, tags, told, strict=True)
        ]
    found: list[Piece] = []
    done = 0
    for start, end, kind in bio_spans(tags):
        found += [(token, "", -1, "") for token in tokens[done:start]]
        words = share(min(sure[start:end])) if sure else ""
        whole = ("" if joined else " ").join(tokens[start:end])
        found.append((whole, kind, places.get(kind, len(places)), words))
        done = end
    return [*found, *((token, "", -1, "") for token in tokens[done:])]


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component(
        "rnnkit_coloured",
        html=HTML,
        css=(FOLDER / "coloured.css").read_text("utf-8"),
        js=(FOLDER / "coloured.js").read_text("utf-8"),
    )
