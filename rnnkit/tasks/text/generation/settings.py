"""What is asked of a trained language model: how it goes on, how long, and how boldly."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from rnnkit.config.settings import Whole
from rnnkit.generation.settings import DrawSettings, Temperature
from rnnkit.words import t

MOST_AT_ONCE = 5


class GenerateConfig(DrawSettings):
    """How a text is generated; several temperatures give several texts from the same start."""

    prefix: ClassVar[str] = "write_"

    prompt: str = Field(
        "",
        max_length=1000,
        title="Prompt",
        description="What the text begins with; line ends count. Empty: the model starts on its own.",
    )
    temperatures: tuple[Temperature, ...] = Field(
        (0.8,),
        fail_fast=True,
        title="Temperature",
        description="0 always takes the likeliest symbol, 1 draws as the model learned, 2 is wild.",
    )
    length: Whole = Field(
        500, ge=1, le=2000, title="Length", description="How many symbols are written after the prompt."
    )

    @model_validator(mode="after")
    def _few_at_once(self) -> Self:
        if not 1 <= len(self.temperatures) <= MOST_AT_ONCE:
            raise ValueError(
                t(
                    "Temperature: 1 to {most} at once, not {count}.",
                    most=MOST_AT_ONCE,
                    count=len(self.temperatures),
                )
            )
        return self
