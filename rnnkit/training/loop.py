"""One readable loop for every task: steps of gradient descent, checks, and the best weights kept.

`Trainer.run` is a generator of `Interval`s. Whoever iterates decides what to do with them: log, draw, or stop
by not asking for the next. A run of so many steps is repeated exactly by the same seed; a run of so many
seconds writes down its `Pace`, which repeats it exactly too. Between two intervals `Trainer.state` holds all
that decides the next steps, and another trainer that resumes it takes the very same ones.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, median

import torch
from torch import Tensor, nn

from rnnkit.config import OptimizerName, Schedule
from rnnkit.errors import DivergedError
from rnnkit.training.checkpoint import State, refill, resume_rng_state, rng_state
from rnnkit.training.mean_weights import Average, Best
from rnnkit.training.optimizers import Optimizer
from rnnkit.training.rates import Rates
from rnnkit.training.threads import Threads
from rnnkit.words import t

CHECKS = 60  # looks at the validation part in a run, fewer where there are few steps
STEPS_A_CHECK = 10
YIELD_SECONDS = 0.25
PROBE_SECONDS = 0.4
EXPLODED = 1e3  # times the usual gradient norm
USUAL = 1000  # the newest gradient norms, which say what is usual
SETTLED_SECONDS = 1.0
CLEARLY = 0.999  # of the longest gradients that are not shortened, for all rounding
PLAN_AGAIN = 0.5  # of the time passed, or of the time left where that is less
LAST_PLAN = 0.98  # so near the end a new plan would only jitter


@dataclass(frozen=True)
class Interval:
    """What happened since the last one; `valid_loss` is `None` between checks, `best` marks a new best."""

    step: int
    steps: int
    train_loss: float | None
    valid_loss: float | None
    learning_rate: float
    best: bool = False


@dataclass(frozen=True)
class Rules:
    """How the weights are moved and when training gives up."""

    learning_rate: float
    weight_decay: float
    grad_clip: float
    patience: int
    schedule: Schedule
    optimizer: OptimizerName = "adamw"
    checks: int = CHECKS
    work: float = 0.0  # multiplications a step: whether more than one thread is worth trying
    alike: bool = False  # whether a step comes to the same bits on any number of threads
    fused: bool = False  # one pass over the weights a step: quicker, and rounded differently
    muon_dtype: torch.dtype = torch.float32  # of the products, where Muon moves the recurrent matrices


@dataclass
class Pace:
    """How many steps a run takes, and what fraction of the way a step is.

    A run under a time budget marks `(step, planned total)` whenever it has measured its speed anew; the
    fraction goes on from where it was, so the learning rate never jumps. The marks alone repeat the run.
    """

    marks: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, steps: int) -> "Pace":
        """A run of exactly so many steps."""
        return cls([(0, steps)])

    @property
    def total(self) -> int:
        """Steps planned in all, as of the newest mark; 0 as long as nothing was measured."""
        return self.marks[-1][1] if self.marks else 0

    def mark(self, step: int, total: int) -> None:
        """From this step on, plan for so many steps in all, whatever a repeated run had planned behind it."""
        kept = [mark for mark in self.marks if mark[0] <= step]
        self.marks[:] = [*kept, (step, max(total, step))]

    def state(self) -> State:
        """The marks so far."""
        return {"marks": self.marks}

    def resume(self, state: State) -> None:
        """Plan on from the marks of an interrupted run."""
        self.marks[:] = [(start, total) for start, total in state["marks"]]

    def fraction(self, step: int) -> float:
        """How far the run is at a step, from 0 to 1."""
        done = 0.0
        for number, (start, total) in enumerate(self.marks):
            end = self.marks[number + 1][0] if number + 1 < len(self.marks) else math.inf
            if step < start:
                break
            length = total - start
            done += (1 - done) * (min(1.0, (min(step, end) - start) / length) if length else 1.0)
        return done


def learning_rate(rules: Rules, fraction: float) -> float:
    """The rate at a fraction of the run: constant, or a cosine down to zero (Loshchilov & Hutter 2017)."""
    if rules.schedule == "constant":
        return rules.learning_rate
    return rules.learning_rate * 0.5 * (1 + math.cos(math.pi * fraction))


class Trainer:
    """Moves the weights of a model downhill and keeps the best it has seen.

    `loss` draws a batch and returns its loss; `validate` returns the loss on the validation part. `rates` are
    changes of the learning rate by hand, known before or made between two intervals; while it is `stepwise`,
    every step is an interval.
    """

    def __init__(
        self,
        model: nn.Module,
        loss: Callable[[], Tensor],
        validate: Callable[[], float],
        rules: Rules,
        rates: Rates | None = None,
    ) -> None:
        self.model, self.rules = model, rules
        self.rates, self.stepwise = rates or Rates(), False
        self._threads = Threads(rules.work, alike=rules.alike)
        self._loss, self._validate = loss, validate
        self._optimizer = Optimizer(
            model, rules.optimizer, rules.weight_decay, fused=rules.fused, muon_dtype=rules.muon_dtype
        )
        self._best = Best(model)
        self._average = Average(model)
        self._step = self._checks = 0
        self._checked = -1  # the step of the newest check
        self._norms: deque[float] = deque(maxlen=USUAL)
        self._losses: list[float] = []

    @property
    def step(self) -> int:
        """How many steps were taken."""
        return self._step

    def state(self) -> State:
        """All that decides the next steps; to be asked for between two intervals."""
        return {
            "step": self._step,
            "checks": self._checks,
            "checked": self._checked,
            "norms": list(self._norms),
            "losses": self._losses,
            "model": self.model.state_dict(),
            "average": self._average.state(),
            "best": self._best.state(),
            "optimizer": self._optimizer.state(),
            "rng_state": rng_state(self._device),
        }

    def resume(self, state: State) -> None:
        """Go on from a state; raises `DataError` where it is of another network."""
        refill(self.model.state_dict(), state["model"])
        self._average.resume(state["average"])
        self._best.resume(state["best"])
        self._optimizer.resume(state["optimizer"])
        self._step, self._checks, self._checked = state["step"], state["checks"], state["checked"]
        self._norms.extend(state["norms"])
        self._losses = state["losses"]
        resume_rng_state(state["rng_state"], self._device)

    def run(self, pace: Pace, seconds: Callable[[], float] | None = None) -> Iterator[Interval]:
        """Train until the pace ends, and leave the best weights in the model, however the iteration is left.

        `seconds` tells how much time is left; without it the pace is followed as it is.
        Raises `DivergedError` with its cause at the first loss that is not finite.
        """
        try:
            yield from self._steps(pace, seconds)
        finally:
            self._best.restore(self.model)

    @property
    def _device(self) -> torch.device:
        return next(self.model.parameters()).device

    def _steps(self, pace: Pace, seconds: Callable[[], float] | None) -> Iterator[Interval]:
        stopwatch, yielded = Stopwatch(), time.monotonic()
        if self._checked < 0:
            yield self._check(pace, self._rate(pace))
            yielded = time.monotonic()
        while not self._over(pace, seconds):
            rate = self._rate(pace)
            started = time.monotonic()
            self._losses.append(self._move(rate))
            took = time.monotonic() - started
            self._threads.observe(took)
            stopwatch.took(took)
            if seconds is not None and stopwatch.due(self._step, pace, seconds()):
                left = int(max(0.0, seconds()) / stopwatch.per_step(self._step))
                pace.mark(self._step, self._step + 1 + left)
            if self._check_due(pace):
                yield self._check(pace, rate)
                yielded = time.monotonic()
            elif self.stepwise or time.monotonic() - yielded > YIELD_SECONDS:
                yield Interval(self._step, pace.total, self._mean_loss(), None, rate)
                yielded = time.monotonic()

    def _rate(self, pace: Pace) -> float:
        """The rate of the next step, as scheduled and as changed by hand."""
        return learning_rate(self.rules, pace.fraction(self._step)) * self.rates.factor(self._step)

    def _over(self, pace: Pace, seconds: Callable[[], float] | None) -> bool:
        """Whether training ends here; it only ever does right after a check."""
        if not 0 < self._step == self._checked:
            return False
        if self._step >= pace.total or self._best.stale >= self.rules.patience:
            return True
        if seconds is None or seconds() > 0:
            return False
        pace.mark(self._step, self._step)  # the time is over before the plan: a repeat ends here too
        return True

    def _check_due(self, pace: Pace) -> bool:
        """Whether it is time to look at the validation part: evenly over the run, and at its end."""
        if pace.total == 0:
            return False
        done = pace.fraction(self._step) * _checks(pace, self.rules)
        return self._step >= pace.total or done >= self._checks + 1

    def _move(self, rate: float) -> float:
        """Move the weights once and return the loss before the move."""
        value = self._loss()
        number = float(value.detach())
        if not math.isfinite(number):
            raise self._diverged(self._step)
        value.backward()  # type: ignore[no-untyped-call]
        self._norms.append(clipped(self.model, self.rules.grad_clip))
        if not math.isfinite(self._norms[-1]):
            raise self._diverged(self._step + 1)
        self._optimizer.step(rate)
        self._average.follow()
        self._step += 1
        return number

    def _diverged(self, step: int) -> DivergedError:
        rate = self.rules.learning_rate * self.rates.factor(self._step)
        return DivergedError(explain_divergence(self._norms, step, replace(self.rules, learning_rate=rate)))

    def _check(self, pace: Pace, rate: float) -> Interval:
        """Look at the validation part with the averaged weights, and keep those if they are the best yet."""
        self.model.eval()
        with torch.no_grad(), self._average.in_place():
            loss = self._validate()
            better = self._best.offer(loss, self.model)
        self.model.train()
        self._checked, self._checks = self._step, int(pace.fraction(self._step) * _checks(pace, self.rules))
        return Interval(self._step, pace.total, self._mean_loss(), loss, rate, better)

    def _mean_loss(self) -> float | None:
        """The mean training loss since the last time it was asked for."""
        losses, self._losses = self._losses, []
        return sum(losses) / len(losses) if losses else None


def clipped(model: nn.Module, most: float) -> float:
    """Shorten the gradients of a model to a norm of `most`, and return the norm they had.

    The same as `nn.utils.clip_grad_norm_`, which multiplies by 1 where nothing is to be shortened.
    """
    weights = [weight for weight in model.parameters() if weight.grad is not None]
    norm = nn.utils.get_total_norm([weight.grad for weight in weights])  # type: ignore[misc]  # none is None
    found = float(norm)
    if not found < CLEARLY * most:
        nn.utils.clip_grads_with_norm_(weights, most, norm)
    return found


def explain_divergence(norms: Sequence[float], steps: int, rules: Rules) -> str:
    """Why a loss stopped being finite after so many steps, told from the newest gradient norms."""
    if not norms:
        return t("The first loss is not finite: the data holds values too large to compute with.")
    usual = sorted(norms)[len(norms) // 2]
    if not math.isfinite(norms[-1]) or norms[-1] > EXPLODED * max(usual, rules.grad_clip):
        return t(
            "The gradients exploded at step {step:,}: lower gradient clipping, or take a GRU or LSTM.",
            step=steps,
        )
    return t(
        "The loss stopped being finite at step {step:,}: learning rate {rate:g} is too high, try {lower:g}.",
        step=steps,
        rate=rules.learning_rate,
        lower=rules.learning_rate / 10,
    )


class Stopwatch:
    """Measures seconds a step, checks included; the first step, which warms everything up, is left out."""

    def __init__(self) -> None:
        self._start: float | None = None
        self._steps: deque[float] = deque(maxlen=USUAL)
        self._first = 0
        self._next = PROBE_SECONDS

    def due(self, step: int, pace: Pace, left: float) -> bool:
        """Whether to plan anew: after a short probe, then ever more rarely, and more often near the end."""
        if self._start is None:
            self._start, self._first = time.monotonic(), step
            return False
        elapsed = time.monotonic() - self._start
        if elapsed < self._next or (pace.total and pace.fraction(step) > LAST_PLAN):
            return False
        self._next = elapsed + PLAN_AGAIN * max(PROBE_SECONDS, min(elapsed, left))
        return True

    def took(self, seconds: float) -> None:
        """Tell how long a step alone took."""
        if self._start is not None:
            self._steps.append(seconds)

    def per_step(self, step: int) -> float:
        """Mean seconds a step since the first.

        In the first second the median counts for the steps alone: a few that were tried on several threads,
        or held up by another process, would else plan for too few, and a short budget would end half used.
        """
        elapsed = time.monotonic() - (self._start or 0.0)
        mean = elapsed / max(1, step - self._first)
        if self._steps and elapsed < SETTLED_SECONDS:
            mean += median(self._steps) - fmean(self._steps)
        return max(1e-6, mean)


def _checks(pace: Pace, rules: Rules) -> int:
    """How many looks at the validation part; from the first plan alone, so that a repeat makes the same."""
    return max(2, min(rules.checks, pace.marks[0][1] // STEPS_A_CHECK)) if pace.marks else 0
