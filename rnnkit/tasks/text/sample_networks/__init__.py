"""Two small language models to look into: trained by this project, never random weights.

`python -m scripts.sample_networks` wrote them; `SOURCES.md` says from what. Each file is checked like one of
a stranger.
"""

from functools import cache
from pathlib import Path

from rnnkit.config import Cell
from rnnkit.files.model_file import Model, read_model
from rnnkit.tasks.text.kept.bundle import KINDS

FOLDER = Path(__file__).parent
NETWORKS: tuple[Cell, ...] = ("lstm", "gru")


@cache
def trained(cell: Cell) -> Model:
    """The network of this cell."""
    return read_model((FOLDER / f"{cell}.safetensors").read_bytes(), KINDS)
