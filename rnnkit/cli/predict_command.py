"""The command that uses a kept model on new data."""

from pathlib import Path
from typing import IO

import click

from rnnkit.cli.inputs import JSON, read_up_to, writing
from rnnkit.cli.report import forecast_csv, kept_text, print_lines
from rnnkit.cli.run_commands import IDS, find
from rnnkit.data import Limits, TextLimits
from rnnkit.kept import Kept, kept_of, read_kept
from rnnkit.kept.pack import megabytes
from rnnkit.runs.encoding import to_json
from rnnkit.runs.store import open_store
from rnnkit.text import t


@click.command(context_settings=IDS)
@click.argument("model", metavar="MODEL")
@click.argument("file", type=click.File("rb", lazy=True))
@JSON
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Write the forecast into this CSV file instead of printing it."),
)
def predict(model: str, file: IO[bytes], as_json: bool, out: Path | None) -> None:
    """Use MODEL (a file made by export, or a run) on FILE: forecast beyond its end, or score a text."""
    kept = _model(model)
    limits = TextLimits.from_environment() if kept.task == "text" else Limits.from_environment()
    content = read_up_to(file, limits.megabytes)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.kept.use import use

    outcome = use(kept, content)
    if out and "future" in outcome.frames:
        with writing(out):
            out.write_bytes(forecast_csv(outcome))
    if as_json:
        click.echo(to_json(outcome.summary))
        return
    print_lines(kept_text(outcome.summary))
    if "future" in outcome.frames:
        click.echo(t("Wrote {path}", path=out) if out else forecast_csv(outcome).decode(), nl=bool(out))


def _model(model: str) -> Kept:
    """The model in a file, or of a run in the store."""
    path = Path(model)
    if path.is_file():
        with path.open("rb") as file:
            return read_kept(read_up_to(file, megabytes()))
    store = open_store()
    return kept_of(store, find(store, model).id)
