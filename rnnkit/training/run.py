"""What every run does, whatever its task: prepare, train within its time, and report what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import torch
from safetensors.torch import save
from torch import Tensor, nn

from rnnkit.config import TrainingSettings
from rnnkit.config.lowered import lowered
from rnnkit.data import Vocabulary
from rnnkit.files.model_file import Model
from rnnkit.host.devices import choose_device
from rnnkit.host.versions import versions
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
from rnnkit.training.loop import Interval, Rules, Trainer
from rnnkit.training.outcome import Outcome
from rnnkit.training.rates import Rates
from rnnkit.training.warm_start import check_start, start_with
from rnnkit.training.wishes import NO_WISHES, Wishes

W = TypeVar("W")


@dataclass(frozen=True)
class Prepared(Generic[W]):
    """What a task gives to be trained, and what it wants back (`work`) to report on it.

    `config` leaves nothing open, an `epoch` is so many steps, and `reserve` are the seconds of a budget that
    scoring will take. `parts` are what a checkpoint holds beside the state of training. `more` is asked for
    further fields of the progress whenever it is told.
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
    resolved = prepared.config
    if start is not None:
        start_with(prepared.model, start, resolved, prepared.vocabulary)
    clock.keep(None if resolved.pace else resolved.budget, prepared.reserve)
    pace = pace_of(resolved, prepared.epoch)
    rates = Rates(list(resolved.rates))
    trainer = Trainer(prepared.model, prepared.loss, prepared.validate, prepared.rules, rates)
    ending, curve = fit(
        trainer,
        pace,
        clock,
        should_stop,
        more=prepared.more,
        keeper=keeper,
        wishes=wishes,
        **prepared.parts,
    )
    clock.tell("evaluating", ending.steps, pace.total)
    found = report(prepared, ending, curve)
    told: Mapping[str, Any] = found.summary
    summary = {
        **told,
        "config": replayable(resolved, pace, rates).model_dump(mode="json"),
        "notes": [*lowered(config, resolved), *told.get("notes", ())],
        "device": str(device),
        "seconds": clock.seconds,
        "steps": ending.steps,
        "best_step": ending.best_step,
        "stopped_early": ending.early,
        "versions": versions(),
    }
    weights = {name: tensor.cpu().contiguous() for name, tensor in prepared.model.state_dict().items()}
    return Outcome(summary, found.frames, save(weights), found.files, ending.diverged)
