"""What a search does next, told from how its trials stand: nothing else is remembered.

So whoever drives it may die at any moment, and the next one goes on where it was.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from rnnkit.search.halving import Round, full_seconds, going_on, steps_until
from rnnkit.search.settings import SearchConfig
from rnnkit.search.trials import Trial, Unit, rounds_of, scores, units_of

EACH_SECONDS = 1.5  # beside training that a run takes, until it was measured
FINAL_SHARE, FINAL_SECONDS = 0.1, 4.0  # of the time that scoring the best on the test part may take
SHORTEST = 0.5  # seconds of training that a round adds at least
SLACK = 1.3  # of its share of the time, after which a round starts nobody any more
TRIES = 3  # attempts of a run whose worker dies
NEVER = math.inf


@dataclass(frozen=True)
class Start:
    """A trial that starts: up to `until` steps, or for `seconds` of a training that would take `full`."""

    unit: Unit
    round: int
    earlier: str = ""
    until: int | None = None
    seconds: float | None = None
    full: float | None = None


@dataclass(frozen=True)
class Moves:
    """What happens now: trials that start, runs that go on after their worker died, runs that are stopped.

    `spent` are the runs whose checkpoints nobody needs any more; `winner` is the place of the best settings
    when all is tried, -1 where none of them has a score, else `None`.
    """

    start: Sequence[Start] = ()
    again: Sequence[str] = ()
    stop: Sequence[str] = ()
    spent: Sequence[str] = ()
    winner: int | None = None


@dataclass(frozen=True)
class Standing:
    """A search as it stands: after so many seconds, on a host where so many of its runs work at a time.

    None may take more than the `most` seconds.
    """

    config: SearchConfig
    settings: int
    trials: Sequence[Trial]
    seconds: float
    slots: int
    most: float = NEVER

    @property
    def limit(self) -> float:
        """The second after which no trial works any more: what is left is for the score of the best."""
        budget = self.config.budget
        return self.most if budget is None else min(self.most, budget - final_seconds(budget))

    def of_round(self, place: int) -> dict[Unit, Trial]:
        """The trials of a round."""
        return {trial.unit: trial for trial in self.trials if trial.round == place}


def final_seconds(budget: float) -> float:
    """Seconds that are kept for scoring the best settings on the test part."""
    return max(FINAL_SECONDS, FINAL_SHARE * budget)


def moves(standing: Standing) -> Moves:
    """What happens now."""
    config, chosen = standing.config, list(range(standing.settings))
    all_rounds = rounds_of(config, standing.settings)
    for place in range(len(all_rounds)):
        units = units_of(config, chosen, place)
        after = all_rounds[place + 1].settings if place + 1 < len(all_rounds) else 1
        if todo := _within(standing, all_rounds, place, units, after):
            return todo
        best = _best(standing, place, after)
        if not best:  # out of time, or nobody has a score: the best of the round before
            return Moves(winner=chosen[0] if place else -1)
        chosen = best
    return Moves(winner=chosen[0])


def _within(
    standing: Standing, all_rounds: Sequence[Round], place: int, units: Sequence[Unit], after: int
) -> Moves | None:
    """What a round still has to do, before so many settings go on; `None` where it is done or out of time."""
    here = standing.of_round(place)
    active = [trial for trial in here.values() if trial.active]
    if standing.seconds >= standing.limit:
        return Moves(stop=[trial.run for trial in active]) if active else None
    dead = {u: t for u, t in here.items() if not t.active and not t.done and t.attempt < TRIES}
    again = [trial for trial in dead.values() if trial.resumable]
    late = standing.seconds >= _latest(standing, all_rounds, place)
    missing = [] if late else [u for u in units if u not in here or (u in dead and not dead[u].resumable)]
    if not (active or again or missing):
        return None
    free = max(0, standing.slots - len(active) - len(again))
    start = [_start(standing, all_rounds, place, len(units), unit) for unit in missing[:free]]
    waiting = {unit.setting for unit in missing} | {trial.unit.setting for trial in (*active, *again)}
    spent = [*_held(standing, place - 1, waiting), *_losers(standing, place, after)]
    return Moves(start, [trial.run for trial in again], spent=spent)


def _latest(standing: Standing, all_rounds: Sequence[Round], place: int) -> float:
    """The second after which a round starts nobody: somewhat after its share of the whole."""
    if standing.limit == NEVER or place == len(all_rounds) - 1:
        return standing.limit
    work = [each.settings * each.added for each in all_rounds]
    return min(standing.limit, SLACK * standing.limit * sum(work[: place + 1]) / sum(work))


def _start(standing: Standing, all_rounds: Sequence[Round], place: int, count: int, unit: Unit) -> Start:
    """How a trial starts: as long as the others of its round."""
    earlier = next((t.run for t in standing.trials if (t.unit, t.round) == (unit, place - 1)), "")
    if standing.config.steps is not None:
        return Start(unit, place, earlier, until=steps_until(all_rounds[place], standing.config.steps))
    for trial in standing.trials:
        if trial.round == place and trial.seconds and trial.full:
            return Start(unit, place, earlier, seconds=trial.seconds, full=trial.full)
    full = _full(standing, all_rounds, place, count)
    seconds = max(SHORTEST, full * all_rounds[place].added)
    if place == len(all_rounds) - 1:  # the schedule of the learning rate ends where the training does
        full = seconds + max((t.trained for t in standing.trials if t.round == place - 1), default=0.0)
    return Start(unit, place, earlier, seconds=seconds, full=max(1.0, full))


def _full(standing: Standing, all_rounds: Sequence[Round], place: int, count: int) -> float:
    """Seconds of a whole training, as the time that is left has it when this round begins."""
    per_setting = standing.config.folds * standing.config.seeds
    units = [count, *(each.settings * per_setting for each in all_rounds[place + 1 :])]
    added = [each.added for each in all_rounds[place:]]
    ended = [trial for trial in standing.trials if trial.state == "finished" and trial.took]
    each = median(max(0.0, t.took - (t.seconds or 0.0)) for t in ended) if ended else EACH_SECONDS
    if per_setting > 1:  # the best is trained once more, on all rows
        units, added = [*units, 1], [*added, 1.0]
    return full_seconds(standing.limit - standing.seconds, standing.slots, units, added, each)


def _best(standing: Standing, place: int, count: int) -> list[int]:
    """The best settings of a round, the best first."""
    config, trials = standing.config, standing.trials
    return going_on(scores(config, trials, place), scores(config, trials, place, "promise"), count)


def _losers(standing: Standing, place: int, after: int) -> list[str]:
    """Trials of a round that is not over which others have beaten for good."""
    found = scores(standing.config, standing.trials, place)
    beaten = {setting for setting, score in found.items() if math.isfinite(score)}
    beaten -= set(_best(standing, place, after))
    return _holding(
        trial for trial in standing.trials if trial.round == place and trial.unit.setting in beaten
    )


def _held(standing: Standing, place: int, needed: Collection[int]) -> list[str]:
    """Trials of a round that is over, from which none of the needed settings goes on."""
    return _holding(t for t in standing.trials if t.round == place and t.unit.setting not in needed)


def _holding(trials: Iterable[Trial]) -> list[str]:
    return [trial.run for trial in trials if trial.checkpoint]
