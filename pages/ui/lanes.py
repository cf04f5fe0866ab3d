"""From stored runs to lanes on a chart: the same look for the same network everywhere."""

import pandas as pd

from rnnkit.config import ForecastConfig, parse
from rnnkit.plots import Lane
from rnnkit.runs.rows import Run


def lane_of(
    run: Run, frame: pd.DataFrame | None = None, curve: pd.DataFrame | None = None, emphasis: bool = True
) -> Lane:
    """A run with the frames that a chart needs."""
    config = parse(ForecastConfig, run.config)
    empty = pd.DataFrame()
    return Lane(
        label=run.label,
        cell=config.cell,
        bidirectional=config.bidirectional,
        frame=empty if frame is None else frame,
        emphasis=emphasis,
        curve=empty if curve is None else curve,
    )
