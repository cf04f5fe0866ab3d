"""The loop: its pace and rates worked by hand, its best weights, its repeats, and how it ends."""

import itertools
import math

import pytest
import torch
from torch import nn

from rnnkit.errors import DivergedError
from rnnkit.training import loop
from rnnkit.training.loop import Pace, Rules, Stopwatch, Trainer, clipped, learning_rate
from rnnkit.training.rates import Rates

RULES = Rules(learning_rate=0.1, weight_decay=0.0, grad_clip=1.0, patience=1000, schedule="cosine")


def problem(seed=0):
    """Fit y = 2x + 1 with noise: a model, its loss on random batches, and a check on fixed rows."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(256, 1, generator=generator)
    y = 2 * x + 1 + 0.1 * torch.randn(256, 1, generator=generator)
    torch.manual_seed(seed)
    model = nn.Linear(1, 1)

    def loss():
        rows = torch.randint(200, (16,), generator=generator)
        return (model(x[rows]) - y[rows]).square().mean()

    def validate():
        return (model(x[200:]) - y[200:]).square().mean().item()

    return model, loss, validate


@pytest.mark.parametrize("most", [0.5, 1.0, 1.0005, 1e9, math.nan])
@pytest.mark.parametrize("size", [1.0, 0.0, math.inf, math.nan])
def test_gradients_are_shortened_as_torch_does_it(most, size):
    """To the bit, whether they are longer, about as long, shorter or not finite; one weight has none."""
    found = []
    for shorten in (clipped, lambda model, most: float(nn.utils.clip_grad_norm_(model.parameters(), most))):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(3, 5), nn.Linear(5, 2))
        gradients = [torch.randn_like(weight) for weight in model.parameters()]
        length = torch.cat([gradient.flatten() for gradient in gradients]).norm()
        for weight, gradient in zip(model.parameters(), gradients, strict=True):
            weight.grad = gradient * size / length
        model[1].bias.grad = None
        norm = shorten(model, most)
        kept = [weight.grad for weight in model.parameters() if weight.grad is not None]
        found.append((norm, torch.cat([gradient.flatten() for gradient in kept])))
    torch.testing.assert_close(*found, rtol=0, atol=0, equal_nan=True)


def test_a_plan_made_anew_goes_on_from_where_the_run_is():
    """10 of 100 steps are 0.1 of the way; the other 0.9 are then spread over the 40 steps from 10 to 50."""
    pace = Pace([(0, 100), (10, 50)])
    assert [pace.fraction(step) for step in (0, 5, 10, 30, 50)] == pytest.approx([0, 0.05, 0.1, 0.55, 1])


def test_before_the_speed_is_known_a_run_has_not_begun():
    assert Pace().fraction(5) == 0
    assert Pace([(8, 20)]).fraction(5) == 0


def test_cosine_halves_the_rate_in_the_middle_and_ends_at_zero():
    assert [learning_rate(RULES, f) for f in (0, 0.5, 1)] == pytest.approx([0.1, 0.05, 0])


def test_it_learns_and_the_best_check_is_what_remains():
    model, loss, validate = problem()
    intervals = list(Trainer(model, loss, validate, RULES).run(Pace.of(300)))
    losses = [interval.valid_loss for interval in intervals if interval.valid_loss is not None]
    assert intervals[0].step == 0
    assert intervals[-1].step == 300
    assert min(losses) < 0.02 < losses[0]
    assert validate() == pytest.approx(min(losses))


def test_leaving_early_leaves_the_best_weights():
    model, loss, validate = problem()
    taken = list(itertools.islice(Trainer(model, loss, validate, RULES).run(Pace.of(300)), 8))
    best = min(interval.valid_loss for interval in taken if interval.valid_loss is not None)
    assert validate() == pytest.approx(best)


def test_the_marks_of_a_timed_run_repeat_it_exactly():
    model, loss, validate = problem()
    pace = Pace()
    left = iter([10.0, 5.0])
    list(Trainer(model, loss, validate, RULES).run(pace, lambda: next(left, 0.0)))
    again, loss, validate = problem()
    list(Trainer(again, loss, validate, RULES).run(Pace(list(pace.marks))))
    assert torch.equal(model.weight, again.weight)


def test_training_without_progress_ends_after_patience_checks():
    model, loss, _ = problem()
    rules = Rules(0.1, 0.0, 1.0, patience=3, schedule="constant")
    intervals = list(Trainer(model, loss, lambda: 1.0, rules).run(Pace.of(600)))
    assert intervals[-1].step == 30  # 60 checks in 600 steps: the third one after the first look


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (math.inf, "the data holds values too large"),
        (0.0, "learning rate 0.1 is too high, try 0.01"),
    ],
)
def test_a_loss_that_is_not_finite_ends_with_its_cause(factor, words):
    model, loss, validate = problem()
    steps = itertools.count()

    def broken():
        spoiled = math.inf if factor else math.nan if next(steps) == 20 else 1.0
        return loss() * spoiled

    with pytest.raises(DivergedError, match=words):
        list(Trainer(model, broken, validate, RULES).run(Pace.of(100)))
    assert math.isfinite(validate())


def test_gradients_that_explode_are_called_by_their_name():
    model, loss, validate = problem()
    steps = itertools.count()

    def exploding():
        zero = (model.weight - model.weight.detach()).sum()
        # The root has an infinite slope at zero.
        return loss() + (zero.sqrt() if next(steps) == 20 else zero)

    with pytest.raises(DivergedError, match="gradients exploded at step 21"):
        list(Trainer(model, exploding, validate, RULES).run(Pace.of(100)))


def test_rates_by_hand_multiply_from_their_step_on_and_stay_within_bounds():
    rates = Rates([(10, 0.5), (20, 2.0), (30, 0.5)])
    assert [rates.factor(step) for step in (0, 9, 10, 20, 30)] == [1, 1, 0.5, 1, 0.5]
    rates = Rates([(0, 1024.0)])
    assert not rates.mark(5, 2.0)
    assert rates.mark(5, 0.5)
    assert rates.factor(5) == 512


def test_a_few_slow_steps_do_not_make_the_first_plan_too_short(monkeypatch):
    """Twenty steps of 10 ms, of which three took 100 ms: half a second planned by 10 ms a step, not by 24."""
    now = [0.0]
    monkeypatch.setattr(loop.time, "monotonic", lambda: now[0])
    stopwatch = Stopwatch()
    assert not stopwatch.due(1, Pace(), 3.0)  # the first step warms everything up
    for step in range(20):
        seconds = 0.1 if step in (4, 5, 6) else 0.01
        now[0] += seconds
        stopwatch.took(seconds)
    assert stopwatch.due(21, Pace(), 2.5)
    assert stopwatch.per_step(21) == pytest.approx(0.01)
    now[0] += 1.0  # in the long run the mean counts, whatever it is made of
    assert stopwatch.per_step(21) == pytest.approx(1.47 / 20)
