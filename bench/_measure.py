"""What a benchmark found, as a row of its table."""

import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

HEADING = f"{'':58} {'median':>8} {'least':>8} {'most':>8}   n      {'bar':>5}"


@dataclass(frozen=True)
class Measure:
    """What was measured, how often, and what it may be at most."""

    name: str
    values: Sequence[float]
    unit: str = "s"
    bar: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the middle of the values is within the bar, if there is one."""
        return self.bar is None or statistics.median(self.values) <= self.bar

    @property
    def line(self) -> str:
        """A row of the table."""
        middle = statistics.median(self.values)
        bar = "-" if self.bar is None else f"{self.bar:g}"
        verdict = "" if self.bar is None else "ok" if self.kept else "MISSED"
        spread = f"{min(self.values):8.2f} {max(self.values):8.2f}"
        return f"{self.name:58} {middle:8.2f} {spread} {len(self.values):3} {self.unit:3} {bar:>5}  {verdict}"


class Named(Protocol):
    """A set that is measured on."""

    @property
    def name(self) -> str:
        """What it is called."""


N = TypeVar("N", bound=Named)


def sets_asked_for() -> list[str]:
    """The names in `RNNKIT_BENCH_SETS`, between blanks; none where all sets are to be measured."""
    return os.environ.get("RNNKIT_BENCH_SETS", "").split()


def print_each(cases: Iterable[N], lines: Callable[[N], Iterable[str]]) -> None:
    """Print what is measured on each set as soon as it is, or on those that `RNNKIT_BENCH_SETS` names.

    Raises `SystemExit` where that names, between blanks, a set which there is not.
    """
    sets = {case.name: case for case in cases}
    wanted = sets_asked_for() or list(sets)
    if unknown := sorted(set(wanted) - set(sets)):
        raise SystemExit(f"No set {', '.join(unknown)}; there are: {', '.join(sets)}")
    for name in wanted:
        for line in lines(sets[name]):
            print(line, flush=True)
