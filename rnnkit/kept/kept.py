"""A trained model with all it takes to use it, check it and show it, and the one file that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from rnnkit.config import ResolvedForecast, ResolvedText, parse
from rnnkit.config.stored import stamped_json
from rnnkit.data import Recipe, Vocabulary
from rnnkit.kept import tables
from rnnkit.kept.about import About
from rnnkit.kept.extras import extras
from rnnkit.kept.pack import lists, pack
from rnnkit.modelfile import SCALER_KEY, write_model
from rnnkit.tasks.scaler import Scaler

WEIGHTS, SETTINGS, SUMMARY = "model.safetensors", "settings.json", "summary.json"
TABLES, PREDICTIONS = "frames.json", "predictions.safetensors"
VOCABULARY, SCALER, RECIPE = "vocabulary.json", "scaler.json", "recipe.json"
CODE = ("README.md", "predict.py", "network.py", "clean.py", "__main__.py")
COMMON = (WEIGHTS, SETTINGS, SUMMARY, TABLES, PREDICTIONS)
OWN = {"forecast": (SCALER, RECIPE), "text": (VOCABULARY,)}  # of each task
SOURCE = "source.json"  # not in the archive: there `summary.json` holds it
KNOWN = frozenset({*COMMON, *CODE, *OWN["forecast"], *OWN["text"]})


@dataclass(frozen=True)
class Kept:
    """A model that was trained, and what is known of it.

    `weights` are safetensors bytes; `parts` the texts that make inputs of raw data, by the name of their
    file (JSON); `predictions` what the model once answered to stored inputs.
    """

    config: ResolvedForecast | ResolvedText
    about: About
    weights: bytes
    frames: Mapping[str, pd.DataFrame]
    parts: Mapping[str, bytes]
    predictions: bytes

    @property
    def task(self) -> str:
        """What kind of run it was."""
        return self.config.task

    @property
    def scaler(self) -> Scaler:
        """How a forecaster reads numbers."""
        return parse(Scaler, self.parts[SCALER])

    @property
    def recipe(self) -> Recipe:
        """How the data of a forecaster was read."""
        return Recipe.from_json(self.parts[RECIPE])

    @property
    def vocabulary(self) -> Vocabulary:
        """The symbols of a language model."""
        return Vocabulary.from_json(self.parts[VOCABULARY])

    @property
    def files(self) -> dict[str, bytes]:
        """What a run keeps beside its weights."""
        source = self.about.source.model_dump_json().encode()
        return {**self.parts, PREDICTIONS: self.predictions, SOURCE: source}


def is_kept(content: bytes) -> bool:
    """Whether bytes are the file of a model, and no other archive, such as a workbook."""
    return lists(content, (WEIGHTS, SETTINGS, SUMMARY))


def write_kept(kept: Kept) -> bytes:
    """The file of a model."""
    return pack(
        extras(kept)
        | {
            SETTINGS: stamped_json(kept.config.model_dump_json(indent=2), indent=2).encode(),
            SUMMARY: kept.about.model_dump_json(indent=2).encode(),
            **kept.parts,
            TABLES: tables.to_json(kept.frames, kept.task),
            PREDICTIONS: kept.predictions,
            WEIGHTS: model_file(kept),
        }
    )


def model_file(kept: Kept) -> bytes:
    """The weights, in the one file that says itself what they are of."""
    if kept.task == "text":
        return write_model(kept.weights, kept.config, kept.vocabulary)
    return write_model(kept.weights, kept.config, extra={SCALER_KEY: kept.parts[SCALER].decode()})
