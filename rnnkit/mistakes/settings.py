"""The settings of a run that measures what a classic mistake costs."""

from typing import ClassVar, Literal

from pydantic import Field

from rnnkit.config.settings import Settings, Whole

MistakeName = Literal[
    "last_step",
    "both_ways",
    "axes",
    "no_recurrence",
    "gradient_sign",
    "padding",
    "padding_counted",
    "test_part",
    "scaler",
    "shuffled",
    "teacher_forcing",
    "not_detached",
    "noise",
]


class MistakeConfig(Settings):
    """Which mistake, and with which luck: with and without it, the same seeds are used."""

    prefix: ClassVar[str] = "lab_"

    task: Literal["mistake"] = "mistake"
    mistake: MistakeName = Field(
        "last_step", title="Mistake", description="The one that is made, and left out, on the same seeds."
    )
    seeds: Whole = Field(
        3,
        ge=1,
        le=8,
        title="Seeds",
        description="Repeats with other luck, in data and weights; more of them tell luck from damage.",
    )
    seed: Whole = Field(
        0, ge=0, le=9999, title="First seed", description="The others follow it. Other seeds, other luck."
    )
