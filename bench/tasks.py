"""Classes, tags, translations and tunes on public sets, each beside what simple methods reach.

Every figure is what `rnnkit` prints for a person who changes nothing but the seconds. The data lies outside
the project: `RNNKIT_BENCH_DATA` names its folder. `RNNKIT_BENCH_SETS` names some of the sets only.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Self

from bench._measure import print_each

DATA = Path(os.environ.get("RNNKIT_BENCH_DATA", "../shared/data"))
SEEDS = (0, 1, 2)
SCALES = {"bleu": 1.0, "chrf": 1.0, "nats_per_char": 1.0}  # all other measures are shares, said in percent


@dataclass(frozen=True)
class Case:
    """A set: the command and its further words, files, seconds, seeds, and what is asked of which measure."""

    name: str
    command: str
    train: str
    test: str
    measure: str
    bar: float
    goal: float
    budget: float = 180.0
    seeds: tuple[int, ...] = (0,)
    more: tuple[str, ...] = ()

    def within(self, budget: float) -> Self:
        """The same with so many seconds."""
        return replace(self, budget=budget)

    def run(self, seed: int) -> Mapping[str, float]:
        """What the network and each simple method reach. Raises where the command does not end well."""
        files = (str(DATA / self.train), "--test", str(DATA / self.test))
        asked = ("--budget", f"{self.budget:g}", "--seed", str(seed), "--json", *self.more)
        line = (sys.executable, "-m", "rnnkit", self.command, *files, *asked)
        said = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True).stdout
        scale = SCALES.get(self.measure, 100.0)
        metrics = json.loads(said)["metrics"].items()
        return {name: scale * scores[self.measure] for name, scores in metrics if self.measure in scores}


def _class_set(name: str, bar: float, goal: float) -> Case:
    train, test = (f"classify/{name}.{part}.csv" for part in ("train", "test"))
    return Case(name, "classify", train, test, "accuracy", bar, goal, seeds=SEEDS)


def _pair_set(name: str, train: str, measure: str, bar: float, goal: float, *more: str) -> Case:
    test = train.partition(".")[0] + ".test.tsv"
    budget = 180.0 if train.startswith("date") else 600.0
    return Case(
        name, "translate", f"translate/{train}", f"translate/{test}", measure, bar, goal, budget, more=more
    )


def _tune_set(name: str, measure: str, bar: float, goal: float) -> Case:
    train, test = (f"music/nottingham.{part}.abc" for part in ("train", "val"))
    return Case(name, "compose", train, test, measure, bar, goal)


CASES = (
    _class_set("imdb5k", 89.7, 91.0),
    _class_set("sst2", 82.2, 83.5),
    _class_set("trec6", 89.5, 91.5),
    _class_set("chnsenti_htl", 90.8, 92.0),
    Case(
        name="ewt_upos",
        command="label",
        train="tag/ewt_upos.train.tsv",
        test="tag/ewt_upos.test.tsv",
        measure="token_accuracy",
        bar=93.5,
        goal=95.0,
        budget=600.0,
    ),
    _pair_set("dates", "date.train.tsv", "exact_match", 99.0, 100.0),
    _pair_set("sums", "addition3.train.tsv", "exact_match", 98.0, 100.0),
    _pair_set("multi30k", "m30k_de_en.train10k.tsv", "bleu", 18.0, 20.0),
    _pair_set("multi30k, no attention", "m30k_de_en.train10k.tsv", "bleu", 0.0, 0.0, "--attention", "none"),
    _pair_set("multi30k, 29k", "m30k_de_en.train29k.tsv", "bleu", 18.0, 24.0),
    _tune_set("nottingham", "nats_per_char", 1.12, 1.05),
    _tune_set("nottingham, valid", "valid_tunes", 95.0, 100.0),
    _tune_set("nottingham, full", "full_bars", 80.0, 99.0),
)


def lines(case: Case) -> Iterator[str]:
    """What each seed reached, and the means with what is asked."""
    found: dict[str, list[float]] = {}
    for seed in case.seeds:
        start = time.monotonic()
        reached = case.run(seed)
        for method, score in reached.items():
            found.setdefault(method, []).append(score)
        written = "  ".join(f"{method} {score:.2f}" for method, score in reached.items())
        yield f"{case.name:14} seed {seed}  {written}  {time.monotonic() - start:.0f} s"
    means = "  ".join(f"{method} {fmean(scores):.2f}" for method, scores in found.items())
    yield f"{case.name:14} {case.measure}  {means}  bar {case.bar:g}  goal {case.goal:g}"


def main() -> None:
    """Print a line as soon as it is measured."""
    print_each(CASES, lines)


if __name__ == "__main__":
    main()
