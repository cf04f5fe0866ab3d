"""Train the two networks that the page Gates lab looks into, and write them beside the code that reads them.

`python -m scripts.sample_networks TEXT [lstm | gru]`, where TEXT is the file of Tiny Shakespeare that the
app fetches.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rnnkit.bundle.models import write_model
from rnnkit.config import Cell, parse
from rnnkit.data import Vocabulary
from rnnkit.tasks.text.run import run
from rnnkit.tasks.text.sample_networks import FOLDER, NETWORKS
from rnnkit.tasks.text.settings import ResolvedText, TextConfig

HIDDEN, SEED = 96, 1
SECONDS = 300.0


def main(text: str, cells: Sequence[Cell] = NETWORKS) -> None:
    """Train them and print their scores beside those of counting."""
    for cell in cells:
        config = TextConfig(cell=cell, hidden_size=HIDDEN, budget=SECONDS, seed=SEED, device="cpu")
        outcome = run(text, config)
        summary = outcome.summary
        resolved = parse(ResolvedText, dict(summary["config"]))  # type: ignore[call-overload]
        vocabulary = parse(Vocabulary, dict(summary["vocabulary"]))  # type: ignore[call-overload]
        scores = {"scores": json.dumps(summary["metrics"])}
        content = write_model(outcome.weights, resolved, vocabulary, scores)
        (FOLDER / f"{cell}.safetensors").write_bytes(content)
        print(cell, len(content), summary["metrics"], summary["steps"], flush=True)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]).read_text("utf-8"), [cell for cell in NETWORKS if cell in sys.argv[2:]] or NETWORKS
    )
