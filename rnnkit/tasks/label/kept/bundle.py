"""How a labeller leaves as one file: with its tags and features, and a made-up sentence to check it by."""

from collections.abc import Mapping
from typing import Any

from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import Kept, Part
from rnnkit.files.model_file import Description, Model
from rnnkit.files.safetensors_file import damaged
from rnnkit.tasks.label.features import BESIDE, LONGEST, OWN
from rnnkit.tasks.label.labels import LABELS, Labels
from rnnkit.tasks.label.settings import ResolvedLabel, label_shapes
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.words import t

FRAMES = {
    "curve": CURVE,
    "tags": {
        "type": TEXT,
        "there": WHOLE,
        "found": WHOLE,
        "precision": NUMBER,
        "recall": NUMBER,
        "f1": NUMBER,
    },
    "confusion": {"right": TEXT, "given": TEXT, "tokens": WHOLE},
    "units": dict.fromkeys(("wrong_tokens", "tokens", "wrong_spans", "spans"), WHOLE),
}
USAGE = """\
python {name}                                  # computes the stored scores again
python {name} --text "Ada lives in Paris."     # labels a text
python {name} --file notes.txt > labelled.tsv  # labels a file: one token per line with its tag
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "data/tagged/tokens.py": (),
    "tasks/label/features.py": (),
    "numpy_rnn/layer_weights.py": (),
    "numpy_rnn/steps.py": (),
    "tasks/label/networks/forward.py": (),
}


def labels_of(parts: Mapping[str, bytes]) -> Labels:
    """The tags and features of a labeller. Raises `ConfigError` where the file is not sound."""
    return Labels.from_json(parts[LABELS])


def kept_labels(kept: Kept) -> Labels:
    """The same of a kept model."""
    return labels_of(kept.parts)


def shapes(model: Description) -> Shapes:
    """The weights of a labeller."""
    if not isinstance(model.config, ResolvedLabel) or LABELS not in model.extra:
        raise DataError(t("The model has no tags; export it again."))
    labels = Labels.from_json(model.extra[LABELS])
    return label_shapes(model.config, labels.rows, len(labels.tags))


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the tags and features."""
    return {"extra": {LABELS: parts[LABELS].decode()}}


def said(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The summary says whether tags mark spans."""
    return {"spans": labels_of(parts).spans}


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """The tags are those of the weights; the shapes of the stored sentence."""
    labels = labels_of(files)
    if labels != Labels.from_json(model.extra[LABELS]):
        raise damaged(t("tags"))
    assert isinstance(model.config, ResolvedLabel)
    width = OWN + (BESIDE if model.config.neighbours else 0)
    return {"ids": (width,), "characters": (LONGEST,), "scores": (len(labels.tags),)}


BUNDLE = Bundle(
    parts=(
        Part(LABELS, t("its tags, the words, beginnings and endings it knows, and how texts are cut"), 4.0),
    ),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=True,
    answer="rnnkit.tasks.label.kept.kept_network:answers",
    use="rnnkit.tasks.label.kept.new_data:use",
    written="rnnkit.cli.tasks.label_commands:labelled_file",
    before=False,
    sources=SOURCES,
    program="tasks/label/kept/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.label.kept.kept_network:for_onnx",
    said=said,
    needs="numpy and safetensors",
)
