"""Texts as this visitor may see them, cut into symbols, and the models that learned from them; read once."""

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import Text, Vocabulary
from rnnkit.host import machine
from rnnkit.leaks.finding import Finding
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.text.corpus import Corpus, read_corpus
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.leaks import leaks_of
from rnnkit.tasks.text.settings import ResolvedText, TextConfig, TextData
from rnnkit.tasks.text.source import load

CUT = set(TextData.model_fields)  # the settings that say how a text is cut into symbols

_corpora = resources.forgettable(
    Bounded[Corpus](resources.RESULTS, lambda found: 4 * (len(found.training) + len(found.validation)))
)
_generators = resources.forgettable(Bounded[Generator](resources.RESULTS, lambda found: found.bytes))


def text(dataset_id: str) -> Text:
    """The clean text of a data set."""
    return resources.data(dataset_id, Text, load)


def corpus(dataset_id: str, config: TextConfig) -> Corpus:
    """A text as numbers. Kept by what cuts it into symbols, which is all of the settings that matters."""
    cut = config.model_dump_json(include=CUT)
    key = (resources.reader().key, dataset_id, cut)
    return _corpora.get(key, lambda: _read_corpus(text(dataset_id), cut))


def to_plan(dataset_id: str, asked: TextConfig) -> Corpus:
    """What a plan is made from: the text, cut already."""
    return corpus(dataset_id, asked)


def text_leaks(dataset_id: str, *, by_line: bool) -> tuple[Finding, ...]:
    """What of a text stands in both of its parts."""
    config = TextConfig(document_per_line=by_line).model_dump_json(include={"document_per_line"})
    return _leaks(resources.reader().key, dataset_id, config)


def generator(run: Run) -> Generator:
    """The trained language model of an ended run, ready to write."""
    return _generators.get((resources.reader().key, run.id, run.attempt), lambda: _generator(run))


def written(run: Run, wishes: GenerateConfig) -> str:
    """What a language model writes; the same wishes always give the same text."""
    return _written(resources.reader().key, run, wishes.model_dump_json())


def _read_corpus(found: Text, cut: str) -> Corpus:
    read = read_corpus(found, parse(TextConfig, cut))
    machine.give_back_memory()
    return read


def _generator(run: Run) -> Generator:
    found = resources.summary(run)
    config = parse_stored(ResolvedText, found["config"])
    vocabulary = parse(Vocabulary, found["vocabulary"])
    return Generator.from_bytes(resources.reader().results.weights(run.id), config, vocabulary)


# `who` is there to tell copies apart, as in `pages.ui.access.resources`.


@resources.forgettable
@st.cache_data(show_spinner=False, max_entries=64)
def _leaks(who: str, dataset_id: str, config: str) -> tuple[Finding, ...]:
    del who
    return leaks_of(text(dataset_id), parse(TextConfig, config))


@resources.forgettable
@st.cache_data(show_spinner=False, max_entries=256, hash_funcs={Run: lambda run: (run.id, run.attempt)})
def _written(who: str, run: Run, wishes: str) -> str:
    del who
    model = generator(run)
    symbols = [row[0].id for row in model.streams(parse(GenerateConfig, wishes))]
    return model.vocabulary.decode(symbols)
