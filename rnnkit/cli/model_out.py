"""What commands that train a model share: the file to score on, the file of the model, and the answer."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from rnnkit.bundle import kept_from, write_kept
from rnnkit.cli.inputs import writing
from rnnkit.cli.report import print_lines
from rnnkit.files.about import DataSource
from rnnkit.files.encoding import sha256, to_json
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

F = TypeVar("F", bound=Callable[..., Any])


def scored_on(words: str, *, multiple: bool = False) -> Callable[[F], F]:
    """The option for a file, or several, to score on."""
    return click.option("--test", type=click.File("rb", lazy=True), multiple=multiple, help=words)


def written_to(words: str) -> Callable[[F], F]:
    """The option for the file that the model is written into."""
    return click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=words)


def make_room(out: Path | None) -> None:
    """Make the folder of that file, before a minute of training. Raises `DataError` where it cannot be."""
    if out:
        with writing(out):
            out.parent.mkdir(parents=True, exist_ok=True)


def write_model(out: Path | None, outcome: Outcome, label: str, name: str, content: bytes) -> None:
    """Write the whole model, with the name and fingerprint of the data that it learned from."""
    if out:
        source = DataSource(name=name, sha256=sha256(content), bytes=len(content))
        with writing(out):
            out.write_bytes(write_kept(kept_from(outcome, label, source)))


def answer(
    report: Mapping[str, Any], lines: Callable[[], Iterable[str]], out: Path | None, *, as_json: bool
) -> None:
    """Print the report as JSON, or in words, and where the model is."""
    if as_json:
        click.echo(to_json(dict(report)))
        return
    print_lines(lines())
    if out:
        click.echo(t("Wrote {path}", path=out))
