"""A trained network of any task, looked into: its states along its own data, and a probe of its answers.

What comes out are frames that the screen draws without torch. Rows of the probe are validation rows: the
weights were never fitted to them, and they are not those of the score either.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rnnkit.files.model_file import Model
from rnnkit.inspect.effect import Probe, effects, occlusions, reach
from rnnkit.inspect.probe_inputs import Inside, too_few
from rnnkit.inspect.reach import effective_memory
from rnnkit.inspect.tracking import strongest, tracking
from rnnkit.training.fitting import Clock, OnProgress, ShouldStop
from rnnkit.training.outcome import Outcome

MOST_UNITS = 64  # that are kept: those that vary most

Look = Callable[[Model, Any], Inside]


class StoppedError(Exception):
    """Somebody does not want to know any more."""


def look_inside(
    look: Look,
    model: Model,
    data: Any,
    on_progress: OnProgress = lambda _: None,
    should_stop: ShouldStop = lambda: False,
) -> Outcome:
    """Everything the screen shows of a trained network; stopped before the end, there is nothing to show.

    `look` is how its task gives it to be looked into.

    Raises `DataError` where nothing is left to ask it about.
    """
    clock = Clock(on_progress)
    clock.tell("preparing", device="cpu")
    inside = look(model, data)
    if len(inside.probe.own) < 2:
        raise too_few()
    try:
        effect, found = probed(inside.probe, clock, should_stop)
    except StoppedError:
        return Outcome({})
    return outcome_of(model, inside, effect, found, clock)


def probed(probe: Probe, clock: Clock, should_stop: ShouldStop) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What hiding steps does, and how far back it looks. Raises `StoppedError` where that is wished."""
    total, done = occlusions(probe.steps), 0

    def told() -> None:
        nonlocal done
        done += 1
        clock.tell("evaluating", min(done, total), total)
        if should_stop():
            raise StoppedError

    return effects(probe, told), reach(probe, told)


def outcome_of(
    model: Model, inside: Inside, effect: pd.DataFrame, found: pd.DataFrame, clock: Clock
) -> Outcome:
    """The summary and the frames that the screen draws."""
    varied = np.sort(np.argsort(-inside.states.std(axis=0), kind="stable")[:MOST_UNITS])
    tracks = tracking(inside.states[:, varied], inside.features).set_axis(varied + 1)
    error = float(inside.probe.error(inside.probe.whole()).mean())
    summary = {
        "kind": model.config.kind(),
        "memory": effective_memory(found, error),
        "steps": inside.probe.steps,
        "windows": len(inside.probe.own),
        "part": inside.part,
        "error": error,
        "step_seconds": inside.seconds,
        "units": inside.states.shape[1],
        "config": model.config.model_dump(mode="json"),
        "seconds": clock.seconds,
    }
    kept = pd.DataFrame(inside.states[:, varied].astype(np.float32), columns=[str(n + 1) for n in varied])
    frames = {
        "steps": inside.steps,
        "states": kept,
        "units": strongest(tracks),
        "tracks": tracks.rename_axis("unit").reset_index(),
        "effect": effect,
        "reach": found,
    }
    return Outcome(summary, frames)
