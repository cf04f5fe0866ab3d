"""A trained model as one file: weights, settings, vocabulary or scaler in one safetensors file.

No torch, no pickle. Settings and vocabulary or scaler are JSON in the metadata of the file. What comes
from a stranger is checked in this order: size, layout, version, settings, vocabulary, names and shapes,
numbers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from pydantic import BaseModel, ValidationError

from rnnkit.config import Settings, TrainingSettings, parse
from rnnkit.config.stored import as_far_as_known, lifted_json, other_version, stamped_json
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError, DataError
from rnnkit.files.safetensors_file import FLOAT32, Array, Tensor, TensorFile, read_tensors, shown
from rnnkit.files.weight_names import present_weights
from rnnkit.words import plural, t

VERSION = 2  # 1: layers of a Transformer had names of their own
VERSION_KEY, CONFIG_KEY, VOCABULARY_KEY = KEYS = ("rnnkit", "config", "vocabulary")
CELLS = {"rnn": "an RNN", "gru": "a GRU", "lstm": "an LSTM", "cnn": "a CNN", "transformer": "a Transformer"}

Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Description:
    """What a file says about its weights: settings, vocabulary if it has one, and further texts by key."""

    config: TrainingSettings
    vocabulary: Vocabulary | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Model(Description):
    """A model that was read and found sound: its weights are those its settings ask for, all finite."""

    weights: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class ModelKind:
    """One kind of model: the settings a person gives, the same with nothing left open, and its weights."""

    settings: type[Settings]  # with all bounds, which a resolved one does not repeat
    resolved: type[TrainingSettings]
    shapes: Callable[[Description], Shapes]


Kinds = Mapping[str, ModelKind]
"""Kinds of models by the names of their tasks."""


def write_model(
    weights: bytes,
    config: Settings,
    kinds: Kinds,
    vocabulary: Vocabulary | None = None,
    extra: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The file of a model, from its weights as safetensors bytes; the same model gives the same bytes.

    Raises `DataError` or `ConfigError` where `read_model` would not take the file.
    """
    said = dict(extra) | {VERSION_KEY: str(VERSION), CONFIG_KEY: stamped_json(config.model_dump_json())}
    if vocabulary is not None:
        said[VOCABULARY_KEY] = vocabulary.to_json()
    content = read_tensors(weights).with_metadata(said)
    read_model(content, kinds)
    return content


def read_model(content: bytes, kinds: Kinds) -> Model:
    """A model of one of these kinds from the bytes of its file.

    Raises `DataError` or `ConfigError` with one sentence.
    """
    file = read_tensors(content)
    kind, description = _describe(file.metadata, kinds)
    if int(file.metadata[VERSION_KEY]) < VERSION:
        file = read_tensors(present_weights(content))
    _check_tensors(file.tensors, kind.shapes(description), description.config)
    return Model(description.config, description.vocabulary, description.extra, weights=_finite_arrays(file))


class _Task(BaseModel):
    """The one setting that says which others there are."""

    task: str


def _describe(metadata: Mapping[str, str], kinds: Kinds) -> tuple[ModelKind, Description]:
    """The kind of model and its description."""
    version = metadata.get(VERSION_KEY, "")
    if CONFIG_KEY not in metadata or not re.fullmatch(r"[1-9][0-9]{0,8}", version):
        raise _not_ours()
    if int(version) > VERSION:
        raise DataError(
            t("Made by a newer version ({version}); this is {known}.", version=version, known=VERSION)
        )
    settings = lifted_json(metadata[CONFIG_KEY])
    kind = _kind(settings, kinds)
    _asked(kind.settings, settings)
    config = parse(kind.resolved, settings)  # not by way of those asked: what it says nothing of was not done
    known = metadata.get(VOCABULARY_KEY)
    vocabulary = None if known is None else Vocabulary.from_json(known)
    extra = {key: value for key, value in metadata.items() if key not in KEYS}
    return kind, Description(config, vocabulary, extra)


def _asked(kind: type[Settings], text: str) -> Settings:
    """The settings with all bounds; a name that there is not means another version, not a wrong value."""
    known = as_far_as_known(kind, text)
    if any(name not in kind.model_fields for name in known.strange):
        raise ConfigError(other_version(known.why))
    return parse(kind, text)


def _kind(config: str, kinds: Kinds) -> ModelKind:
    try:
        return kinds[_Task.model_validate_json(config).task]
    except (ValidationError, KeyError):
        raise _not_ours() from None


def _not_ours() -> DataError:
    return DataError(t("No model description; was it made by this app?"))


def _check_tensors(tensors: Mapping[str, Tensor], wanted: Shapes, config: TrainingSettings) -> None:
    """Refuse tensors that are not exactly those of the settings."""
    for name in tensors:
        if name not in wanted:
            raise DataError(
                t("Tensor {name} is not part of {network}.", name=shown(name), network=_network(config))
            )
    for name, shape in wanted.items():
        if name not in tensors:
            raise DataError(t("Tensor {name} of {network} is missing.", name=name, network=_network(config)))
        found = tensors[name]
        if found.shape != shape:
            raise _mismatch(name, _size(found.shape), _size(shape))
        if found.dtype != FLOAT32:
            raise _mismatch(name, shown(found.dtype), FLOAT32)


def _finite_arrays(file: TensorFile) -> dict[str, Array]:
    weights = file.arrays()
    broken = sum(int((~np.isfinite(array)).sum()) for array in weights.values())
    if broken:
        raise DataError(
            plural(
                "Contains {number} non-finite weight; train the model again.",
                "Contains {number} non-finite weights; train the model again.",
                broken,
            )
        )
    return weights


def _network(config: TrainingSettings) -> str:
    """A network in short, such as "an LSTM 1x128"."""
    hidden = getattr(config, "hidden_size", None)
    return f"{CELLS[config.cell]} {config.num_layers}x{hidden}"


def _mismatch(name: str, found: str, wanted: str) -> DataError:
    return DataError(t("{name}: {found} found, {wanted} expected.", name=name, found=found, wanted=wanted))


def _size(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape))[:40] or "1"
