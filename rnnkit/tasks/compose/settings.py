"""The settings of a composing run: a network that writes tunes, token by token."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import Cell, Shapes, affine
from rnnkit.config.settings import Flag, Real, Settings, Whole, narrowing
from rnnkit.config.training import TrainingSettings, check_weights
from rnnkit.tasks.compose.networks.place import BACK, NUMBERS, PHRASE, ROOMS
from rnnkit.words import t

ROOM_SIZE = 16  # numbers that describe how much room a bar has left
BAR_SIZE = 8  # the same for the number of the bar
BACK_SIZE = 24  # the same for what stood at this place some bars before
ABOUT_SIZE = 16  # the same for meter and key, which are told at every step


class ComposeData(Settings):
    """What of the data is scored."""

    task: Literal["compose"] = "compose"

    skip_repeats: Flag = Field(
        False,
        title="Leave out repeats",
        description="Tunes of the test part most of whose bars are in a training tune are not scored.",
    )
    transposed_copies: Whole = Field(
        0,
        ge=0,
        le=11,
        title="Transposed copies",
        description="Copies of each training tune in so many other keys, within the range of all of them. An "
        "epoch takes as much longer.",
    )


class ComposeConfig(TrainingSettings, ComposeData):
    """A composing run. `None` means: decided from tunes and budget, and written down before training."""

    free: ClassVar = TrainingSettings.free | {"dropout", "sample_every"}
    forward_only: ClassVar = True

    budget: Real | None = Field(
        180.0,
        ge=1,
        le=3600,
        title="Time budget",
        description="Seconds for the whole run; the number of steps and the schedule are fitted to it.",
    )
    cell: Cell = Field(
        "lstm", title="Cell", description="How the network remembers: an RNN simply, GRU and LSTM with gates."
    )
    hidden_size: Whole | None = Field(
        None,
        ge=1,
        le=1024,
        title="Hidden size",
        description="How many numbers the network can remember. More need more tunes and time.",
    )
    embedding_size: Whole | None = Field(
        None, ge=1, le=512, title="Embedding size", description="How many numbers describe a token."
    )
    look_back: Flag = Field(
        True,
        title="Look back by bars",
        description="At every place it also reads what stood there 1, 2, 4 and 8 bars before, and may "
        "write the same again: tunes repeat themselves.",
    )
    dropout: Real | None = Field(
        None,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of signals switched off at random in training; prevents overfitting.",
    )
    sample_every: Real = Field(
        5.0,
        ge=0.5,
        le=3600,
        title="Seconds between samples",
        description="How often a tune is written while it trains.",
    )

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.bidirectional:
            raise ValueError(t("Bidirectional: what is still to be written cannot be read from its end."))
        check_weights(self.layer_weights(self.hidden_size or 1))
        return self


class ResolvedCompose(ComposeConfig):
    """A composing run with nothing left open: what `rnnkit.tasks.compose.plan.resolve` decided."""

    _as_asked = narrowing(ComposeConfig)

    hidden_size: int
    embedding_size: int
    dropout: float
    learning_rate: float
    batch_size: int


def input_size(config: ResolvedCompose) -> int:
    """How many numbers the recurrent layers read at a step."""
    looking = len(BACK) * (BACK_SIZE + 1) if config.look_back else 0
    return config.embedding_size + ROOM_SIZE + BAR_SIZE + NUMBERS + ABOUT_SIZE + looking


def compose_shapes(config: ResolvedCompose, V: int) -> Shapes:
    """The name and shape of every weight that `networks.network` builds for so many symbols."""
    H = config.hidden_size
    found: Shapes = {
        "embed.weight": (V, config.embedding_size),
        "room.weight": (ROOMS, ROOM_SIZE),
        "bar.weight": (PHRASE, BAR_SIZE),
        "about.weight": (V, ABOUT_SIZE),
        "direct.weight": (ROOMS, V),
    }
    if config.look_back:
        found["back.weight"] = (V, BACK_SIZE)
        found |= affine("again", len(BACK), H)
    layers = config.layer_shapes(input_size(config), H)
    found |= {f"recurrent.{name}": shape for name, shape in layers.items()}
    return found | affine("head", V, H)
