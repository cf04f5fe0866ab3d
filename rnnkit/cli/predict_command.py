"""The command that uses a kept model on new data."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import click

from rnnkit.bundle import Kept, kept_of, read_kept
from rnnkit.cli.forecast_report import MODEL, forecast_csv
from rnnkit.cli.here import open_local_store
from rnnkit.cli.inputs import JSON, read_up_to, writing
from rnnkit.cli.label_commands import labelled_file
from rnnkit.cli.report import kept_text, print_lines
from rnnkit.cli.run_commands import IDS, find_run
from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.errors import DataError
from rnnkit.files.csv_export import safe_csv
from rnnkit.files.encoding import to_json
from rnnkit.files.safetensors_file import LARGEST
from rnnkit.runs.store import Store
from rnnkit.tasks import TASKS
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

ANSWERS: Mapping[str, Callable[[Outcome, Path | None], bytes]] = {
    "future": lambda outcome, _: forecast_csv(outcome),
    "labelled": labelled_file,
    "translations": lambda outcome, _: safe_csv(outcome.frames["translations"]),
}
"""What is written of an answer, by the name of its frame, for a file of some ending or for the screen."""
MOST = 2 * LARGEST / BYTES_PER_MEGABYTE  # a file of one's own: the largest weights and as much beside them


@click.command(context_settings=IDS)
@click.argument("model", metavar="MODEL")
@click.argument("file", type=click.File("rb", lazy=True))
@JSON
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t(
        "Write the answer into this file instead of printing it: a forecast or translations as CSV, "
        "labels as CSV or CoNLL."
    ),
)
def predict(model: str, file: IO[bytes], as_json: bool, out: Path | None) -> None:
    """Use MODEL (a file of export or --out, or a run) on FILE: forecast, label, translate or score it."""
    kept, before_run = _model(model)
    limits = TASKS[kept.task].source.limits.from_environment()
    content = read_up_to(file, limits.megabytes)
    # Only here: torch takes seconds to load, which nobody should wait for to read an error.
    from rnnkit.bundle.use import before_of, use

    outcome = use(kept, content, before=before_of(*before_run) if before_run else None)
    frame = next((name for name in ANSWERS if name in outcome.frames), None)
    if out and frame:
        with writing(out):
            out.write_bytes(ANSWERS[frame](outcome, out))
    if as_json:
        click.echo(to_json(outcome.summary))
        return
    print_lines(kept_text(outcome.summary))
    if frame:
        answer = t("Wrote {path}", path=out) if out else ANSWERS[frame](outcome, None).decode()
        click.echo(answer, nl=bool(out))


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
