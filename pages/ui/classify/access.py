"""Texts with classes as this visitor may see them, cut into symbols, and the models that learned them."""

from pages.ui.access import resources
from pages.ui.access.bounded_cache import Bounded
from pages.ui.access.results import Result
from rnnkit.config import parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import Vocabulary
from rnnkit.data.labelled import Labelled
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.host import machine
from rnnkit.tasks.classify.answering import CLASSES, PARTNER, Answering, read_partner
from rnnkit.tasks.classify.corpus import Corpus, read_corpus
from rnnkit.tasks.classify.reading import Teller
from rnnkit.tasks.classify.settings import ClassifyConfig, ClassifyData, ResolvedClassify
from rnnkit.tasks.classify.source import load

CUT = set(ClassifyData.model_fields)  # the settings that say how texts are cut into symbols

_corpora = resources.forgettable(Bounded[Corpus](resources.RESULTS, lambda found: found.bytes))
_tellers = resources.forgettable(Bounded[Teller](resources.RESULTS, lambda found: found.bytes))


def labelled(dataset_id: str) -> Labelled:
    """The texts and classes of a data set."""
    return resources.data(dataset_id, Labelled, load)


def corpus(dataset_id: str, config: ClassifyConfig) -> Corpus:
    """The texts as numbers, kept by what cuts them into symbols: nothing else of the settings matters."""
    cut = config.model_dump_json(include=CUT)
    key = (resources.reader().key, dataset_id, cut)
    return _corpora.get(key, lambda: _read(labelled(dataset_id), cut))


def to_plan(dataset_id: str, asked: ClassifyConfig) -> Corpus:
    """What a plan is made from: the texts, cut already."""
    return corpus(dataset_id, asked)


def teller(result: Result) -> Teller:
    """The trained model of an ended run, ready to answer."""
    run = result.run
    return _tellers.get((resources.reader().key, run.id, run.attempt), lambda: _teller(result))


def _read(data: Labelled, cut: str) -> Corpus:
    found = read_corpus(data, parse(ClassifyConfig, cut))
    machine.give_back_memory()
    return found


def _teller(result: Result) -> Teller:
    files = result.by.results.files(result.run.id)
    answering = parse(Answering, files[CLASSES])
    return Teller(
        read_tensors(result.by.results.weights(result.run.id)).arrays(),
        parse_stored(ResolvedClassify, result.summary["config"]),
        parse(Vocabulary, result.summary["vocabulary"]),
        answering,
        read_partner(files[PARTNER], answering),
    )
