"""What every run does, whatever its task: prepare, train within its time, and report what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import torch
from safetensors.torch import save
from torch import Tensor, nn

from rnnkit.config import TrainingSettings
from rnnkit.config.lowered import lowered
from rnnkit.data import Vocabulary
from rnnkit.files.kept import SCORED
from rnnkit.files.model_file import Model
from rnnkit.host.devices import choose_device
from rnnkit.host.versions import versions
from rnnkit.quick.layers import quicken
from rnnkit.training.checkpoint import Stateful
from rnnkit.training.fitting import (
    NO_CHECKPOINTS,
    Clock,
    Curve,
    Ending,
    Keeper,
    OnProgress,
    ShouldStop,
    fit,
    pace_of,
    replayable,
)
from rnnkit.training.loop import Interval, Pace, Rules, Trainer
from rnnkit.training.outcome import Outcome
from rnnkit.training.rates import Rates
from rnnkit.training.refit import Again, Refit, Refitted, Trained, was_refitting
from rnnkit.training.warm_start import check_start, start_with
from rnnkit.training.wishes import NO_WISHES, Wishes

W = TypeVar("W")


@dataclass(frozen=True)
class Prepared(Generic[W]):
    """What a task gives to be trained, and what it wants back (`work`) to report on it.

    `config` leaves nothing open, an `epoch` is so many steps, and `reserve` are the seconds of a budget that
    scoring will take. `parts` are what a checkpoint holds beside the state of training. `more` is asked for
    further fields of the progress whenever it is told. With `half` its recurrent layers may multiply in 16
    bits while they learn; without, the task decides. With a `refit` a copy of the network learns on with all
    rows; what came of it is in `refitted` when there is to be reported.
    """

    config: TrainingSettings
    model: nn.Module
    loss: Callable[[], Tensor]
    validate: Callable[[], float]
    rules: Rules
    epoch: int
    reserve: float
    parts: Mapping[str, Stateful]
    work: W
    vocabulary: Vocabulary | None = None
    more: Callable[[Interval], Mapping[str, Any]] = field(default=lambda _: {})
    half: bool = True
    refit: Refit | None = None
    refitted: Refitted | None = None


Prepare = Callable[[Any, Any, torch.device, Clock], Prepared[W]]
Report = Callable[[Prepared[W], Ending, Curve], Outcome]


def train(
    prepare: Prepare[W],
    report: Report[W],
    data: Any,
    config: TrainingSettings,
    *,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
    keeper: Keeper = NO_CHECKPOINTS,
    wishes: Wishes = NO_WISHES,
    start: Model | None = None,
) -> Outcome:
    """Train on data and score what came of it.

    Raises `DataError` or `ConfigError` before training where the data cannot bear the settings.
    A run that diverges or is stopped is scored with its best weights so far, and says so in its summary.
    Where the `keeper` has a checkpoint, the run goes on from it; with a `start` it begins with those weights.
    What a person wishes meanwhile is done and marked in the settings of the summary, which repeat the run;
    where that is a pause, `PausedError` is raised.
    """
    check_start(config, start)
    clock = Clock(on_progress)
    device = choose_device(config.device)
    clock.tell("preparing", device=str(device))
    torch.manual_seed(config.seed)
    prepared = prepare(data, config, device, clock)
    core = quicken(prepared.model, half=prepared.half)
    resolved = prepared.config
    if start is not None:
        start_with(prepared.model, start, resolved, prepared.vocabulary)
    clock.keep(None if resolved.pace else resolved.budget, prepared.reserve)
    pace = pace_of(resolved, prepared.epoch)
    rates = Rates(list(resolved.rates))
    doings = {"should_stop": should_stop, "keeper": keeper, "wishes": wishes}
    trained = _trained(prepared, pace, rates, clock, **doings)
    if prepared.refit is not None:
        before: Mapping[str, Stateful] = {"trained": trained, "pace": pace, "rates": rates, "clock": clock}
        again = Again(trained, before, clock, keeper, wishes)
        refitted = again.learn_on(prepared.refit, prepared.rules, should_stop)
        prepared = replace(prepared, refitted=refitted)
        resolved = resolved.replace(refit=refitted.steps > 0, refit_steps=refitted.steps or None)
    ending = trained.ending
    clock.tell("evaluating", ending.steps, pace.total)
    found = report(prepared, ending, trained.curve)
    told = {
        "config": replayable(resolved, pace, rates).model_dump(mode="json"),
        "notes": [*lowered(config, resolved), *_notes(found)],
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
        "versions": versions(),
        "core": core,
    }
    summary = {**found.summary, **told}
    return _with_weights(prepared, replace(found, summary=summary, diverged=ending.diverged))


def _trained(prepared: Prepared[W], pace: Pace, rates: Rates, clock: Clock, **doings: Any) -> Trained:
    """What training comes to; empty where a run was interrupted after it, for then its checkpoint knows."""
    trained = Trained(prepared.model)
    if was_refitting(doings["keeper"].newest()):
        return trained
    trainer = Trainer(prepared.model, prepared.loss, prepared.validate, prepared.rules, rates)
    later = {"later": prepared.refit.share} if prepared.refit else {}
    doings |= {"more": prepared.more, **later, **prepared.parts}
    trained.ending, trained.curve, trained.played = fit(trainer, pace, clock, **doings)
    return trained


def _notes(found: Outcome) -> Sequence[str]:
    """What a task has to say."""
    told: Mapping[str, Any] = found.summary
    notes: Sequence[str] = told.get("notes", ())
    return notes


def _with_weights(prepared: Prepared[W], found: Outcome) -> Outcome:
    """What was found with the weights of the network that is kept, and of the one that was scored."""
    scored, whole = _weights_of(prepared.model), prepared.refitted
    if whole is None or not whole.steps:
        return replace(found, weights=scored)
    return replace(found, weights=_weights_of(whole.model), files={**found.files, SCORED: scored})


def _weights_of(network: nn.Module) -> bytes:
    """The weights of a network as safetensors bytes."""
    return save({name: tensor.cpu().contiguous() for name, tensor in network.state_dict().items()})
