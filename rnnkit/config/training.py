"""The settings that every kind of run shares: the network it trains, and how long and how it trains."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import Activation, Encoder, Shapes, encoder_shapes, is_recurrent, weights_in
from rnnkit.config.settings import Flag, Real, Settings, Whole
from rnnkit.errors import ConfigError
from rnnkit.words import t

Initialization = Literal["torch", "xavier", "he", "orthogonal"]
Schedule = Literal["cosine", "constant"]
OptimizerName = Literal["auto", "sgd", "momentum", "adam", "adamw", "muon"]
Device = Literal["auto", "cpu", "cuda", "mps"]

MAX_WEIGHTS = 8_000_000
MUON_RATIO = 3.0  # a step in all directions is so many times as long as the rate of Adam
HEAVY_BALL = 0.9  # of what moved the weights before, SGD with momentum keeps so much
RATES: Mapping[OptimizerName, float] = {"sgd": 300, "momentum": 30}
"""How many times the learning rate of Adam suits others, about, as measured."""

Step = Annotated[int, Field(strict=True, ge=0, le=2**53)]
Pace = Annotated[tuple[tuple[Step, Step], ...], Field(max_length=10_000, fail_fast=True)]
Factor = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=2**-10, le=2**10)]
Rates = Annotated[tuple[tuple[Step, Factor], ...], Field(max_length=1_000, fail_fast=True)]


class NetworkSettings(Settings):
    """What reads the sequence, as far as all tasks choose it alike."""

    cell: Encoder = Field(
        "lstm",
        title="Cell",
        description="RNN remembers simply, GRU and LSTM by gates; CNN and Transformer look back instead.",
    )
    bidirectional: Flag = Field(
        False,
        title="Bidirectional",
        description="Reads the lookback from both ends; never looks beyond the present.",
    )
    num_layers: Whole = Field(
        1,
        ge=1,
        le=4,
        title="Layers",
        description="How many layers are stacked. For a CNN: how many blocks, each covering the "
        "whole lookback.",
    )
    activation: Activation = Field(
        "tanh",
        title="Activation",
        description="RNN only: tanh keeps every state between -1 and 1; ReLU cuts off what is negative and "
        "lets the rest grow, so gradients fade less but explode sooner.",
    )
    bias: Flag = Field(
        True,
        title="Bias",
        description="RNN, GRU and LSTM: numbers that are added to every sum of a layer, so that it can "
        "answer something other than zero to zeros.",
    )
    layer_norm: Flag = Field(
        False,
        title="Layer norm",
        description="Rescales the signals, which steadies deep or wide networks. Transformers "
        "always have it.",
    )
    initialization: Initialization = Field(
        "torch",
        title="Initialization",
        description="How the weights start: orthogonal helps memory; Xavier and He keep the scale "
        "of the signals.",
    )
    forget_bias: Real = Field(
        1.0,
        ge=-5,
        le=5,
        title="Forget bias",
        description="LSTM with bias only: above 0, it starts by remembering.",
    )

    @model_validator(mode="after")
    def _directions(self) -> Self:
        if self.bidirectional and not is_recurrent(self.cell):
            raise ValueError(t("Bidirectional: only RNN, GRU and LSTM can read from both ends."))
        return self

    def layer_shapes(
        self, inputs: int, hidden_size: int, *, steps: int = 1, bidirectional: bool | None = None
    ) -> Shapes:
        """The name and shape of every weight of what reads so many inputs a step, over so many steps."""
        return encoder_shapes(
            self.cell,
            inputs,
            hidden_size,
            self.num_layers,
            self.bidirectional if bidirectional is None else bidirectional,
            bias=self.bias,
            layer_norm=self.layer_norm,
            steps=steps,
        )

    def layer_weights(self, hidden_size: int, *, steps: int = 1) -> int:
        """Weights of it that nothing is read by yet, norms aside: the inputs are the data's to decide."""
        both, bias = self.bidirectional, self.bias
        return weights_in(
            encoder_shapes(self.cell, 0, hidden_size, self.num_layers, both, bias=bias, steps=steps)
        )


class TrainingSettings(NetworkSettings):
    """How long and how a network is trained. `None` means: decided from the data before training.

    What is `free` may differ in a run that trains another further; all else decides the weights, the data or
    the rows of the score. What is `forward_only` has nothing to read from the end.
    """

    forward_only: ClassVar[bool] = False

    free: ClassVar[frozenset[str]] = frozenset(
        {
            *(
                "budget",
                "epochs",
                "pace",
                "rates",
                "steps",
                "learning_rate",
                "batch_size",
                "weight_decay",
                "grad_clip",
            ),
            *("schedule", "optimizer", "patience", "seed", "device", "initialization", "forget_bias"),
            "start_from",
        }
    )

    @classmethod
    def kind(cls) -> str:
        """The name of the task that these settings are for."""
        return str(cls.model_fields["task"].default)

    budget: Real | None = Field(
        60.0,
        ge=1,
        le=3600,
        title="Time budget",
        description="Seconds for the whole run; the number of steps and the schedule are fitted to it.",
    )
    epochs: Whole | None = Field(
        None, ge=1, le=10_000, title="Epochs", description="Passes over the training windows."
    )
    pace: Pace = Field(
        (),
        title="Pace",
        description="How a timed run adapted its steps, as (step, planned total); given, it repeats "
        "that run.",
    )
    rates: Rates = Field(
        (),
        title="Rates by hand",
        description="Where the learning rate was changed while it trained, as (step, factor); given, the "
        "run repeats it.",
    )
    steps: Whole | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Steps",
        description="Exactly this many weight updates, to repeat an earlier run.",
    )
    learning_rate: Real | None = Field(
        None,
        ge=1e-6,
        le=1,
        title="Learning rate",
        description="Size of one step downhill. Too large and training explodes; too small and it crawls.",
    )
    batch_size: Whole | None = Field(
        None,
        ge=1,
        le=4096,
        title="Batch size",
        description="How many windows are learned from at once. Larger is smoother and faster per window.",
    )
    optimizer: OptimizerName = Field(
        "auto",
        title="Optimizer",
        description="SGD steps along the gradient, momentum along a running mean of it. Adam and AdamW give "
        "each weight a step of its own length and differ only in weight decay. Muon gives recurrent matrices "
        "steps of equal length in all directions and leaves the rest to AdamW. Automatic takes Muon where it "
        "learns faster, else AdamW.",
    )
    weight_decay: Real = Field(
        0.0,
        ge=0,
        le=1,
        title="Weight decay",
        description="Pulls the weights towards zero, against overfitting.",
    )
    grad_clip: Real = Field(
        1.0,
        gt=0,
        le=1000,
        title="Gradient clipping",
        description="Gradients longer than this are shortened, so training cannot blow up.",
    )
    schedule: Schedule = Field(
        "cosine", title="Schedule", description="Cosine lowers the learning rate to zero by the end."
    )
    patience: Whole = Field(
        20,
        ge=1,
        le=1000,
        title="Patience",
        description="Stop after this many checks without improvement on the validation set.",
    )
    seed: Whole = Field(
        0, ge=0, le=2**32 - 1, title="Seed", description="The same seed and settings give the same run."
    )
    start_from: str = Field(
        "",
        max_length=64,
        title="Start from",
        description="A run on the same data with the same network; training begins with its best weights.",
    )
    device: Device = Field(
        "auto", title="Device", description="Automatic takes CUDA if present, then MPS, then the processor."
    )

    @model_validator(mode="before")
    @classmethod
    def _one_length(cls, values: Any) -> Any:
        """Asking for epochs or steps replaces the default time budget."""
        if not isinstance(values, Mapping) or "budget" in values:
            return values
        counted = values.get("epochs") is not None or values.get("steps") is not None
        return {**values, "budget": None} if counted else values

    @model_validator(mode="after")
    def _exactly_one_length(self) -> Self:
        given = [name for name in ("budget", "epochs", "steps") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(t("Give one of a time budget, epochs or steps, not {count}.", count=len(given)))
        return self

    @model_validator(mode="after")
    def _has_what_turns(self) -> Self:
        if self.optimizer == "muon" and not is_recurrent(self.cell):
            raise ValueError(t("Muon: only RNN, GRU and LSTM have recurrent matrices; use AdamW."))
        return self

    def descent(self, rate: float, usual: OptimizerName = "adamw") -> dict[str, Any]:
        """Optimizer and learning rate as asked for; else the `usual` one, and what suits it.

        `rate` is what suits Adam here.
        """
        optimizer = usual if self.optimizer == "auto" else self.optimizer
        suits = min(1.0, rate * RATES.get(optimizer, 1.0))
        return {"optimizer": optimizer, "learning_rate": self.learning_rate or suits}


def check_weights(weights: int, advice: str = t("try hidden size 128 and 2 layers")) -> None:
    """Refuse a network that is too large to be trained here. Raises `ConfigError`."""
    if weights > MAX_WEIGHTS:
        raise ConfigError(
            t(
                "About {millions:.0f} M weights; limit {limit} M - {advice}.",
                millions=weights / 1e6,
                limit=MAX_WEIGHTS // 1_000_000,
                advice=advice,
            )
        )
