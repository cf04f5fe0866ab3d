"""What a row can be, and what reads it, answers beside the network and leaves with a model: one seam.

Strings are "module:name", loaded when they are used, so that planning loads neither torch nor scikit-learn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.data.labelled import Labelled
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.tasks.task import named

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Beside:
    """Who answers beside the network: a fitted `partner` (with `log_p` of rows as they came), what it says of
    each row it was fitted to when that is left out `(N, C)`, and what it and the baselines say of the test
    part: logarithms of probabilities `(N, C)`, or classes `(N,)`."""

    partner: Any
    left_out: Array
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of rows.

    - `read`: (data, settings) -> `NumberedRows`;
    - `beside`: (rows) -> `Beside`; `partner`: the name of that partner among the methods;
    - `files`: (rows, partner) -> what makes inputs of rows as they came, and the partner, as files;
    - `answerer` (torch): (network, resolved, what `answering` says, files) -> an `Answerer`;
    - `invented`: (resolved, files) -> rows that nobody wrote, as numbers; `stored`: their name in a file;
    - `begin` (torch): (rows, resolved, network) -> puts a start into it; `None`: it begins by chance.
    """

    read: str
    beside: str
    partner: str
    files: str
    answerer: str
    invented: str
    stored: str
    begin: str | None = None


HERE = "rnnkit.tasks.classify"
KINDS: Mapping[str, Kind] = {
    "text": Kind(
        read=f"{HERE}.texts.corpus:read_corpus",
        beside=f"{HERE}.texts.text_methods:beside",
        partner="linear",
        files=f"{HERE}.texts.text_methods:files",
        answerer=f"{HERE}.texts.text_answerer:answerer",
        invented=f"{HERE}.texts.text_answerer:invented",
        stored="ids",
        begin=f"{HERE}.networks.embedding_start:begin",
    ),
    "series": Kind(
        read=f"{HERE}.series.rows:read_series",
        beside=f"{HERE}.series.methods:beside",
        partner="shapes",
        files=f"{HERE}.series.partner_file:files",
        answerer=f"{HERE}.series.answerer:answerer",
        invented=f"{HERE}.series.answerer:invented",
        stored="series",
    ),
}


def read_rows(data: Labelled, config: ClassifyConfig) -> NumberedRows:
    """Rows of whatever kind as numbers. Raises `DataError` where there is nothing to tell apart."""
    found: NumberedRows = named(KINDS[data.kind].read)(data, config)
    return found
