"""Tables of Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """`table(("", "s"), [("a", "1")])` is `| | s |`, `|---|---|`, `| a | 1 |`."""
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def verdict(kept: bool) -> str:
    """What is said of a bar."""
    return "kept" if kept else "**missed**"
