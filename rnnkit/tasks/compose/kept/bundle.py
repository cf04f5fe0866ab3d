"""How a composer leaves as one file: with its symbols, and NumPy code that writes tunes without torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import PREDICTIONS, Kept, Part, read_json
from rnnkit.files.model_file import Description, Model
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.compose.networks.place import HEADER
from rnnkit.tasks.compose.settings import ResolvedCompose, compose_shapes
from rnnkit.tasks.compose.symbols import SYMBOLS, Symbols
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.words import t

FRAMES = {
    "curve": CURVE,
    "samples": {"step": WHOLE, "seconds": NUMBER, "text": TEXT},
    "made": {
        **dict.fromkeys(("abc", "wrong"), TEXT),
        **dict.fromkeys(("bars", "full", "with_notes", "known", "longest"), WHOLE),
    },
}
USAGE = """\
python {name}                                     # computes the stored probabilities again
python {name} --meter 6/8 --key D --seed 1        # writes a tune in ABC notation
python {name} --meter 6/8 --key D --begin "d2 A A2 F |" --full-bars  # goes on after first bars
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "data/tunes/lengths.py": (),
    "data/tunes/meters.py": (),
    "data/tunes/keys.py": (),
    "data/tunes/tokens.py": (),
    "data/tunes/bar_state.py": (),
    "generation/choice.py": ("cut",),
    "tasks/compose/networks/place.py": (),
    "numpy_rnn/layer_weights.py": (),
    "numpy_rnn/steps.py": (),
    "tasks/compose/networks/forward.py": (),
    "tasks/compose/generation/writing.py": (),
}


def symbols_of_parts(parts: Mapping[str, bytes]) -> Symbols:
    """The symbols of a composer. Raises `DataError` where the file is not sound."""
    symbols = read_json(Symbols, parts[SYMBOLS], t("symbols"))
    if not symbols.headers or not symbols.tokens or len(set(symbols.all)) < len(symbols):
        raise damaged(t("symbols"))
    return symbols


def kept_symbols(kept: Kept) -> Symbols:
    """The same of a kept model."""
    return symbols_of_parts(kept.parts)


def shapes(model: Description) -> Shapes:
    """The weights of a composer."""
    if not isinstance(model.config, ResolvedCompose) or SYMBOLS not in model.extra:
        raise DataError(t("The model has no symbols; export it again."))
    return compose_shapes(model.config, len(Symbols.from_json(model.extra[SYMBOLS])))


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the symbols."""
    return {"extra": {SYMBOLS: parts[SYMBOLS].decode()}}


def said(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The summary says how many there are."""
    return {"vocabulary_size": len(symbols_of_parts(parts))}


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """The symbols are those of the weights, and what is stored is made of them."""
    symbols = symbols_of_parts(files)
    if symbols != Symbols.from_json(model.extra[SYMBOLS]):
        raise damaged(t("symbols"))
    ids = read_tensors(files[PREDICTIONS]).arrays().get("ids", np.zeros(0))
    if len(ids) < HEADER + 1 or not np.isin(ids, np.arange(len(symbols))).all():
        raise damaged(t("predictions"))
    return {"ids": (), "chances": (len(symbols),)}


BUNDLE = Bundle(
    parts=(Part(SYMBOLS, t("the tokens, meters and keys it knows"), 4.0),),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=False,
    answer="rnnkit.tasks.compose.kept.kept_network:answers",
    use="rnnkit.tasks.compose.kept.new_data:compose_new",
    written="rnnkit.tasks.compose.kept.new_data:written",
    before=False,
    sources=SOURCES,
    program="tasks/compose/kept/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.compose.kept.kept_network:for_onnx",
    said=said,
    needs="numpy",
)
