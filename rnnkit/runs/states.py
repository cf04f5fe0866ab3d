"""The states of a run, and the only ways from one to the next."""

from collections.abc import Mapping
from typing import Literal

State = Literal[
    "queued",  # waits for a worker
    "running",  # a worker has it
    "finished",  # came to its end; results are there
    "stopped",  # Stop was pressed; the best weights so far and their results are there
    "diverged",  # met a number that is not finite
    "failed",  # ended with the reason written down
    "interrupted",  # the server ended while it ran
    "cancelled",  # taken back before it started
]

TRANSITIONS: Mapping[State, frozenset[State]] = {
    "queued": frozenset({"running", "cancelled"}),
    "running": frozenset({"finished", "stopped", "diverged", "failed", "interrupted"}),
    "finished": frozenset(),
    "stopped": frozenset(),
    "diverged": frozenset(),
    "failed": frozenset({"queued"}),  # where a checkpoint was kept
    "interrupted": frozenset({"queued"}),
    "cancelled": frozenset(),
}

ACTIVE: frozenset[State] = frozenset({"queued", "running"})
ENDED: frozenset[State] = frozenset(TRANSITIONS) - ACTIVE
DONE: frozenset[State] = frozenset({"finished", "stopped", "diverged"})  # with a result, by its own worker


def sources(target: State) -> tuple[State, ...]:
    """The states from which a run may come to `target`."""
    return tuple(state for state, following in TRANSITIONS.items() if target in following)
