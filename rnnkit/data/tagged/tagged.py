"""Tagged sentences as they are learned from: tokens, BIO or plain tags, and what was understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnnkit.data.table.table import Change
from rnnkit.data.tagged.overrides import TaggedOverrides

Part = str
"""Where a sentence is to stand: `train`, `valid` or `test`, or empty where the file does not say."""


@dataclass(frozen=True)
class Tagged:
    """N sentences.

    `tags` are BIO where `spans` says that they mark spans of tokens, and plain tags otherwise. `scheme` is
    that of the file, `cutting` how a text is cut into such tokens (see `rnnkit.data.tagged.tokens`), and
    `parts` says of each sentence which part of the files it came from.
    """

    tokens: Sequence[Sequence[str]]
    tags: Sequence[Sequence[str]]
    parts: Sequence[Part]
    spans: bool
    scheme: str
    cutting: Mapping[str, Any]
    changes: tuple[Change, ...]
    understood: Mapping[str, Any]
    overrides: TaggedOverrides

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def bytes(self) -> int:
        """Memory that the sentences take, about."""
        return 60 * sum(map(len, self.tokens)) + 200 * len(self.tokens)
