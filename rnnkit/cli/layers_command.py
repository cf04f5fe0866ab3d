"""The command that says what the network of a run is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON
from rnnkit.cli.report import print_lines
from rnnkit.cli.run_commands import IDS, RUN, find_run
from rnnkit.config.layers import Layer, letters, shape_words
from rnnkit.config.stored import parse_stored
from rnnkit.errors import ConfigError
from rnnkit.files.encoding import to_json
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from rnnkit.words import t


@click.command(context_settings=IDS)
@RUN
@JSON
def layers(run: str, as_json: bool) -> None:
    """The layers of the network of RUN: what each does, the shape of its output, and its weights."""
    store = open_local_store()
    found = layers_of(store, find_run(store, run))
    if as_json:
        click.echo(to_json([asdict(layer) for layer in found]))
        return
    print_lines(described_layers(found))


def layers_of(store: Store, run: Run) -> tuple[Layer, ...]:
    """The layers of the network of a run, as its settings and its data decide them.

    Raises `ConfigError` where there is no network, or its data is not here.
    """
    task = TASKS.get(run.task)
    if task is None:
        raise ConfigError(t("This run trained no network; python -m rnnkit runs lists all."))
    summary = store.results.summaries([run.id]).get(run.id, {})
    if "imported" in summary:
        raise ConfigError(t("This model came without its data; choose a run that was trained here."))
    settings = summary.get("config", run.config)
    data = named(task.source.load)(store.datasets.get(run.dataset_id))
    return task.planned(data, parse_stored(task.asked, settings))[1].layers


def described_layers(found: Sequence[Layer]) -> Iterator[str]:
    """The table for a person, with the sum of all weights below."""
    rows = [(t("Layer"), t("Output"), t("Weights"), t("What it does"))]
    rows += [(one.name, shape_words(one.shape), f"{one.weights:,}", one.does) for one in found]
    name, output, weights = (max(len(row[place]) for row in rows) for place in range(3))
    for row in rows:
        yield f"{row[0]:{name}}  {row[1]:{output}}  {row[2]:>{weights}}  {row[3]}"
    yield ""
    total = sum(one.weights for one in found)
    yield t("{weights:,} weights in all. {letters}", weights=total, letters=letters(found))
