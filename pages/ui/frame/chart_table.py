"""The table behind a chart: for those who cannot see it, and those who want to count for themselves."""

import pandas as pd
import streamlit as st

from pages.ui.frame.download import download
from pages.ui.frame.folds import folded
from rnnkit.files.csv_export import safe_csv
from rnnkit.words import t


def numbers(key: str, frame: pd.DataFrame, alt: str) -> None:
    """The numbers a chart was drawn from; sent to the browser only when somebody asks for them."""
    if (box := folded(f"numbers_{key}", t("The numbers behind this chart"), ":material/table:")).open:
        with box:
            st.dataframe(frame, hide_index=True, alt=alt)
            download(t("These numbers as CSV"), f"{key}.csv", "text/csv", lambda: safe_csv(frame), key=key)
