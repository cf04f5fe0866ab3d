"""How much memory a run may take on this host, told before it starts, and the settings that would fit."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from rnnkit.config import TrainingSettings, title
from rnnkit.data.limits import alone
from rnnkit.errors import ConfigError
from rnnkit.host.machine import memory_total
from rnnkit.words import t

MEGABYTE = 1_000_000
BASE = 480 * MEGABYTE  # server and broker
ALONE = 300 * MEGABYTE  # the command line, which has neither beside it
WORKER = 60 * MEGABYTE  # what every worker takes before its run takes anything
USUAL = 140 * MEGABYTE  # worker and run of the defaults

C = TypeVar("C", bound=TrainingSettings)
R = TypeVar("R", bound=TrainingSettings)
Levers = Mapping[str, int]
"""Whole numbers of the settings that a run takes memory by, the one to turn first before the others, and the
least of each that is worth training with."""


class RoomError(ConfigError):
    """A run would take more memory than there is; `changes` are settings with which it would not."""

    def __init__(self, sentence: str, changes: Mapping[str, int]) -> None:
        super().__init__(sentence)
        self.changes = dict(changes)


def most_megabytes() -> float:
    """Megabytes that the estimate of a run may reach here, where nothing works beside it.

    A host so small that this leaves less than usual runs take still takes those.
    """
    taken = ALONE if alone() else BASE + WORKER
    return max(USUAL, memory_total() - taken) / MEGABYTE


def check_room(
    asked: C, resolved: R, levers: Levers, decide: Callable[[C], R], megabytes: Callable[[R], float]
) -> None:
    """Refuse a run that would take more memory than this host can give.

    `decide` leaves nothing of settings open, as was done to `asked` already, and `megabytes` tells what such
    settings take. Raises `RoomError` with the largest setting that fits.
    """
    most, needed = most_megabytes(), megabytes(resolved)
    if needed <= most:
        return

    def fits(changes: Mapping[str, int]) -> bool:
        try:
            return megabytes(decide(asked.replace(**changes))) <= most
        except ValueError:  # settings that cannot be
            return False

    changes = largest_changes(resolved.model_dump(), levers, fits)
    advice = use_words(type(asked), changes) if changes else t("Use less data")
    raise RoomError(too_large(needed, advice), changes)


def check_megabytes(needed: float) -> None:
    """Refuse a run whose estimate is more than this host can give, whoever made it."""
    if needed > most_megabytes():
        raise RoomError(too_large(needed, t("Train a smaller network")), {})


def too_large(needed: float, advice: str) -> str:
    """Why a run does not start, and what to do."""
    return t(
        "This run needs about {needed:,.0f} MB of memory; this machine can give {most:,.0f} MB. {advice}.",
        needed=needed,
        most=most_megabytes(),
        advice=advice,
    )


def less_memory(less: str) -> str:
    """Why a run ended for want of memory, and what takes less of it (a task says what)."""
    return t("Out of memory: try {less}.", less=less or t("a smaller file or model"))


def use_words(kind: type[TrainingSettings], changes: Mapping[str, int]) -> str:
    """What to set, in words: `{"batch_size": 16}` -> "Use batch size 16"."""
    found = [f"{title(kind, name).lower()} {value:,}" for name, value in changes.items()]
    return t("Use {settings}", settings=t(" and ").join(found))


def largest_changes(
    decided: Mapping[str, Any], levers: Levers, fits: Callable[[Mapping[str, int]], bool]
) -> dict[str, int]:
    """The first setting at its largest value that fits; where its least does not, the next one as well.

    Empty where nothing fits.
    """
    changes: dict[str, int] = {}
    for name, least in levers.items():
        if decided[name] <= least:
            continue
        found = largest(least, decided[name], _fits_with(name, changes, fits))
        changes[name] = least if found is None else found
        if found is not None:
            return changes
    return {}


def _fits_with(
    name: str, changes: Mapping[str, int], fits: Callable[[Mapping[str, int]], bool]
) -> Callable[[int], bool]:
    return lambda value: fits({**changes, name: value})


def largest(least: int, most: int, fits: Callable[[int], bool]) -> int | None:
    """The largest whole number from `least` to `most` that fits, found by halving; `None` if none does."""
    if not fits(least):
        return None
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(middle) else (least, middle - 1)
    return least
