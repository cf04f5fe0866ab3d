"""The store as this visitor sees it, the jobs, and what was read from the store, kept in memory.

What is kept is kept for who read it: nobody gets a copy of something that the store would not show them.
Nothing of it is ever changed after it was read.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pages.ui import address, state
from pages.ui.bounded import MEGABYTE, Bounded
from rnnkit import machine
from rnnkit.config import ForecastConfig, MemoryConfig, ResolvedText, TextConfig, parse
from rnnkit.config.stored import parse_stored
from rnnkit.config.text import TextData
from rnnkit.data import (
    Overrides,
    Table,
    Text,
    TextOverrides,
    Vocabulary,
    read_prompt,
    read_table,
    read_text,
)
from rnnkit.data.samples import SAMPLES, sample_bytes
from rnnkit.generation import Generator
from rnnkit.jobs.client import Jobs
from rnnkit.leaks import forecast
from rnnkit.leaks.finding import Finding
from rnnkit.leaks.text import leaks_of
from rnnkit.runs.encoding import sha256
from rnnkit.runs.rows import Dataset, Run
from rnnkit.runs.sharing import Guest
from rnnkit.runs.store import Store, open_store
from rnnkit.runs.visitor import Visitor
from rnnkit.tasks import forecast_plan, memory_plan, text_plan
from rnnkit.tasks.corpus import Corpus, read_corpus
from rnnkit.tasks.forecast_plan import Estimate
from rnnkit.tasks.memory_plan import MemoryEstimate
from rnnkit.tasks.text_plan import TextEstimate

OPENING, WIDEST = 3, 28  # lines and characters of each that stand on a card
SKETCH = 120  # points of a small picture
LEAST = 8.0  # megabytes of each kind of copy on the smallest host
TABLES = max(LEAST, 0.02 * machine.memory_total() / MEGABYTE)  # uploads, and what they were read as
RESULTS = max(LEAST, 0.01 * machine.memory_total() / MEGABYTE)  # frames, language models, texts as numbers
CUT = set(TextData.model_fields)  # the settings that say how a text is cut into symbols

AnyEstimate = Estimate | TextEstimate | MemoryEstimate

C = TypeVar("C", bound=Any)
_COPIES: list[Any] = []  # everything that is kept of the store


def forgettable(cached: C) -> C:
    """Mark what is kept of the store, so that `forget_all` drops it."""
    _COPIES.append(cached)
    return cached


def bytes_of(frame: pd.DataFrame) -> int:
    """Memory that a frame takes."""
    return int(frame.memory_usage(deep=True).sum())


_datasets = forgettable(Bounded[Dataset](TABLES, lambda found: len(found.content)))
_tables = forgettable(Bounded[Table](TABLES, lambda found: bytes_of(found.frame) + bytes_of(found.imputed)))
_texts = forgettable(Bounded[Text](TABLES, lambda found: 4 * len(found.text)))
_corpora = forgettable(
    Bounded[Corpus](RESULTS, lambda found: 4 * (len(found.training) + len(found.validation)))
)
_frames = forgettable(Bounded[pd.DataFrame](RESULTS, bytes_of))
_generators = forgettable(Bounded[Generator](RESULTS, lambda found: found.bytes))


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The whole store, for facts about the host; what a person sees goes through `visitor` or `reader`."""
    return open_store()


def visitor() -> Visitor:
    """The store as the person at this browser may see and change it."""
    return store().of(sha256(state.visitor_token().encode()))


def reader() -> Visitor | Guest:
    """The store as this page may show it: what the link in the address shares, else what is one's own.

    Raises `NotFoundError` for a link that is not valid (any more).
    """
    return guest() if only_looking() else visitor()


def guest() -> Guest:
    """The store as the link in the address shows it. Raises `NotFoundError` for one that is not valid."""
    return store().shared(address.wanted(address.SHARE))


def only_looking() -> bool:
    """Whether the page shows runs of somebody else, which cannot be changed here."""
    return bool(address.wanted(address.SHARE))


@st.cache_resource(show_spinner=False, on_release=lambda jobs: jobs.close())
def jobs() -> Jobs:
    """Whoever executes runs; started once a server, by a thread that lives as long as it."""
    client = Jobs(str(store().url))
    client.ensure()
    return client


def dataset(dataset_id: str) -> Dataset:
    """A data set as it was uploaded, with what the person fixed."""
    by = reader()
    return _datasets.get((by.key, dataset_id), lambda: by.dataset(dataset_id))


def table(dataset_id: str) -> Table:
    """The clean table of a data set. The id is a hash of bytes and overrides, so it never goes stale."""
    return _tables.get((reader().key, dataset_id), lambda: _read_table(dataset(dataset_id)))


def text(dataset_id: str) -> Text:
    """The clean text of a data set."""
    return _texts.get((reader().key, dataset_id), lambda: _read_text(dataset(dataset_id)))


def keep(dataset_id: str, read: Table | Text) -> None:
    """Keep what was read of bytes that have just become this data set, so that nothing reads them again."""
    if isinstance(read, Table):
        _tables.put((visitor().key, dataset_id), read)
    else:
        _texts.put((visitor().key, dataset_id), read)


def corpus(dataset_id: str, config: TextConfig) -> Corpus:
    """A text as numbers. Kept by what cuts it into symbols, which is all of the settings that matters."""
    cut = config.model_dump_json(include=CUT)
    return _corpora.get((reader().key, dataset_id, cut), lambda: _read_corpus(text(dataset_id), cut))


def plan(task: str, dataset_id: str, config: str) -> tuple[str, AnyEstimate]:
    """The settings with every gap filled from the data, and their cost. Raises what is wrong with them."""
    return _plan(reader().key, task, dataset_id, config)


def forecast_leaks(dataset_id: str, config: str) -> tuple[Finding, ...]:
    """What in a table gives the answers away, with these settings. Raises what is wrong with them."""
    return _forecast_leaks(reader().key, dataset_id, config)


def text_leaks(dataset_id: str, *, by_line: bool) -> tuple[Finding, ...]:
    """What of a text stands in both of its parts."""
    config = TextConfig(document_per_line=by_line).model_dump_json(include={"document_per_line"})
    return _text_leaks(reader().key, dataset_id, config)


def frame(run: Run, name: str, by: Visitor | Guest | None = None) -> pd.DataFrame:
    """A frame of results; written once, at the end of an attempt. Where no page runs, say who reads it."""
    by = by or reader()
    return _frames.get((by.key, run.id, run.attempt, name), lambda: by.frame(run.id, name))


def summary(run: Run) -> dict[str, Any]:
    """Scores, verdict and settings of an ended run."""
    return _summary(reader().key, run.id, run.attempt)


def generator(run: Run) -> Generator:
    """The trained language model of an ended run, ready to write."""
    return _generators.get((reader().key, run.id, run.attempt), lambda: _generator(run))


def forget_all() -> None:
    """Drop every copy, after somebody deleted something."""
    for kept in _COPIES:
        kept.clear()


# In what follows, `who` is there to tell copies apart: a copy is found only by whoever may read the original.


def _read_table(found: Dataset) -> Table:
    read = read_table(found.content, parse_stored(Overrides, found.overrides))
    machine.give_back_memory()
    return read


def _read_text(found: Dataset) -> Text:
    read = read_text(found.content, parse_stored(TextOverrides, found.overrides))
    machine.give_back_memory()
    return read


def _read_corpus(found: Text, cut: str) -> Corpus:
    read = read_corpus(found, parse(TextConfig, cut))
    machine.give_back_memory()
    return read


def _generator(run: Run) -> Generator:
    found = summary(run)
    config = parse_stored(ResolvedText, found["config"])
    vocabulary = parse(Vocabulary, found["vocabulary"])
    return Generator.from_bytes(reader().weights(run.id), config, vocabulary)


@forgettable
@st.cache_resource(show_spinner=False, max_entries=256)
def _summary(who: str, run_id: str, attempt: int) -> dict[str, Any]:
    del who, attempt
    return reader().summary(run_id)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_sketch(key: str) -> tuple[int, list[float]]:
    """How many rows an example has, and the end of its first series, for a small picture."""
    found = read_table(sample_bytes(key))
    first = found.frame[found.frame["unique_id"] == found.series[0]]
    line = first[found.suggested_targets[0]].dropna().tail(SKETCH)
    return len(found.frame), [float(value) for value in line]


@st.cache_data(show_spinner=False, max_entries=32)
def sample_opening(key: str) -> tuple[int, str]:
    """How many characters a text has, and its first lines; nothing is fetched for that."""
    remote = SAMPLES[key].remote
    if remote is not None:
        return remote.bytes, ""
    text = sample_bytes(key).decode()
    lines = text.strip("\n").splitlines()[:OPENING]
    return len(text), "\n".join(line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines)


@forgettable
@st.cache_data(show_spinner=False, max_entries=256)
def _forecast_leaks(who: str, dataset_id: str, config: str) -> tuple[Finding, ...]:
    del who
    found = table(dataset_id)
    return forecast.forecast_leaks(found, forecast_plan.decide(found, parse(ForecastConfig, config)))


@forgettable
@st.cache_data(show_spinner=False, max_entries=64)
def _text_leaks(who: str, dataset_id: str, config: str) -> tuple[Finding, ...]:
    del who
    return leaks_of(text(dataset_id), parse(TextConfig, config))


@forgettable
@st.cache_data(show_spinner=False, max_entries=256)
def _plan(who: str, task: str, dataset_id: str, config: str) -> tuple[str, AnyEstimate]:
    del who
    return PLANS[task](dataset_id, config)


def _plan_forecast(dataset_id: str, config: str) -> tuple[str, Estimate]:
    found = table(dataset_id)
    resolved = forecast_plan.resolve(found, parse(ForecastConfig, config))
    return resolved.model_dump_json(), forecast_plan.estimate(found, resolved, machine.cores())


def _plan_text(dataset_id: str, config: str) -> tuple[str, TextEstimate]:
    wanted = parse(TextConfig, config)
    found = corpus(dataset_id, wanted)
    read_prompt(wanted.sample_prompt, found.vocabulary)
    resolved = text_plan.resolve(found, wanted)
    return resolved.model_dump_json(), text_plan.estimate(found, resolved, machine.cores())


def _plan_memory(_dataset_id: str, config: str) -> tuple[str, MemoryEstimate]:
    """Its settings say all that there is to know about the data."""
    resolved = memory_plan.resolve(parse(MemoryConfig, config))
    return resolved.model_dump_json(), memory_plan.estimate(resolved)


PLANS: Mapping[str, Callable[[str, str], tuple[str, AnyEstimate]]] = {
    "forecast": _plan_forecast,
    "text": _plan_text,
    "memory": _plan_memory,
}
