"""Where a command takes its data from, a file, the input or a sample, and where it leaves its files."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from rnnkit.data.limits import BYTES_PER_MEGABYTE
from rnnkit.data.samples import SAMPLES, sample_bytes, samples_of
from rnnkit.errors import DataError
from rnnkit.words import t

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.argument("file", type=click.File("rb", lazy=True), required=False)
FILES = click.argument("files", type=click.File("rb", lazy=True), nargs=-1)
JSON = click.option("--json", "as_json", is_flag=True, help=t("Print everything as JSON."))


def sample_option(task: str) -> Callable[[F], F]:
    """The option that takes one of the samples of a task."""
    keys = list(samples_of(task))
    help_text = t("Take a sample instead of a file: {keys}.", keys=", ".join(keys))
    return click.option("--sample", type=click.Choice(keys), metavar="KEY", help=help_text)


def content_of(file: IO[bytes] | None, sample: str | None, megabytes: float) -> bytes:
    """The bytes of a file or a sample; of a file that is too large, just enough to be refused for it."""
    if (file is None) == (sample is None):
        raise click.UsageError(t("Give a file or --sample, and not both."))
    return sample_bytes(str(sample)) if file is None else read_up_to(file, megabytes)


def read_up_to(file: IO[bytes], megabytes: float) -> bytes:
    """So many megabytes of a file and one byte more; the rest of a huge one is never read."""
    return file.read(int(megabytes * BYTES_PER_MEGABYTE) + 1)


def with_sample(sample: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that suit a sample, where the options say nothing else."""
    settings = dict(SAMPLES[sample].settings) if sample else {}
    if {"epochs", "steps", "budget"} & set(given):
        settings.pop("budget", None)
    return settings | dict(given)


def name_of(file: IO[bytes] | None, sample: str | None = None) -> str:
    """What data is called in the store and in the files that are made of it."""
    if file is None:
        return SAMPLES[str(sample)].title
    return Path(file.name).name if file.name not in ("-", "<stdin>") else t("input")


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in one sentence why nothing can be written there."""
    try:
        yield
    except OSError as error:
        raise DataError(t("Cannot write into {path}: {reason}.", path=path, reason=error.strerror)) from None
