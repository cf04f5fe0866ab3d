"""How a classifier leaves as one file: with vocabulary, classes, partner, and answers to invented texts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from rnnkit.data import Vocabulary
from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import PREDICTIONS, SYMBOLS, VOCABULARY, Kept, Part, read_json
from rnnkit.files.model_file import Description, Model
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.classify.answering import CLASSES, PARTNER, Answering, read_partner
from rnnkit.tasks.classify.series.partner_file import read_kernels
from rnnkit.tasks.classify.series.scaling import SCALING, Scaling
from rnnkit.tasks.classify.settings import Entry, ResolvedClassify, classify_shapes
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.words import t

SAID, NUMBERS = "classes", "numbers"  # keys of how many classes and numbers of a step, in a model file
LONGEST, LONGEST_SERIES = 1_000, 10_000  # symbols of a stored text, values of a stored series
FRAMES = {
    "curve": CURVE,
    "confusion": {"true": TEXT, "predicted": TEXT, "texts": WHOLE},
    "classes": {
        "class": TEXT,
        **dict.fromkeys(("precision", "recall", "f1"), NUMBER),
        "texts": WHOLE,
        "chosen": WHOLE,
    },
    "calibration": {**dict.fromkeys(("low", "high", "confidence", "accuracy"), NUMBER), "texts": WHOLE},
}
USAGE = """\
python {name}                                  # computes the stored answers again
python {name} --text "The food was good"       # classes and probabilities of a text, or of numbers
python {name} FILE --column text > answers.csv # of a CSV file; without a column, of every line
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "networks/recurrent.py": (),
    "numpy_rnn/steps.py": ("log_softmax",),
    "tasks/classify/networks/network.py": (),
    "tasks/classify/plan.py": ("SCORED_AT_ONCE",),
    "tasks/classify/networks/objective.py": ("padded", "answers"),
    "tasks/classify/linear_partner/grams.py": (),
    "tasks/classify/linear_partner/partner.py": (),
    "tasks/classify/texts/corpus.py": ("prepared",),
    "tasks/classify/rows.py": ("cut",),
    "tasks/classify/series/steps.py": (),
    "tasks/classify/series/kernels.py": (),
    "data/text/vocabulary.py": ("_HAN", "WORDS", "SPACE", "BLOCK", "LONGEST", "pieces", "_blocks"),
}


def answering_of(kept: Kept) -> Answering:
    """Its classes, and how much its parts count."""
    return read_json(Answering, kept.parts[CLASSES], t("classes"))


def entry_of(parts: Mapping[str, bytes]) -> Entry:
    """What a step of a classifier is. Raises `DataError` where nothing says it."""
    if VOCABULARY in parts:
        vocabulary = read_json(Vocabulary, parts[VOCABULARY], t("vocabulary"))
        return Entry(symbols=len(vocabulary), unknown=vocabulary.unk or 0)
    if SCALING in parts:
        return Entry(numbers=read_json(Scaling, parts[SCALING], t("scaling")).numbers)
    raise damaged(t("vocabulary"))


def shapes(model: Description) -> Shapes:
    """The weights of a classifier."""
    number, values = model.extra.get(SAID, ""), model.extra.get(NUMBERS, "")
    known = model.vocabulary is not None or values.isdecimal()
    if not isinstance(model.config, ResolvedClassify) or not known or not number.isdecimal():
        raise DataError(t("The model has no vocabulary or classes; export it again."))
    symbols = 0 if model.vocabulary is None else len(model.vocabulary)
    entry = Entry(symbols=symbols) if symbols else Entry(numbers=int(values[:8]))
    return classify_shapes(model.config, entry, int(number[:6]))


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the vocabulary or the numbers of a step, and how many classes there are."""
    extra = {SAID: str(len(Answering.model_validate_json(parts[CLASSES]).classes))}
    if VOCABULARY in parts:
        return {"vocabulary": Vocabulary.from_json(parts[VOCABULARY]), "extra": extra}
    return {"extra": extra | {NUMBERS: str(entry_of(parts).numbers)}}


def said(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The summary says the same, and how much the network counts."""
    answering = Answering.model_validate_json(parts[CLASSES])
    own = {"inputs": "text" if VOCABULARY in parts else "series"}
    found = {"classes": list(answering.classes), "share": answering.share} | own
    if VOCABULARY in parts:
        found["vocabulary"] = Vocabulary.from_json(parts[VOCABULARY]).model_dump(mode="json")
    return found


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """Inputs, classes and partner are those of the weights; the shapes of the stored answers."""
    config = model.config
    assert isinstance(config, ResolvedClassify)
    answering = read_json(Answering, files[CLASSES], t("classes"))
    if str(len(answering.classes)) != model.extra.get(SAID):
        raise damaged(t("classes"))
    inputs = _check_series if config.inputs == "series" else _check_texts
    return {**inputs(model, files, answering), "log_p": (len(answering.classes),)}


def _check_texts(model: Model, files: Mapping[str, bytes], answering: Answering) -> Shapes:
    vocabulary = read_json(Vocabulary, files.get(VOCABULARY, b""), t("vocabulary"))
    if vocabulary != model.vocabulary:
        raise damaged(t("vocabulary"))
    read_partner(files[PARTNER], answering)
    ids = read_tensors(files[PREDICTIONS]).arrays().get("ids", np.zeros((0, 0)))
    if ids.ndim != 2 or ids.shape[1] > LONGEST or not np.isin(ids, np.arange(len(vocabulary))).all():
        raise damaged(t("predictions"))
    return {"ids": (ids.shape[1],)}


def _check_series(model: Model, files: Mapping[str, bytes], answering: Answering) -> Shapes:
    how = read_json(Scaling, files.get(SCALING, b""), t("scaling"))
    segment = getattr(model.config, "segment", None)
    if (
        len(how.spread) != how.channels
        or str(how.numbers) != model.extra.get(NUMBERS)
        or how.segment != segment
    ):
        raise damaged(t("scaling"))
    read_kernels(files[PARTNER], how, len(answering.classes))
    series = read_tensors(files[PREDICTIONS]).arrays().get("series", np.zeros((0, 0, 0)))
    if series.ndim != 3 or series.shape[1] > LONGEST_SERIES or series.shape[2] != how.channels:
        raise damaged(t("predictions"))
    return {"series": series.shape[1:]}


BUNDLE = Bundle(
    parts=(
        replace(SYMBOLS, some=True),
        Part(SCALING, t("how series are scaled and cut into steps"), 0.2, some=True),
        Part(CLASSES, t("the classes, and how much each part of the model counts"), 1.0),
        Part(PARTNER, t("the linear model that answers beside the network")),
    ),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=True,
    answer="rnnkit.tasks.classify.kept.kept_network:answers",
    use="rnnkit.tasks.classify.kept.new_data:classify_new",
    written="rnnkit.tasks.classify.kept.new_data:written",
    before=False,
    sources=SOURCES,
    program="tasks/classify/kept/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.classify.kept.kept_network:for_onnx",
    said=said,
)
