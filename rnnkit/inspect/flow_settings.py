"""What decides how far back a gradient reaches before anything is trained."""

from typing import ClassVar, Literal

from pydantic import Field

from rnnkit.config.settings import Flag, Real, Settings, Whole

Draw = Literal["uniform", "orthogonal"]


class FlowConfig(Settings):
    """How long the sequence is, where the weights start, and whether the gradient is clipped."""

    prefix: ClassVar[str] = "flow_"

    length: Whole = Field(
        50, ge=2, le=300, title="Steps back", description="How many steps the gradient travels back."
    )
    scale: Real = Field(
        1.0,
        ge=0.1,
        le=3,
        title="Scale of the recurrent weights",
        description="Recurrent weights are multiplied by this: below 1 gradients die out, above they grow.",
    )
    draw: Draw = Field(
        "uniform",
        title="Initialization",
        description="Uniform as torch does it; orthogonal matrices change no length by themselves.",
    )
    forget_bias: Real = Field(
        1.0,
        ge=-5,
        le=5,
        title="Forget bias",
        description="LSTM only: of its cell, half stays at each step at 0, 73 % at 1, 95 % at 3.",
    )
    clipping: Flag = Field(
        False,
        title="Clip the gradient",
        description="Shortens the gradient of all weights to length 1 where it is longer, as training does.",
    )
    seed: Whole = Field(
        0, ge=0, le=9999, title="Seed", description="The same seed starts with the same random weights."
    )
