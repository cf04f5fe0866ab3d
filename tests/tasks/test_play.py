"""What a person asks of a run while it trains is done at its step, and the record of the run repeats it."""

import pytest

from rnnkit.errors import PausedError
from rnnkit.training import loop as training
from rnnkit.training.fitting import Clock
from rnnkit.training.wishes import Wish
from tests.tasks.test_go_on_fitting import KINDS, STEPS, Keeps, forecast, losses, memory, text


class Asked:
    """Wishes that are there as soon as a run has come to their steps: `(step, kind)`, in order."""

    def __init__(self, *wishes):
        self.wishes = list(wishes)
        self.step = 0
        self.steps = {}

    def asked(self, after):
        due = [Wish(n, kind) for n, (step, kind) in enumerate(self.wishes, 1) if step <= self.step]
        self.step += 1  # every step is an interval, and the first look comes before any
        return [wish for wish in due if wish.number > after]

    def granted(self, wish, step):
        self.steps[wish.number] = step


class Holds(Keeps):
    """Keeps a checkpoint where it has to."""

    def keep(self, step, make):
        self.kept[step] = make()
        return True


@pytest.fixture(autouse=True)
def every_step_is_an_interval(monkeypatch):
    monkeypatch.setattr(training, "YIELD_SECONDS", -1.0)


def paused(task, begin, *wishes, **settings):
    """A run up to its pause: the step and its checkpoint, and the number of the last wish that it knew of."""
    keeper = Holds(begin, at=())
    with pytest.raises(PausedError) as raised:
        task(keeper, wishes=Asked(*wishes), **settings)
    step = max(keeper.kept)
    assert str(raised.value) == f"Paused at step {step}; resume it to go on."
    return step, keeper.kept[step], raised.value.seen


@pytest.mark.parametrize(("task", "settings"), [KINDS[0], KINDS[4], KINDS[9]])
def test_a_paused_run_goes_on_as_if_it_had_not_been(task, settings):
    whole = task(Keeps(at=()), **settings)
    step, kept, _ = paused(task, None, (14, "pause"), **settings)
    assert 12 < step < 16
    step, kept, _ = paused(task, kept, (0, "pause"), (0, "step"), **settings)
    assert 13 < step < 17
    again = task(Holds(kept), wishes=Asked((0, "pause"), (0, "step"), (0, "go_on")), **settings)
    assert again.weights == whole.weights
    assert again.summary["metrics"] == whole.summary["metrics"]
    assert losses(again)["valid_loss"].dropna().tolist() == losses(whole)["valid_loss"].dropna().tolist()


def test_two_clicks_on_one_step_are_two_steps():
    first, kept, _ = paused(memory, None, (5, "pause"), problem="adding")
    second, _, seen = paused(memory, kept, (0, "pause"), (0, "step"), (0, "step"), problem="adding")
    assert (second, seen) == (first + 2, 3)


@pytest.mark.parametrize("task", [forecast, text, memory])
def test_a_run_whose_rates_were_changed_repeats_from_its_record(task):
    settings = {"problem": "adding"} if task is memory else {}
    plain = task(Keeps(at=()), **settings)
    wishes = Asked((8, "halve"), (20, "double"), (21, "double"))
    played = task(Keeps(at=()), wishes=wishes, **settings)
    record = played.summary["config"]
    assert [factor for _, factor in record["rates"]] == [0.5, 2.0, 2.0]
    assert [step for step, _ in record["rates"]] == list(wishes.steps.values())
    assert played.weights != plain.weights
    again = task(Keeps(at=()), **record)
    assert again.weights == played.weights
    assert again.summary["metrics"] == played.summary["metrics"]
    assert again.summary["config"] == record


@pytest.mark.parametrize("settings", [{}, {"steps": None, "budget": 1.0}])
def test_a_run_that_was_given_more_time_takes_it_and_repeats(settings, monkeypatch):
    monkeypatch.setattr("rnnkit.training.play.LONGER_SECONDS", 0.5)
    monkeypatch.setattr("rnnkit.training.fitting.LONGER_SECONDS", 0.5)
    longer = memory(Keeps(at=()), wishes=Asked((10, "longer")), problem="adding", patience=1000, **settings)
    record = longer.summary["config"]
    assert longer.summary["steps"] == record["pace"][-1][1] > STEPS
    again = memory(Keeps(at=()), **record)
    assert again.weights == longer.weights


def test_more_time_is_on_top_of_the_budget_and_outlives_a_checkpoint():
    clock = Clock(lambda _: None)
    clock.keep(60.0, 5.0)
    clock.add(30.0)
    clock.keep(60.0, 5.0)  # a task tells it anew when it knows how long scoring takes
    kept = clock.state()
    again = Clock(lambda _: None)
    again.keep(60.0, 5.0)
    again.resume(kept)
    assert clock.left() == pytest.approx(85.0, abs=1.0)
    assert again.left() == pytest.approx(85.0, abs=1.0)


def test_a_wish_that_was_granted_before_a_checkpoint_is_not_granted_again():
    keeper = Keeps(at={30})
    memory(keeper, wishes=Asked((5, "halve")), problem="adding")
    again = memory(Keeps(keeper.kept[30]), wishes=Asked((0, "halve")), problem="adding")
    assert [factor for _, factor in again.summary["config"]["rates"]] == [0.5]
