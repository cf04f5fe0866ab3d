"""The exact versions of what a run was computed with."""

import platform
from importlib.metadata import version

from rnnkit import __version__

PACKAGES = ("torch", "numpy", "pandas")


def versions() -> dict[str, str]:
    """Version by name: python, this project, and the packages that decide about numbers."""
    found = {name: version(name) for name in PACKAGES}
    return {"python": platform.python_version(), "rnnkit": __version__, **found}
