"""Tables as this visitor may see them, and what gives their answers away; read once."""

import streamlit as st
from safetensors.numpy import load as load_weights

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from pages.ui.access.results import Result
from pages.ui.result.model_files import is_imported, is_whole, resolved_settings
from rnnkit.config import parse
from rnnkit.data import Table
from rnnkit.files.kept import SCORED
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.forecast.columns.helpful import Helpful, helpful
from rnnkit.tasks.forecast.foretelling import Foreteller
from rnnkit.tasks.forecast.inputs.scaler import Scaler
from rnnkit.tasks.forecast.networks.numpy_network import answers_here
from rnnkit.tasks.forecast.plan import leaks
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.tasks.forecast.source import load
from rnnkit.tasks.forecast.week import longer_cycle

_tellers = resources.forgettable(Bounded[Foreteller](resources.RESULTS, lambda found: found.bytes))


def table_of(dataset_id: str) -> Table:
    """The clean table of a data set."""
    return resources.data(dataset_id, Table, load)


def to_plan(dataset_id: str, _asked: ForecastConfig) -> Table:
    """What a plan is made from."""
    return table_of(dataset_id)


def foreteller_of(result: Result, *, scored: bool = False) -> Foreteller | None:
    """The network of a run, to be asked again on its own data without a job; `None` where it cannot be.

    It is the one that forecasts beyond the end, or the one that was `scored`, which never saw the test part.
    That is so for networks that are not recurrent, for models that came without their data, and for guests.
    """
    config = resolved_settings(result)
    if not isinstance(config, ResolvedForecast) or not answers_here(config):
        return None
    if resources.only_looking() or is_imported(result) or not is_whole(result):
        return None
    key = (resources.reader().key, result.run.id, result.run.attempt, scored)
    return _tellers.get(key, lambda: _teller(result, config, scored))


def _teller(result: Result, config: ResolvedForecast, scored: bool) -> Foreteller:
    found = resources.visitor().results
    files = found.files(result.run.id)
    weights = (files.get(SCORED) if scored else None) or found.weights(result.run.id)
    scaler = parse(Scaler, files["scaler.json"])
    return Foreteller.of(load_weights(weights), config, scaler, table_of(result.run.dataset_id))


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


def cycle_of(dataset_id: str, targets: tuple[str, ...], test: int) -> int:
    """Steps of the longest cycle found in a table before its test part: a week of half hours is 336."""
    return _cycle(resources.reader().key, dataset_id, targets, test)


@resources.forgettable
@st.cache_data(show_spinner=False, max_entries=256)
def _cycle(who: str, dataset_id: str, targets: tuple[str, ...], test: int) -> int:
    del who
    return longer_cycle(table_of(dataset_id), targets, test)
