"""The command of the memory problems: train on rows that are made up, and score beside having no memory."""

from functools import partial
from typing import Any

import click

from rnnkit.cli.here import Data, train
from rnnkit.cli.inputs import JSON
from rnnkit.cli.options import chosen, memory_options
from rnnkit.cli.report import memory_text, print_lines
from rnnkit.config import parse
from rnnkit.files.encoding import to_json
from rnnkit.tasks.memory.plan import problem_of
from rnnkit.tasks.memory.settings import MemoryConfig


@click.command()
@JSON
@memory_options
def memory(as_json: bool, **values: Any) -> None:
    """Train a network on a problem that takes memory, and compare it with having none."""
    config = parse(MemoryConfig, chosen(MemoryConfig, values))
    problem = problem_of(config)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.tasks.memory.run import run

    data = Data(f"{problem.problem}, {problem.length}", problem.model_dump_json().encode())
    outcome = train(data, config, partial(run, problem, config))
    if as_json:
        click.echo(to_json(dict(outcome.summary)))
        return
    print_lines(memory_text(outcome))
