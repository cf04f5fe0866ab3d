"""What is asked of a trained composer: how boldly it draws, and whether bars are kept full."""

from typing import ClassVar

from pydantic import Field

from rnnkit.config.settings import Flag
from rnnkit.generation.settings import DrawSettings, Temperature
from rnnkit.tasks.compose.generation.writing import Boldness


class WriteConfig(DrawSettings):
    """How a tune is written; meter, key and first bars stand beside it."""

    prefix: ClassVar[str] = "tune_"

    temperature: Temperature = Field(
        0.8,
        title="Temperature",
        description="0 always takes the likeliest token, 1 draws as the model learned, 2 is wild.",
    )
    full_bars: Flag = Field(
        False,
        title="Keep bars full",
        description="Draws only what the bar has room for, and closes it when it is full. Off: only what the "
        "network learned makes bars full.",
    )

    @property
    def boldness(self) -> Boldness:
        """The same for a writer."""
        return Boldness(self.temperature, self.top_k, self.top_p, self.full_bars, self.seed)
