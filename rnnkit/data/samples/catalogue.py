"""Data to start with, of every kind: each has a file here, `<kind>_catalogue.py`, found by its name.

Samples are handed out as the bytes of a file, so that they take the same way as an upload.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

import numpy as np
import pandas as pd

from rnnkit.data.samples.fetch import fetch
from rnnkit.data.samples.sample import Sample
from rnnkit.errors import ConfigError, NotFoundError
from rnnkit.words import t

FOLDER = Path(__file__).parent


def _all() -> Iterator[Sample]:
    """The samples of every kind, in the order of the names of their files."""
    for found in iter_modules([str(FOLDER)]):
        if found.name.endswith("_catalogue"):
            yield from import_module(f"{__package__}.{found.name}").SAMPLES


SAMPLES: Mapping[str, Sample] = MappingProxyType({sample.key: sample for sample in _all()})


def samples_of(task: str) -> dict[str, Sample]:
    """The samples of one task, by their keys."""
    return {key: sample for key, sample in SAMPLES.items() if sample.task == task}


def sample_bytes(key: str, noise: float = 0.0, seed: int = 0) -> bytes:
    """A sample as the bytes of a file: a CSV, or a text.

    `noise` adds normal noise to a generated series, in shares of its own spread; measured data has
    enough of its own and refuses it.
    """
    if key not in SAMPLES:
        raise NotFoundError(
            t("There is no sample called {key}; there are {names}.", key=key[:40], names=", ".join(SAMPLES))
        )
    sample = SAMPLES[key]
    if not 0 <= noise <= 10:
        raise ConfigError(t("Noise: number from 0 to 10, not {noise:g}.", noise=noise))
    if noise and not sample.noisy:
        raise ConfigError(
            t("{title} is taken as it is; noise can be added to generated series only.", title=sample.title)
        )
    if sample.remote is not None:
        return fetch(sample.remote, sample.title)
    if sample.generate is None:
        return (FOLDER / f"{key}.csv").read_bytes()
    made = sample.generate(seed)
    if isinstance(made, str):
        return made.encode(sample.encoding)
    frame = _with_noise(made, sample.noisy, noise, seed)
    return frame.to_csv(index=False, float_format="%.9g", lineterminator="\n").encode(sample.encoding)


def _with_noise(frame: pd.DataFrame, columns: tuple[str, ...], noise: float, seed: int) -> pd.DataFrame:
    """Add noise to some columns; another stream than that of the series, so that both stay as they are."""
    if not noise:
        return frame
    rng = np.random.default_rng([seed, 1])
    spread = {name: noise * float(frame[name].std()) for name in columns}
    return frame.assign(
        **{name: frame[name] + spread[name] * rng.standard_normal(len(frame)) for name in columns}
    )
