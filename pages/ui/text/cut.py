"""How a text is cut into symbols: units, vocabulary, documents, and what that leaves to learn from."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui import forms, resources
from pages.ui.leaks import guard
from pages.ui.part import folded
from pages.ui.words import count, literal, share
from rnnkit.config import TextConfig, parse
from rnnkit.data.prompt import visible
from rnnkit.data.vocabulary import UNK
from rnnkit.errors import RnnkitError
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.corpus import LARGEST, Corpus
from rnnkit.text import t

FIELDS = ("unit", "max_vocabulary", "document_per_line")
SKIP = "skip_repeats"
MATTERS = 0.01  # the share of a text read as unknown from which this is a warning
LISTED = 200


def cut_fields(dataset_id: str) -> dict[str, object]:
    """Draw the choices and what they come to; returns the settings."""
    values: dict[str, object] = {}
    for box, name in zip(st.columns(3, vertical_alignment="bottom"), FIELDS, strict=True):
        with box:
            auto = LARGEST[str(values["unit"])] if name == "max_vocabulary" else None
            values[name] = forms.field(TextConfig, name, auto=auto)
    values |= _guarded(dataset_id, by_line=bool(values["document_per_line"]))
    try:
        with st.spinner(t("Counting symbols")):
            corpus = resources.corpus(dataset_id, parse(TextConfig, values))
    except RnnkitError:
        return values  # said where the button to train would stand, with a way out
    _sizes(corpus)
    _left_out(corpus)
    _symbols(corpus)
    return values


def _guarded(dataset_id: str, *, by_line: bool) -> dict[str, object]:
    """What stands in both parts, and the setting that leaves it out of the score, where there is any."""
    try:
        with st.spinner(t("Looking for repeats")):
            findings = resources.text_leaks(dataset_id, by_line=by_line)
    except RnnkitError:
        return {}
    box = st.container()
    chosen = {SKIP: forms.field(TextConfig, SKIP)} if findings else {}
    with box:
        guard(findings, _no_switch, mended=bool(chosen.get(SKIP)))
    return chosen


def _no_switch(_: Finding) -> None:
    """A text has no columns to leave out; the one switch stands above."""


def _sizes(corpus: Corpus) -> None:
    """How much is learned from, how much is held out, how many different symbols there are."""
    sizes = {
        t("Symbols to learn from"): count(len(corpus.training)),
        t("Symbols to score on"): count(len(corpus.validation)) if corpus.held_out else t("none"),
        t("Vocabulary"): count(len(corpus.vocabulary)),
    }
    helps = (
        t("The first 90 % of the text. A symbol is what the network reads at a time."),
        t("The last 10 % by position, which the network never sees in training."),
        t("Different symbols in the part that is learned from."),
    )
    for box, (label, value), words in zip(st.columns(3), sizes.items(), helps, strict=True):
        with box:
            st.metric(label, value, help=words)
    if not corpus.held_out:
        st.info(
            t(
                "Under 1,000 characters nothing is held out: the network can only learn this by heart, "
                "which shows memory, not skill."
            ),
            icon=":material/psychology:",
        )


def _left_out(corpus: Corpus) -> None:
    """Symbols beyond the limit are read as one sign; said aloud where that is much of the text."""
    unknown = corpus.vocabulary.unk
    lost = 0.0 if unknown is None else float(np.mean(corpus.training == unknown))
    for part, sentence in (
        (lost, t("{share} of the text is read as {unk}, because the vocabulary has a limit.")),
        (corpus.unknown_share, t("{share} of the part to score on is {unk}: the first part never has it.")),
    ):
        if part:
            words = literal(sentence.format(share=share(part), unk=UNK))
            if part >= MATTERS:
                st.warning(words, icon=":material/warning:")
            else:
                st.caption(words)


def _symbols(corpus: Corpus) -> None:
    """The vocabulary as a table, made when somebody opens it."""
    if (box := folded("symbols", t("The symbols"), ":material/abc:")).open:
        box.dataframe(
            symbol_frame(corpus), hide_index=True, alt=t("The most frequent symbols, first to last")
        )


def symbol_frame(corpus: Corpus, most: int = LISTED) -> pd.DataFrame:
    """The most frequent symbols with how often they come: symbol, count, percent."""
    counts = np.bincount(corpus.training, minlength=len(corpus.vocabulary))
    order = np.argsort(-counts, kind="stable")[:most]
    columns: Mapping[str, object] = {
        t("symbol"): [visible(corpus.vocabulary.symbols[place]) for place in order],
        t("count"): counts[order],
        t("percent"): (100 * counts[order] / len(corpus.training)).round(2),
    }
    return pd.DataFrame(columns)
