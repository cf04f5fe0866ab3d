"""Runs as the page Compare sees them: each with its data, its settings and its score."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_uppercase
from typing import Any

import streamlit as st

from pages.ui.access import resources
from pages.ui.access.results import Result
from pages.ui.compare import access
from pages.ui.compare.access import ComparedSummary, RunData, Seen
from pages.ui.form.field_settings import network_name
from pages.ui.result.run_names import Named, told_apart, without_seed
from pages.ui.task_page import TaskPage
from pages.ui.tasks import TASKS, known_settings
from rnnkit import compare
from rnnkit.compare import Basis, Score
from rnnkit.config import TrainingSettings
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks import comparing

RUNS = "runs"  # in the address: the picked runs
MOST_PICKED = 8


@dataclass(frozen=True)
class Record:
    """A run with what it was trained on and what it found, if it has ended with results."""

    run: Run
    seen: Seen
    name: str = ""  # what tells it apart from the others

    @property
    def source(self) -> RunData:
        """Its data."""
        return self.seen.source

    @property
    def found(self) -> ComparedSummary | None:
        """What it found; `None` without results."""
        return self.seen.found

    @property
    def score(self) -> Score | None:
        """What ranks it; `None` without results."""
        return self.found.score if self.found else None

    @property
    def task(self) -> TaskPage:
        """What kind of run it is."""
        return TASKS[self.run.task]

    @cached_property
    def config(self) -> TrainingSettings:
        """What it was asked to do, as far as this version of the app knows it."""
        return known_settings(self.run).config

    @property
    def cell(self) -> str:
        """What its network is called."""
        return network_name(self.run)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Its settings, as far as they are decided."""
        return _settings(self.run, self.seen)

    @cached_property
    def recipe(self) -> tuple[str, str, str]:
        """What it shares with the runs that repeat it with another seed: data, settings and steps."""
        return (
            self.source.content,
            self.source.reading,
            compare.recipe(json.loads(self.run.config), self.found.settings if self.found else {}),
        )

    @property
    def family(self) -> str:
        """What it and its repeats are called together."""
        return without_seed(self.name, self.config.seed)

    def named(self, name: str) -> "Record":
        """The same under another label, for charts that show several."""
        return replace(self, run=replace(self.run, label=name))

    def result(self) -> Result:
        """Its results. Only of runs that have some."""
        return Result(self.run, resources.summary(self.run))


def all_records() -> list[Record]:
    """The runs of this visitor that are ranked by a score, newest first, and those that the address names."""
    mine = access.my_runs()
    known = {run.id for run in mine}
    others = access.runs_by_id([run_id for run_id in wanted() if run_id not in known])
    runs = [run for run in [*others, *mine] if run.task in TASKS and TASKS[run.task].task.compare]
    seen = access.seen(runs)
    names = told_apart([Named(run, _settings(run, what)) for run, what in zip(runs, seen, strict=True)])
    return [Record(run, what, names[run.id]) for run, what in zip(runs, seen, strict=True)]


def _settings(run: Run, seen: Seen) -> dict[str, Any]:
    return compare.settings_of(json.loads(run.config), seen.found.settings if seen.found else {})


def wanted() -> list[str]:
    """The ids of the picked runs, as the address has them."""
    return list(dict.fromkeys(filter(None, st.query_params.get(RUNS, "").split(","))))[:MOST_PICKED]


def pick_all_shared(records: Sequence[Record]) -> None:
    """Who opens a link to runs sees all of them compared, until they pick otherwise."""
    if resources.only_looking() and RUNS not in st.query_params:
        want([record.run.id for record in records])


def want(ids: Sequence[str]) -> None:
    """Write the picked runs into the address."""
    if ids:
        st.query_params[RUNS] = ",".join(ids[:MOST_PICKED])
    else:
        st.query_params.pop(RUNS, None)


def lettered(records: Sequence[Record]) -> list[Record]:
    """The picked runs as A, B, C: what is said of them below stays short."""
    recipes = [record.recipe for record in records]
    return [
        record.named(f"{letter} · {record.name if recipes.count(record.recipe) > 1 else record.family}")
        for letter, record in zip(ascii_uppercase, records, strict=False)
    ]


def repeats(record: Record, records: Sequence[Record]) -> list[Record]:
    """All runs that did the same with whatever seed, itself included."""
    return [other for other in records if other.recipe == record.recipe]


def families(records: Sequence[Record]) -> list[list[Record]]:
    """Runs that repeat each other together, the oldest of them first; in the order of the newest ones."""
    found: dict[tuple[str, str, str], list[Record]] = {}
    for record in records:
        found.setdefault(record.recipe, []).insert(0, record)
    return list(found.values())


def scores_by_seed(records: Sequence[Record]) -> dict[int, float]:
    """Seed -> score of those that came to their end."""
    ended = [record for record in records if record.run.state == "finished"]
    return {record.config.seed: record.score.value for record in ended if record.score}


def basis_of(record: Record) -> Basis:
    """What its score rests on. Only of runs that have results."""
    return comparing.basis_of(
        record.task.task,
        record.source.content,
        record.source.reading,
        record.settings,
        about=record.found.about if record.found else {},
        rows=lambda: access.rows(record.run),
    ).chosen_by_score(record.score is not None and record.score.decided)
