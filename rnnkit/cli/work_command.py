"""The command that trains for the apps of a store, on this machine, without an app."""

import os
import sys

import click

from rnnkit.cli.app_command import serve
from rnnkit.jobs.client import APART, BROKER, environment
from rnnkit.runs.store import open_store, store_url
from rnnkit.words import t


@click.command()
@click.option(
    "--places",
    type=click.IntRange(1, 32),
    help=t("How many runs work at once. Default: RNNKIT_MAX_RUNS, or what memory and cores allow."),
)
@click.option("--name", help=t("What this machine is called. Default: RNNKIT_MACHINE, or its host name."))
def work(places: int | None, name: str | None) -> None:
    """Do the runs that wait in the store, beside any number of others, until SIGTERM or Ctrl-C.

    On a PostgreSQL database every machine may do so; on a SQLite file it takes the place of the app's own.
    """
    open_store().close()  # what is wrong with it is said here, in a sentence
    given = {"RNNKIT_MAX_RUNS": places and str(places), "RNNKIT_MACHINE": name}
    os.environ.update(environment(store_url()) | {key: value for key, value in given.items() if value})
    sys.stdout.flush()
    serve([*BROKER, APART])
