"""The settings of a forecasting run."""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from rnnkit.config.encoders import is_recurrent
from rnnkit.config.refit import RefitSettings
from rnnkit.config.settings import Columns, Flag, Real, Settings, Whole, narrowing
from rnnkit.config.training import TrainingSettings, check_weights
from rnnkit.words import t

Strategy = Literal["direct", "recursive", "encoder_decoder"]
Normalization = Literal["last", "mean", "none"]
ForecastLoss = Literal["pinball", "mse", "mae", "huber"]
Scaling = Literal["auto", "none", "root", "log"]
Start = Literal["auto", "linear", "per_series", "own_lines"]


class ForecastData(Settings):
    """What is forecast from what, and what is held out."""

    task: Literal["forecast"] = "forecast"

    targets: Columns = Field(
        (), title="Targets", description="What to forecast. Left empty, it is chosen from the data."
    )
    past_covariates: Columns = Field(
        (),
        title="Past covariates",
        description="Columns the network also reads, known only up to the present.",
    )
    future_covariates: Columns = Field(
        (), title="Future covariates", description="Columns known ahead of time, such as prices or holidays."
    )
    calendar: Flag = Field(
        True,
        title="Calendar features",
        description="Hour, weekday and month as extra inputs, where the data has dates.",
    )
    transform: Scaling = Field(
        "auto",
        title="Transform",
        description="Logarithms or square roots make swings even that grow with the level. Automatic takes "
        "what a quick linear forecast of the validation set does best with.",
    )
    like_data: Flag = Field(
        True,
        title="Like the data",
        description="No forecast below zero where no value is, and whole numbers where all values are whole.",
    )
    floor: Real | None = Field(
        None, title="Floor", description="No forecast, and no end of an interval, is lower than this."
    )
    ceiling: Real | None = Field(
        None, title="Ceiling", description="No forecast, and no end of an interval, is higher than this."
    )
    holidays: str = Field(
        "",
        max_length=8,
        title="Holidays",
        description="Country whose public holidays are read as known ahead, such as DE, US or CN; "
        "empty: none.",
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
        description="How many past values are read per step. Larger segments make a long lookback faster.",
    )
    test: Whole | None = Field(
        None,
        ge=1,
        le=100_000,
        title="Test rows",
        description="Rows at the end of every series that no network sees before it is scored; the scores "
        "come from them.",
    )
    stride: Whole | None = Field(
        None,
        ge=1,
        le=2000,
        title="Backtest stride",
        description="How many steps lie between two forecasts of the backtest.",
    )
    skip_repeats: Flag = Field(
        False,
        title="Leave out repeats",
        description="Test rows that also appear in the training part are not scored.",
    )


class ForecastConfig(TrainingSettings, RefitSettings, ForecastData):
    """A forecasting run. `None` means: decided from the data, and written down before training."""

    free: ClassVar = TrainingSettings.free | RefitSettings.own | {"dropout", "loss"}

    hidden_size: Whole = Field(
        128,
        ge=1,
        le=512,
        title="Hidden size",
        description="How many numbers the network can remember. More captures finer patterns, but "
        "is slower and overfits sooner.",
    )
    dropout: Real = Field(
        0.3,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of the signals switched off at random during training, against overfitting.",
    )
    strategy: Strategy = Field(
        "direct",
        title="Strategy",
        description="Direct predicts all steps at once. Recursive predicts one step and feeds it "
        "back in. Encoder-decoder writes the forecast step by step.",
    )
    normalization: Normalization = Field(
        "last",
        title="Window normalization",
        description="What is subtracted from every window first; subtracting the last value lets "
        "the network follow a trend.",
    )
    shortcut: Flag = Field(
        True,
        title="Linear shortcut",
        description="A straight line from past to forecast; the network learns what the line misses.",
    )
    loss: ForecastLoss = Field(
        "pinball",
        title="Loss",
        description="What a miss costs. Quantile asks for the median and the borders of the interval at "
        "once; MSE for the mean, so that large misses count most; MAE for the median; Huber squares small "
        "misses only. With these three the borders still learn by quantile, and do not pull at the forecast.",
    )
    start_with: Start = Field(
        "auto",
        title="Start",
        description="What the network corrects: one straight line for all, or for each series a mix of "
        "its own (Theta, damped trend, the season before, the line). Own lines: each series has a straight "
        "line of its own beside the network. Automatic: a mix for many short series, own lines for "
        "long ones.",
    )
    level: Real = Field(
        0.8,
        ge=0.5,
        le=0.99,
        title="Interval",
        description="Share of the true values that the interval is meant to contain.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        overlap = set(self.targets) & (set(self.past_covariates) | set(self.future_covariates))
        if overlap:
            raise ValueError(
                t("{names} cannot be target and covariate at once.", names=", ".join(sorted(overlap)))
            )
        if self.strategy == "recursive" and self.past_covariates:
            raise ValueError(
                t("Recursive forecasts need covariates known in the future; use direct for past ones.")
            )
        if self.strategy == "encoder_decoder" and not is_recurrent(self.cell):
            raise ValueError(
                t("Encoder-decoder: only RNN, GRU and LSTM can unroll; use direct or recursive.")
            )
        if self.floor is not None and self.ceiling is not None and self.floor >= self.ceiling:
            raise ValueError(t("The floor has to be lower than the ceiling."))
        if self.start_with == "own_lines" and self.normalization != "last":
            raise ValueError(t("Lines of their own read values relative to the last one; choose last."))
        check_weights(self.core_weights())
        return self

    @property
    def segments(self) -> int:
        """Steps of the network's own: segments of the lookback; 1 as long as nobody decided."""
        return -(-(self.lookback or 1) // (self.segment or 1))

    def core_weights(self) -> int:
        """Weights of the encoder alone, its inputs aside (the data decides those)."""
        return self.layer_weights(self.hidden_size, steps=self.segments)


class ResolvedForecast(ForecastConfig):
    """A forecasting run with nothing left open: what `rnnkit.tasks.forecast.plan.resolve` decided.

    The transform alone is decided when the run begins, for it is tried out on the values. Settings that were
    written down before there was one say nothing of it, and are repeated without.
    """

    _as_asked = narrowing(ForecastConfig)

    transform: Scaling = "none"
    like_data: Flag = False
    start_with: Start = "linear"

    horizon: int
    lookback: int
    segment: int
    test: int
    stride: int
    learning_rate: float
    batch_size: int
