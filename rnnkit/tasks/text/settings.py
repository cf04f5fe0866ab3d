"""The settings of a text run: a language model of one text."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import Cell, Shapes
from rnnkit.config.settings import Flag, Real, Settings, Whole, narrowing
from rnnkit.config.training import TrainingSettings, check_weights
from rnnkit.data.text.vocabulary import Unit

Precision = Literal["auto", "float32", "bfloat16"]


class TextData(Settings):
    """How a text is cut into symbols."""

    task: Literal["text"] = "text"

    unit: Unit = Field(
        "char",
        title="Unit",
        description="What the network reads one at a time: characters, words, or frequent pieces of words.",
    )
    max_vocabulary: Whole | None = Field(
        None,
        ge=2,
        le=20_000,
        title="Vocabulary limit",
        description="How many different symbols it keeps. Rarer ones are read as one sign for unknown.",
    )
    document_per_line: Flag = Field(
        False,
        title="One document per line",
        description="Each line is a text of its own, as in a list of names; their order is random.",
    )
    skip_repeats: Flag = Field(
        False,
        title="Leave out repeats",
        description="Passages of the test part that also appear in the training part are not scored.",
    )


class TextConfig(TrainingSettings, TextData):
    """A text run. `None` means: decided from text and budget, and written down before training."""

    free: ClassVar = TrainingSettings.free | {
        *("dropout", "recurrent_dropout", "bptt", "precision", "sample_prompt", "sample_every")
    }

    cell: Cell = Field(
        "lstm", title="Cell", description="How the network remembers: an RNN simply, GRU and LSTM with gates."
    )
    hidden_size: Whole | None = Field(
        None,
        ge=1,
        le=1024,
        title="Hidden size",
        description="How many numbers the network can remember. More need more text and time.",
    )
    embedding_size: Whole | None = Field(
        None,
        ge=1,
        le=1024,
        title="Embedding size",
        description="How many numbers describe one symbol. Characters need few, words more.",
    )
    tied: Flag | None = Field(
        None,
        title="Tied weights",
        description="Reading and predicting a symbol share the same numbers. Saves weights where there are "
        "many different symbols.",
    )
    attention: Flag = Field(
        False,
        title="Attention",
        description="Also looks back at its last states, to find again what it has just read.",
    )
    dropout: Real | None = Field(
        None,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of signals switched off at random in training; prevents overfitting.",
    )
    recurrent_dropout: Real = Field(
        0.0,
        ge=0,
        lt=1,
        title="Recurrent dropout",
        description="The same for what the network remembers, switched off for a whole stretch of text.",
    )
    bptt: Whole = Field(
        50,
        ge=1,
        le=1000,
        title="Steps back",
        description="How many symbols errors flow back through. The memory itself reaches further.",
    )
    context: Whole = Field(
        64,
        ge=1,
        le=1000,
        title="Context",
        description="Bidirectional networks only: how many symbols they read to predict the next one.",
    )
    precision: Precision = Field(
        "auto",
        title="Precision",
        description="Auto multiplies in 16 bits where this machine is faster that way.",
    )
    sample_prompt: str = Field(
        "",
        max_length=1000,
        title="Start of the samples",
        description="What the samples begin with while it trains. Empty: the model starts on its own.",
    )
    sample_every: Real = Field(
        5.0,
        ge=0.5,
        le=3600,
        title="Seconds between samples",
        description="How often a sample is written while it trains.",
    )
    grad_clip: Real = Field(
        5.0,
        gt=0,
        le=1000,
        title="Gradient clipping",
        description="Gradients longer than this are shortened, so training cannot blow up.",
    )

    forget_bias: Real = Field(
        0.0,
        ge=-5,
        le=5,
        title="Forget bias",
        description="LSTM with bias only: above 0 it remembers by default at first, but learns texts more "
        "slowly.",
    )

    @model_validator(mode="after")
    def _not_too_large(self) -> Self:
        check_weights(self.layer_weights(self.hidden_size or 1))
        return self


class ResolvedText(TextConfig):
    """A text run with nothing left open: what `rnnkit.tasks.text.plan.resolve` decided."""

    _as_asked = narrowing(TextConfig)

    max_vocabulary: int
    hidden_size: int
    embedding_size: int
    tied: Flag = False
    dropout: float
    learning_rate: float
    batch_size: int


def text_shapes(config: ResolvedText, V: int) -> Shapes:
    """The name and shape of every weight that `networks.network` builds for so many symbols."""
    H, E = config.hidden_size, config.embedding_size
    width = H * (2 if config.bidirectional else 1)
    found: Shapes = {"embed.weight": (V, E), "bias": (V,)}
    found |= {"project.weight": (E, width)} if config.tied else {"head": (V, width)}
    if config.attention:
        found |= {f"attention.{name}.weight": (width, width) for name in ("query", "combine")}
    layers = config.layer_shapes(E, H)
    return found | {f"recurrent.{name}": shape for name, shape in layers.items()}
