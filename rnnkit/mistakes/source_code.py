"""The code of the mistakes, read from the files that run, without loading them (and torch with them)."""

import ast
import functools
import textwrap
from pathlib import Path

from rnnkit.mistakes.settings import MistakeName

FOLDER = Path(__file__).parent


@functools.cache
def experiment(name: MistakeName) -> str:
    """The whole file of a mistake."""
    return (FOLDER / f"{name}.py").read_text("utf-8")


@functools.cache
def lines(name: MistakeName, version: str) -> str:
    """What the function `wrong` or `right` of a mistake does: its lines behind the docstring."""
    source = experiment(name)
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    body = next(node.body for node in functions if node.name == version)
    first, last = body[1].lineno - 1, body[-1].end_lineno
    return textwrap.dedent("\n".join(source.splitlines()[first:last]))
