"""Examples that train with one click: data, settings and networks that show something."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pages.ui import forms
from pages.ui.part import folded
from pages.ui.press import pressed
from pages.ui.resources import sample_opening, sample_sketch, visitor
from pages.ui.settings import as_fields
from pages.ui.start import queue, start_runs
from pages.ui.tasks import TASKS
from pages.ui.words import literal, rows
from rnnkit.config import TrainingSettings, parse
from rnnkit.config.cells import CELLS, cell_name
from rnnkit.data.samples import Sample, sample_bytes, samples_of
from rnnkit.errors import RnnkitError
from rnnkit.runs.encoding import new_id
from rnnkit.text import plural, t

# Which networks an example trains; any other trains the cell of its own settings.
NETWORKS: Mapping[str, tuple[str, ...]] = {"sine": ("RNN", "LSTM", "GRU"), "airline": ("LSTM", "GRU")}
FIRST = {"forecast": 6, "text": 3}  # examples in sight; the others are folded


def preset_cards() -> None:
    """One card an example, by task; three stand side by side where there is room."""
    st.subheader(t("Start with one click"))
    st.caption(
        t(
            "A click trains the networks on the button for 15 to 60 seconds each and opens their page: watch "
            "the loss fall, then look at the result beside what it had to beat."
        )
    )
    for task, title in (("forecast", t("Time series")), ("text", t("Texts"))):
        st.markdown(f"**{title}**")
        samples = list(samples_of(task).values())
        _cards(samples[: FIRST[task]])
        if (more := folded(f"examples_{task}", t("More examples"), ":material/apps:")).open:
            with more:
                _cards(samples[FIRST[task] :])


def _cards(samples: Sequence[Sample]) -> None:
    with st.grid(min_column_width=260, gap="small"):
        for sample in samples:
            _card(sample)


def _card(sample: Sample) -> None:
    with st.container(border=True, height="stretch"):
        PICTURES[sample.task](sample)
        st.caption(sample.sentence)
        if pressed(
            _label(sample),
            key=f"preset_{sample.key}",
            icon=":material/play_arrow:",
            help=t("Source: {source}", source=sample.source),
        ):
            try:
                start_preset(sample)
            except RnnkitError as error:
                st.error(literal(error), icon=":material/block:")


def _series(sample: Sample) -> None:
    """The end of the first series as a small line."""
    number, sketch = sample_sketch(sample.key)
    st.metric(rows(number), sample.title, chart_data=sketch)


def _text(sample: Sample) -> None:
    """How long the text is, and how it begins where that is known without fetching it."""
    number, opening = sample_opening(sample.key)
    st.metric(plural("{number} character", "{number} characters", number), sample.title)
    if opening:
        st.code(opening, language=None)


PICTURES: Mapping[str, Callable[[Sample], None]] = {"forecast": _series, "text": _text}


def start_preset(sample: Sample) -> None:
    """Keep the example's data, queue its runs, and turn to the page that shows them."""
    dataset_id, configs = keep_preset(sample)
    group = start_runs(dataset_id, configs)
    forms.fill_later(as_fields(next(iter(configs.values())), tuple(configs)))
    st.switch_page(TASKS[sample.task].page, query_params={"data": dataset_id, "run": group})


def first_runs(sample: Sample, words: str, key: str, networks: int | None = None) -> list[str] | None:
    """A button that queues the first so many networks of an example; their ids once it was pressed."""
    if not pressed(words, key=key, icon=":material/play_arrow:", type="primary", help=sample.sentence):
        return None
    dataset_id, configs = keep_preset(sample)
    return queue(dataset_id, list(configs.items())[:networks], new_id())


def keep_preset(sample: Sample) -> tuple[str, dict[str, TrainingSettings]]:
    """Keep the example's data; its id, and a configuration for every network the example trains."""
    task = TASKS[sample.task]
    config = parse(task.settings, sample.settings)
    names = _networks(sample, config)
    configs = {name: config.replace(cell=CELLS[name][0], bidirectional=CELLS[name][1]) for name in names}
    assert task.overrides is not None
    dataset_id = visitor().add_dataset(sample.title, sample_bytes(sample.key), task.overrides().to_json())
    return dataset_id, configs


def _networks(sample: Sample, config: TrainingSettings) -> tuple[str, ...]:
    return NETWORKS.get(sample.key, (cell_name(config),))


def _label(sample: Sample) -> str:
    config = parse(TASKS[sample.task].settings, sample.settings)
    return t("Train {names}", names=", ".join(_networks(sample, config)))
