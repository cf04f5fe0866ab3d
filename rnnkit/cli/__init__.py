"""The command line: the same backend as the pages, for scripts and terminals."""

from rnnkit.cli.commands import main

__all__ = ["main"]
