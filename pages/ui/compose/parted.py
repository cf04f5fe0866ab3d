"""How tunes are parted into what is learned from, chosen by and scored on, and what leaks."""

import streamlit as st

from pages.ui.compose import access
from pages.ui.compose.page import PAGE
from pages.ui.form import forms
from pages.ui.frame.words import count, literal
from pages.ui.result.leaks import guard
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.tasks.compose.sets import TuneSets
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.words import t

SKIP = "skip_repeats"


def parted(dataset_id: str) -> dict[str, object]:
    """Draw the sizes of the parts and what leaks; returns the settings."""
    values: dict[str, object] = {SKIP: False}
    box = st.container()
    try:
        with st.spinner(t("Parting the tunes")):
            sets = access.sets(dataset_id, ComposeConfig())
            found = access.tune_leaks(dataset_id, ComposeConfig())
    except RnnkitError as error:
        st.info(literal(error), icon=":material/info:")
        return values
    if any(finding.skip for finding in found):
        values[SKIP] = forms.field(ComposeConfig, SKIP)
    with box:
        guard(found, PAGE.task, mended=bool(values[SKIP]))
    try:
        _sizes(access.sets(dataset_id, parse(ComposeConfig, values)) if values[SKIP] else sets)
    except RnnkitError:
        return values  # said where the button to train would stand
    return values


def _sizes(sets: TuneSets) -> None:
    """How many tunes are in each part, and how many different tokens the first one has."""
    sizes = (
        (t("Training tunes"), len(sets.training), t("What it learns from.")),
        (t("Validation tunes"), len(sets.validation), t("Choose the best weights and decide nothing else.")),
        (t("Test tunes"), len(sets.test), t("Give the score and decide nothing.")),
        (t("Different tokens"), len(sets.symbols.tokens), t("Notes with their lengths, chords, bar lines.")),
    )
    for box, (label, number, words) in zip(st.columns(len(sizes)), sizes, strict=True):
        with box:
            st.metric(label, count(number), help=words)
    if sets.own_test:
        st.caption(t("The test tunes are those of your own test file."))
    else:
        st.caption(t("Parted at random, always in the same way; tunes with the same notes stay in one part."))
