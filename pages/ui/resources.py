"""What all sessions of a server share: the store, the jobs, and what was read from them by id.

Nothing here is ever changed after it was read, so one copy may serve everybody who has the id.
"""

from typing import Any

import pandas as pd
import streamlit as st

from rnnkit import machine
from rnnkit.config import ForecastConfig, parse
from rnnkit.data import Overrides, Table, read_table
from rnnkit.data.samples import sample_bytes
from rnnkit.jobs.client import Jobs
from rnnkit.runs.rows import Dataset
from rnnkit.runs.store import Store, open_store
from rnnkit.tasks.forecast_plan import Estimate, estimate, resolve

SKETCH = 120  # points of a small picture
MOST_TABLES = 8  # tables of uploads kept in memory at once; any other is read again in a second


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store of data, runs and results."""
    return open_store()


@st.cache_resource(show_spinner=False, on_release=lambda jobs: jobs.close())
def jobs() -> Jobs:
    """Whoever executes runs; started once a server, by a thread that lives as long as it."""
    client = Jobs(str(store().url))
    client.ensure()
    return client


@st.cache_resource(show_spinner=False, max_entries=MOST_TABLES)
def dataset(dataset_id: str) -> Dataset:
    """A data set as it was uploaded, with what the person fixed."""
    return store().dataset(dataset_id)


@st.cache_resource(show_spinner=False, max_entries=MOST_TABLES)
def table(dataset_id: str) -> Table:
    """The clean table of a data set. The id is a hash of bytes and overrides, so it never goes stale."""
    found = dataset(dataset_id)
    read = read_table(found.content, Overrides.model_validate_json(found.overrides))
    machine.give_back_memory()
    return read


@st.cache_resource(show_spinner=False, max_entries=64)
def frame(run_id: str, attempt: int, name: str) -> pd.DataFrame:
    """A frame of results; written once, at the end of an attempt."""
    del attempt  # part of the key only
    return store().frame(run_id, name)


@st.cache_resource(show_spinner=False, max_entries=64)
def summary(run_id: str, attempt: int) -> dict[str, Any]:
    """Scores, verdict and settings of an ended run."""
    del attempt
    return store().summary(run_id)


@st.cache_data(show_spinner=False, max_entries=32)
def sample_sketch(key: str) -> tuple[int, list[float]]:
    """How many rows an example has, and the end of its first series, for a small picture."""
    found = read_table(sample_bytes(key))
    first = found.frame[found.frame["unique_id"] == found.series[0]]
    line = first[found.suggested_targets[0]].dropna().tail(SKETCH)
    return len(found.frame), [float(value) for value in line]


@st.cache_data(show_spinner=False, max_entries=256)
def plan(dataset_id: str, config: str) -> tuple[str, Estimate]:
    """The settings with every gap filled from the data, and their cost. Raises what is wrong with them."""
    found = table(dataset_id)
    resolved = resolve(found, parse(ForecastConfig, config))
    return resolved.model_dump_json(), estimate(found, resolved, machine.cores())
