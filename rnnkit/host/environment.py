"""Numbers that a host sets by environment variables."""

import os

from rnnkit.errors import ConfigError
from rnnkit.words import t


def positive(name: str, default: float) -> float:
    """The number in an environment variable, at least 1; the default where it is not set."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value < 1e9:
        raise ConfigError(
            t("{name} must be a number of at least 1, not {text!r}.", name=name, text=text[:20])
        )
    return value
