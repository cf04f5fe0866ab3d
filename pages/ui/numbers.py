"""The table behind a chart: for those who cannot see it, and those who want to count for themselves."""

import pandas as pd

from pages.ui.part import folded
from rnnkit.text import t


def numbers(key: str, frame: pd.DataFrame, alt: str) -> None:
    """The numbers a chart was drawn from; sent to the browser only when somebody asks for them."""
    if (box := folded(f"numbers_{key}", t("The numbers behind this chart"), ":material/table:")).open:
        box.dataframe(frame, hide_index=True, alt=alt)
