"""Write what documents, and the cards of examples, take from the code: `make docs`.

A test holds that nothing is left to write.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from rnnkit.cli import main as command_line
from scripts import cards, links
from scripts import command_line as commands
from scripts import map as tree

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write each document that is not up to date, and name it."""
    for document, text in stale():
        document.write_text(text, "utf-8")
        print(document.relative_to(ROOT))


def stale() -> Iterator[tuple[Path, str]]:
    """Every document that says something else than the code, with what it should say; so for the cards."""
    parts: dict[Path, tuple[str, Callable[[], str]]] = {
        ROOT / "CONTRIBUTING.md": ("map", lambda: tree.drawn(ROOT)),
        ROOT / "docs/command-line.md": ("commands", lambda: commands.render(command_line)),
    }
    for document in documents():
        before = after = document.read_text("utf-8")
        if document in parts:
            name, written = parts[document]
            after = between(after, name, written())
        after = links.followed(after, document, ROOT)
        if after != before:
            yield document, after
    if cards.render() != (cards.WRITTEN.read_text("utf-8") if cards.WRITTEN.exists() else ""):
        yield cards.WRITTEN, cards.render()


def documents() -> list[Path]:
    """Every page of the project."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def between(text: str, name: str, content: str) -> str:
    """The text with `content` between the marks of this name: `a <!-- x: ... -->old<!-- end of x --> b`."""
    begin, end = f"<!-- {name}: written by make docs -->", f"<!-- end of {name} -->"
    head, _, rest = text.partition(begin)
    _, found, tail = rest.partition(end)
    assert found, f"the marks of {name!r} are missing"
    return f"{head}{begin}\n\n{content.strip()}\n\n{end}{tail}"


if __name__ == "__main__":
    main()
