"""What is said about dates that nothing tells the next of."""

import numpy as np
import pandas as pd

from rnnkit.data import read_table
from rnnkit.tasks.forecast.short_series import notes_on_dates

UNEVEN = (
    "Rows come at uneven times, so the dates of the forecast are only about right: "
    "its steps stand at the usual distance."
)


def table(dates):
    return read_table(
        ("date,y\n" + "\n".join(f"{d:%Y-%m-%d %H:%M},{i}" for i, d in enumerate(dates))).encode()
    )


def test_uneven_dates_are_said():
    rng = np.random.default_rng(0)
    dates = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 400_000, 200)), unit="min")
    assert notes_on_dates(table(dates)) == [UNEVEN]


def test_even_dates_and_opening_hours_need_no_word():
    hours = pd.date_range("2023-01-02", periods=24 * 21, freq="h")
    assert notes_on_dates(table(hours)) == []
    assert (
        notes_on_dates(table(hours[(hours.hour >= 8) & (hours.hour <= 16) & (hours.day_of_week < 5)])) == []
    )
