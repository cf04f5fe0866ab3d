"""What a person can decide about the reading of tagged sentences; what is left open is found out."""

from typing import Literal, Self

from pydantic import Field, field_serializer

from rnnkit.config import Settings, parse

Ends = Literal["auto", "blank", "marks"]


class TaggedOverrides(Settings):
    """What the person fixed; `None` or empty means: find out."""

    encoding: str | None = Field(None, max_length=40)
    token: str | None = Field(
        None, max_length=200, title="Token column", description="The column with the words or characters."
    )
    tag: str | None = Field(
        None, max_length=200, title="Tag column", description="The column with the tags to learn."
    )
    ends: Ends = Field(
        "auto",
        title="Sentence ends",
        description="Where sentences end: at empty lines only, after . ! ? as well, or found out.",
    )
    off: frozenset[str] = Field(frozenset(), description="Keys of changes that are switched off.")

    @field_serializer("off")
    def _sorted(self, off: frozenset[str]) -> list[str]:
        """In a fixed order, so that equal overrides give equal JSON."""
        return sorted(off)

    def to_json(self) -> str:
        """As JSON text; the same settings always give the same text."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """From JSON text. Raises `ConfigError` with one sentence."""
        return parse(cls, text)
