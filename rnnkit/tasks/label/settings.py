"""The settings of a labelling run: a network that gives every token of a sentence a tag."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import Cell, Shapes, affine
from rnnkit.config.settings import Flag, Real, Settings, Whole, narrowing
from rnnkit.config.training import TrainingSettings, check_weights
from rnnkit.tasks.label.features import CODES

Characters = Literal["auto", "none", "cnn"]
WIDTH = 3  # characters that a filter looks at
CHARACTER_SIZE = 24  # numbers that describe a character
FILTERS = 48  # numbers that the characters of a token become


class LabelData(Settings):
    """What of the data is scored."""

    task: Literal["label"] = "label"

    skip_repeats: Flag = Field(
        False,
        title="Leave out repeats",
        description="Sentences of the test part that also appear in the training part are not scored.",
    )


class LabelConfig(TrainingSettings, LabelData):
    """A labelling run. `None` means: decided from the data, and written down before training."""

    free: ClassVar = TrainingSettings.free | {"dropout", "word_dropout"}

    cell: Cell = Field(
        "lstm", title="Cell", description="How the network remembers: an RNN simply, GRU and LSTM with gates."
    )
    bidirectional: Flag = Field(
        True,
        title="Bidirectional",
        description="Reads the sentence from both ends, so that a tag can depend on what comes after it.",
    )
    hidden_size: Whole | None = Field(
        None,
        ge=1,
        le=512,
        title="Hidden size",
        description="How many numbers the network remembers in each direction.",
    )
    embedding_size: Whole | None = Field(
        None,
        ge=1,
        le=512,
        title="Embedding size",
        description="How many numbers describe a token, a sum over its word, beginnings and endings.",
    )
    characters: Characters = Field(
        "auto",
        title="Characters",
        description="A small CNN reads the characters of each token as well; it helps with unknown words.",
    )
    counts: Flag = Field(
        True,
        title="Start from counts",
        description="Training starts from how often each word and ending has each tag; the network adds "
        "what the context tells.",
    )
    neighbours: Flag | None = Field(
        None,
        title="Read neighbours",
        description="Each token also brings the tokens beside it. Helps where tokens are single characters.",
    )
    crf: Flag | None = Field(
        None,
        title="CRF",
        description="Chooses the best whole sequence of tags, not each tag alone. Helps with long names.",
    )
    dropout: Real | None = Field(
        None,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of signals switched off at random in training; prevents overfitting.",
    )
    word_dropout: Real = Field(
        0.25,
        ge=0,
        lt=1,
        title="Word dropout",
        description="How often rare words are hidden in training, so that endings and context are learned.",
    )
    grad_clip: Real = Field(
        5.0,
        gt=0,
        le=1000,
        title="Gradient clipping",
        description="Gradients longer than this are shortened, so training cannot blow up.",
    )

    @model_validator(mode="after")
    def _not_too_large(self) -> Self:
        check_weights(self.layer_weights(self.hidden_size or 1))
        return self


class ResolvedLabel(LabelConfig):
    """A labelling run with nothing left open: what `rnnkit.tasks.label.plan.resolve` decided."""

    _as_asked = narrowing(LabelConfig)

    hidden_size: int
    embedding_size: int
    neighbours: Flag = False
    crf: Flag = False
    dropout: float
    learning_rate: float
    batch_size: int


def label_shapes(config: ResolvedLabel, features: int, tags: int) -> Shapes:
    """The name and shape of every weight that `networks.network` builds.

    For so many known features, of which the first stands for unknown ones, and so many tags.
    """
    E, H = config.embedding_size, config.hidden_size
    found: Shapes = {"embed.weight": (features, E), "direct.weight": (features, tags)}
    inputs = E
    if config.characters == "cnn":
        found |= {
            "characters.embed.weight": (CODES, CHARACTER_SIZE),
            "characters.filters.weight": (FILTERS, CHARACTER_SIZE, WIDTH),
            "characters.filters.bias": (FILTERS,),
        }
        inputs += FILTERS
    layers = config.layer_shapes(inputs, H)
    found |= {f"recurrent.{name}": shape for name, shape in layers.items()}
    found |= affine("head", tags, H * (2 if config.bidirectional else 1))
    if config.crf:
        found |= {"crf.start": (tags,), "crf.step": (tags, tags), "crf.end": (tags,)}
    return found
