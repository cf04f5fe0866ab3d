"""How pairs are cut into symbols: the unit, the vocabulary, and what that leaves to learn from."""

import streamlit as st

from pages.ui.form import forms
from pages.ui.frame.words import count
from pages.ui.result.leaks import guard
from pages.ui.translate import access
from pages.ui.translate.page import PAGE
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.tasks.translate.corpus import Corpus
from rnnkit.tasks.translate.leaks import leaks_in
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.words import plural, t

FIELDS = ("unit", "max_vocabulary", "max_length")
SKIP = "skip_repeats"


def cut_fields(dataset_id: str) -> dict[str, object]:
    """Draw the choices and what they come to; returns the settings."""
    values: dict[str, object] = {}
    for box, name in zip(st.columns(3, vertical_alignment="bottom"), FIELDS, strict=True):
        with box:
            values[name] = forms.field(TranslateConfig, name)
    box = st.container()
    try:
        with st.spinner(t("Counting symbols")):
            whole = access.corpus(dataset_id, parse(TranslateConfig, values))
    except RnnkitError:
        return values  # said where the button to train would stand, with a way out
    findings = leaks_in(whole)
    if findings:
        values[SKIP] = forms.field(TranslateConfig, SKIP)
    with box:
        guard(findings, PAGE.task, mended=bool(values.get(SKIP)))
    try:
        _sizes(access.corpus(dataset_id, parse(TranslateConfig, values)))
    except RnnkitError:
        return values
    return values


def _sizes(corpus: Corpus) -> None:
    """How much is learned from, how much is held out, how many different symbols there are."""
    sizes = {
        t("Training pairs"): (len(corpus.training), t("How many pairs it learns from.")),
        t("Validation sources"): (len(corpus.checked), t("Sources that choose the best weights.")),
        t("Test sources"): (
            len(corpus.held),
            t("Sources that give the score and decide nothing; all translations of a source stay together."),
        ),
        t("Vocabulary"): (len(corpus.vocabulary), t("How many different symbols both sides share.")),
    }
    for box, (label, (number, words)) in zip(st.columns(4), sizes.items(), strict=True):
        with box:
            st.metric(label, count(number), help=words)
    kinds = {
        "char": t("Read and written character by character."),
        "bpe": t("Read and written in byte pairs, the frequent pieces of words."),
    }
    longer = plural(
        "{number} pair is longer than the longest text and is not learned from.",
        "{number} pairs are longer than the longest text and are not learned from.",
        corpus.longer,
    )
    st.caption(" ".join(filter(None, (kinds[corpus.unit], longer if corpus.longer else ""))))
