"""What a person decided about the reading of a file, whatever its kind: it goes as JSON there and back."""

from typing import Self

from pydantic import field_serializer

from rnnkit.config import Settings, parse


class Decisions(Settings):
    """Settings of a reading with `off`, the keys of changes that are switched off.

    >>> from rnnkit.data import TextOverrides
    >>> TextOverrides(off=frozenset({"b", "a"})).to_json()
    '{"encoding":null,"off":["a","b"]}'
    """

    @field_serializer("off", check_fields=False)
    def _sorted(self, off: frozenset[str]) -> list[str]:
        """In a fixed order, so that equal decisions give equal JSON."""
        return sorted(off)

    def to_json(self) -> str:
        """As JSON text; the same decisions always give the same text."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """From JSON text. Raises `ConfigError` with one sentence."""
        return parse(cls, text)
