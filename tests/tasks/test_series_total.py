"""The total of all series: sums by step, only where every series is there, and its errors."""

import pandas as pd

from rnnkit.tasks.forecast.home.total import total_errors, total_of


def test_steps_are_added_up_where_every_series_has_them() -> None:
    """Two series; the third day is known of one of them only, so it has no total."""
    frame = pd.DataFrame(
        {
            "unique_id": ["a", "a", "a", "b", "b"],
            "target": ["y"] * 5,
            "ds": [1, 2, 3, 1, 2],
            "y": [10.0, 20.0, 30.0, 1.0, None],
            "y_hat": [11.0, 22.0, 33.0, 2.0, 4.0],
        }
    )
    total = total_of(frame, "y", ["y", "y_hat"])
    assert total["ds"].tolist() == [1, 2]
    assert total["y_hat"].tolist() == [13.0, 26.0]
    assert total["y"].tolist()[0] == 11.0
    assert total["y"].isna().tolist() == [False, True]


def test_forecasts_that_begin_at_different_times_are_added_up_where_they_meet() -> None:
    future = pd.DataFrame(
        {
            "unique_id": ["a", "a", "b", "b"],
            "target": ["y"] * 4,
            "ds": [4, 5, 5, 6],
            "step": [1, 2, 1, 2],
            "y_hat": [1.0, 2.0, 10.0, 20.0],
        }
    )
    total = total_of(future, "y", ["y_hat"])
    assert (total["ds"].tolist(), total["y_hat"].tolist()) == ([5], [12.0])


def test_errors_of_series_cancel_in_the_total() -> None:
    """One is 2 too high, the other 2 too low: nothing is missed; the last value misses 3 + 1."""
    test = pd.DataFrame(
        {
            "unique_id": ["a", "b"],
            "target": ["y", "y"],
            "cutoff": [0, 0],
            "ds": [1, 1],
            "step": [1, 1],
            "y": [10.0, 5.0],
            "y_hat": [12.0, 3.0],
            "last value": [13.0, 6.0],
        }
    )
    assert total_errors(test, "y", ["y_hat", "last value"]) == {"y_hat": 0.0, "last value": 4.0}
