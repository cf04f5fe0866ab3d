"""The settings of a run that learns on with all rows, once it has its score."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator

from rnnkit.config.settings import Flag, Settings, Whole
from rnnkit.config.training import TrainingSettings

SHARE = 1 / 3  # of a training, which learning on with all rows may take at most


class RefitSettings(Settings):
    """Whether a network learns on with the rows that chose and scored it, and for how many steps it did."""

    own: ClassVar[frozenset[str]] = frozenset({"refit", "refit_steps"})

    refit: Flag = Field(
        True,
        title="Learn on with all rows",
        description="After its score the network learns on with the newest rows, too; forecasts beyond the "
        "end and the model file come from that.",
    )
    refit_steps: Whole | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Steps with all rows",
        description="For how many steps a run learned on with all rows; given, it repeats that.",
    )

    @model_validator(mode="before")
    @classmethod
    def _written_before(cls, values: Any) -> Any:
        """Settings that a run wrote down (with its pace) before there was this one repeat what it did."""
        if isinstance(values, Mapping) and "pace" in values and "refit" not in values:
            return {**values, "refit": False}
        return values


def without_refit(config: TrainingSettings) -> TrainingSettings:
    """The same run for whoever wants its score alone."""
    return config.replace(refit=False) if isinstance(config, RefitSettings) else config
