"""The file of a model, read with suspicion: every part is checked before one is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from pydantic import ValidationError
from safetensors.numpy import save

from rnnkit.config import ResolvedForecast, ResolvedText, Settings, parse
from rnnkit.config.stored import parse_stored
from rnnkit.data import Recipe, Vocabulary
from rnnkit.data.header_measures import FORMS
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.data.numeric import is_known
from rnnkit.errors import DataError
from rnnkit.kept import tables
from rnnkit.kept.about import About
from rnnkit.kept.kept import (
    COMMON,
    KNOWN,
    OWN,
    PREDICTIONS,
    RECIPE,
    SCALER,
    SETTINGS,
    SUMMARY,
    TABLES,
    VOCABULARY,
    WEIGHTS,
    Kept,
)
from rnnkit.kept.pack import unpack
from rnnkit.modelfile import SCALER_KEY, Model, read_model
from rnnkit.tasks.scaler import Scaler
from rnnkit.tensors import FLOAT32, damaged, read_tensors
from rnnkit.text import t

MOST_SAMPLES = 64
LARGEST_PARTS = {
    **dict.fromkeys((SETTINGS, SUMMARY, RECIPE), 1.0),
    **{SCALER: 4.0, VOCABULARY: 4.0, TABLES: 8.0},
}
"""Megabytes of each part that is JSON; read, they take up to thirty times as much memory."""

S = TypeVar("S", bound=Settings)
Files = Mapping[str, bytes]
Shapes = Mapping[str, tuple[int, ...]]  # of a sample; how many samples there are is open, but alike in all


def read_kept(content: bytes, most: float | None = None) -> Kept:
    """A model from the bytes of its file, of at most so many megabytes (by default those of this host).

    Raises `DataError` or `ConfigError` with one sentence. The parts of a stranger's file are bounded, too:
    a list of ones takes thirty times its bytes.
    """
    files = unpack(content, KNOWN, most)
    _need(files, COMMON)
    if most is None:
        _check_sizes(files)
    about = read_json(About, files[SUMMARY], t("summary"))
    model = read_model(files[WEIGHTS])
    config = model.config
    assert isinstance(config, ResolvedForecast | ResolvedText)
    if parse_stored(type(config), files[SETTINGS]) != config or about.seed != config.seed:
        raise damaged(t("settings"))
    kind = KINDS[config.task]
    _need(files, OWN[config.task])
    _check_predictions(files[PREDICTIONS], kind.check(model, files), kind.alike)
    return Kept(
        config=config,
        about=about,
        weights=save(dict(model.weights)),
        frames=tables.from_json(files[TABLES], config.task),
        parts={name: files[name] for name in OWN[config.task]},
        predictions=files[PREDICTIONS],
    )


def read_json(kind: type[S], content: bytes, part: str) -> S:
    """A part of the file that is JSON; a sentence of its own rules is passed on, all else is damage."""
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        problem = error.errors()[0]
        if problem["type"] == "value_error" and len(problem["loc"]) <= 1:
            raise DataError(str(problem["ctx"]["error"])) from None
        raise damaged(part) from None


def _check_sizes(files: Files) -> None:
    """Refuse a part of JSON that is larger than it ever is, before it is read."""
    for name, megabytes in LARGEST_PARTS.items():
        if len(files.get(name, b"")) > megabytes * BYTES_PER_MEGABYTE:
            raise DataError(t("{name} is larger than {megabytes:g} MB.", name=name, megabytes=megabytes))


def _need(files: Files, names: tuple[str, ...]) -> None:
    missing = next((name for name in names if name not in files), None)
    if missing:
        raise DataError(t("{name} is missing; import the file as it was exported.", name=missing))


def _check_forecaster(model: Model, files: Files) -> Shapes:
    """The scaler is that of the weights and fits the settings; the shapes of the stored predictions."""
    config = model.config
    assert isinstance(config, ResolvedForecast)
    recipe = read_json(Recipe, files[RECIPE], t("recipe"))
    parted = recipe.unpivot.parted if recipe.unpivot else ""
    if not all(is_known(style) for style in recipe.styles.values()) or parted not in ("", *FORMS):
        raise damaged(t("recipe"))
    scaler = read_json(Scaler, files[SCALER], t("scaler"))
    past, known = len(config.past_covariates), len(config.future_covariates)
    fits = all(
        line.target in config.targets and (len(line.units.past), len(line.units.future)) == (past, known)
        for line in scaler.lines
    )
    same = scaler == parse(Scaler, model.extra[SCALER_KEY])
    if not (fits and same and len(scaler.factors) == config.horizon):
        raise damaged(t("scaler"))
    L, K, (read, ahead) = config.lookback, config.horizon, scaler.features(past, known)
    return {"values": (L,), "past": (L, read), "future": (K, ahead), "answers": (K, 3)}


def _check_language(model: Model, files: Files) -> Shapes:
    """The vocabulary is that of the weights; the shapes of the stored scores."""
    vocabulary = read_json(Vocabulary, files[VOCABULARY], t("vocabulary"))
    if vocabulary != model.vocabulary:
        raise damaged(t("vocabulary"))
    ids = read_tensors(files[PREDICTIONS]).arrays().get("ids", np.zeros(0))
    if not np.isin(ids, np.arange(len(vocabulary))).all():
        raise damaged(t("predictions"))
    return {"ids": (), "scores": (len(vocabulary),)}


@dataclass(frozen=True)
class Kind:
    """What else is checked of one kind of model; `alike` where there is an answer for every input."""

    check: Callable[[Model, Files], Shapes]
    alike: bool


KINDS: Mapping[str, Kind] = {
    "forecast": Kind(_check_forecaster, alike=True),
    "text": Kind(_check_language, alike=False),
}


def _check_predictions(content: bytes, shapes: Shapes, alike: bool) -> None:
    """The stored predictions have the names, shapes and sizes that they must have."""
    file = read_tensors(content)
    if set(file.tensors) != set(shapes):
        raise damaged(t("predictions"))
    tensors = file.tensors
    counts = {tensor.shape[:1] for tensor in tensors.values()}
    fits = all(tensors[name].shape[1:] == shape for name, shape in shapes.items())
    plain = all(tensor.dtype == FLOAT32 for tensor in tensors.values())
    some = all(count and 1 <= count[0] <= MOST_SAMPLES for count in counts)
    if not (fits and plain and some and (len(counts) == 1 or not alike)):
        raise damaged(t("predictions"))
    if not all(np.isfinite(array).all() for array in file.arrays().values()):
        raise damaged(t("predictions"))
