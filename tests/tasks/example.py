"""What the contract is tried on."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A file as it is uploaded, settings with which a run on it takes a second, and newer data."""

    content: bytes
    settings: Mapping[str, object]
    newer: bytes = b""
