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
from rnnkit.tasks.classify.kinds import read_rows
from rnnkit.tasks.classify.networks.numpy_network import NumpyNetwork
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.series.partner_file import read_kernels
from rnnkit.tasks.classify.series.reading import SeriesTeller
from rnnkit.tasks.classify.series.scaling import SCALING, Scaling
from rnnkit.tasks.classify.settings import ClassifyConfig, ClassifyData, ResolvedClassify
from rnnkit.tasks.classify.source import load
from rnnkit.tasks.classify.texts.reading import Teller

CUT = set(ClassifyData.model_fields)  # the settings that say how texts are cut into symbols

_rows = resources.forgettable(Bounded[NumberedRows](resources.RESULTS, lambda found: found.bytes))
_tellers = resources.forgettable(Bounded[Teller](resources.RESULTS, lambda found: found.bytes))
_series_tellers = resources.forgettable(Bounded[SeriesTeller](resources.RESULTS, lambda found: found.bytes))


def labelled(dataset_id: str) -> Labelled:
    """The texts and classes of a data set."""
    return resources.data(dataset_id, Labelled, load)


def rows(dataset_id: str, config: ClassifyConfig) -> NumberedRows:
    """The rows as numbers, kept by what cuts them into steps: nothing else of the settings matters."""
    cut = config.model_dump_json(include=CUT)
    key = (resources.reader().key, dataset_id, cut)
    return _rows.get(key, lambda: _read(labelled(dataset_id), cut))


def to_plan(dataset_id: str, asked: ClassifyConfig) -> NumberedRows:
    """What a plan is made from: the rows, cut already."""
    return rows(dataset_id, asked)


def teller(result: Result) -> Teller:
    """The trained model of an ended run, ready to answer texts."""
    run = result.run
    return _tellers.get((resources.reader().key, run.id, run.attempt), lambda: _teller(result))


def series_teller(result: Result) -> SeriesTeller:
    """The trained model of an ended run, ready to answer series."""
    run = result.run
    return _series_tellers.get((resources.reader().key, run.id, run.attempt), lambda: _series_teller(result))


def _read(data: Labelled, cut: str) -> NumberedRows:
    found = read_rows(data, parse(ClassifyConfig, cut))
    machine.give_back_memory()
    return found


def _teller(result: Result) -> Teller:
    files = result.by.results.files(result.run.id)
    answering = parse(Answering, files[CLASSES])
    network = _network(result)
    return Teller(
        network,
        network.config,
        parse(Vocabulary, result.summary["vocabulary"]),
        answering,
        read_partner(files[PARTNER], answering),
    )


def _series_teller(result: Result) -> SeriesTeller:
    files, network = result.by.results.files(result.run.id), _network(result)
    answering, how = parse(Answering, files[CLASSES]), parse(Scaling, files[SCALING])
    partner = read_kernels(files[PARTNER], how, len(answering.classes))
    return SeriesTeller(network, network.config, how, answering, partner)


def _network(result: Result) -> NumpyNetwork:
    weights = read_tensors(result.by.results.weights(result.run.id)).arrays()
    return NumpyNetwork(weights, parse_stored(ResolvedClassify, result.summary["config"]))
