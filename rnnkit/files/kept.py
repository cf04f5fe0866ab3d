"""A trained model with all it takes to use it, check it and show it, as it stands in one file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd
from pydantic import ValidationError

from rnnkit.config import Settings, TrainingSettings
from rnnkit.errors import DataError
from rnnkit.files.about import About
from rnnkit.files.safetensors_file import damaged
from rnnkit.words import t

WEIGHTS, SETTINGS, SUMMARY = "model.safetensors", "settings.json", "summary.json"
TABLES, PREDICTIONS = "frames.json", "predictions.safetensors"
VOCABULARY = "vocabulary.json"
CODE = ("README.md", "predict.py", "network.py", "clean.py", "__main__.py")
COMMON = (WEIGHTS, SETTINGS, SUMMARY, TABLES, PREDICTIONS)
# Not in the archive: the first, since `summary.json` holds it there, and the weights that were scored, where
# a network learned on with all rows.
SOURCE, SCORED = "source.json", "scored.safetensors"

START = b"PK\x03\x04"  # of an archive
CONTENTS = 8_192  # bytes at the end, more than the names of all our files take

S = TypeVar("S", bound=Settings)


@dataclass(frozen=True)
class Part:
    """A file of a model that makes inputs of raw data, or answers beside the network.

    `meaning` says what it is, in words. One of JSON has at most so many `megabytes`; read, they take up to
    thirty times as much memory. One that only `some` models of a task have is not asked of the others.
    """

    name: str
    meaning: str
    megabytes: float | None = None
    some: bool = False


SYMBOLS = Part(VOCABULARY, t("the symbols it knows"), 4.0)


@dataclass(frozen=True)
class Kept:
    """A model that was trained, and what is known of it.

    `weights` are safetensors bytes; `parts` what makes inputs of raw data or answers with the network, by
    the name of the file; `predictions` what the model once answered to stored inputs.
    """

    config: TrainingSettings
    about: About
    weights: bytes
    frames: Mapping[str, pd.DataFrame]
    parts: Mapping[str, bytes]
    predictions: bytes

    @property
    def task(self) -> str:
        """What kind of run it was."""
        return self.config.kind()

    @property
    def files(self) -> dict[str, bytes]:
        """What a run keeps beside its weights."""
        source = self.about.source.model_dump_json().encode()
        return {**self.parts, PREDICTIONS: self.predictions, SOURCE: source}


def read_json(kind: type[S], content: bytes, part: str) -> S:
    """A part of the file that is JSON; a sentence of its own rules is passed on, all else is damage."""
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        problem = error.errors()[0]
        if problem["type"] == "value_error" and len(problem["loc"]) <= 1:
            raise DataError(str(problem["ctx"]["error"])) from None
        raise damaged(part) from None


def is_kept(content: bytes) -> bool:
    """Whether bytes are the file of a model, and no other archive, such as a workbook."""
    return lists(content, (WEIGHTS, SETTINGS, SUMMARY))


def is_archive(content: bytes) -> bool:
    """Whether bytes begin like an archive."""
    return content.startswith(START)


def lists(content: bytes, names: Collection[str]) -> bool:
    """Whether bytes are an archive whose table of contents, at its end, names all these files.

    Workbooks and other packed tables are archives, too.
    """
    end = content[-CONTENTS:]
    return is_archive(content) and all(name.encode() in end for name in names)
