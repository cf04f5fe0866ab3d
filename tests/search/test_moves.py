"""A search in a world without networks: what starts when, what goes on, and that it ends in its time."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from rnnkit.config import parse
from rnnkit.search.moves import Moves, Standing, final_seconds, moves
from rnnkit.search.settings import SearchConfig
from rnnkit.search.trials import Trial, Unit, by_seed, ranking

TICK = 0.5


@dataclass
class World:
    """Runs that take a while before they train, and end when their round does."""

    config: SearchConfig
    settings: int
    slots: int
    each: float = 1.0  # seconds beside training
    slow: float = 1.0  # times as long as they were promised
    score: Callable[[Unit, int], float] = lambda unit, place: unit.setting + 0.01 * unit.repeat
    steps_a_second: float = 100.0
    now: float = 0.0
    trials: list[Trial] = field(default_factory=list)
    ends: dict[str, float] = field(default_factory=dict)
    most_active: int = 0

    def run(self, disturb: Callable[["World"], None] = lambda _: None) -> Moves:
        while True:
            self.finish()
            disturb(self)
            standing = Standing(self.config, self.settings, tuple(self.trials), self.now, self.slots)
            todo = moves(standing)
            assert todo == moves(standing), "told from the standing alone"
            if todo.winner is not None:
                return todo
            self.do(todo)
            self.now += TICK
            assert self.now < 10_000

    def do(self, todo: Moves) -> None:
        for run in todo.stop:
            self.end(run, "stopped")
        for run in todo.again:
            self.change(run, state="running", attempt=self.of(run).attempt + 1, resumable=False)
            self.ends[run] = self.now + 1
        for run in todo.spent:
            self.change(run, checkpoint=False)
        for start in todo.start:
            if start.earlier:
                assert self.of(start.earlier).checkpoint, "what a trial goes on from is still there"
            run = f"{len(self.trials)}-{self.now}"
            trial = Trial(start.unit, start.round, run, "running", seconds=start.seconds, full=start.full)
            before = [t for t in self.trials if (t.unit, t.round) == (start.unit, start.round)]
            self.trials = [t for t in self.trials if t not in before]
            self.trials.append(trial if not before else trial.after(before[0]))
            work = start.seconds if start.seconds is not None else start.until / self.steps_a_second
            self.ends[run] = self.now + self.slow * (self.each + work)
        self.most_active = max(self.most_active, sum(trial.active for trial in self.trials))

    def finish(self) -> None:
        for trial in self.trials:
            if trial.active and self.ends[trial.run] <= self.now:
                self.end(trial.run, "finished")

    def end(self, run: str, state: str) -> None:
        trial = self.of(run)
        took = self.each + (trial.seconds or 0.0)
        score = self.score(trial.unit, trial.round)
        self.change(run, state=state, score=score, took=took, trained=took, checkpoint=True)

    def of(self, run: str) -> Trial:
        return next(trial for trial in self.trials if trial.run == run)

    def change(self, run: str, **changes: object) -> None:
        self.trials = [replace(t, **changes) if t.run == run else t for t in self.trials]


def world(settings: int = 12, slots: int = 2, **more: object) -> World:
    asked = {name: more.pop(name) for name in list(more) if name in SearchConfig.model_fields}
    return World(parse(SearchConfig, asked), settings, slots, **more)


def test_twelve_settings_in_two_minutes_use_the_time_and_keep_it() -> None:
    """The best third goes on twice, and what is left is enough for the final score."""
    w = world(budget=120.0)
    assert w.run().winner == 0
    assert [sum(t.round == place for t in w.trials) for place in range(3)] == [12 + 3, 4, 2]
    assert {t.unit.setting for t in w.trials if t.round == 2} == {0, 1}
    assert 0.85 * 120 < w.now <= 120 - final_seconds(120)
    assert w.most_active == 2


@pytest.mark.parametrize("slots", [1, 2, 4])
@pytest.mark.parametrize("slow", [0.5, 1.0, 2.0, 6.0])
@pytest.mark.parametrize("settings", [1, 2, 5, 12, 40])
def test_a_search_keeps_its_time_on_a_host_of_any_speed(slots: int, slow: float, settings: int) -> None:
    w = world(settings, slots, budget=60.0, slow=slow)
    found = w.run()
    assert w.now <= 60 - final_seconds(60) + TICK
    assert found.winner == 0, "the best of those that were tried: the first ones are"
    assert w.most_active <= slots


def test_equal_trials_of_a_round_are_given_equal_time() -> None:
    w = world(budget=120.0)
    w.run()
    for place in range(3):
        assert len({(t.seconds, t.full) for t in w.trials if t.round == place}) == 1


def test_one_alone_in_its_round_or_in_the_search_is_still_trained_to_the_end() -> None:
    w = world(9, steps=90)
    assert w.run().winner == 0
    assert [t.unit.setting for t in w.trials if t.round == 2] == [0]
    alone = world(1, steps=90)
    assert (alone.run().winner, len(alone.trials)) == (0, 1)


def test_folds_and_seeds_are_trained_for_every_setting_and_their_mean_decides() -> None:
    scores = {(0, 0): 1.0, (0, 1): 9.0, (1, 0): 4.0, (1, 1): 5.0}
    w = world(
        2, steps=90, folds=2, seeds=2, halving=False, score=lambda unit, _: scores[unit.setting, unit.fold]
    )
    assert w.run().winner == 1
    assert len(w.trials) == 8
    assert ranking(w.config, w.trials) == [(1, 0, 4.5), (0, 0, 5.0)]
    assert sorted(map(len, by_seed(w.trials, 0))) == [2, 2, 2, 2]


def test_a_setting_that_diverges_never_wins_and_where_all_do_nobody_wins() -> None:
    w = world(4, steps=90, score=lambda unit, _: math.nan if unit.setting == 0 else unit.setting)
    assert w.run().winner == 1
    assert world(4, steps=90, score=lambda *_: math.nan).run().winner == -1


def test_trials_are_killed_and_go_on_or_start_anew_and_the_ranking_is_the_same() -> None:
    calm = world(12, steps=900)
    calm.run()
    chance = random.Random(3)

    def kill(w: World) -> None:
        for trial in w.trials:
            if trial.active and trial.attempt == 1 and chance.random() < 0.3:
                w.change(trial.run, state="interrupted", resumable=chance.random() < 0.5)

    rough = world(12, steps=900)
    rough.run(kill)
    assert any(trial.attempt > 1 for trial in rough.trials)
    assert ranking(rough.config, rough.trials) == ranking(calm.config, calm.trials)


def test_a_trial_that_dies_again_and_again_is_given_up() -> None:
    def kill(w: World) -> None:
        for trial in w.trials:
            if trial.active and trial.unit.setting == 0:
                w.change(trial.run, state="failed", reason="killed")

    w = world(4, steps=90)
    assert w.run(kill).winner == 1
    assert max(trial.attempt for trial in w.trials) == 3


def test_checkpoints_of_those_who_lost_are_dropped_on_the_way() -> None:
    w = world(12, steps=900)
    held = []
    w.run(lambda w: held.append(sum(trial.checkpoint for trial in w.trials)))
    assert max(held) <= 4 + 2 + 3, "who may still go on, those at work, and the repeats that only tell luck"
