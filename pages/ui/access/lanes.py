"""From stored runs to lanes on a chart: the same look for the same network everywhere."""

import pandas as pd

from pages.ui.tasks import known_settings, network_of
from rnnkit.pictures.figures import Lane
from rnnkit.runs.sql.rows import Run


def lane_of(
    run: Run, frame: pd.DataFrame | None = None, curve: pd.DataFrame | None = None, emphasis: bool = True
) -> Lane:
    """A run with the frames that a chart needs."""
    empty = pd.DataFrame()
    return Lane(
        label=run.label,
        cell=network_of(run),
        bidirectional=known_settings(run).config.bidirectional,
        frame=empty if frame is None else frame,
        emphasis=emphasis,
        curve=empty if curve is None else curve,
    )
