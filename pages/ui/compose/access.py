"""Tunes as this visitor may see them, in their parts, and the composers that learned from them."""

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data.tunes import TuneData
from rnnkit.leaks.finding import Finding
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.compose.generation.copied import KnownBars
from rnnkit.tasks.compose.generation.tune_writer import read_writer
from rnnkit.tasks.compose.generation.write_settings import WriteConfig
from rnnkit.tasks.compose.generation.writing import ComposedTune, TuneStart, TuneWriter
from rnnkit.tasks.compose.leaks import findings
from rnnkit.tasks.compose.sets import TuneSets, make_sets
from rnnkit.tasks.compose.settings import ComposeConfig, ComposeData, ResolvedCompose
from rnnkit.tasks.compose.source import load
from rnnkit.tasks.compose.symbols import SYMBOLS, Symbols

PARTING = set(ComposeData.model_fields)  # the settings that say how tunes are parted
OF_A_TUNE, OF_A_BAR = 100, 500  # bytes, about

_sets = resources.forgettable(Bounded[TuneSets](resources.RESULTS, lambda found: OF_A_TUNE * len(found.data)))
_known = resources.forgettable(Bounded[KnownBars](resources.RESULTS, lambda found: OF_A_BAR * len(found)))
_writers = resources.forgettable(Bounded[TuneWriter](resources.RESULTS, lambda found: found.bytes))


def tunes(dataset_id: str) -> TuneData:
    """The tunes of a data set."""
    return resources.data(dataset_id, TuneData, load)


def sets(dataset_id: str, config: ComposeConfig) -> TuneSets:
    """The tunes in their parts. Kept by what parts them, which is all of the settings that matters."""
    how = config.model_dump_json(include=PARTING)
    key = (resources.reader().key, dataset_id, how)
    return _sets.get(key, lambda: make_sets(tunes(dataset_id), parse(ComposeConfig, how)))


def to_plan(dataset_id: str, asked: ComposeConfig) -> TuneSets:
    """What a plan is made from: the tunes, parted already."""
    return sets(dataset_id, asked)


def tune_leaks(dataset_id: str, config: ComposeConfig) -> tuple[Finding, ...]:
    """Versions of training tunes in the test part."""
    return findings(sets(dataset_id, config), config)


def known_bars(run: Run) -> KnownBars:
    """The bars of the tunes that a run learned from."""
    config = parse_stored(ComposeConfig, run.config)
    key = (resources.reader().key, run.dataset_id, config.model_dump_json(include=PARTING))
    found = sets(run.dataset_id, config)
    return _known.get(key, lambda: KnownBars(found.tunes(found.training)))


def symbols(run: Run) -> Symbols:
    """The tokens, meters and keys that a run knows."""
    return Symbols.from_json(resources.reader().results.files(run.id)[SYMBOLS])


def writer(run: Run) -> TuneWriter:
    """The trained composer of an ended run, ready to write."""
    key = (resources.reader().key, run.id, run.attempt)
    return _writers.get(key, lambda: _writer(run))


def written(run: Run, start: TuneStart, how: WriteConfig) -> ComposedTune:
    """A tune; the same beginning and settings always give the same one."""
    return _written(resources.reader().key, run, start, how)


def _writer(run: Run) -> TuneWriter:
    config = parse_stored(ResolvedCompose, resources.summary(run)["config"])
    return read_writer(resources.reader().results.weights(run.id), config, symbols(run))


# `who` is there to tell copies apart, as in `pages.ui.access.resources`.


@resources.forgettable
@st.cache_resource(
    show_spinner=False,
    max_entries=64,
    hash_funcs={Run: lambda run: (run.id, run.attempt), WriteConfig: lambda how: how.model_dump_json()},
)
def _written(who: str, run: Run, start: TuneStart, how: WriteConfig) -> ComposedTune:
    del who
    (tune,) = writer(run).write([start], how.boldness)
    return tune
