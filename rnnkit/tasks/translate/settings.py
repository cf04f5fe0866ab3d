"""The settings of a translation run: an encoder reads the source, a decoder writes the target."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import Cell, Shapes, affine
from rnnkit.config.settings import Flag, Real, Settings, Whole, narrowing
from rnnkit.config.training import TrainingSettings, check_weights

Attention = Literal["luong", "bahdanau", "none"]
Unit = Literal["auto", "char", "bpe"]
Pieces = Literal["char", "bpe"]
Forcing = Literal["constant", "linear"]


class TranslateData(Settings):
    """How pairs are cut into symbols, and which of them are scored."""

    task: Literal["translate"] = "translate"

    unit: Unit = Field(
        "auto",
        title="Unit",
        description="What is read and written one at a time: characters, or byte pairs, the frequent pieces "
        "of words. Automatic: characters where texts are short and hardly have words.",
    )
    max_vocabulary: Whole | None = Field(
        None,
        ge=2,
        le=20_000,
        title="Vocabulary limit",
        description="How many different symbols both sides share.",
    )
    max_length: Whole = Field(
        150,
        ge=4,
        le=400,
        title="Longest text",
        description="Symbols of a side, beyond which a pair is not learned from, and a source is cut.",
    )
    skip_repeats: Flag = Field(
        False,
        title="Leave out near repeats",
        description="Sources of the test part that are also in the training part but for case, blanks and "
        "marks are not scored.",
    )


class TranslateConfig(TrainingSettings, TranslateData):
    """A translation run. `None` means: decided from pairs and budget, and written down before training."""

    free: ClassVar = TrainingSettings.free | {
        *("dropout", "label_smoothing", "teacher_forcing_ratio", "teacher_forcing_schedule"),
        *("sample_every", "beam", "length_penalty"),
    }

    cell: Cell = Field(
        "lstm", title="Cell", description="How the network remembers: an RNN simply, GRU and LSTM with gates."
    )
    bidirectional: Flag = Field(
        True, title="Bidirectional", description="The encoder reads the source from both ends."
    )
    attention: Attention = Field(
        "luong",
        title="Attention",
        description="How the decoder looks back at the source: Luong compares all steps at once, Bahdanau "
        "goes step by step and is slower; none has to remember the whole source.",
    )
    hidden_size: Whole | None = Field(
        None,
        ge=1,
        le=1024,
        title="Hidden size",
        description="How many numbers encoder and decoder can remember. More need more pairs and time.",
    )
    embedding_size: Whole | None = Field(
        None,
        ge=1,
        le=1024,
        title="Embedding size",
        description="How many numbers describe a symbol, shared by reading and writing it.",
    )
    dropout: Real | None = Field(
        None,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of signals switched off at random in training; prevents overfitting.",
    )
    label_smoothing: Real | None = Field(
        None,
        ge=0,
        le=0.5,
        title="Label smoothing",
        description="Share of the target spread over all symbols, so that it never becomes too sure.",
    )
    teacher_forcing_ratio: Real = Field(
        1.0,
        ge=0,
        le=1,
        title="Teacher forcing ratio",
        description="How often the decoder reads the right symbol before, rather than its own guess.",
    )
    teacher_forcing_schedule: Forcing = Field(
        "constant",
        title="Teacher forcing schedule",
        description="Linear: from always to that ratio over the first ten passes over the pairs.",
    )
    beam: Whole = Field(
        4,
        ge=1,
        le=10,
        title="Beam size",
        description="How many translations are followed at once; 1 always takes the likeliest symbol.",
    )
    length_penalty: Real = Field(
        1.0,
        ge=0,
        le=2,
        title="Length penalty",
        description="0 prefers short translations; larger lets longer ones win. Beam search only.",
    )
    sample_every: Real = Field(
        5.0,
        ge=0.5,
        le=3600,
        title="Seconds between samples",
        description="How often a few sources are translated while it trains.",
    )

    @model_validator(mode="after")
    def _not_too_large(self) -> Self:
        check_weights(2 * self.layer_weights(self.hidden_size or 1))
        return self


class ResolvedTranslate(TranslateConfig):
    """A translation run with nothing left open: what `rnnkit.tasks.translate.plan.resolve` decided."""

    _as_asked = narrowing(TranslateConfig)

    unit: Pieces
    max_vocabulary: int
    hidden_size: int
    embedding_size: int
    dropout: float
    label_smoothing: float
    learning_rate: float
    batch_size: int


def translate_shapes(config: ResolvedTranslate, V: int) -> Shapes:
    """The name and shape of every weight that `networks.network` builds for so many symbols."""
    H, E, layers = config.hidden_size, config.embedding_size, config.num_layers
    width = H * (2 if config.bidirectional else 1)
    fed, found_of = (E + width if config.attention == "bahdanau" else E), width * (config.attention != "none")
    states = layers * H * (2 if config.cell == "lstm" else 1)
    found: Shapes = {"embed.weight": (V, E), "bias": (V,)}
    found |= affine("bridge", states, width)
    found |= affine("combine", E, H + found_of)
    for side, inputs, both in (("encoder", E, config.bidirectional), ("decoder", fed, False)):
        part = config.layer_shapes(inputs, H, bidirectional=both)
        found |= {f"{side}.{name}": shape for name, shape in part.items()}
    if config.attention != "none":
        found["attention.key.weight"] = (H, width)
    if config.attention == "bahdanau":
        found |= {"attention.query.weight": (H, H), "attention.value.weight": (1, H)}
    return found
