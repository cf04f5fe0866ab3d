"""Pairs as this visitor may see them, cut into symbols, and the translators that learned from them."""

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import Vocabulary
from rnnkit.data.pairs import Pairs
from rnnkit.host import machine
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.translate.corpus import Corpus, read_corpus
from rnnkit.tasks.translate.settings import ResolvedTranslate, TranslateConfig, TranslateData
from rnnkit.tasks.translate.source import load
from rnnkit.tasks.translate.translating import TextTranslator, Translation

CUT = set(TranslateData.model_fields)  # the settings that say how pairs are cut into symbols


OF_A_PAIR = 600  # bytes, about


def _bytes(found: Corpus) -> int:
    return OF_A_PAIR * len(found.pairs) + 8 * found.training.symbols


_corpora = resources.forgettable(Bounded[Corpus](resources.RESULTS, _bytes))
_translators = resources.forgettable(Bounded[TextTranslator](resources.RESULTS, lambda found: found.bytes))


def pairs(dataset_id: str) -> Pairs:
    """The clean pairs of a data set."""
    return resources.data(dataset_id, Pairs, load)


def corpus(dataset_id: str, config: TranslateConfig) -> Corpus:
    """Pairs as numbers. Kept by what cuts them into symbols, which is all of the settings that matters."""
    cut = config.model_dump_json(include=CUT)
    key = (resources.reader().key, dataset_id, cut)
    return _corpora.get(key, lambda: _read_corpus(pairs(dataset_id), cut))


def to_plan(dataset_id: str, asked: TranslateConfig) -> Corpus:
    """What a plan is made from: the pairs, numbered already."""
    return corpus(dataset_id, asked)


def translator(run: Run) -> TextTranslator:
    """The trained translator of an ended run, ready to write."""
    return _translators.get((resources.reader().key, run.id, run.attempt), lambda: _translator(run))


def translated(run: Run, text: str, beam: int) -> list[Translation]:
    """The best translations of a text; the same text always gets the same ones."""
    return _translated(resources.reader().key, run, text, beam)


def _read_corpus(found: Pairs, cut: str) -> Corpus:
    read = read_corpus(found, parse(TranslateConfig, cut))
    machine.give_back_memory()
    return read


# `who` is there to tell copies apart, as in `pages.ui.access.resources`.


@resources.forgettable
@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={Run: lambda run: (run.id, run.attempt)})
def _translated(who: str, run: Run, text: str, beam: int) -> list[Translation]:
    del who
    return translator(run).translate(text, beam)


def _translator(run: Run) -> TextTranslator:
    found = resources.summary(run)
    config = parse_stored(ResolvedTranslate, found["config"])
    vocabulary = parse(Vocabulary, found["vocabulary"])
    return TextTranslator.from_bytes(resources.reader().results.weights(run.id), config, vocabulary)
