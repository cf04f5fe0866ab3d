"""Whether a file looks like tunes in ABC notation."""

from rnnkit.data.tunes import looks_like_abc
from rnnkit.words import t


def claims(name: str, head: bytes) -> tuple[float, str] | None:
    """How likely a file holds tunes (0 to 1), and what it looks like; `head` is its beginning."""
    score = looks_like_abc(head, name)
    return (score, t("This looks like tunes in ABC notation.")) if score else None
