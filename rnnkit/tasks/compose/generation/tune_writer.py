"""The writer of a trained model, made from what a run or a file holds of it."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from rnnkit.data.tunes import Tune
from rnnkit.errors import DataError
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.tasks.compose.generation.writing import ComposedTune, KnownSymbols, TuneWriter
from rnnkit.tasks.compose.networks.forward import Network
from rnnkit.tasks.compose.settings import ResolvedCompose, compose_shapes
from rnnkit.tasks.compose.symbols import Symbols
from rnnkit.words import t

UNIT = "1/8"


def writer_of(
    weights: Mapping[str, npt.NDArray[np.float32]], config: ResolvedCompose, symbols: Symbols
) -> TuneWriter:
    """A writer of arrays. Raises `DataError` where they do not fit the settings, or are not finite."""
    if {name: array.shape for name, array in weights.items()} != compose_shapes(config, len(symbols)):
        raise DataError(t("The weights do not fit the settings of the model: the file is not a whole one."))
    if not all(np.isfinite(array).all() for array in weights.values()):
        raise DataError(t("The weights of the model are not all finite numbers; train it again."))
    return TuneWriter(Network(weights, config), KnownSymbols(symbols.all, symbols.first_token))


def read_writer(weights: bytes, config: ResolvedCompose, symbols: Symbols) -> TuneWriter:
    """The same of safetensors bytes."""
    return writer_of(read_tensors(weights).arrays(), config, symbols)


def tune_of(written: ComposedTune, title: str = "") -> Tune:
    """A tune as it was written, as far as it was."""
    return Tune(title, written.start.meter, UNIT, written.start.key, tuple(written.tokens))
