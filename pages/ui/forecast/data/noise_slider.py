"""The noise slider of generated examples: the same series from the same seed, made harder to see.

The amount stands in the name of the data, so that a link shows the slider where its sender left it.
"""

import re

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.frame import state
from pages.ui.frame.boundary import safely
from rnnkit.data import Overrides
from rnnkit.data.samples import SAMPLES, Sample, sample_bytes
from rnnkit.runs.sql.rows import Dataset
from rnnkit.words import t

MOST = 2.0
_NAME = re.compile(r"(?P<title>.+?)(?:, noise (?P<noise>\d(?:\.\d+)?))?")


def noise_slider(dataset: Dataset) -> None:
    """Draw the slider if the data is a generated example."""
    found = _NAME.fullmatch(dataset.name)
    sample = found and next((s for s in SAMPLES.values() if s.noisy and s.title == found["title"]), None)
    if not found or not sample:
        return
    key = f"noise_{dataset.id[:16]}"
    st.slider(
        t("Noise"),
        0.0,
        MOST,
        min(float(found["noise"] or 0), MOST),
        step=0.05,
        key=key,
        on_change=_change,
        args=(sample.key, key),
        help=t("Random noise on top, as a share of the spread of the series. 0 is the clean series."),
    )


def sample_name(sample: Sample, noise: float) -> str:
    """What an example is called with so much noise."""
    return f"{sample.title}, noise {noise:g}" if noise else sample.title


@safely
def _change(sample_key: str, key: str) -> None:
    noise = float(state.get(key, 0.0))
    show_bytes(sample_name(SAMPLES[sample_key], noise), sample_bytes(sample_key, noise), Overrides())
