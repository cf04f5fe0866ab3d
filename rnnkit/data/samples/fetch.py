"""A text that is too large to ship, fetched when a person asks for it, and only if it is the right one."""

import hashlib
from dataclasses import dataclass
from http.client import HTTPException
from urllib.request import urlopen

from rnnkit.errors import DataError
from rnnkit.words import t

PATIENCE = 20.0  # seconds without an answer


@dataclass(frozen=True)
class Remote:
    """Where a text lies, how long it is, and the checksum by which it is known."""

    url: str
    bytes: int
    sha256: str


def fetch(remote: Remote, title: str) -> bytes:
    """The text, or a `DataError` with one sentence where there is no network or something else came."""
    try:
        with urlopen(remote.url, timeout=PATIENCE) as answer:
            content: bytes = answer.read(remote.bytes + 1)
    except (OSError, HTTPException):
        raise DataError(
            t("{title} could not be fetched; is there a network? The other samples need none.", title=title)
        ) from None
    if hashlib.sha256(content).hexdigest() != remote.sha256:
        raise DataError(t("What was fetched is not {title}; try again or take another text.", title=title))
    return content
