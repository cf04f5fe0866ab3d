"""The settings of a job that looks inside a trained network."""

from typing import Literal

from pydantic import Field

from rnnkit.config.settings import Settings


class InsideConfig(Settings):
    """Which run is looked into; its data is the data set of the job."""

    task: Literal["inside"] = "inside"
    model: str = Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}$", title="Run", description="The run whose network is looked into."
    )
