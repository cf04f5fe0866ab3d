"""What is asked of whatever writes: which of the likely may be drawn, and by which luck."""

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import Field

from rnnkit.config.settings import Real, Settings, Whole

Temperature = Annotated[Real, Ge(0), Le(2)]


class DrawSettings(Settings):
    """The cuts and the luck of drawing."""

    top_k: Whole | None = Field(
        None, ge=1, le=1000, title="Top k", description="Draws only from this many of the likeliest symbols."
    )
    top_p: Real | None = Field(
        None,
        gt=0,
        le=1,
        title="Top p",
        description="Draws only from the likeliest symbols that together reach this probability.",
    )
    seed: Whole = Field(
        0, ge=0, le=2**32 - 1, title="Seed", description="The same seed and settings write the same."
    )
