"""A mistake made and left out on the same seeds: two measurements a seed, and what they say together."""

from collections.abc import Generator, Mapping, Sequence
from importlib import import_module

import pandas as pd
import torch

from rnnkit.errors import DataError
from rnnkit.host.versions import versions
from rnnkit.mistakes.measuring import LOOKS, Measured
from rnnkit.mistakes.mistake_table import MISTAKES, BesideTrivial, MistakeResult, Numbers
from rnnkit.mistakes.settings import MistakeConfig
from rnnkit.mistakes.source_code import experiment
from rnnkit.training.fitting import NO_CHECKPOINTS, Clock, Keeper, OnProgress, ShouldStop
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

VERSIONS = ("wrong", "right")
TRIVIAL = "trivial"


def run(
    source: str,
    config: MistakeConfig,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    keeper: Keeper = NO_CHECKPOINTS,
) -> Outcome:
    """Measure a mistake whose experiment is this source; stopped before the end, there is nothing to compare.

    Raises `DataError` where the experiment has been changed since it was asked for. A run takes seconds, so
    no checkpoint is kept.
    """
    del keeper
    if source != experiment(config.mistake):
        raise DataError(t("This experiment was changed since it was asked for; run it again."))
    torch.set_num_threads(1)
    lab = Lab(config, Clock(on_progress), should_stop)
    lab.work()
    if not lab.done:
        return Outcome({})
    return Outcome(lab.summary(), {"curve": lab.curve(), "by_seed": lab.by_seed()})


class Lab:
    """The measurements of one mistake, one seed after the other, with the mistake and without."""

    def __init__(self, config: MistakeConfig, clock: Clock, should_stop: ShouldStop) -> None:
        self._config, self._clock, self._should_stop = config, clock, should_stop
        self.mistake = MISTAKES[config.mistake]
        self._module = import_module(f"rnnkit.mistakes.{config.mistake}")
        self._wanted = [
            (seed, version) for seed in range(config.seed, config.seed + config.seeds) for version in VERSIONS
        ]
        self._measured: list[Measured] = []
        self._points: list[Numbers] = []

    @property
    def done(self) -> bool:
        """Whether everything was measured."""
        return len(self._measured) == len(self._wanted)

    def work(self) -> None:
        """Measure until all is done or somebody wants it to stop."""
        self._tell()
        for seed, version in self._wanted:
            for point in self._measure(version, seed):
                self._points.append(point)
                self._tell()
                if self._should_stop():
                    return

    def _measure(self, version: str, seed: int) -> Generator[Numbers, None, None]:
        """One measurement: the points of its curve, and at its end what was measured."""
        self._measured.append((yield from self._module.measure(getattr(self._module, version), seed)))

    def _tell(self) -> None:
        step, total = len(self._points), LOOKS * len(self._wanted)
        eta = self._clock.seconds * (total / step - 1) if step else None
        self._clock.tell("training", step, total, eta=eta, device="cpu")

    def curve(self) -> pd.DataFrame:
        """One row a point: version, seed, step, and errors beside those of the trivial method at the end."""
        rows = []
        for number, ((seed, version), found) in enumerate(zip(self._wanted, self._measured, strict=True)):
            for point in self._points[number * LOOKS : (number + 1) * LOOKS]:
                beside = {name: value / found.trivial.get(name, 1.0) for name, value in point.items()}
                rows.append({"version": version, "seed": seed, **beside})
        return pd.DataFrame(rows)

    def by_seed(self) -> pd.DataFrame:
        """One row a seed and version: its numbers, those of the trivial method, and the index of both."""
        rows = [
            {
                "seed": seed,
                "version": version,
                **found.version,
                **{f"trivial_{name}": number for name, number in found.trivial.items()},
                "index": self.mistake.kind.index(found.version, found.trivial),
            }
            for (seed, version), found in zip(self._wanted, self._measured, strict=True)
        ]
        return pd.DataFrame(rows)

    def summary(self) -> Mapping[str, object]:
        """The means over the seeds, each version beside the trivial method on its rows, and the damage."""
        scores = {version: self._means(version) for version in VERSIONS}
        found = MistakeResult.of(self.mistake, scores["wrong"], scores["right"])
        return {
            "scores": {version: {"version": own, TRIVIAL: other} for version, (own, other) in scores.items()},
            "index": {"wrong": found.wrong, "right": found.right},
            "damage": found.damage,
            "seen": found.seen,
            "sentence": found.sentence,
            "config": self._config.model_dump(mode="json"),
            "seconds": self._clock.seconds,
            "versions": versions(),
        }

    def _means(self, version: str) -> BesideTrivial:
        pairs = zip(self._wanted, self._measured, strict=True)
        found = [measured for (_, name), measured in pairs if name == version]
        return means([one.version for one in found]), means([one.trivial for one in found])


def means(found: Sequence[Numbers]) -> dict[str, float]:
    """The mean of every number."""
    return {name: sum(one[name] for one in found) / len(found) for name in found[0]}
