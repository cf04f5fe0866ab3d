"""The settings of a job that lays newer rows behind those of a run, and scores the forecast made of them."""

from typing import Annotated, Literal

from pydantic import Field

from rnnkit.config.settings import Settings

ROWS, READING = "rows.csv", "reading.json"  # files of a visit: all rows so far, and how they are read
RunId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class VisitConfig(Settings):
    """Whose rows go on and whose forecast is scored; the newer rows are the data set of the job."""

    task: Literal["visit"] = "visit"
    root: RunId = Field(title="Run", description="Which run was come back to; it says how files are read.")
    model: RunId = Field(title="Model", description="The run whose network forecasts from now on.")
    last: RunId = Field(title="Last forecast", description="The run whose forecast is scored.")
    before: RunId | Literal[""] = Field(
        "", title="Visit before", description="Whose rows go on; none: root's."
    )
