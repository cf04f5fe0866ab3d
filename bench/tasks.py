"""Classes of texts on public sets, each beside what its linear partner and simple methods reach.

The data lies outside the project: `RNNKIT_BENCH_DATA` names the folder that holds `classify/`.
"""

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rnnkit.config import parse
from rnnkit.data.labelled import read_labelled
from rnnkit.data.source.together import together
from rnnkit.tasks.classify.run import run
from rnnkit.tasks.classify.settings import ClassifyConfig

DATA = Path(os.environ.get("RNNKIT_BENCH_DATA", "../shared/data"))
SEEDS = (0, 1, 2)
BARS = {"imdb5k": (89.7, 91.0), "sst2": (82.2, 83.5), "trec6": (89.5, 91.5), "chnsenti_htl": (90.8, 92.0)}
BUDGET = 180.0


def classes() -> Iterator[str]:
    """Accuracy in percent on the test file, after training with the default settings for 180 s."""
    for name, (bar, goal) in BARS.items():
        parts = [
            (f"{part}/{name}.csv", DATA / "classify" / f"{name}.{part}.csv") for part in ("train", "test")
        ]
        data = read_labelled(together([(path, file.read_bytes()) for path, file in parts]))
        found: dict[str, list[float]] = {}
        for seed in SEEDS:
            start = time.monotonic()
            config = parse(ClassifyConfig, {"budget": BUDGET, "seed": seed})
            summary: Mapping[str, Any] = run(data, config).summary
            metrics = {method: 100 * scores["accuracy"] for method, scores in summary["metrics"].items()}
            for method, accuracy in metrics.items():
                found.setdefault(method, []).append(accuracy)
            written = "  ".join(f"{method} {accuracy:.2f}" for method, accuracy in metrics.items())
            seconds = time.monotonic() - start
            yield f"{name:14} seed {seed}  {written}  network counts {summary['share']:.2f}  {seconds:.0f} s"
        means = "  ".join(f"{method} {sum(all_) / len(all_):.2f}" for method, all_ in found.items())
        yield f"{name:14} mean    {means}  bar {bar:g}  goal {goal:g}"


def main() -> None:
    """Print a line as soon as it is measured."""
    for line in classes():
        print(line, flush=True)


if __name__ == "__main__":
    main()
