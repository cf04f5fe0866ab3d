"""What the picked language models write after the same prompt, with the same luck."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.compare.compared_runs import Record
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.words import literal
from pages.ui.result.live.live_samples import plain_text
from pages.ui.text import access
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.words import t

LENGTH, WINDOW_LENGTH = 300, 80  # symbols; a bidirectional model reads a window for each and is slow
ACROSS = 3  # texts side by side
HEIGHT = 260


@redrawn_alone  # only the texts change with the wishes above them
def texts_tab(groups: Sequence[Sequence[Record]]) -> None:
    """One set of wishes, one text a run."""
    records = [record for group in groups for record in group]
    slow = any(record.config.bidirectional for record in records)
    config = _wishes(WINDOW_LENGTH if slow else LENGTH)
    for start in range(0, len(records), ACROSS):
        row = records[start : start + ACROSS]
        for box, record in zip(st.columns(len(row)), row, strict=True):
            with box:
                st.markdown(f"**{literal(record.run.label)}**")
                try:
                    text = access.written(record.run, config)
                except RnnkitError as error:
                    st.error(literal(error), icon=":material/error:")
                else:
                    plain_text(config.prompt + text, height=HEIGHT)
    st.caption(
        t("Every run gets the same prompt, temperature and seed, so only the networks make the texts differ.")
    )


def _wishes(length: int) -> GenerateConfig:
    """Prompt, temperature and seed, for all runs alike."""
    titles = {name: t(field.title or name) for name, field in GenerateConfig.model_fields.items()}
    first, second, third = st.columns([3, 2, 1], vertical_alignment="bottom")
    prompt = first.text_input(titles["prompt"], key="compare_prompt", max_chars=1000)
    temperature = second.slider(titles["temperatures"], 0.0, 2.0, 0.8, 0.05, key="compare_temperature")
    seed = third.number_input(titles["seed"], 0, 2**32 - 1, 0, key="compare_seed")
    wishes = {"prompt": prompt, "temperatures": (temperature,), "seed": seed, "length": length}
    return parse(GenerateConfig, wishes)
