"""How a classifier leaves as one file: with vocabulary, classes, partner, and answers to invented texts."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.data import Vocabulary
from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import PREDICTIONS, SYMBOLS, VOCABULARY, Kept, Part, read_json
from rnnkit.files.model_file import Description, Model
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.classify.answering import CLASSES, PARTNER, Answering, read_partner
from rnnkit.tasks.classify.settings import ResolvedClassify, classify_shapes
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.words import t

SAID = "classes"  # the key of the number of classes in a model file
LONGEST = 1_000  # symbols of a stored text
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
python {name} --text "The food was good"       # classes and probabilities of a text
python {name} FILE --column text > answers.csv # of a CSV file; without --column every line is a text
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "networks/recurrent.py": (),
    "tasks/classify/network.py": (),
    "tasks/classify/plan.py": ("SCORED_AT_ONCE",),
    "tasks/classify/objective.py": ("padded", "answers"),
    "tasks/classify/grams.py": (),
    "tasks/classify/partner.py": (),
    "tasks/classify/corpus.py": ("prepared", "cut"),
    "data/text/vocabulary.py": ("_HAN", "WORDS", "SPACE", "BLOCK", "LONGEST", "pieces", "_blocks"),
}


def vocabulary_of(kept: Kept) -> Vocabulary:
    """The symbols of a classifier."""
    return Vocabulary.from_json(kept.parts[VOCABULARY])


def answering_of(kept: Kept) -> Answering:
    """Its classes, and how much its parts count."""
    return read_json(Answering, kept.parts[CLASSES], t("classes"))


def shapes(model: Description) -> Shapes:
    """The weights of a classifier."""
    number = model.extra.get(SAID, "")
    if not isinstance(model.config, ResolvedClassify) or model.vocabulary is None or not number.isdecimal():
        raise DataError(t("The model has no vocabulary or classes; export it again."))
    return classify_shapes(model.config, len(model.vocabulary), int(number[:6]))


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the vocabulary, and how many classes there are."""
    answering = Answering.model_validate_json(parts[CLASSES])
    vocabulary = Vocabulary.from_json(parts[VOCABULARY])
    return {"vocabulary": vocabulary, "extra": {SAID: str(len(answering.classes))}}


def said(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The summary says the same, and how much the network counts."""
    answering = Answering.model_validate_json(parts[CLASSES])
    vocabulary = Vocabulary.from_json(parts[VOCABULARY]).model_dump(mode="json")
    return {"vocabulary": vocabulary, "classes": list(answering.classes), "share": answering.share}


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """Vocabulary, classes and partner are those of the weights; the shapes of the stored answers."""
    vocabulary = read_json(Vocabulary, files[VOCABULARY], t("vocabulary"))
    answering = read_json(Answering, files[CLASSES], t("classes"))
    if vocabulary != model.vocabulary or str(len(answering.classes)) != model.extra.get(SAID):
        raise damaged(t("vocabulary"))
    read_partner(files[PARTNER], answering)
    ids = read_tensors(files[PREDICTIONS]).arrays().get("ids", np.zeros((0, 0)))
    if ids.ndim != 2 or ids.shape[1] > LONGEST or not np.isin(ids, np.arange(len(vocabulary))).all():
        raise damaged(t("predictions"))
    return {"ids": (ids.shape[1],), "log_p": (len(answering.classes),)}


BUNDLE = Bundle(
    parts=(
        SYMBOLS,
        Part(CLASSES, t("the classes, and how much each part of the model counts"), 1.0),
        Part(PARTNER, t("the linear model of words that answers beside the network")),
    ),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=True,
    answer="rnnkit.tasks.classify.kept_network:answers",
    use="rnnkit.tasks.classify.new_data:classify_new",
    written="rnnkit.tasks.classify.new_data:written",
    before=False,
    sources=SOURCES,
    program="tasks/classify/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.classify.kept_network:for_onnx",
    said=said,
)
