"""The commands that go on with a run of the store, or change one that trains."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON
from rnnkit.cli.options import chosen, further_options
from rnnkit.cli.report import print_lines
from rnnkit.cli.run_commands import IDS, RUN, described, facts, find_run
from rnnkit.cli.terminal import ProgressLine, stop_on_interrupt
from rnnkit.config import further
from rnnkit.config.stored import parse_stored
from rnnkit.errors import JobError
from rnnkit.files.encoding import to_json
from rnnkit.jobs.identity import my_identity
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.start_weights import trained_model
from rnnkit.runs.store import Store
from rnnkit.runs.visitor import Order
from rnnkit.tasks import TASKS
from rnnkit.training.wishes import Kind
from rnnkit.words import t

CHANGES: Mapping[str, Kind] = {"pause": "pause", "halve": "halve", "double": "double", "longer": "longer"}


@click.command(context_settings=IDS)
@RUN
@JSON
def resume(run: str, as_json: bool) -> None:
    """Go on with RUN, which is paused, or whose worker or server died, from its last checkpoint."""
    store = open_local_store()
    found = find_run(store, run)
    step = store.of(found.viewer).queue.resume(found.id)
    click.echo(t("Goes on from step {step:,}.", step=step), err=True)
    claimed = store.queue.claim(my_identity(), found.id)
    if claimed is None:
        raise JobError(t("The running app has taken this run; see it there, or with show."))
    run_here(store, claimed, as_json)


@click.command(context_settings=IDS)
@RUN
@click.argument("change", type=click.Choice(list(CHANGES)))
def ask(run: str, change: str) -> None:
    """Ask RUN, which trains, to pause, to halve or double its learning rate, or to train 30 s longer."""
    store = open_local_store()
    found = find_run(store, run)
    store.of(found.viewer).queue.wish(found.id, CHANGES[change])
    click.echo(t("Asked {run}; show says when it is done.", run=found.id))


@click.command("further", context_settings=IDS)
@RUN
@JSON
@further_options
def train_further(run: str, as_json: bool, **values: Any) -> None:
    """Train RUN further: a new run that begins with its best weights and is scored on the same rows."""
    store = open_local_store()
    found = find_run(store, run)
    decided = trained_model(store, found).config.model_dump()
    kind = TASKS[found.task].asked
    config = further(parse_stored(kind, found.config), decided, found.id, chosen(kind, values))
    order = Order(config.model_dump_json(), found.label)
    run_here(store, store.of(found.viewer).queue.start_here(order, found.dataset_id, my_identity()), as_json)


def run_here(store: Store, claimed: Run, as_json: bool) -> None:
    """Do a claimed run in this process, and say what came of it."""
    from rnnkit.runs.execute import execute  # only here: torch takes seconds to load

    with ProgressLine() as line, stop_on_interrupt() as asked:
        execute(store, claimed.id, claimed.attempt, watch=line.show, asked=asked)
    run, summary = store.runs.get(claimed.id), store.results.summaries([claimed.id]).get(claimed.id, {})
    if as_json:
        click.echo(to_json(facts(run, summary) | {"summary": summary}))
    else:
        print_lines(described(run, summary))


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield from (resume, ask, train_further)
