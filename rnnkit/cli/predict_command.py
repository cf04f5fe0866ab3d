"""The command that uses a kept model on new data."""

from pathlib import Path
from typing import IO

import click

from rnnkit.bundle import Kept, kept_of, read_kept
from rnnkit.bundle.models import bundle_of
from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON, read_up_to, writing
from rnnkit.cli.report import kept_text, print_lines
from rnnkit.cli.run_commands import IDS, find_run
from rnnkit.cli.tasks.forecast_report import MODEL
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.errors import DataError
from rnnkit.files.encoding import to_json
from rnnkit.files.safetensors_file import LARGEST
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from rnnkit.words import t

MOST = 2 * LARGEST / BYTES_PER_MEGABYTE  # a file of one's own: the largest weights and as much beside them


@click.command(context_settings=IDS)
@click.argument("model", metavar="MODEL")
@click.argument("file", type=click.File("rb", lazy=True))
@JSON
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Write the answer into this file instead of printing it: as CSV, or labels as CoNLL, too."),
)
def predict(model: str, file: IO[bytes], as_json: bool, out: Path | None) -> None:
    """Use MODEL (a file of export or --out, or a run) on FILE: answer or score what is there."""
    kept, before_run = _model(model)
    written = bundle_of(kept).written
    if out and not written:
        raise click.UsageError(t("This model gives scores alone; leave --out away."))
    limits = TASKS[kept.task].source.limits.from_environment()
    content = read_up_to(file, limits.megabytes)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.bundle.use import before_of, use

    outcome = use(kept, content, before=before_of(*before_run) if before_run else None)
    answer = named(written)(outcome, out) if written else b""
    if out and written:
        with writing(out):
            out.write_bytes(answer)
    if as_json:
        click.echo(to_json(outcome.summary))
        return
    print_lines(kept_text(outcome.summary, kept.task))
    if written:
        click.echo(t("Wrote {path}", path=out) if out else answer.decode(), nl=bool(out))


def _model(model: str) -> tuple[Kept, tuple[Store, str] | None]:
    """The model in a file or in the folder that forecast --out wrote; or of a run in the store, with it."""
    path = Path(model)
    if path.is_dir():
        path = path / MODEL
        if not path.is_file():
            raise DataError(t("There is no {path}; forecast --out writes one.", path=path))
    if path.is_file():
        with path.open("rb") as file:
            return read_kept(read_up_to(file, MOST), MOST), None
    if path.suffix in (".zip", ".safetensors") or len(path.parts) > 1:
        raise DataError(t("There is no file {path}.", path=path))
    store = open_local_store()
    run_id = find_run(store, model).id
    return kept_of(store, run_id), (store, run_id)
