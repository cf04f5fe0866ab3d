"""What the picked composers write in the same meter and key, with the same luck."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.compare.compared_runs import Record
from pages.ui.compose import access
from pages.ui.compose.play_tune import play_tune
from pages.ui.frame.boundary import redrawn_alone
from pages.ui.frame.words import literal
from rnnkit.config import parse
from rnnkit.errors import RnnkitError
from rnnkit.tasks.compose.generation.tune_writer import tune_of
from rnnkit.tasks.compose.generation.write_settings import WriteConfig
from rnnkit.tasks.compose.generation.writing import TuneStart
from rnnkit.words import t

ACROSS = 2  # tunes side by side


@redrawn_alone  # only the tunes change with the wishes above them
def tunes_tab(groups: Sequence[Sequence[Record]]) -> None:
    """One set of wishes, one tune a run."""
    records = [record for group in groups for record in group]
    left, right = st.columns(2)
    temperature = left.slider(t("Temperature"), 0.0, 2.0, 0.8, 0.05, key="compare_tune_temperature")
    seed = right.number_input(t("Seed"), 0, 2**32 - 1, 0, key="compare_tune_seed")
    how = parse(WriteConfig, {"temperature": temperature, "seed": int(seed)})
    for place in range(0, len(records), ACROSS):
        row = records[place : place + ACROSS]
        for box, record in zip(st.columns(len(row)), row, strict=True):
            with box:
                st.markdown(f"**{literal(record.run.label)}**")
                try:
                    header = access.symbols(record.run).headers[0]
                    tune = tune_of(access.written(record.run, TuneStart(header.meter, header.key), how))
                except RnnkitError as error:
                    st.error(literal(error), icon=":material/error:")
                else:
                    play_tune(tune, f"compared_{record.run.id}")
    st.caption(t("Every run writes in the meter and key that it read most often, with the same luck."))
