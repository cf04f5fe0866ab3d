"""How a translator leaves as one file: with its vocabulary, and NumPy code that writes without torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.data import Vocabulary
from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import PREDICTIONS, SYMBOLS, VOCABULARY, Kept, read_json
from rnnkit.files.model_file import Description, Model
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.tasks.translate.corpus import END
from rnnkit.tasks.translate.settings import ResolvedTranslate, translate_shapes
from rnnkit.words import t

FRAMES = {
    "curve": CURVE,
    "samples": {"step": WHOLE, "seconds": NUMBER, "text": TEXT},
    "examples": {
        **dict.fromkeys(("source", "target", "written", "phrases", "nearest"), TEXT),
        **dict.fromkeys(("edits", "letters", "exact"), WHOLE),
    },
}
USAGE = """\
python {name}                                  # computes the stored probabilities again
python {name} --text "May 30, 2001" --beam 4   # translates a text; --file FILE every line of one
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "numpy_rnn/layer_weights.py": (),
    "numpy_rnn/steps.py": (),
    "tasks/translate/writer.py": (),
    "data/text/vocabulary.py": ("_HAN", "WORDS", "SPACE", "BLOCK", "LONGEST", "pieces", "_blocks"),
}


def vocabulary_of(kept: Kept) -> Vocabulary:
    """The symbols of a translator."""
    return Vocabulary.from_json(kept.parts[VOCABULARY])


def shapes(model: Description) -> Shapes:
    """The weights of a translator."""
    if not isinstance(model.config, ResolvedTranslate) or model.vocabulary is None:
        raise DataError(t("The model has no vocabulary; export it again."))
    return translate_shapes(model.config, len(model.vocabulary))


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the vocabulary."""
    return {"vocabulary": Vocabulary.from_json(parts[VOCABULARY])}


def said(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The summary says it, too."""
    return {"vocabulary": Vocabulary.from_json(parts[VOCABULARY]).model_dump(mode="json")}


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """The vocabulary is that of the weights and has an end; the shapes of what is stored."""
    vocabulary = read_json(Vocabulary, files[VOCABULARY], t("vocabulary"))
    if vocabulary != model.vocabulary or END not in vocabulary.symbols:
        raise damaged(t("vocabulary"))
    stored = read_tensors(files[PREDICTIONS]).arrays()
    for name in ("source", "before"):
        if not np.isin(stored.get(name, np.zeros(0)), np.arange(len(vocabulary))).all():
            raise damaged(t("predictions"))
    return {"source": (), "before": (), "chances": (len(vocabulary),)}


BUNDLE = Bundle(
    parts=(SYMBOLS,),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=False,
    answer="rnnkit.tasks.translate.kept.kept_network:answers",
    use="rnnkit.tasks.translate.kept.new_data:translate_new",
    written="rnnkit.tasks.translate.kept.new_data:written",
    before=False,
    sources=SOURCES,
    program="tasks/translate/kept/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.translate.kept.kept_network:for_onnx",
    said=said,
    needs="numpy",
)
