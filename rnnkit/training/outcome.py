"""What a task hands over when it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Outcome:
    """A summary (JSON-able), frames by name, the weights as safetensors bytes, and files by name.

    The files are what the model needs beside its settings and weights to be used elsewhere.
    """

    summary: Mapping[str, object]
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    weights: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    diverged: str = ""  # why the loss stopped being finite; the results are those of the best weights before
