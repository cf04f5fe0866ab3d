"""How sentences are parted into what is learned from, chosen by and scored on, and what leaks."""

import streamlit as st

from pages.ui.form import forms
from pages.ui.frame.words import count
from pages.ui.label import access
from pages.ui.label.page import PAGE
from pages.ui.result.leaks import guard
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.tasks.label.sets import Sets
from rnnkit.tasks.label.settings import LabelConfig
from rnnkit.words import t

SKIP = "skip_repeats"


def parted(dataset_id: str) -> dict[str, object]:
    """Draw the sizes of the parts and what leaks; returns the settings."""
    values: dict[str, object] = {SKIP: False}
    box = st.container()
    try:
        with st.spinner(t("Parting the sentences")):
            sets = access.sets(dataset_id, LabelConfig())
            found = access.label_leaks(dataset_id, LabelConfig())
    except RnnkitError:
        return values  # said where the button to train would stand
    if any(finding.skip for finding in found):
        values[SKIP] = forms.field(LabelConfig, SKIP)
    with box:
        guard(found, PAGE.task, mended=bool(values[SKIP]))
    try:
        _sizes(access.sets(dataset_id, parse(LabelConfig, values)) if values[SKIP] else sets)
    except RnnkitError:
        return values  # said there, too
    return values


def _sizes(sets: Sets) -> None:
    """How many sentences are in each part."""
    sizes = (
        (t("Training sentences"), sets.training, t("What it learns from.")),
        (t("Validation sentences"), sets.validation, t("Choose the best weights and decide nothing else.")),
        (t("Test sentences"), sets.test, t("Give the score and decide nothing.")),
    )
    for box, (label, numbers, words) in zip(st.columns(3), sizes, strict=True):
        with box:
            st.metric(label, count(len(numbers)), help=words)
    if not sets.own_test:
        st.caption(t("Split at random, always in the same way; equal sentences stay together."))
    else:
        st.caption(t("The test sentences are those of your own test file."))
