"""What ended runs left in the store, read by id, cut to what one chart shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from pages.ui.access import resources
from pages.ui.access.lanes import lane_of
from rnnkit.compare import CHOSEN_BY_SCORE
from rnnkit.errors import NotFoundError
from rnnkit.metrics import METRICS
from rnnkit.pictures.figures import Lane, apart
from rnnkit.runs.sharing import Guest
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.visitor import Visitor

OWN = ("model", "test", CHOSEN_BY_SCORE, "training")  # what the scores of a network itself are called
T = TypeVar("T")


@dataclass(frozen=True)
class Result:
    """An ended run that has results."""

    run: Run
    summary: dict[str, Any]
    by: Visitor | Guest = field(default_factory=resources.reader)  # files are made where no page runs

    def frame(self, name: str) -> pd.DataFrame:
        """One of its frames; shared, so never to be changed."""
        return resources.frame(self.run, name, self.by)

    def line(self, name: str, series: str, target: str) -> pd.DataFrame:
        """The rows of one line of a frame."""
        return self.once(("line", name, series, target), lambda: only(self.frame(name), series, target))

    def once(self, what: tuple[str, ...], work: Callable[[], T]) -> T:
        """What follows from its frames alone, under a name of its own: see `resources.once`."""
        return resources.once(self.run, what, work, self.by)

    def check_seen(self) -> None:
        """Raise `NotFoundError` if this may no longer be seen: a link can end while a page is open."""
        self.by.runs.get(self.run.id)

    @property
    def scores(self) -> dict[str, dict[str, float | None]]:
        """Metrics by method: `model` and the baselines."""
        return dict(self.summary.get("metrics", {}))

    @property
    def own(self) -> dict[str, float | None]:
        """The metrics of the network itself."""
        return next((self.scores[name] for name in OWN if name in self.scores), {})

    @property
    def score(self) -> float:
        """What ranks runs, smaller is better: the first of its metrics, which is MASE, or MAE where the
        scale of the series gives none; nats per character; the squared error, or nats per step."""
        values = [self.own.get(name) for name in METRICS]
        return next((value for value in values if value is not None), float("inf"))


def while_seen(results: Sequence[Result], make: Callable[[], T]) -> Callable[[], T]:
    """Make a file only if all that goes into it may still be seen when somebody asks for it."""

    def made() -> T:
        for result in results:
            result.check_seen()
        return make()

    return made


def results_of(runs: Sequence[Run]) -> list[Result]:
    """The results of all runs that have some, in the order of the runs."""
    found = []
    for run in runs:
        if run.active or run.state == "cancelled":
            continue
        try:
            found.append(Result(run, resources.summary(run)))
        except NotFoundError:
            continue
    return found


def baselines(results: Sequence[Result]) -> list[str]:
    """The baselines any of the results was scored beside; all runs are scored on the same rows."""
    names = dict.fromkeys(name for result in results for name in result.scores)
    return [name for name in names if name not in OWN]


def baseline_scores(results: Sequence[Result], name: str) -> dict[str, float | None]:
    """The scores of a baseline, from the first run that has them."""
    return next(result.scores[name] for result in results if name in result.scores)


def strongest(results: Sequence[Result]) -> str:
    """The baseline that is hardest to beat; empty where there is none."""
    errors = {name: baseline_scores(results, name).get("mae") for name in baselines(results)}
    known = {name: error for name, error in errors.items() if error is not None}
    return min(known, key=lambda name: known[name], default="")


def only(frame: pd.DataFrame, series: str, target: str) -> pd.DataFrame:
    """The rows of one line."""
    return frame[(frame["unique_id"].astype(str) == series) & (frame["target"].astype(str) == target)]


def best(results: Sequence[Result]) -> Result:
    """The run with the smallest error; the first of equals."""
    return min(results, key=lambda result: result.score)


def lanes(results: Sequence[Result], frames: Mapping[str, pd.DataFrame]) -> list[Lane]:
    """One lane a run from its frame (by run id); the interval is drawn for the best one only."""
    first = best(results)
    return apart([lane_of(result.run, frames[result.run.id], emphasis=result is first) for result in results])


def actual(result: Result, series: str, target: str, tail: int | None = None) -> pd.DataFrame:
    """What really happened: the history before the test part and the test part itself, `ds, y`."""
    parts = (result.line(name, series, target)[["ds", "y"]] for name in ("history", "test"))
    whole = result.once(("actual", series, target), lambda: joined(*parts))
    return whole if tail is None else whole.tail(tail)


def joined(history: pd.DataFrame, test: pd.DataFrame) -> pd.DataFrame:
    """Two parts of one series `ds, y` as one, with the holes of the history, so that no line crosses them."""
    return pd.concat([history, test.dropna()]).drop_duplicates("ds", keep="first").sort_values("ds")
