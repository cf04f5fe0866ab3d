"""Tables as this visitor may see them, and what gives their answers away; read once."""

import streamlit as st

from pages.ui.access import resources
from rnnkit.config import parse
from rnnkit.data import Table
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.forecast.helpful import Helpful, helpful
from rnnkit.tasks.forecast.plan import leaks
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.source import load


def table_of(dataset_id: str) -> Table:
    """The clean table of a data set."""
    return resources.data(dataset_id, Table, load)


def to_plan(dataset_id: str, _asked: ForecastConfig) -> Table:
    """What a plan is made from."""
    return table_of(dataset_id)


def forecast_leaks(dataset_id: str, config: str) -> tuple[Finding, ...]:
    """What in a table gives the answers away, with these settings. Raises what is wrong with them."""
    return _leaks(resources.reader().key, dataset_id, config)


@resources.forgettable
@st.cache_data(show_spinner=False, max_entries=256)
def _leaks(who: str, dataset_id: str, config: str) -> tuple[Finding, ...]:
    del who
    return leaks(table_of(dataset_id), parse(ForecastConfig, config))


def proposal_of(dataset_id: str, config: str) -> Helpful:
    """Which further columns help to forecast, with these targets and lengths. Raises what is wrong."""
    return _proposal(resources.reader().key, dataset_id, config)


@resources.forgettable
@st.cache_data(show_spinner=False, max_entries=256)
def _proposal(who: str, dataset_id: str, config: str) -> Helpful:
    del who
    return helpful(table_of(dataset_id), parse(ForecastConfig, config))
