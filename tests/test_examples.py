"""The examples in docstrings are true, and whatever reads a file has one."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READS = ("read", "parse", "split", "decode", "guess", "look", "find")
SIGN = ">>> "
WITH_EXAMPLES = [path for path in sorted((ROOT / "rnnkit").rglob("*.py")) if SIGN in path.read_text("utf-8")]


def label(path: Path) -> str:
    """A file as it is named in the report of a test."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=label)
def test_examples_give_what_they_say(path: Path) -> None:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    said: list[str] = []
    runner = doctest.DocTestRunner()
    for example in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(example, out=said.append)
    assert runner.summarize(verbose=False).attempted > 0
    assert said == []


def test_whatever_reads_shows_an_input_and_what_comes_of_it() -> None:
    """Public functions of the data doctor that read, parse, split, decode, guess, look or find."""
    silent = [
        f"{label(path)}: {node.name}"
        for path in sorted((ROOT / "rnnkit/data").rglob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(READS)
        if SIGN not in (ast.get_docstring(node) or "")
    ]
    assert silent == []
