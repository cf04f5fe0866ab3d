"""The settings of a run that tells classes of texts or series apart."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import Cell, Shapes, affine
from rnnkit.config.settings import Flag, Real, Settings, Whole, narrowing
from rnnkit.config.training import TrainingSettings, check_weights

ReadUnit = Literal["auto", "word", "char", "bpe"]
Pooling = Literal["concat", "attention", "final"]
InputKind = Literal["text", "series"]
Scaled = Literal["auto", "channel", "series"]
WIDTHS = {"concat": 3, "attention": 1, "final": 1}  # of what is read off, in widths of the states


@dataclass(frozen=True)
class Entry:
    """What one step is: a symbol of so many, one of which stands for all others, or so many numbers."""

    symbols: int = 0
    unknown: int = 0
    numbers: int = 0


class ClassifyData(Settings):
    """How texts are cut into symbols, and series into steps."""

    task: Literal["classify"] = "classify"

    unit: ReadUnit = Field(
        "auto",
        title="Unit",
        description="What the network reads one at a time. Automatic takes words, and characters where texts "
        "are written without spaces or are very short.",
    )
    lower_case: Flag = Field(
        True, title="Lower case", description="Reads capital letters as small ones, so that The is the."
    )
    max_vocabulary: Whole | None = Field(
        None,
        ge=2,
        le=20_000,
        title="Vocabulary limit",
        description="How many different symbols it keeps. Rarer ones are read as one sign for unknown.",
    )
    max_length: Whole | None = Field(
        None,
        ge=2,
        le=1_000,
        title="Longest text",
        description="Symbols that are read of a text, or steps of a series; of longer ones the first half "
        "and the last half.",
    )
    scaling: Scaled = Field(
        "auto",
        title="Scaling of series",
        description="Scales each channel by all series that are learned from, or each series by itself, "
        "which leaves its shape alone. Automatic takes what the nearest neighbor does better with.",
    )
    segment: Whole | None = Field(
        None,
        ge=1,
        le=10_000,
        title="Values per step",
        description="So many values of a series in a row are one step of the network; more are read faster.",
    )


class ClassifyConfig(TrainingSettings, ClassifyData):
    """A run that tells classes apart. `None` means: decided from data and budget, and written down."""

    free: ClassVar = TrainingSettings.free | {
        *("dropout", "word_dropout", "embedding_dropout", "label_smoothing", "class_weights")
    }

    cell: Cell = Field(
        "lstm", title="Cell", description="How the network remembers: an RNN simply, GRU and LSTM with gates."
    )
    bidirectional: Flag = Field(True, title="Bidirectional", description="Reads from both ends.")
    hidden_size: Whole | None = Field(
        None,
        ge=1,
        le=512,
        title="Hidden size",
        description="How many numbers the network can remember in each direction.",
    )
    embedding_size: Whole | None = Field(
        None,
        ge=1,
        le=512,
        title="Embedding size",
        description="How many numbers describe one step: few do for characters, words need more.",
    )
    pooling: Pooling = Field(
        "concat",
        title="Pooling",
        description="What the class is read off: the last state beside the largest and the mean of all, what "
        "attention picks, or the last state alone.",
    )
    nets: Whole | None = Field(
        None,
        ge=1,
        le=8,
        title="Networks in one",
        description="So many networks are trained from different starts, and their probabilities averaged.",
    )
    dropout: Real = Field(
        0.5,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of what is read off that is switched off at random in training.",
    )
    word_dropout: Real | None = Field(
        None,
        ge=0,
        lt=1,
        title="Word dropout",
        description="Share of symbols that are read as unknown in training, or of steps of a series that are "
        "read as the mean, so that no single one decides.",
    )
    embedding_dropout: Real = Field(
        0.3,
        ge=0,
        lt=1,
        title="Embedding dropout",
        description="Share of the numbers of a step that are switched off, the same ones for a whole row.",
    )
    label_smoothing: Real = Field(
        0.05,
        ge=0,
        lt=0.5,
        title="Label smoothing",
        description="Share of certainty that is spread over all classes, since some labels are wrong.",
    )
    class_weights: Flag = Field(
        False,
        title="Class weights",
        description="Rare classes count as much as frequent ones. Helps macro F1, costs accuracy.",
    )
    partner: Flag = Field(
        True,
        title="Linear partner",
        description="Answers together with a linear model of counted words or characters, or of the shapes "
        "in series; off, the network answers alone.",
    )

    @model_validator(mode="after")
    def _not_too_large(self) -> Self:
        one = self.layer_weights(self.hidden_size or 1)
        check_weights((self.nets or 1) * one)
        return self


class ResolvedClassify(ClassifyConfig):
    """The same with nothing left open: what `rnnkit.tasks.classify.plan.resolve` decided."""

    _as_asked = narrowing(ClassifyConfig)

    max_vocabulary: int
    max_length: int
    hidden_size: int
    embedding_size: int
    nets: int
    word_dropout: float
    learning_rate: float
    batch_size: int

    @property
    def inputs(self) -> InputKind:
        """What it reads: only series have values in a step."""
        return "text" if self.segment is None else "series"


def classify_shapes(config: ResolvedClassify, entry: Entry, C: int) -> Shapes:
    """The name and shape of every weight that `networks.network` builds, for such steps and so
    many classes."""
    H, E = config.hidden_size, config.embedding_size
    width = H * (2 if config.bidirectional else 1)
    embed: Shapes = {"embed.weight": (entry.symbols, E)}
    one: Shapes = affine("embed", E, entry.numbers) if entry.numbers else embed
    one |= affine("head", C, WIDTHS[config.pooling] * width)
    one |= affine("attention", 1, width) if config.pooling == "attention" else {}
    layers = config.layer_shapes(E, H)
    one |= {f"recurrent.{name}": shape for name, shape in layers.items()}
    return {f"nets.{n}.{name}": shape for n in range(config.nets) for name, shape in one.items()}
