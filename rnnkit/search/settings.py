"""What a search is asked for, and what one trial of it does."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator

from rnnkit.config.settings import Flag, Real, Settings, Whole
from rnnkit.words import t

Sampler = Literal["grid", "random"]
Value = StrictBool | StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=64)] | None


class Range(Settings):
    """Numbers to draw from: whole ones where both ends are whole."""

    low: StrictInt | StrictFloat
    high: StrictInt | StrictFloat

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low < self.high:
            raise ValueError(t("A range goes from a smaller to a larger number, such as 0.0005..0.01."))
        return self


Values = Annotated[tuple[Value, ...], Field(min_length=1, max_length=64)]
Space = Annotated[dict[Annotated[str, Field(max_length=64)], Values | Range], Field(max_length=8)]


class SearchConfig(Settings):
    """A search: what is varied, how many settings are tried, and for how long.

    With nothing varied it repeats one setting over folds and seeds: a cross-validation.
    """

    prefix: ClassVar[str] = "search_"

    over: Space = Field({}, title="What to vary", description="Each setting with its values, or a range.")
    sampler: Sampler = Field(
        "grid",
        title="How to choose",
        description="Grid tries all combinations, as far as there are trials; random draws them.",
    )
    trials: Whole = Field(
        12, ge=1, le=60, title="Settings to try", description="How many combinations are tried."
    )
    budget: Real | None = Field(
        180.0,
        ge=10,
        le=3600,
        title="Time for all of it",
        description="Seconds for the whole search, with the final score of the best.",
    )
    steps: Whole | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Steps",
        description="Weight updates of a whole training instead of a time; such a search repeats exactly.",
    )
    halving: Flag = Field(
        True,
        title="Stop the worse ones early",
        description="All train for a short while; only the best third goes on, and of those the best third.",
    )
    folds: Whole = Field(
        1,
        ge=1,
        le=10,
        title="Folds",
        description="How many validation parts each setting is tried on; the score is the mean of them.",
    )
    seeds: Whole = Field(
        1, ge=1, le=10, title="Seeds", description="How often each setting is trained, with other seeds."
    )
    seed: Whole = Field(
        0, ge=0, le=2**31, title="Seed", description="Decides what is drawn, and the first seed of training."
    )

    @model_validator(mode="before")
    @classmethod
    def _one_length(cls, values: Any) -> Any:
        """Asking for steps replaces the time."""
        counted = isinstance(values, dict) and values.get("steps") is not None and "budget" not in values
        return {**values, "budget": None} if counted else values

    @model_validator(mode="after")
    def _exactly_one_length(self) -> Self:
        if (self.budget is None) == (self.steps is None):
            raise ValueError(t("Give a search either a time or a number of steps."))
        return self


class TrialConfig(Settings):
    """One round of one trial: settings of a task, trained up to a point and scored on the validation part.

    - `of`: the task; `settings`: what is asked of it, as JSON;
    - `setting`: the place of these settings in the search; `fold` of `folds`; `repeat`: that of its seed;
    - `round`: how far it trains: to `until` steps, or for `seconds` more; to the end where neither is given;
    - `earlier`: the run of the round before, from whose end it goes on.
    """

    task: Literal["trial"] = "trial"
    of: str = Field(max_length=64)
    settings: str = Field(max_length=100_000)
    setting: Whole = Field(ge=0)
    fold: Whole = Field(0, ge=0)
    folds: Whole = Field(1, ge=1)
    repeat: Whole = Field(0, ge=0)
    round: Whole = Field(0, ge=0)
    until: Whole | None = None
    seconds: Real | None = None
    earlier: str = Field("", max_length=64)
