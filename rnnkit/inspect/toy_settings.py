"""The settings of a network so small that every number of it can be looked at."""

from typing import ClassVar, Literal

from pydantic import Field

from rnnkit.config.settings import Real, Settings, Whole

ToyCell = Literal["rnn", "relu", "gru", "lstm"]
ToySequence = Literal["hello", "sine"]
Clipping = Literal["none", "value", "norm"]


class ToyConfig(Settings):
    """One sequence, one cell, a few units, and how many steps downhill were taken."""

    prefix: ClassVar[str] = "toy_"

    cell: ToyCell = Field(
        "rnn", title="Cell", description="How the network remembers: RNN simply, GRU and LSTM by gates."
    )
    sequence: ToySequence = Field(
        "hello",
        title="Sequence",
        description="What is learned: the next letter of a word, or the next number of a wave.",
    )
    hidden_size: Whole = Field(
        2, ge=1, le=4, title="Hidden size", description="Numbers the network can remember from step to step."
    )
    seed: Whole = Field(
        0, ge=0, le=9999, title="Seed", description="The same seed starts with the same random weights."
    )
    learning_rate: Real = Field(
        0.5,
        ge=0.001,
        le=10,
        title="Learning rate",
        description="Size of one step downhill. Too large explodes, too small crawls.",
    )
    clipping: Clipping = Field(
        "none",
        title="Clipping",
        description="By value cuts every number of the gradient, by norm shortens it as a whole.",
    )
    limit: Real = Field(
        0.5, ge=0.01, le=5, title="Clipping limit", description="Largest value, or largest norm, that stays."
    )
    updates: Whole = Field(
        0, ge=0, le=300, title="SGD steps taken", description="How often the weights were moved downhill."
    )
