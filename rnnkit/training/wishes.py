"""What a person asks of a run while it trains: to pause, to go on, one step, another rate, more time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["pause", "go_on", "step", "halve", "double", "longer"]

WAKING: tuple[Kind, ...] = ("go_on", "step")  # what a paused run goes on for
PAUSING: frozenset[Kind] = frozenset({"pause", *WAKING})  # what changes no weights
LONGER_SECONDS = 30.0


@dataclass(frozen=True)
class Wish:
    """One of them; numbers only grow, and each is granted once."""

    number: int
    kind: Kind


class Wishes(Protocol):
    """Whoever passes on what is asked of a run."""

    def asked(self, after: int) -> Sequence[Wish]:
        """The wishes behind the one with this number, in order."""

    def granted(self, wish: Wish, step: int) -> None:
        """A wish was granted, after so many steps."""


class NoWishes:
    """For a run that nobody plays with."""

    def asked(self, after: int) -> Sequence[Wish]:  # noqa: ARG002  # the same for every number
        """There are none."""
        return ()

    def granted(self, wish: Wish, step: int) -> None:
        """There are none."""


NO_WISHES = NoWishes()
