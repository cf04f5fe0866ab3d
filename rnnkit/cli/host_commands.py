"""The commands of whoever looks after a server: is it well, its store in a file, and back."""

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from rnnkit.errors import JobError
from rnnkit.runs.sql.backup import back_up
from rnnkit.runs.sql.backup import restore as put_back
from rnnkit.runs.store import open_store, store_url
from rnnkit.words import plural, t

SECONDS = 5.0


@click.command()
@click.option("--address", default="127.0.0.1", show_default=True, help=t("Where the app is served."))
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help=t("Its port."))
def healthy(address: str, port: int) -> None:
    """Exit code 0 if the app answers and its store can be read; for probes of containers and services."""
    check_server(address, port)
    store = open_store()
    store.facts.get("devices")
    store.close()
    click.echo(t("The app answers, and its store can be read."))


def check_server(address: str, port: int) -> None:
    """Ask the server of the app how it is. Raises `JobError` where it does not say that it is well."""
    where = f"{address}:{port}"
    try:
        with closing(HTTPConnection(address, port, timeout=SECONDS)) as connection:
            connection.request("GET", "/_stcore/health")
            with connection.getresponse() as said:
                well = said.status == 200 and said.read(8).strip() == b"ok"
    except (OSError, HTTPException):
        raise JobError(t("Nothing answers at {where}; start the app there.", where=where)) from None
    if not well:
        raise JobError(t("What answers at {where} is not well; look into the log of the app.", where=where))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write all runs and data of the store into FILE, also while the app serves."""
    runs = back_up(store_url(), file)
    size = file.stat().st_size / 1e6
    click.echo(
        plural(
            "Wrote {file}: {number} run, {size:,.1f} MB.",
            "Wrote {file}: {number} runs, {size:,.1f} MB.",
            runs,
            file=file,
            size=size,
        )
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help=t("Delete what the store holds now."))
def restore(file: Path, replace: bool) -> None:
    """Put what backup wrote into FILE into the store; stop the app first."""
    runs = put_back(file, store_url(), replace=replace)
    click.echo(plural("Restored {number} run.", "Restored {number} runs.", runs))


def commands() -> Iterator[click.Command]:
    """All commands of this file."""
    yield from (healthy, backup, restore)
