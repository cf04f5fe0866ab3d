"""The settings of a memory run: a made-up problem that can only be solved by remembering, and a network."""

from typing import Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.settings import Real, Settings, Whole, narrowing
from rnnkit.config.training import Initialization, TrainingSettings, check_weights

Problem = Literal["adding", "copying", "parity", "addition", "ahead"]
Lengths = Literal["auto", "same", "mixed"]


class MemoryData(Settings):
    """What has to be remembered, and for how long. All rows are made from this and a seed."""

    task: Literal["memory"] = "memory"

    problem: Problem = Field(
        "adding",
        title="Problem",
        description="Adding marked numbers, copying, parity of bits, binary addition, or predicting "
        "the next bit.",
    )
    length: Whole | None = Field(
        None,
        ge=2,
        le=500,
        title="Length",
        description="Steps to remember over: numbers to add from, blanks to wait, or bits to read.",
    )
    test_length: Whole | None = Field(
        None,
        ge=2,
        le=500,
        title="Test length",
        description="Length of the rows that are scored. Make it longer than the training rows to "
        "see whether it carries over.",
    )
    symbols: Whole = Field(
        8,
        ge=2,
        le=10,
        title="Symbols",
        description="Copying only: how many different symbols there are to remember.",
    )


class MemoryConfig(TrainingSettings, MemoryData):
    """A memory run. `None` means: decided by the problem, and written down before training."""

    hidden_size: Whole | None = Field(
        None,
        ge=1,
        le=512,
        title="Hidden size",
        description="How many numbers the network can remember. More gives it more room, but is slower.",
    )
    lengths: Lengths = Field(
        "auto",
        title="Training lengths",
        description="Mixed: rows of every length up to the chosen one; the short ones teach the rule first.",
    )
    initialization: Initialization = Field(
        "orthogonal",
        title="Initialization",
        description="How the weights start: orthogonal helps memory; Xavier and He keep the scale "
        "of the signals.",
    )
    forget_bias: Real = Field(
        2.0,
        ge=-5,
        le=5,
        title="Forget bias",
        description="LSTM with bias only: above 0, it starts by remembering.",
    )
    patience: Whole = Field(
        1000,
        ge=1,
        le=1000,
        title="Patience",
        description="Stop after this many checks without improvement on the validation set.",
    )

    @model_validator(mode="after")
    def _not_too_large(self) -> Self:
        steps = self.length or 1
        check_weights(self.layer_weights(self.hidden_size or 1, steps=steps))
        return self


class ResolvedMemory(MemoryConfig):
    """A memory run with nothing left open: what `rnnkit.tasks.memory.plan.resolve` decided."""

    _as_asked = narrowing(MemoryConfig)

    length: int
    test_length: int
    hidden_size: int
    lengths: Literal["same", "mixed"]
    learning_rate: float
    batch_size: int
