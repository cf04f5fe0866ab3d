"""The map of the code in CONTRIBUTING.md: each package with the first sentence of its own docstring."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TOPS = ("app.py", "pages", "rnnkit", "bench", "scripts")
COLUMN = 28


def drawn(root: Path) -> str:
    """The tree of packages under the tops, one line each: `  data/      The data doctor: bytes to ...`."""
    lines = [f"{name:<{COLUMN}}{sentence}" for top in TOPS for name, sentence in rows(root / top, 0)]
    return "\n".join(["```", *lines, "```"])


def rows(place: Path, depth: int) -> Iterator[tuple[str, str]]:
    """A file, or a package before those in it, indented by its depth."""
    if place.is_file():
        yield place.name, first_sentence(place)
    elif (place / "__init__.py").is_file():
        yield f"{'  ' * depth}{place.name}/", first_sentence(place / "__init__.py")
        for inner in sorted(place.iterdir()):
            if inner.is_dir():
                yield from rows(inner, depth + 1)


def first_sentence(file: Path) -> str:
    """What a file says it is: `"The loop. It stops."` gives `The loop`."""
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    paragraph = " ".join(said.partition("\n\n")[0].split())
    return re.split(r"(?<=[\w`)\"+])[.]\s", f"{paragraph} ", maxsplit=1)[0].strip()
