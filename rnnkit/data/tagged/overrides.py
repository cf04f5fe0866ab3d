"""What a person can decide about the reading of tagged sentences; what is left open is found out."""

from typing import Literal

from pydantic import Field

from rnnkit.data.decisions import Decisions

Ends = Literal["auto", "blank", "marks"]


class TaggedOverrides(Decisions):
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
