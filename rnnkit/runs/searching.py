"""Driving searches: each look at one tells from its trials what happens next, and does that.

Nothing is remembered between two looks but when the last one was, so a search goes on with whoever looks
next: the broker, or the command line.
"""

import json
import time
from collections.abc import Callable
from typing import Any

from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.errors import NotFoundError
from rnnkit.files.encoding import new_id
from rnnkit.runs.execute import explain
from rnnkit.runs.orders import Order
from rnnkit.runs.sql.engine import StoreError
from rnnkit.runs.sql.rows import Search
from rnnkit.runs.states import PLAYABLE
from rnnkit.runs.store import Store
from rnnkit.runs.worker.searches import settings_of_search
from rnnkit.search.moves import Moves, Standing, Start, moves
from rnnkit.search.settings import SearchConfig, TrialConfig
from rnnkit.search.trials import Trial
from rnnkit.tasks import TASKS
from rnnkit.words import t

LONGEST_GAP = 3.0  # seconds between two looks that count; in a longer gap nobody was there
TOLD_SECONDS = 1.0  # how often the seconds are written down
NEXT_SEED = 1  # between the seeds of the repeats of a setting


class SearchDriver:
    """Looks after all searches of a store, with so many runs of each at a time.

    A gap between two looks counts up to the `longest`; whoever does the trials between them counts all of it.
    """

    def __init__(
        self, store: Store, clock: Callable[[], float] = time.monotonic, longest: float = LONGEST_GAP
    ) -> None:
        self._store, self._clock, self._longest = store, clock, longest
        self._seen: dict[str, tuple[float, float, float]] = {}  # last look, seconds then, seconds as told

    def look(self, slots: int) -> bool:
        """Do what is to be done now for every search; whether there is any that goes on."""
        active = self._store.searches.active()
        self._seen = {search.id: self._seen[search.id] for search in active if search.id in self._seen}
        for search in active:
            try:
                self._advance(search, slots)
            except StoreError:
                raise
            except Exception as error:  # one search that goes wrong costs no other its driver
                self._store.searches.end(search.id, "failed", explain(error)[1])
        return bool(active)

    def _advance(self, search: Search, slots: int) -> None:
        seconds = self._seconds(search)
        if search.winner:
            self._follow_winner(search, seconds)
            return
        found = settings_of_search(search)
        config = parse(SearchConfig, search.config)
        trials = self._store.searches.trials(search.id)
        todo = moves(Standing(config, len(found), trials, seconds, slots, self._store.quotas.run_seconds))
        self._do(search, config, todo, trials)

    def _do(self, search: Search, config: SearchConfig, todo: Moves, trials: list[Trial]) -> None:
        searches = self._store.searches
        if todo.stop:
            searches.stop(todo.stop, t("The time of the search was over."))
        if todo.again:
            searches.resume(todo.again)
        if todo.start:
            starts = {new_id(): (start, trial_order(search, config, start)) for start in todo.start}
            searches.start(search, starts)
        if todo.spent:
            searches.forget(todo.spent)
        if todo.winner == -1:
            searches.end(search.id, "failed", why_none(trials))
        elif todo.winner is not None:
            order, trial = winning_order(search, config, todo.winner, trials)
            searches.score(search, order, trial)

    def _follow_winner(self, search: Search, seconds: float) -> None:
        """End the search with the run of the best settings."""
        try:
            run = self._store.runs.get(search.winner)
        except NotFoundError:
            self._store.searches.end(search.id, "finished", t("The run of the best settings was deleted."))
            return
        if run.state in PLAYABLE:
            return
        self._store.searches.worked(search.id, seconds)
        ended_well = run.state in ("finished", "stopped")
        reason = (
            "" if ended_well else t("The best settings were not scored: {why}", why=run.reason or run.state)
        )
        self._store.searches.end(search.id, "finished" if ended_well else "failed", reason)

    def _seconds(self, search: Search) -> float:
        """How long the search has been worked on; written down once a second."""
        now = self._clock()
        last, seconds, told = self._seen.get(search.id, (now, search.seconds, search.seconds))
        seconds += min(now - last, self._longest)
        if seconds - told >= TOLD_SECONDS:
            self._store.searches.worked(search.id, seconds)
            told = seconds
        self._seen[search.id] = (now, seconds, told)
        return seconds


def trial_order(search: Search, config: SearchConfig, start: Start) -> Order:
    """The run that does a round of a trial."""
    tried = settings_of_search(search)[start.unit.setting]
    settings = with_length(tried["config"], config.steps, start.full)
    settings |= {"seed": seed_of(config, start.unit.repeat)}
    asked = TrialConfig(
        of=search.task,
        settings=json.dumps(settings),
        setting=start.unit.setting,
        fold=start.unit.fold,
        folds=config.folds,
        repeat=start.unit.repeat,
        round=start.round,
        until=start.until,
        seconds=start.seconds,
        earlier=start.earlier,
    )
    return Order(asked.model_dump_json(), label_of(search.task, settings), tried["megabytes"])


def winning_order(
    search: Search, config: SearchConfig, setting: int, trials: list[Trial]
) -> tuple[Order, str]:
    """The run of the best settings on all rows, and the trial from whose end it goes on, empty if none."""
    own = [trial for trial in trials if trial.unit.setting == setting and trial.unit.repeat == 0]
    last = max(own, key=lambda trial: trial.round)
    alone = config.folds * config.seeds == 1 and last.checkpoint
    seconds = last.trained if alone else last.full
    tried = settings_of_search(search)[setting]
    settings = with_length(tried["config"], config.steps, seconds) | {"seed": config.seed}
    text = json.dumps(settings)
    return Order(text, label_of(search.task, settings), tried["megabytes"]), last.run if alone else ""


def with_length(settings: dict[str, Any], steps: int | None, seconds: float | None) -> dict[str, Any]:
    """Settings of a task with another length: so many steps, else so many seconds, at least one."""
    length = {"steps": steps, "epochs": None, "budget": None}
    if steps is None:
        length["budget"] = min(3600.0, max(1.0, round(seconds or 1.0, 2)))  # type: ignore[assignment]
    return {**settings, **length}


def seed_of(config: SearchConfig, repeat: int) -> int:
    """The seed of a repeat."""
    return (config.seed + NEXT_SEED * repeat) % 2**32


def label_of(task: str, settings: dict[str, Any]) -> str:
    """What the network of these settings is called."""
    return cell_name(parse(TASKS[task].asked, settings))


def why_none(trials: list[Trial]) -> str:
    """Why no settings have a score."""
    reasons = [trial.reason for trial in trials if trial.reason]
    return (
        reasons[-1] if reasons else t("No setting was trained to its first check; give the search more time.")
    )
