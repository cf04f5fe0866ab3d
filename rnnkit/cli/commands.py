"""The group of all commands: those of each task, and those for runs of any."""

import os

import click

from rnnkit.cli import host_commands, resume_commands, run_commands
from rnnkit.cli.app_command import app
from rnnkit.cli.compare_command import compare
from rnnkit.cli.layers_command import layers
from rnnkit.cli.predict_command import predict
from rnnkit.cli.search_command import search
from rnnkit.cli.terminal import OneLineGroup
from rnnkit.cli.work_command import work
from rnnkit.data.limits import memory_alone
from rnnkit.jobs.client import ENVIRONMENT
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named

SHAPES = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"


@click.group(cls=OneLineGroup, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Recurrent networks on your own data, judged honestly."""
    context.with_resource(memory_alone())
    os.environ.setdefault(SHAPES, ENVIRONMENT[SHAPES])  # before anything loads torch
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for task in TASKS.values():
    for command in named(task.commands)() if task.commands else ():
        main.add_command(command)
for group in (run_commands, resume_commands, host_commands):
    for command in group.commands():
        main.add_command(command)
for command in (search, predict, layers, compare, app, work):
    main.add_command(command)
