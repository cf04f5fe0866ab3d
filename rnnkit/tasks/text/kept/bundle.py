"""How a language model leaves as one file: with its vocabulary, and a text of its own with its scores."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.data import Vocabulary
from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import PREDICTIONS, SYMBOLS, VOCABULARY, Kept, read_json
from rnnkit.files.model_file import Description, Model, ModelKind, read_model
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.settings import ResolvedText, TextConfig, text_shapes
from rnnkit.words import t

FRAMES = {
    "curve": CURVE,
    "samples": {"step": WHOLE, "seconds": NUMBER, "text": TEXT},
    "ngram": {"order": WHOLE, "nats": NUMBER},
    "segments": {"segment": WHOLE, "symbols": WHOLE, "nats": NUMBER},
}
USAGE = """\
python {name}                                             # computes the stored scores again
python {name} --prompt "Once" --temperature 0.8 --length 300  # writes a text
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "config/encoders.py": ("ATTENTION_SPAN",),
    "networks/recurrent.py": (),
    "tasks/text/networks/network.py": (),
    "tasks/text/kept/files.py": ("MOST_SCORES", "answer", "newest"),
    "data/text/vocabulary.py": ("_HAN", "WORDS", "SPACE", "BLOCK", "LONGEST", "pieces", "_blocks"),
}


def vocabulary_of(kept: Kept) -> Vocabulary:
    """The symbols of a language model."""
    return Vocabulary.from_json(kept.parts[VOCABULARY])


def shapes(model: Description) -> Shapes:
    """The weights of a language model."""
    if not isinstance(model.config, ResolvedText) or model.vocabulary is None:
        raise DataError(t("The model has no vocabulary; export it again."))
    return text_shapes(model.config, len(model.vocabulary))


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the vocabulary."""
    return {"vocabulary": Vocabulary.from_json(parts[VOCABULARY])}


def said(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The summary says it, too."""
    return {"vocabulary": Vocabulary.from_json(parts[VOCABULARY]).model_dump(mode="json")}


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """The vocabulary is that of the weights; the shapes of the stored scores."""
    vocabulary = read_json(Vocabulary, files[VOCABULARY], t("vocabulary"))
    if vocabulary != model.vocabulary:
        raise damaged(t("vocabulary"))
    ids = read_tensors(files[PREDICTIONS]).arrays().get("ids", np.zeros(0))
    if not np.isin(ids, np.arange(len(vocabulary))).all():
        raise damaged(t("predictions"))
    return {"ids": (), "scores": (len(vocabulary),)}


KIND = ModelKind(TextConfig, ResolvedText, shapes)
KINDS = {TextConfig.kind(): KIND}
BUNDLE = Bundle(
    parts=(SYMBOLS,),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=False,
    answer="rnnkit.tasks.text.kept.kept_network:answers",
    use="rnnkit.tasks.text.kept.new_data:score_new",
    before=False,
    sources=SOURCES,
    program="tasks/text/kept/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.text.kept.kept_network:for_onnx",
    said=said,
)


def read_generator(content: bytes, kinds: Mapping[str, ModelKind] = KINDS) -> Generator:
    """A language model, ready to write, from the bytes of its file. Raises like `read_model`."""
    model = read_model(content, kinds)
    if not isinstance(model.config, ResolvedText) or model.vocabulary is None:
        raise DataError(t("This model cannot write; choose one that was trained on a text."))
    return Generator(model.weights, model.config, model.vocabulary)
