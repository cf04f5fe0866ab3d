"""From stored runs to lanes on a chart: the same look for the same network everywhere."""

import pandas as pd

from pages.ui.tasks import settings_of
from rnnkit.plots import Lane
from rnnkit.runs.rows import Run


def lane_of(
    run: Run, frame: pd.DataFrame | None = None, curve: pd.DataFrame | None = None, emphasis: bool = True
) -> Lane:
    """A run with the frames that a chart needs."""
    config = settings_of(run)
    empty = pd.DataFrame()
    return Lane(
        label=run.label,
        cell=config.cell,
        bidirectional=config.bidirectional,
        frame=empty if frame is None else frame,
        emphasis=emphasis,
        curve=empty if curve is None else curve,
    )
