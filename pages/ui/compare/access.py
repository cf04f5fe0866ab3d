"""What the page Compare reads from the store and does to it; what has ended is read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access import resources
from pages.ui.access.resources import reader, visitor
from pages.ui.tasks import TASKS
from rnnkit.compare import Score, Units, read_as, score_of
from rnnkit.errors import NotFoundError
from rnnkit.runs.sql.rows import Run
from rnnkit.tasks.comparing import rows_of, units_of

MOST = 200  # runs in the table, the newest
KEPT = 1000  # records kept in memory, a few hundred bytes each
POINTS = 60  # of a small picture of the loss


@dataclass(frozen=True)
class RunData:
    """The data of a run without its bytes: what it is called, its hash, and how it was read."""

    name: str
    content: str
    reading: str


@dataclass(frozen=True)
class ComparedSummary:
    """The part of a summary that runs are compared by."""

    score: Score | None
    settings: dict[str, Any]
    seconds: float
    steps: int
    weights: int
    about: dict[str, Any]  # plain values such as unknown_share, without vocabulary and metrics


@dataclass(frozen=True)
class Seen:
    """What is known of a run: its data, what it found (`None` without results), its validation losses."""

    source: RunData
    found: ComparedSummary | None
    losses: list[float]


def my_runs() -> list[Run]:
    """The runs of this visitor, or those that a link shows; newest first."""
    return reader().runs.newest(MOST)[::-1]


def runs_by_id(ids: Sequence[str]) -> list[Run]:
    """Runs by their ids, as far as they are found."""
    found = []
    for run_id in ids:
        try:
            found.append(reader().runs.get(run_id))
        except NotFoundError:
            continue
    return found


def seen(runs: Sequence[Run]) -> list[Seen]:
    """What the table shows of runs beside themselves; of one that has ended it is read once."""
    who = reader().key
    return [_look(run) if run.active else _seen(who, run) for run in runs]


def curve(run: Run) -> pd.DataFrame:
    """The losses of a run, as far as it is."""
    return reader().progress.curve(run.id) if run.active else _curve(reader().key, run)


def rows(run: Run) -> str:
    """A fingerprint of the test rows of a run, where its task has one."""
    return _rows(reader().key, run)


def units(run: Run, score: Score) -> Units:
    """The losses behind the score of a run. Raises `NotFoundError` where it did not keep them."""
    return _units(reader().key, run, score)


def rename(run_id: str, label: str) -> None:
    """Call a run something else."""
    visitor().library.rename(run_id, label)


def delete(run_id: str) -> None:
    """Remove a run with its results, and every copy of them."""
    visitor().library.delete(run_id)
    resources.forget_all()


# In what follows, `who` is there to tell copies apart, as in `pages.ui.access.resources`.
KEY: dict[str | type, Any] = {Run: lambda run: (run.id, run.attempt)}


@resources.forgettable
@st.cache_resource(show_spinner=False, max_entries=KEPT, hash_funcs={Run: lambda run: run.dataset_id})
def _source(who: str, run: Run) -> RunData:
    del who
    try:
        found = reader().datasets.get(run.dataset_id)
    except NotFoundError:  # a link may show runs without their data, whose id is a hash as well
        return RunData(reader().datasets.names([run]).get(run.dataset_id, ""), run.dataset_id, "")
    return RunData(found.name, found.sha256, read_as(found.overrides))


@resources.forgettable
@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=KEY)
def _curve(who: str, run: Run) -> pd.DataFrame:
    del who
    return reader().progress.curve(run.id)


@resources.forgettable
@st.cache_resource(show_spinner=False, max_entries=KEPT, hash_funcs=KEY)
def _seen(who: str, run: Run) -> Seen:
    del who
    return _look(run)


def _look(run: Run) -> Seen:
    found = None if run.active else _found(run)
    return Seen(_source(reader().key, run), found, _points(reader().progress.curve(run.id)))


def _found(run: Run) -> ComparedSummary | None:
    try:
        summary = reader().results.summary(run.id)
    except NotFoundError:
        return None
    return ComparedSummary(
        score=score_of(TASKS[run.task].task.scores, summary["metrics"]),
        settings=summary["config"],
        seconds=float(summary["seconds"]),
        steps=int(summary["steps"]),
        weights=int(summary["weights"]),
        about={key: value for key, value in summary.items() if not isinstance(value, dict | list)},
    )


@resources.forgettable
@st.cache_resource(show_spinner=False, max_entries=KEPT, hash_funcs=KEY)
def _rows(who: str, run: Run) -> str:
    del who
    return rows_of(TASKS[run.task].task, partial(resources.frame, run))


@resources.forgettable
@st.cache_resource(show_spinner=False, max_entries=256, hash_funcs=KEY)
def _units(who: str, run: Run, score: Score) -> Units:
    del who
    return units_of(TASKS[run.task].task, partial(resources.frame, run), score)


def _points(curve: pd.DataFrame) -> list[float]:
    losses = curve["valid_loss"].dropna()
    return [float(loss) for loss in losses.iloc[:: max(1, -(-len(losses) // POINTS))]]
