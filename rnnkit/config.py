"""The settings of a run: frozen, validated here once for the browser, the command line and Python alike.

A configuration that exists is a configuration that can be run, except for what depends on the data
(a lookback longer than the series), which `rnnkit.tasks` checks against the table.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from rnnkit.errors import ConfigError
from rnnkit.text import t

Cell = Literal["rnn", "gru", "lstm"]
Strategy = Literal["direct", "recursive", "encoder_decoder"]
Normalization = Literal["last", "mean", "none"]
Initialization = Literal["torch", "xavier", "he", "orthogonal"]
Schedule = Literal["cosine", "constant"]
Device = Literal["auto", "cpu", "cuda", "mps"]

MAX_WEIGHTS = 8_000_000

Whole = Annotated[int, Field(strict=True)]
Real = Annotated[float, Field(allow_inf_nan=False)]


class Settings(BaseModel):
    """A frozen set of validated settings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def replace(self, **changes: object) -> Self:
        """The same settings with some of them changed, validated again."""
        return parse(type(self), self.model_dump() | changes)


class ForecastConfig(Settings):
    """A forecasting run. `None` means: decided from the data, and written down before training."""

    task: Literal["forecast"] = "forecast"

    targets: tuple[str, ...] = Field(
        (), title="Targets", description="What to forecast. Empty: chosen from the data."
    )
    past_covariates: tuple[str, ...] = Field(
        (),
        title="Past covariates",
        description="Columns the network also reads, known up to the present only.",
    )
    future_covariates: tuple[str, ...] = Field(
        (), title="Future covariates", description="Columns known ahead of time, such as prices or holidays."
    )
    calendar: bool = Field(
        True,
        title="Calendar features",
        description="Hour, weekday and month as extra inputs, where the data has dates.",
    )
    horizon: Whole | None = Field(
        None, ge=1, le=2000, title="Horizon", description="How many steps ahead to forecast."
    )
    lookback: Whole | None = Field(
        None,
        ge=1,
        le=5000,
        title="Lookback",
        description="How many past steps the network reads before it answers.",
    )
    segment: Whole | None = Field(
        None,
        ge=1,
        le=500,
        title="Segment",
        description="Steps the network reads at once. Longer ones make a long lookback cheap.",
    )
    test: Whole | None = Field(
        None,
        ge=1,
        le=100_000,
        title="Test rows",
        description="Rows at the end of every series that training never sees; scores come from them.",
    )
    stride: Whole | None = Field(
        None,
        ge=1,
        le=2000,
        title="Backtest stride",
        description="Steps between two forecasts of the backtest.",
    )

    cell: Cell = Field(
        "lstm", title="Cell", description="How the network remembers: RNN simply, GRU and LSTM by gates."
    )
    bidirectional: bool = Field(
        False,
        title="Bidirectional",
        description="Reads the lookback from both ends. Never sees beyond the present.",
    )
    hidden_size: Whole = Field(
        128,
        ge=1,
        le=512,
        title="Hidden size",
        description="Numbers the network remembers. More: subtler, slower, overfits sooner.",
    )
    num_layers: Whole = Field(
        1, ge=1, le=4, title="Layers", description="Recurrent layers on top of each other."
    )
    dropout: Real = Field(
        0.3,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of signals switched off at random in training, against overfitting.",
    )
    layer_norm: bool = Field(
        False, title="Layer norm", description="Rescales the signals; steadies deep or wide networks."
    )
    initialization: Initialization = Field(
        "torch",
        title="Initialization",
        description="Where the weights start: orthogonal helps memory, Xavier and He keep the scale.",
    )
    forget_bias: Real = Field(
        1.0,
        ge=-5,
        le=5,
        title="Forget bias",
        description="LSTM only: above 0 it remembers by default at the start.",
    )
    strategy: Strategy = Field(
        "direct",
        title="Strategy",
        description="Direct answers all steps at once; recursive feeds them back; encoder-decoder unrolls.",
    )
    normalization: Normalization = Field(
        "last",
        title="Window normalization",
        description="What is taken off every window first: the last value lets the network follow a trend.",
    )
    shortcut: bool = Field(
        True,
        title="Linear shortcut",
        description="A straight line from past to forecast; the network learns what the line misses.",
    )

    budget: Real | None = Field(
        60.0,
        ge=1,
        le=3600,
        title="Time budget",
        description="Seconds for the whole run; steps and schedule are fitted to it.",
    )
    epochs: Whole | None = Field(
        None, ge=1, le=10_000, title="Epochs", description="Passes over the training windows."
    )
    pace: tuple[tuple[int, int], ...] = Field(
        (),
        title="Pace",
        description="How a timed run adapted its steps, as (step, planned total): repeats it.",
    )
    steps: Whole | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Steps",
        description="Exactly so many weight updates: repeats an earlier run.",
    )
    learning_rate: Real | None = Field(
        None,
        ge=1e-6,
        le=1,
        title="Learning rate",
        description="Size of one step downhill. Too large explodes, too small crawls.",
    )
    batch_size: Whole | None = Field(
        None,
        ge=1,
        le=4096,
        title="Batch size",
        description="Windows learned from at once. Larger: smoother and faster per window.",
    )
    weight_decay: Real = Field(
        0.0, ge=0, le=1, title="Weight decay", description="Pulls weights to zero, against overfitting."
    )
    grad_clip: Real = Field(
        1.0,
        gt=0,
        le=1000,
        title="Gradient clipping",
        description="Longest step allowed by norm; stops explosions.",
    )
    schedule: Schedule = Field(
        "cosine", title="Schedule", description="Cosine lowers the learning rate to zero by the end."
    )
    patience: Whole = Field(
        20,
        ge=1,
        le=1000,
        title="Patience",
        description="Checks without a better validation loss before training stops early.",
    )
    level: Real = Field(
        0.8, ge=0.5, le=0.99, title="Interval", description="Share of true values the interval should hold."
    )
    seed: Whole = Field(
        0, ge=0, le=2**32 - 1, title="Seed", description="The same seed and settings give the same run."
    )
    device: Device = Field(
        "auto", title="Device", description="Auto takes CUDA when present, then MPS, then the processor."
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
    def _consistent(self) -> Self:
        given = [name for name in ("budget", "epochs", "steps") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(t("Give one of a time budget, epochs or steps, not {count}.", count=len(given)))
        overlap = set(self.targets) & (set(self.past_covariates) | set(self.future_covariates))
        if overlap:
            raise ValueError(
                t("{names} cannot be target and covariate at once.", names=", ".join(sorted(overlap)))
            )
        if self.strategy == "recursive" and self.past_covariates:
            raise ValueError(
                t("Recursive forecasts need covariates known in the future; use direct for past ones.")
            )
        weights = self.core_weights()
        if weights > MAX_WEIGHTS:
            raise ValueError(
                t(
                    "About {millions:.0f} M weights; limit {limit} M - try hidden size 128 and 2 layers.",
                    millions=weights / 1e6,
                    limit=MAX_WEIGHTS // 1_000_000,
                )
            )
        return self

    def core_weights(self) -> int:
        """Weights of the recurrent layers alone, inputs of the first layer aside (the data decides those)."""
        gates = {"rnn": 1, "gru": 3, "lstm": 4}[self.cell]
        directions = 2 if self.bidirectional else 1
        first = self.hidden_size * (self.hidden_size + 2)
        later = self.hidden_size * (self.hidden_size * (1 + directions) + 2)
        return gates * directions * (first + (self.num_layers - 1) * later)


class ResolvedForecast(ForecastConfig):
    """A forecasting run with nothing left open: what `rnnkit.tasks.forecast_plan.resolve` decided."""

    horizon: int
    lookback: int
    segment: int
    test: int
    stride: int
    learning_rate: float
    batch_size: int


S = TypeVar("S", bound=Settings)


def parse(kind: type[S], values: Mapping[str, object] | str | bytes) -> S:
    """Build validated settings from a mapping or from JSON text.

    Raises `ConfigError` with one sentence that names the field and its bounds.
    """
    try:
        if isinstance(values, str | bytes):
            return kind.model_validate_json(values)
        return kind.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_sentence(kind, error)) from None


def bounds(kind: type[Settings], name: str) -> tuple[float | None, float | None]:
    """The smallest and largest allowed value of a numeric field (`None`: open)."""
    low = high = None
    for rule in _rules(kind.model_fields[name]):
        low = next((v for v in (getattr(rule, "ge", None), getattr(rule, "gt", None)) if v is not None), low)
        high = next(
            (v for v in (getattr(rule, "le", None), getattr(rule, "lt", None)) if v is not None), high
        )
    return low, high


def choices(kind: type[Settings], name: str) -> tuple[str, ...]:
    """The allowed words of a field that offers a choice; empty for any other field."""
    annotation = kind.model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _rules(field: FieldInfo) -> list[Any]:
    """Bounds of a field, wherever pydantic keeps them (an optional field keeps them inside its union)."""
    inner = [getattr(part, "__metadata__", ()) for part in get_args(field.annotation)]
    return [*field.metadata, *(rule for rules in inner for rule in rules)]


def _sentence(kind: type[Settings], error: ValidationError) -> str:
    """The first problem of a validation error, in the words of the form."""
    problem = error.errors()[0]
    name = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    if name not in kind.model_fields:
        return t("There is no setting called {name}.", name=name[:40] or "?")
    title = kind.model_fields[name].title or name
    if words := choices(kind, name):
        return t("{title}: one of {words}.", title=title, words=", ".join(words))
    low, high = bounds(kind, name)
    if low is None or high is None:
        return t("{title}: {problem}.", title=title, problem=problem["msg"].lower())
    whole = "float" not in str(kind.model_fields[name].annotation)
    text = (
        t("{title}: whole number {low:,}-{high:,}.")
        if whole
        else t("{title}: number from {low:g} to {high:g}.")
    )
    return text.format(title=title, low=low, high=high)
