"""What a task hands over when it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Outcome:
    """A summary (JSON-able), frames by name, and the weights as safetensors bytes."""

    summary: Mapping[str, object]
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    weights: bytes = b""
    diverged: str = ""  # why the loss stopped being finite; the results are those of the best weights before
