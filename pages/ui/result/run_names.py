"""Names that tell runs apart by themselves: by what differs between those that would be called the same."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages.ui.access.resources import summary, visitor
from pages.ui.form.budget import budget_words
from pages.ui.form.setting_words import title_of, value_words
from pages.ui.frame.words import three
from pages.ui.result.run_words import moment
from pages.ui.tasks import TASKS
from rnnkit.compare import LENGTH, differing, score_of, settings_of
from rnnkit.runs.sql.rows import Run
from rnnkit.words import plural, t

MOST_TOLD = 3  # settings in a name; the table of differences holds all of them
UNTOLD = frozenset({"cell", "bidirectional", "seed", "pace", "rates", "refit_steps", "start_from", *LENGTH})
LONGEST = 28  # characters of one value in a name


@dataclass(frozen=True)
class Named:
    """A run with its settings, as far as they are decided."""

    run: Run
    settings: Mapping[str, Any]


def told_apart(runs: Sequence[Named], *, numbered: bool = True) -> dict[str, str]:
    """Run -> its name: its label, what sets it apart from others of that label, and at last a number."""
    names = {one.run.id: one.run.label for one in runs}
    for tell in (_by_settings, _by_seed, _by_number)[: None if numbered else -1]:
        for members in _alike(runs, names):
            told = tell(members, names[members[0].run.id])
            names |= {one.run.id: name for one, name in zip(members, told, strict=True)}
    return names


def _alike(runs: Sequence[Named], names: Mapping[str, str]) -> list[list[Named]]:
    """The runs on the same data that would be called the same."""
    groups: dict[tuple[str, str, str], list[Named]] = {}
    for one in runs:
        groups.setdefault((names[one.run.id], one.run.task, one.run.dataset_id), []).append(one)
    return [members for members in groups.values() if len(members) > 1]


def _by_settings(members: Sequence[Named], name: str) -> list[str]:
    table = differing({one.run.id: one.settings for one in members})
    told = [
        setting for setting in dict.fromkeys((*TELL, *table)) if setting in table and setting not in UNTOLD
    ]
    lengths = [budget_words(one.settings) for one in members]
    names = []
    for one, length in zip(members, lengths, strict=True):
        parts = [_part(one, setting) for setting in told[:MOST_TOLD]]
        parts += [length] if len(set(lengths)) > 1 else []
        names.append(", ".join(filter(None, (name, *parts))).replace(", + ", " + ", 1))
    return names


def _by_seed(members: Sequence[Named], name: str) -> list[str]:
    seeds = [one.settings["seed"] for one in members]
    return [name + seed_words(seed) if len(set(seeds)) > 1 else name for seed in seeds]


def _by_number(members: Sequence[Named], name: str) -> list[str]:
    return [f"{name} ({place})" for place in range(len(members), 0, -1)]  # the oldest is the first


def without_seed(name: str, seed: int) -> str:
    """What all repeats of a run are called together."""
    return name.removesuffix(seed_words(seed))


def names_of(runs: Sequence[Run]) -> dict[str, str]:
    """Run -> name among these, without numbers: for lists that show only some, and when each was trained."""
    found = visitor().results.summaries([run.id for run in runs])
    decided = {run.id: found.get(run.id, {}).get("config") or {} for run in runs}
    named = [Named(run, settings_of(json.loads(run.config), decided[run.id])) for run in runs]
    return told_apart(named, numbered=False)


def listed(runs: Sequence[Run]) -> dict[str, str]:
    """Run -> name, data, when it was asked for, and score: a line in a list to choose from."""
    found = {run.id: summary(run) for run in runs}
    names = told_apart(
        [Named(run, settings_of(json.loads(run.config), found[run.id]["config"])) for run in runs]
    )
    data = visitor().datasets.names(list(runs))
    lines = {}
    for run in runs:
        score = score_of(TASKS[run.task].task.scores, found[run.id]["metrics"])
        parts = [t("{name} on {data}", name=names[run.id], data=data[run.dataset_id]), moment(run.created)]
        parts += [f"{three(score.value)} {score.name}"] if score else []
        lines[run.id] = " · ".join(parts)
    return lines


def seed_words(seed: int) -> str:
    """How a repeat is told by its seed, at the end of its name."""
    return t(", seed {seed}", seed=seed)


def _part(one: Named, name: str) -> str:
    value = one.settings[name]
    words = value_words(name, value)
    words = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    if name in TELL:
        return TELL[name](words) if value not in (None, (), []) else ""
    title = title_of(TASKS[one.run.task].settings, name)
    return t("{title} {value}", title=title[:1].lower() + title[1:], value=words)


# What tells most comes first, in the shortest words.
TELL: Mapping[str, Callable[[str], str]] = {
    "targets": lambda words: t("for {names}", names=words),
    "future_covariates": lambda words: t("+ {names}", names=words),
    "past_covariates": lambda words: t("+ {names}", names=words),
    "lookback": lambda words: plural("{number} step back", "{number} steps back", int(words)),
    "horizon": lambda words: plural("{number} step ahead", "{number} steps ahead", int(words)),
    "hidden_size": lambda words: t("hidden size {number}", number=words),
    "num_layers": lambda words: plural("{number} layer", "{number} layers", int(words)),
}
