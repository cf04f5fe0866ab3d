"""The command that compares runs: ranked where that is fair, told apart where the difference is real."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import click

from rnnkit import compare as engine
from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON
from rnnkit.cli.report import print_lines
from rnnkit.cli.run_commands import IDS, SHORT, find_run
from rnnkit.compare import Basis, Difference, Score, Units
from rnnkit.config import title
from rnnkit.errors import ConfigError, NotFoundError
from rnnkit.files.encoding import to_json
from rnnkit.rounding import three
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.tasks.comparing import basis_of, rows_of, units_of, why_apart
from rnnkit.tasks.task import Frames, Task
from rnnkit.words import plural, t

REASONS = {
    "cutoffs": ("{number} start of the backtest", "{number} starts of the backtest"),
    "series": ("{number} series", "{number} series"),
    "segments": ("{number} stretch of the text", "{number} stretches of the text"),
    "texts": ("{number} text", "{number} texts"),
    "tunes": ("{number} tune", "{number} tunes"),
}


@dataclass(frozen=True)
class Scored:
    """A run with its score and what that rests on."""

    run: Run
    score: Score
    basis: Basis
    settings: dict[str, Any]
    units: Units | None

    @property
    def name(self) -> str:
        """What it is called here."""
        return f"{self.run.label} ({self.run.id[:SHORT]})"


@click.command(context_settings=IDS)
@click.argument("runs", metavar="RUN RUN...", nargs=-1, required=True)
@JSON
def compare(runs: Sequence[str], as_json: bool) -> None:
    """Rank RUNs that were scored on the same rows, and say whether the differences may be luck."""
    store = open_local_store()
    found = [scored(store, find_run(store, run)) for run in dict.fromkeys(runs)]
    if len(found) < 2:
        raise ConfigError(t("Give two runs or more to compare; python -m rnnkit runs lists all."))
    by_id = {one.run.id: one for one in found}
    bases = {run_id: one.basis for run_id, one in by_id.items()}
    groups = [best_first([by_id[run_id] for run_id in ids]) for ids in engine.groups(bases)]
    differing = engine.differing({one.name: one.settings for one in found})
    if as_json:
        ranked = [[facts(one) for one in group] for group in groups]
        click.echo(to_json({"ranked": ranked, "differing": differing}))
        return
    print_lines(in_words(groups))
    for setting, row in differing.items():
        values = ", ".join(f"{name} {value}" for name, value in row.items())
        click.echo(f"{title(TASKS[found[0].run.task].asked, setting)}: {values}")


def scored(store: Store, run: Run) -> Scored:
    """A run with its score. Raises `ConfigError` for one that has none."""
    summary = store.results.summaries([run.id]).get(run.id, {})
    task = TASKS.get(run.task)
    score = engine.score_of(task.scores, summary["metrics"]) if task and task.compare and summary else None
    if task is None or score is None:
        raise ConfigError(t("The run {run} has no score to compare by.", run=run.id[:SHORT]))
    data = store.datasets.get(run.dataset_id)
    settings = engine.settings_of(json.loads(run.config), summary["config"])
    frames = partial(store.results.frame, run.id)
    reading = engine.read_as(data.overrides)
    basis = basis_of(task, data.sha256, reading, settings, about=summary, rows=lambda: rows_of(task, frames))
    return Scored(run, score, basis.chosen_by_score(score.decided), settings, _units(task, frames, score))


def _units(task: Task, frames: Frames, score: Score) -> Units | None:
    """The losses behind a score; `None` where the run did not keep them."""
    try:
        return units_of(task, frames, score)
    except NotFoundError:
        return None


def best_first(group: Sequence[Scored]) -> list[Scored]:
    """The smallest score first."""
    return sorted(group, key=lambda one: one.score.value)


def facts(one: Scored) -> dict[str, Any]:
    """The score of a run as plain values."""
    return {
        "id": one.run.id,
        "label": one.run.label,
        "metric": one.score.metric,
        "score": one.score.value,
        "relative_to_baseline": one.score.ratio,
    }


def in_words(groups: Sequence[Sequence[Scored]]) -> Iterator[str]:
    """Each group that may be ranked, best first; and why there are several."""
    for group in groups:
        yield t("By {metric}, best first:", metric=group[0].score.name)
        for one in group:
            ratio = one.score.ratio
            beside = t("{ratio} times the best baseline", ratio=three(ratio)) if math.isfinite(ratio) else ""
            yield f"  {three(one.score.value):>8}  {one.name}  {beside}".rstrip()
        pairs = len(group) * (len(group) - 1) // 2
        yield from (difference(group[0], other, pairs) for other in group[1:])
        yield ""
    reasons = dict.fromkeys(why_apart(groups[0][0].basis, group[0].basis) for group in groups[1:])
    yield from (t("Never ranked together: {reason}", reason=reason) for reason in reasons)


def difference(best: Scored, other: Scored, comparisons: int) -> str:
    """Whether the best run is really better than another, as far as their test rows tell."""
    names = {"first": best.name, "second": other.name}
    if best.units is None or other.units is None or len(best.units) != len(other.units):
        return t("Cannot tell {first} from {second}: they kept their scores alone.", **names)
    found = engine.over_units(best.units, other.units, comparisons)
    basis = plural(*REASONS[found.how], found.number)
    if not found.told:
        return plural(
            "Cannot tell {first} from {second}: {basis} is too few.",
            "Cannot tell {first} from {second}: {basis} are too few.",
            found.number,
            **names,
            basis=basis,
        )
    level = t("95 % interval")
    if comparisons > 1:
        level = t("95 % interval for {number} pairs at once", number=comparisons)
    interval = t("{level}: {low} to {high}, over {basis}", level=level, basis=basis, **_ends(found))
    size = f"{three(abs(found.estimate))} {best.score.name}"
    if found.answer == "first":
        return t(
            "{first} is better than {second} by {size} ({interval}).", **names, size=size, interval=interval
        )
    return t(
        "Cannot tell {first} from {second}: their difference of {size} may be luck ({interval}).",
        **names,
        size=size,
        interval=interval,
    )


def _ends(found: Difference) -> dict[str, str]:
    """The interval of how much smaller the first error is."""
    return {"low": three(-found.high), "high": three(-found.low)}
