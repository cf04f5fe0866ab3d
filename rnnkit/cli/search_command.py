"""The command that searches for settings of any task: trials in this process, one after the other."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import click

from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON, content_of, name_of
from rnnkit.cli.report import print_lines
from rnnkit.cli.terminal import ProgressLine, stop_on_interrupt
from rnnkit.config import parse
from rnnkit.config.cells import cell_name
from rnnkit.data.samples import SAMPLES
from rnnkit.errors import ConfigError, JobError
from rnnkit.files.encoding import to_json
from rnnkit.jobs.identity import my_identity
from rnnkit.rounding import three
from rnnkit.runs.execute import execute
from rnnkit.runs.searching import SearchDriver
from rnnkit.runs.sql.rows import Dataset, Search
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Visitor
from rnnkit.runs.visitor.searches import Tried
from rnnkit.runs.worker.searches import settings_of_search
from rnnkit.search import report
from rnnkit.search.settings import SearchConfig
from rnnkit.search.space import left_out, read_dimension, settings_of
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import Task, named
from rnnkit.words import t

MEGABYTES = 1.0  # of a file that a task without files reads, which holds a problem
PAUSE = 0.2  # seconds between two looks, while somebody else has the trials


@click.command()
@click.argument("task", type=click.Choice(list(TASKS)))
@click.argument("file", type=click.File("rb", lazy=True), required=False)
@click.option("--sample", help=t("Take a sample instead of a file, by its key."), metavar="KEY")
@click.option(
    "--over",
    multiple=True,
    metavar="NAME=VALUES",
    help=t("What to vary: hidden_size=16,32,64 or learning_rate=0.0005..0.01; repeat it for several."),
)
@click.option("--set", "fixed", multiple=True, metavar="NAME=VALUE", help=t("A setting for all trials."))
@click.option("--trials", type=int, help=t("How many settings are tried. Default: 12."))
@click.option("--budget", type=float, help=t("Seconds for the whole search. Default: 180."))
@click.option("--steps", type=int, help=t("Weight updates of a whole training, in place of a time."))
@click.option("--folds", type=int, help=t("Validation parts for each setting. Default: 1."))
@click.option("--seeds", type=int, help=t("Trainings of each setting with other seeds. Default: 1."))
@click.option("--seed", type=int, help=t("Decides what is drawn, and the first seed of training."))
@click.option("--sampler", type=click.Choice(["grid", "random"]), help=t("How settings are chosen."))
@click.option("--halving/--no-halving", default=None, help=t("Whether the worse ones are stopped early."))
@click.option("--resume", metavar="SEARCH", help=t("Go on with a search that was interrupted, by its id."))
@JSON
def search(
    task: str, file: IO[bytes] | None, *, sample: str | None, resume: str | None, as_json: bool, **asked: Any
) -> None:
    """Try settings of TASK on FILE, scored on validation alone; the best of them opens the test part.

    Without anything to vary, one setting is repeated over folds and seeds: a cross-validation.
    """
    store = open_local_store()
    mine = store.terminal()
    if resume is None:
        content = content_of(file, sample, most_megabytes(TASKS[task]))
        over, fixed = asked.pop("over"), settings_from(asked.pop("fixed"))
        given = {name: value for name, value in asked.items() if value is not None}
        config = parse(SearchConfig, given | {"over": dict(map(read_dimension, over))})
        base = dict(SAMPLES[sample].settings) if sample else {}
        dataset_id = mine.uploads.add(name_of(file, sample), content)
        resume = begun(mine, TASKS[task], base | fixed, config, dataset_id)
    done(store, mine, resume)
    found = mine.searches.get(resume)
    facts = facts_of(store, mine, found)
    if as_json:
        click.echo(to_json(facts))
    elif found.state == "failed":
        raise JobError(found.reason)
    else:
        print_lines(lines_of(facts))


def most_megabytes(task: Task) -> float:
    """How large a file of this task may be here."""
    limits = task.source.limits
    return MEGABYTES if limits is None else float(limits.from_environment().megabytes)


def settings_from(words: Sequence[str]) -> dict[str, Any]:
    """Settings as typed: `("cell=gru",)` gives `{"cell": "gru"}`. Raises `ConfigError` for several values."""
    found = dict(map(read_dimension, words))
    for name, values in found.items():
        if not isinstance(values, tuple) or len(values) != 1:
            raise ConfigError(t("--set {name} takes one value; --over tries several.", name=name))
    return {name: values[0] for name, values in found.items() if isinstance(values, tuple)}


def begun(mine: Visitor, task: Task, base: Mapping[str, Any], config: SearchConfig, dataset_id: str) -> str:
    """Begin a search, every setting of it planned, and give its id. Raises what is wrong with one of them."""
    asked = parse(task.asked, base)
    settings = settings_of(asked, config, task.fixed)
    tried = planned(task, settings, config, mine.datasets.get(dataset_id))
    return mine.searches.ask(task.name, config, tried, dataset_id, cell_name(asked))


def planned(task: Task, settings: Sequence[Any], config: SearchConfig, dataset: Dataset) -> list[Tried]:
    """The settings with what they will take. Raises what is wrong with one, or with the folds."""
    data = named(task.source.load)(dataset)
    if config.folds > 1:
        if task.folds is None:
            raise ConfigError(t("There are no folds for this task; repeat over seeds."))
        for number in range(config.folds):
            named(task.folds)(data, settings[0], number, config.folds)
    return [Tried(each.model_dump(mode="json"), task.planned(data, each)[1].megabytes) for each in settings]


def done(store: Store, mine: Visitor, search_id: str) -> None:
    """Drive a search to its end and do its trials here; Ctrl-C stops it, and what was tried stays."""
    driver = SearchDriver(store, longest=math.inf)
    with ProgressLine() as line, stop_on_interrupt() as asked:
        while (found := mine.searches.get(search_id)).active:
            if asked():
                mine.searches.stop(search_id)
                return
            driver.look(slots=1)
            waiting = [
                run for run in store.queue.waiting() if search_id == run.search or run.id == found.winner
            ]
            claimed = store.queue.claim(my_identity(), waiting[0].id) if waiting else None
            if claimed is None:
                time.sleep(PAUSE)
            else:
                execute(store, claimed.id, claimed.attempt, watch=line.show, asked=asked)


def facts_of(store: Store, mine: Visitor, search: Search) -> dict[str, Any]:
    """All that was found, as JSON values."""
    config = parse(SearchConfig, search.config)
    settings = [each["config"] for each in settings_of_search(search)]
    trials = mine.searches.trials(search.id)
    luck, metric = report.luck_of(config, trials), mine.searches.measure(search.id)
    rows = report.tried(config, settings, trials)
    scored = store.results.summaries([search.winner]).get(search.winner, {}) if search.winner else {}
    return {
        "search": search.id,
        "state": search.state,
        "reason": search.reason,
        "seconds": search.seconds,
        "metric": metric,
        "trials": [
            {
                "place": row.place,
                **row.varied,
                "score": row.score if math.isfinite(row.score) else None,
                "round": row.round + 1,
                "steps": row.steps,
                "seconds": row.seconds,
            }
            for row in rows
        ],
        "notes": list(notes_of(config, settings, rows)),
        "luck": report.luck_words(luck, metric),
        "best": settings[rows[0].setting] if rows else None,
        "run": search.winner or None,
        "test": scored.get("metrics"),
        "verdict": (scored.get("verdict") or {}).get("sentence", ""),
    }


def notes_of(config: SearchConfig, settings: Sequence[Any], rows: Sequence[report.Ranked]) -> Iterator[str]:
    """What was left out."""
    if more := left_out(config):
        yield t("{more} more combinations were left out; the seed decided which.", more=more)
    if missed := report.missed_words(len(rows), len(settings)):
        yield missed


def lines_of(facts: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person."""
    names = [name for name in facts["trials"][0] if name not in OWN] if facts["trials"] else []
    heading = report.metric_heading(facts["metric"])
    yield t("{heading} on the validation part, smaller is better:", heading=heading)
    for row in facts["trials"]:
        values = "  ".join(f"{name}={report.value_words(row[name])}" for name in names)
        score = "–" if row["score"] is None else three(row["score"])
        far = t("round {round}, {steps:,} steps", **row)
        yield f"{row['place']:3}  {score:>8}  {far}  {values}"
    yield facts["luck"]
    yield from facts["notes"]
    if facts["reason"]:
        yield facts["reason"]
    if facts["test"]:
        yield t("The test part was opened once, for the best: run {run}. {verdict}", **facts)
    yield t("Search {search}: {state} after {seconds:.0f} s.", **facts)


OWN = frozenset({"place", "score", "round", "steps", "seconds"})


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield search
