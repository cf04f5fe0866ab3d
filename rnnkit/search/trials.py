"""The trials of a search as they stand: which settings, fold and seed each is, and how good it is by now."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Literal

from rnnkit.search.halving import Round, rounds
from rnnkit.search.settings import SearchConfig

REPEATED = 3  # settings that are trained once more, with another seed, where a search has one seed alone


@dataclass(frozen=True, order=True)
class Unit:
    """One training of one of the settings: on a fold, with a seed (its place, from 0)."""

    setting: int
    fold: int = 0
    repeat: int = 0


@dataclass(frozen=True)
class Trial:
    """A unit in a round: the run that does it, where that stands, and what came of it.

    - `score`: the error on the validation part (smaller is better), NaN where there is none;
    - `promise`: its lowest loss there since its first step, which tells equal ones apart;
    - `trained`: seconds of all rounds so far; `took`: those of this run, from its start to its end;
    - `seconds` of a whole training of `full` seconds were asked for;
    - `checkpoint`: whether the next round can go on from it; `resumable`: whether the run itself can.
    """

    unit: Unit
    round: int
    run: str
    state: str
    score: float = math.nan
    promise: float = math.nan
    steps: int = 0
    trained: float = 0.0
    took: float = 0.0
    attempt: int = 1
    seconds: float | None = None
    full: float | None = None
    checkpoint: bool = False
    resumable: bool = False
    reason: str = ""

    def after(self, before: "Trial") -> "Trial":
        """The same as a later try of another run of the same unit."""
        return replace(self, attempt=before.attempt + self.attempt)

    @property
    def active(self) -> bool:
        """Whether it waits or works."""
        return self.state in ("queued", "running")

    @property
    def done(self) -> bool:
        """Whether it was scored, or never will be."""
        return self.state in ("finished", "stopped", "diverged", "cancelled")


def rounds_of(config: SearchConfig, settings: int) -> list[Round]:
    """The rounds of a search of so many settings."""
    return rounds(settings, config.halving)


def units_of(config: SearchConfig, settings: Iterable[int], place: int) -> list[Unit]:
    """The trainings of a round, in the order in which they start.

    In the first one some settings are repeated with another seed where there is one seed alone: by them the
    luck of a seed is told. Each follows its setting, so that something is known of luck where time is short.
    """
    chosen = list(settings)
    found = [
        Unit(setting, fold, repeat)
        for setting in chosen
        for fold in range(config.folds)
        for repeat in range(config.seeds)
    ]
    if place == 0 and config.seeds == 1 and len(chosen) >= REPEATED:
        places = [round(n * (len(chosen) - 1) / (REPEATED - 1)) for n in range(REPEATED)]
        found += [Unit(chosen[n], 0, 1) for n in places]
    return sorted(found) if place == 0 else found


def scores(
    config: SearchConfig, trials: Iterable[Trial], place: int, what: Literal["score", "promise"] = "score"
) -> dict[int, float]:
    """The score of each setting in a round: the mean over folds and seeds; NaN where one of them has none."""
    found: dict[int, list[float]] = defaultdict(list)
    for trial in trials:
        if trial.round == place and trial.unit.repeat < config.seeds:
            found[trial.unit.setting].append(getattr(trial, what) if trial.done else math.nan)
    needed = config.folds * config.seeds
    return {
        setting: fmean(values) if len(values) == needed else math.nan
        for setting, values in sorted(found.items())
    }


def by_seed(trials: Iterable[Trial], place: int) -> list[list[float]]:
    """Scores of trainings that differ in their seed alone, in a round."""
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    for trial in trials:
        if trial.round == place and trial.done and math.isfinite(trial.score):
            found[trial.unit.setting, trial.unit.fold].append(trial.score)
    return list(found.values())


def ranking(config: SearchConfig, trials: Sequence[Trial]) -> list[tuple[int, int, float]]:
    """Every setting that was tried as (setting, last round, score), the best first.

    Who came further is before those who were left behind, since their scores are of shorter trainings.
    """
    last: dict[int, int] = {}
    for trial in trials:
        last[trial.unit.setting] = max(trial.round, last.get(trial.unit.setting, 0))
    each: Mapping[int, Mapping[int, float]] = {
        place: scores(config, trials, place) for place in set(last.values())
    }
    found = [(setting, place, each[place].get(setting, math.nan)) for setting, place in last.items()]
    return sorted(found, key=lambda row: (-row[1], math.isnan(row[2]), row[2], row[0]))
