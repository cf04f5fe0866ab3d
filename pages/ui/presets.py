"""Examples that train with one click: data, settings and networks that show something."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui import forms, state
from pages.ui.cells import CELLS, cell_name
from pages.ui.menu import FORECAST
from pages.ui.part import folded
from pages.ui.press import pressed
from pages.ui.resources import sample_sketch, store
from pages.ui.settings import as_fields
from pages.ui.start import start_runs
from pages.ui.words import rows
from rnnkit.config import ForecastConfig, parse
from rnnkit.data import Overrides
from rnnkit.data.samples import SAMPLES, Sample, sample_bytes
from rnnkit.text import t

FIRST = 6  # examples in sight; the others are folded

# Which networks an example trains; any other trains the cell of its own settings.
NETWORKS: Mapping[str, tuple[str, ...]] = {"sine": ("RNN", "LSTM", "GRU"), "airline": ("LSTM", "GRU")}


def preset_cards() -> None:
    """One card an example; three stand side by side where there is room."""
    st.subheader(t("Start with one click"))
    samples = [sample for sample in SAMPLES.values() if sample.task == "forecast"]
    _cards(samples[:FIRST])
    if (more := folded("examples", t("More examples"), ":material/apps:")).open:
        with more:
            _cards(samples[FIRST:])


def _cards(samples: Sequence[Sample]) -> None:
    with st.grid(min_column_width=260, gap="small"):
        for sample in samples:
            _card(sample)


def _card(sample: Sample) -> None:
    with st.container(border=True, height="stretch"):
        number, sketch = sample_sketch(sample.key)
        st.metric(rows(number), sample.title, chart_data=sketch)
        st.caption(sample.sentence)
        if pressed(
            _label(sample),
            key=f"preset_{sample.key}",
            icon=":material/play_arrow:",
            help=t("Source: {source}", source=sample.source),
        ):
            start_preset(sample)


def start_preset(sample: Sample) -> None:
    """Keep the example's data, queue its runs, and turn to the page that shows them."""
    config = parse(ForecastConfig, sample.settings)
    names = NETWORKS.get(sample.key, (cell_name(config),))
    configs = {name: config.replace(cell=CELLS[name][0], bidirectional=CELLS[name][1]) for name in names}
    dataset_id = store().add_dataset(
        sample.title, sample_bytes(sample.key), Overrides().to_json(), viewer=state.viewer()
    )
    group = start_runs(dataset_id, configs)
    forms.fill_later(as_fields(config, names))
    st.switch_page(FORECAST, query_params={"data": dataset_id, "run": group})


def _label(sample: Sample) -> str:
    networks = NETWORKS.get(sample.key) or (cell_name(parse(ForecastConfig, sample.settings)),)
    return t("Train {names}", names=", ".join(networks))
