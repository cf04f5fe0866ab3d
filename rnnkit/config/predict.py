"""The settings of a job that uses a kept model on new data."""

from typing import Annotated, Literal

from annotated_types import MaxLen
from pydantic import Field

from rnnkit.config.settings import Settings

MOST_PLANNED = 2_000
Name = Annotated[str, MaxLen(200)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class PlannedRow(Settings):
    """The values of covariates that somebody knows for a coming step of a series."""

    unique_id: Name
    ds: Annotated[int, Field(strict=True)] | Annotated[str, MaxLen(40)]
    values: dict[Name, Number]


class PredictConfig(Settings):
    """Which run holds the model; the new data is the data set of the job."""

    task: Literal["predict"] = "predict"
    model: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}$", title="Model", description="The run whose model is used."
    )
    planned: tuple[PlannedRow, ...] = Field(
        (),
        max_length=MOST_PLANNED,
        title="Planned values",
        description="Coming values of covariates, beside those in the data.",
    )
