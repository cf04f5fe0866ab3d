"""What commands that train on files share: their options, the settings these make, the files they read."""

from collections.abc import Callable, Mapping
from typing import IO, Any, TypeVar

import click

from rnnkit.cli.inputs import JSON, content_of, name_of, read_up_to, sample_option, with_sample
from rnnkit.cli.options import STORED, chosen, settings_options
from rnnkit.cli.settings_file import settings_option, with_settings
from rnnkit.config import Settings, TrainingSettings, parse
from rnnkit.data.source.together import together

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C", bound=TrainingSettings)
Option = Callable[[Any], Any]


def training_command(
    task: str,
    files: Option,
    *own: Option,
    settings: type[TrainingSettings],
    overrides: type[Settings],
) -> Callable[[F], click.Command]:
    """Make a command of a function: its files, samples of its task, its own options, then all settings."""
    options = (
        *(files, sample_option(task), JSON, *own),
        *(settings_option, settings_options(settings, *STORED), settings_options(overrides)),
    )

    def decorate(function: F) -> click.Command:
        for option in reversed(options):
            function = option(function)
        return click.command()(function)

    return decorate


def asked(kind: type[C], sample: str | None, settings: IO[bytes] | None, values: Mapping[str, Any]) -> C:
    """The settings of a run: options win over a file of settings, and both over what suits the sample.

    Raises `ConfigError` with one sentence where they cannot be.
    """
    return parse(kind, with_sample(sample, with_settings(settings, chosen(kind, values))))


def one_set(
    file: IO[bytes] | None, sample: str | None, test: IO[bytes] | None, megabytes: float
) -> tuple[str, bytes]:
    """The name and the bytes of what is read; with a file to score on, both as the parts of one set."""
    name, content = name_of(file, sample), content_of(file, sample, megabytes)
    if test is None:
        return name, content
    other = read_up_to(test, megabytes)
    return name, together([(f"train/{name}", content), (f"test/{name_of(test)}", other)])
