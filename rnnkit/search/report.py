"""What a search found, for page and command line: a row for each setting, how much is luck, what is best."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnnkit.config.cells import CELLS
from rnnkit.metrics import METRICS
from rnnkit.rounding import three
from rnnkit.search.halving import steps_until
from rnnkit.search.luck import noise, optimism
from rnnkit.search.settings import SearchConfig
from rnnkit.search.trials import Trial, by_seed, ranking, rounds_of, scores, units_of
from rnnkit.words import plural, t

SURE = 2.0 * math.sqrt(2.0)  # standard deviations of a seed by which two scores differ by luck alone, at most


@dataclass(frozen=True)
class Ranked:
    """Settings that were tried: what of them is varied, how far they came, and their score so far.

    `place` is their rank, from 1; `steps` and `seconds` are those of the longest training.
    """

    place: int
    setting: int
    varied: Mapping[str, Any]
    round: int
    score: float
    steps: int
    seconds: float
    active: bool


@dataclass(frozen=True)
class Luck:
    """The noise between seeds and by how much the best looks too good; NaN where that is not known.

    Both are those of the first round, in which all settings compete; `alike` are how many of the `tried`
    cannot be told from the best there.
    """

    noise: float
    gain: float
    alike: int
    tried: int


def varied(config: SearchConfig, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a search varies, as these settings have it: `{"cell": "GRU", "hidden_size": 32}`."""
    looks: dict[tuple[Any, Any], str] = {look: name for name, look in CELLS.items()}
    network = looks.get((settings.get("cell"), settings.get("bidirectional")), settings.get("cell"))
    return {name: network if name == "cell" else settings.get(name) for name in config.over}


def tried(
    config: SearchConfig, settings: Sequence[Mapping[str, Any]], trials: Sequence[Trial]
) -> list[Ranked]:
    """All settings that were begun, the best first."""
    found = []
    for place, (setting, last, score) in enumerate(ranking(config, trials), 1):
        own = [trial for trial in trials if trial.unit.setting == setting]
        found.append(
            Ranked(
                place,
                setting,
                varied(config, settings[setting]),
                last,
                score,
                steps=max(trial.steps for trial in own),
                seconds=max(trial.trained for trial in own),
                active=any(trial.active for trial in own),
            )
        )
    return found


def luck_of(config: SearchConfig, trials: Sequence[Trial]) -> Luck:
    """How much of the first round is luck."""
    known = {setting: score for setting, score in scores(config, trials, 0).items() if math.isfinite(score)}
    sigma = noise(by_seed(trials, 0))
    mean_of = math.sqrt(config.folds * config.seeds)  # a score is the mean of so many trainings
    each = sigma / mean_of
    best = min(known.values(), default=math.nan)
    alike = 0 if math.isnan(each) else sum(score - best <= SURE * each for score in known.values())
    return Luck(each, optimism(known, each), alike, len(known))


def luck_words(luck: Luck, metric: str) -> str:
    """The same in a sentence."""
    if math.isnan(luck.noise):
        return t("How much of this is luck is not known yet: no settings were trained with two seeds.")
    said = t(
        "After the first round the same settings differ by about {noise} {name} from one seed to the "
        "next, so {alike} of {tried} settings cannot be told from the best.",
        noise=three(luck.noise),
        name=metric_name(metric),
        alike=luck.alike,
        tried=luck.tried,
    )
    if math.isnan(luck.gain):
        return said
    return (
        said
        + " "
        + t(
            "Choosing the best of {tried} there makes its score look better by about {gain} than it is.",
            tried=luck.tried,
            gain=three(luck.gain),
        )
    )


def metric_name(metric: str) -> str:
    """What a measure is called inside a sentence."""
    return METRICS[metric].name if metric in METRICS else t("loss")


def metric_heading(metric: str) -> str:
    """What it is called above a column."""
    return METRICS[metric].heading if metric in METRICS else t("Loss")


def round_words(config: SearchConfig, settings: int, row: Ranked) -> str:
    """How far settings came: `2 of 3`."""
    return t("{round} of {rounds}", round=row.round + 1, rounds=len(rounds_of(config, settings)))


def share_by_steps(config: SearchConfig, settings: int, trials: Sequence[Trial]) -> float:
    """Which part of its weight updates a search that goes by steps has done, from 0 to 1; the score aside."""
    planned, done, before = 0, 0, 0
    for place, each in enumerate(rounds_of(config, settings)):
        until = steps_until(each, config.steps or 0)
        planned += len(units_of(config, range(each.settings), place)) * (until - before)
        there = [trial.steps for trial in trials if trial.round == place]
        done += sum(min(max(steps - before, 0), until - before) for steps in there)
        before = until
    return done / planned


def missed_words(tried_settings: int, settings: int) -> str:
    """What there was no time for; empty where all were tried."""
    if (missed := settings - tried_settings) <= 0:
        return ""
    return plural(
        "{number} setting was not tried: the time was over. Give the search more of it.",
        "{number} settings were not tried: the time was over. Give the search more of it.",
        missed,
    )


def per_setting(rows: Sequence[Ranked], name: str) -> list[tuple[str, float]]:
    """The value of one setting and the score of each that was tried, without those that have none."""
    return [(value_words(row.varied[name]), row.score) for row in rows if math.isfinite(row.score)]


def value_words(value: Any) -> str:
    """A value of a setting as a table shows it."""
    if value is None:
        return t("automatic")
    if isinstance(value, bool):
        return t("on") if value else t("off")
    return f"{value:g}" if isinstance(value, float) else str(value)
