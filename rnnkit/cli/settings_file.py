"""Settings from a file: JSON, or YAML where its package is installed."""

import json
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import IO, Any

import click

from rnnkit.cli.inputs import F, read_up_to
from rnnkit.config.stored import lifted
from rnnkit.errors import ConfigError
from rnnkit.words import t

MEGABYTES = 1.0
LENGTHS = frozenset({"budget", "epochs", "steps", "pace", "rates", "refit_steps"})
"""One of them replaces all others."""


def settings_option(command: F) -> F:
    """The option that takes settings from a file, such as the `settings.json` of a model file."""
    option: Callable[[F], F] = click.option(
        "--settings",
        type=click.File("rb", lazy=True),
        help=t("Take settings from a JSON or YAML file; options that are given as well win."),
    )
    return option(command)


def with_settings(file: IO[bytes] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a file with those given on the command line laid over them."""
    settings = _read(file) if file else {}
    if LENGTHS & set(given):
        settings = {name: value for name, value in settings.items() if name not in LENGTHS}
    return settings | dict(given)


def _read(file: IO[bytes]) -> dict[str, Any]:
    """The mapping in a file. Raises `ConfigError` with one sentence."""
    content = read_up_to(file, MEGABYTES)
    try:
        found = _parse(content)
    except (ValueError, RecursionError):
        raise ConfigError(t("The settings are neither JSON nor YAML.")) from None
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise ConfigError(t("The settings must be names with values, such as horizon: 12."))
    return lifted(found)


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        if find_spec("yaml") is None:
            raise
    import yaml

    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
