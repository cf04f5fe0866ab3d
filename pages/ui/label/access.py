"""Tagged sentences as this visitor may see them, in their parts, and the labellers that learned from them."""

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.leaks.finding import Finding
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.label.leaks import findings
from rnnkit.tasks.label.reader import Labeller, reader_of
from rnnkit.tasks.label.sets import Sets, make_sets
from rnnkit.tasks.label.settings import LabelConfig, ResolvedLabel
from rnnkit.tasks.label.source import load

PARTING = {"skip_repeats", "neighbours"}  # the settings that say how sentences are parted and read
FEATURE = 100  # bytes that a known feature takes, about

_sets = resources.forgettable(
    Bounded[Sets](resources.RESULTS, lambda found: FEATURE * len(found.labels.features) + 8 * len(found.data))
)
_readers = resources.forgettable(Bounded[Labeller](resources.RESULTS, lambda found: found.bytes))


def tagged(dataset_id: str) -> Tagged:
    """The sentences of a data set."""
    return resources.data(dataset_id, Tagged, load)


def sets(dataset_id: str, config: LabelConfig) -> Sets:
    """The sentences in their parts. Kept by what parts them, which is all of the settings that matters."""
    how = config.model_dump_json(include=PARTING)
    key = (resources.reader().key, dataset_id, how)
    return _sets.get(key, lambda: make_sets(tagged(dataset_id), parse(LabelConfig, how)))


def to_plan(dataset_id: str, asked: LabelConfig) -> Sets:
    """What a plan is made from: the sentences, parted already."""
    return sets(dataset_id, asked)


def label_leaks(dataset_id: str, config: LabelConfig) -> tuple[Finding, ...]:
    """What of the test part is learned from as well."""
    how = config.model_dump_json(include=PARTING)
    return _leaks(resources.reader().key, dataset_id, how)


def reader(run: Run) -> Labeller:
    """The trained labeller of an ended run, ready to label."""
    key = (resources.reader().key, run.id, run.attempt)
    return _readers.get(key, lambda: _reader(run))


def _reader(run: Run) -> Labeller:
    store = resources.reader()
    config = parse_stored(ResolvedLabel, resources.summary(run)["config"])
    return reader_of(store.results.weights(run.id), store.results.files(run.id), config)


# `who` is there to tell copies apart, as in `pages.ui.access.resources`.


@resources.forgettable
@st.cache_data(show_spinner=False, max_entries=64)
def _leaks(who: str, dataset_id: str, how: str) -> tuple[Finding, ...]:
    del who
    config = parse(LabelConfig, how)
    return findings(sets(dataset_id, config), config)
