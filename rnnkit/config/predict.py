"""The settings of a job that uses a kept model on new data."""

from typing import Literal

from pydantic import Field

from rnnkit.config.settings import Settings


class PredictConfig(Settings):
    """Which run holds the model; the new data is the data set of the job."""

    task: Literal["predict"] = "predict"
    model: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}$", title="Model", description="The run whose model is used."
    )
