"""What is read on the page that shows gates at work."""

from typing import ClassVar

from pydantic import Field

from rnnkit.config.settings import Settings

LONGEST = 200


class GatesConfig(Settings):
    """A text for the gates, and two orders of the same words for the way of the state."""

    prefix: ClassVar[str] = "gates_"

    text: str = Field(
        "We know it well, my lord: the king is dead, and I love him still.",
        min_length=1,
        max_length=LONGEST,
        title="Text to read",
        description="The network reads it a symbol at a time; its gates are shown at every symbol.",
    )
    one: str = Field(
        "I love machine learning",
        min_length=1,
        max_length=LONGEST,
        title="One order",
        description="A few words.",
    )
    other: str = Field(
        "machine learning I love",
        min_length=1,
        max_length=LONGEST,
        title="Another order",
        description="The same words in another order.",
    )
