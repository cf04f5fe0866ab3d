"""Examples that train with one click: data, settings and networks that show something."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pages.ui.access.resources import visitor
from pages.ui.access.start_runs import queue, start_runs
from pages.ui.form import forms
from pages.ui.form.field_settings import as_fields
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import folded
from pages.ui.frame.words import literal
from pages.ui.task_page import Examples, TaskPage, drawn_by
from pages.ui.tasks import TASKS
from rnnkit.config import TrainingSettings, parse
from rnnkit.config.cells import CELLS, cell_name
from rnnkit.data.samples import Sample, sample_bytes, samples_of
from rnnkit.errors import RnnkitError
from rnnkit.files.encoding import new_id
from rnnkit.words import t

# Which networks an example trains; any other trains the cell of its own settings.
NETWORKS: Mapping[str, tuple[str, ...]] = {"sine": ("RNN", "LSTM", "GRU"), "airline": ("LSTM", "GRU")}


def preset_cards() -> None:
    """One card an example, by task; three stand side by side where there is room."""
    st.subheader(t("Start with one click"))
    st.caption(
        t(
            "A click trains the networks on the button, for 3 seconds on a time series and for up to a "
            "minute on texts, and opens their page: watch them improve, then see what they had to beat."
        )
    )
    for page in TASKS.values():
        if page.examples is not None:
            _task_cards(page, page.examples)


def _task_cards(page: TaskPage, examples: Examples) -> None:
    """Some in sight; the others are folded."""
    st.markdown(f"**{examples.title}**")
    samples = list(samples_of(page.name).values())
    draw = drawn_by(examples.picture)
    _cards(samples[: examples.shown], draw)
    if len(samples) <= examples.shown:
        return
    if (more := folded(f"examples_{page.name}", t("More examples"), ":material/apps:")).open:
        with more:
            _cards(samples[examples.shown :], draw)


def _cards(samples: Sequence[Sample], draw: Callable[[Sample], None]) -> None:
    with st.grid(min_column_width=260, gap="small"):
        for sample in samples:
            _card(sample, draw)


def _card(sample: Sample, draw: Callable[[Sample], None]) -> None:
    with st.container(border=True, height="stretch"):
        draw(sample)
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


def start_preset(sample: Sample) -> None:
    """Keep the example's data, queue its runs, and turn to the page that shows them."""
    dataset_id, configs = keep_preset(sample)
    group = start_runs(dataset_id, configs)
    forms.fill_later(as_fields(next(iter(configs.values())), tuple(configs)))
    st.switch_page(
        TASKS[sample.task].page, query_params={"data": dataset_id, "run": group, "sample": sample.key}
    )


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
    overrides = task.task.source.overrides().to_json()
    dataset_id = visitor().uploads.add(sample.title, sample_bytes(sample.key), overrides)
    return dataset_id, configs


def _networks(sample: Sample, config: TrainingSettings) -> tuple[str, ...]:
    return NETWORKS.get(sample.key, (cell_name(config),))


def _label(sample: Sample) -> str:
    config = parse(TASKS[sample.task].settings, sample.settings)
    return t("Train {names}", names=", ".join(_networks(sample, config)))
