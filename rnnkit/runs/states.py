"""The states of a run, and the only ways from one to the next."""

from collections.abc import Mapping
from typing import Literal

State = Literal[
    "queued",  # waits for a worker
    "running",  # a worker has it
    "paused",  # put aside with a checkpoint: no process, no memory, no place in the queue
    "finished",  # came to its end; results are there
    "stopped",  # Stop was pressed; the best weights so far and their results are there
    "diverged",  # met a number that is not finite
    "failed",  # ended with the reason written down
    "interrupted",  # the server ended while it ran
    "cancelled",  # taken back before it started
]

SearchState = Literal[
    "running",  # tries settings, or scores the best
    "finished",  # the best was scored on the test part
    "stopped",  # Stop was pressed; what was tried is there
    "failed",  # ended with the reason written down
]

TRANSITIONS: Mapping[State, frozenset[State]] = {
    "queued": frozenset({"running", "cancelled"}),
    "running": frozenset({"paused", "finished", "stopped", "diverged", "failed", "interrupted"}),
    "paused": frozenset({"queued"}),
    "finished": frozenset(),
    "stopped": frozenset(),
    "diverged": frozenset(),
    "failed": frozenset({"queued"}),  # where a checkpoint was kept
    "interrupted": frozenset({"queued"}),
    "cancelled": frozenset(),
}

ACTIVE: frozenset[State] = frozenset({"queued", "running"})
PLAYABLE: frozenset[State] = ACTIVE | {"paused"}  # without an end: a person may still ask something of it
ENDED: frozenset[State] = frozenset(TRANSITIONS) - PLAYABLE
DONE: frozenset[State] = frozenset({"finished", "stopped", "diverged"})  # with a result, by its own worker


def sources(target: State) -> tuple[State, ...]:
    """The states from which a run may come to `target`."""
    return tuple(state for state, following in TRANSITIONS.items() if target in following)
