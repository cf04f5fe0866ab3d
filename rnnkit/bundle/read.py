"""The file of a model, read with suspicion: every part is checked before one is used."""

from collections.abc import Mapping

import numpy as np
from safetensors.numpy import save

from rnnkit.bundle.archive import unpack
from rnnkit.bundle.models import bundle_of, parts, read_model
from rnnkit.config.stored import parse_stored
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.errors import DataError
from rnnkit.files import frames_json
from rnnkit.files.about import About
from rnnkit.files.kept import (
    CODE,
    COMMON,
    PREDICTIONS,
    SETTINGS,
    SUMMARY,
    TABLES,
    WEIGHTS,
    Kept,
    read_json,
)
from rnnkit.files.safetensors_file import FLOAT32, damaged, read_tensors
from rnnkit.tasks.task import Shapes
from rnnkit.words import t

MOST_SAMPLES = 64
KNOWN = frozenset({*COMMON, *CODE, *(part.name for part in parts())})
"""All files that an archive may hold."""
LARGEST_PARTS = {SETTINGS: 1.0, SUMMARY: 1.0, TABLES: 8.0} | {
    part.name: part.megabytes for part in parts() if part.megabytes is not None
}
"""Megabytes of each part that is JSON; read, they take up to thirty times as much memory."""

Files = Mapping[str, bytes]


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
    if parse_stored(type(config), files[SETTINGS]) != config or about.seed != config.seed:
        raise damaged(t("settings"))
    bundle = bundle_of(config)
    names = tuple(part.name for part in bundle.parts if not part.some or part.name in files)
    _need(files, names)
    _check_predictions(files[PREDICTIONS], bundle.check(model, files), bundle.alike)
    return Kept(
        config=config,
        about=about,
        weights=save(dict(model.weights)),
        frames=frames_json.from_json(files[TABLES], bundle.frames),
        parts={name: files[name] for name in names},
        predictions=files[PREDICTIONS],
    )


def _check_sizes(files: Files) -> None:
    """Refuse a part of JSON that is larger than it ever is, before it is read."""
    for name, megabytes in LARGEST_PARTS.items():
        if len(files.get(name, b"")) > megabytes * BYTES_PER_MEGABYTE:
            raise DataError(t("{name} is larger than {megabytes:g} MB.", name=name, megabytes=megabytes))


def _need(files: Files, names: tuple[str, ...]) -> None:
    missing = next((name for name in names if name not in files), None)
    if missing:
        raise DataError(t("{name} is missing; import the file as it was exported.", name=missing))


def _check_predictions(content: bytes, shapes: Shapes, alike: bool) -> None:
    """The stored predictions have the names, shapes and sizes that they must have.

    `shapes` are those of a sample; how many samples there are is open, but alike in all where they should be.
    """
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
