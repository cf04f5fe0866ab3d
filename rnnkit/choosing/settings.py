"""The settings of the page that compares networks of equal weight, and of measuring what a step costs."""

from typing import ClassVar, Literal

from pydantic import Field

from rnnkit.config.settings import Settings, Whole
from rnnkit.config.training import Device
from rnnkit.tasks.memory.settings import Problem

LENGTHS = (25, 50, 100, 200, 400)


class ChoosingConfig(Settings):
    """One problem for all networks, how heavy each may be, and how long each is trained."""

    prefix: ClassVar[str] = "choose_"

    problem: Problem = Field(
        "adding",
        title="Problem",
        description="What all networks learn. Each problem has another winner: try several.",
    )
    length: Whole = Field(
        30,
        ge=10,
        le=200,
        title="Length",
        description="Steps of a row. What has to be known may lie so far back.",
    )
    weights: Whole = Field(
        4_000,
        ge=2_000,
        le=12_000,
        title="Weights",
        description="Numbers each network learns. Hidden sizes are chosen so that all have about as many.",
    )
    steps: Whole = Field(
        300,
        ge=20,
        le=4_000,
        title="Steps",
        description="Weight updates, the same for all networks; what they take is measured.",
    )


class CostConfig(Settings):
    """What is measured: training steps of every network at several lengths, at equal weight."""

    task: Literal["cost"] = "cost"
    weights: Whole = Field(4_000, ge=2_000, le=12_000, title="Weights", description="Of each network, about.")
    device: Device = Field(
        "auto", title="Device", description="What is measured: CUDA, MPS or the processor."
    )
