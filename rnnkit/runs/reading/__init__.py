"""What can be looked at, as far as a scope reaches: data, runs, their progress, their results."""

from typing import Protocol

from rnnkit.runs.reading.datasets import Datasets
from rnnkit.runs.reading.looks import LastSample, Looks, RunLook, WishedFor
from rnnkit.runs.reading.progress import ProgressReader
from rnnkit.runs.reading.results import Results
from rnnkit.runs.reading.runs import Runs

__all__ = [
    "Datasets",
    "LastSample",
    "Looks",
    "ProgressReader",
    "Results",
    "RunLook",
    "Runs",
    "StoreReader",
    "WishedFor",
]


class StoreReader(Protocol):
    """Whoever may look, a `Visitor`, a `Guest` or the `Store` itself: the same parts, each in scope."""

    @property
    def datasets(self) -> Datasets:
        """The data, with its bytes."""

    @property
    def runs(self) -> Runs:
        """What was asked for, and where it stands."""

    @property
    def progress(self) -> ProgressReader:
        """How training went, step by step."""

    @property
    def looks(self) -> Looks:
        """Runs at a moment, with all that a page shows of them while they train."""

    @property
    def results(self) -> Results:
        """What came of it."""
