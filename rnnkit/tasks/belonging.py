"""Which task a file is most likely meant for, asked of the tasks themselves: nothing is refused for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnkit.data.source.kind import READ, ZIP
from rnnkit.errors import RnnkitError
from rnnkit.tasks.task import Task, named

HEAD = 16 * 1024
"""Bytes of a text that are looked at."""
MOST_PACKED = 2_000_000
"""Bytes of a packed file, which can only be looked at whole."""
MARGIN = 0.25
"""How much surer another task has to be than the one whose page a file was brought to."""


@dataclass(frozen=True)
class Belongs:
    """Another task that a file is more likely meant for, and what the file looks like, in a sentence."""

    task: str
    sentence: str


def head_of(content: bytes) -> bytes:
    r"""What of a file is looked at: its first whole lines; of a packed one all, unless that is much.

    >>> head_of(b"a\n" * 100_000) == b"a\n" * (HEAD // 2)
    True
    """
    if content.startswith((ZIP, *(magic for magic, _ in READ))):
        return content if len(content) <= MOST_PACKED else b""
    if len(content) <= HEAD:
        return content
    return content[: content.rfind(b"\n", 0, HEAD) + 1] or content[:HEAD]


def elsewhere(tasks: Mapping[str, Task], here: str, name: str, head: bytes) -> Belongs | None:
    """The task that a file is more likely meant for than the one it was brought to; nothing where none is."""
    claims = {own: _claim(task, name, head) for own, task in tasks.items()}
    best = max(claims, key=lambda own: claims[own][0])
    score, sentence = claims[best]
    return Belongs(best, sentence) if score >= claims[here][0] + MARGIN else None


def _claim(task: Task, name: str, head: bytes) -> tuple[float, str]:
    """What a task says of a file; what it cannot read is not meant for it."""
    if task.claims is None or not head.strip():
        return 0.0, ""
    try:
        return named(task.claims)(name, head) or (0.0, "")
    except RnnkitError:
        return 0.0, ""
