"""Links of documents to code: `[name](file.py)` leads to the file that defines it, and follows it."""

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDERS = ("rnnkit", "pages")
LINK = re.compile(r"\[`(?P<name>[\w.]+)`\]\((?P<path>[^)\s]+\.py)\)")


def followed(text: str, document: Path, root: Path) -> str:
    """The text with every link to a definition that has moved led to its new file.

    A link whose file still defines the name stays. Else the name has to be defined once in all of the code,
    or once in a file of the same name; otherwise the link stays as it is, and `broken` lists it.
    """

    def lead(found: re.Match[str]) -> str:
        file = document.parent / found["path"]
        if defines(file, found["name"]):
            return found[0]
        places = [place for place in code(root) if defines(place, found["name"])]
        alike = [place for place in places if place.name == file.name]
        best = places if len(places) == 1 else alike
        if len(best) != 1:
            return found[0]
        return f"[`{found['name']}`]({Path(os.path.relpath(best[0], document.parent)).as_posix()})"

    return LINK.sub(lead, text)


def broken(text: str, document: Path) -> list[str]:
    """The links to code whose file does not define what they name."""
    return [
        found[0]
        for found in LINK.finditer(text)
        if not defines(document.parent / found["path"], found["name"])
    ]


def code(root: Path) -> Iterable[Path]:
    """Every file that may be meant."""
    return (file for folder in FOLDERS for file in sorted((root / folder).rglob("*.py")))


def defines(file: Path, name: str) -> bool:
    """Whether a file defines a function, class or constant: `fit`, or a method as `Trainer.run`."""
    return file.is_file() and all(
        re.search(rf"^\s*(?:async )?(?:def|class) {part}\b|^{part}\b[^=\n]*=", source(file), re.MULTILINE)
        for part in name.split(".")
    )


@cache
def source(file: Path) -> str:
    """The text of a file."""
    return file.read_text("utf-8")
