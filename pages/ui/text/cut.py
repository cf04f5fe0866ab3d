"""How a text is cut into symbols: units, vocabulary, documents, and what that leaves to learn from."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from pages.ui.form import forms
from pages.ui.frame.folds import folded
from pages.ui.frame.words import count, literal, share
from pages.ui.result.leaks import guard
from pages.ui.text import access
from pages.ui.text.page import PAGE
from rnnkit.config import parse
from rnnkit.data.text.prompt import visible
from rnnkit.data.text.vocabulary import UNK
from rnnkit.errors import RnnkitError
from rnnkit.tasks.text.corpus import LARGEST, Corpus
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t

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
            corpus = access.corpus(dataset_id, parse(TextConfig, values))
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
            findings = access.text_leaks(dataset_id, by_line=by_line)
    except RnnkitError:
        return {}
    box = st.container()
    chosen = {SKIP: forms.field(TextConfig, SKIP)} if findings else {}
    with box:
        guard(findings, PAGE.task, mended=bool(chosen.get(SKIP)))
    return chosen


def _sizes(corpus: Corpus) -> None:
    """How much is learned from, how much is held out, how many different symbols there are."""
    held_out = corpus.held_out
    sizes = {
        t("Training symbols"): count(len(corpus.training)),
        t("Validation symbols"): count(len(corpus.validation)) if held_out else t("none"),
        t("Test symbols"): count(len(corpus.test)) if held_out else t("none"),
        t("Vocabulary"): count(len(corpus.vocabulary)),
    }
    helps = (
        t("How many symbols it learns from. A symbol is what the network reads at a time."),
        t("A part from the middle of the text, which chooses the best weights and the best n-gram."),
        t("The last 10 % of the text, which gives the score and decides nothing."),
        t("How many different symbols the training part has."),
    )
    for box, (label, value), words in zip(st.columns(4), sizes.items(), helps, strict=True):
        with box:
            st.metric(label, value, help=words)
    if not corpus.held_out:
        st.info(
            t(
                "This text is too short for a validation and a test part (1,000 characters are needed). The "
                "network can only learn it by heart, which shows memory, not skill."
            ),
            icon=":material/psychology:",
        )


def _left_out(corpus: Corpus) -> None:
    """Symbols beyond the limit are read as one sign; said aloud where that is much of the text."""
    unknown = corpus.vocabulary.unk
    lost = 0.0 if unknown is None else float(np.mean(corpus.training == unknown))
    for part, sentence in (
        (lost, t("{share} of the text is read as {unk}, because the vocabulary has a limit.")),
        (corpus.unknown_share, t("{share} of the test part is read as {unk}: the training part lacks it.")),
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
