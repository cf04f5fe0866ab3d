"""The table of all series of a forecast: worst first, beside the best simple method of each; by hand."""

import pandas as pd
import pytest

from rnnkit.tasks.forecast.worth.series_table import lost, series_table


def test_a_row_a_series_worst_first_beside_the_best_simple_method_there() -> None:
    by_series = pd.DataFrame(
        [
            ("a", "y", "model", 2.0, 0.5),
            ("b", "y", "model", 4.0, 1.0),
            ("a", "y", "last value", 6.0, 1.5),
            ("b", "y", "last value", 3.0, 0.75),
            ("a", "y", "linear", 5.0, 1.25),
            ("b", "y", "linear", float("nan"), float("nan")),
        ],
        columns=["unique_id", "target", "method", "mae", "mase"],
    )
    test = pd.DataFrame(
        {"unique_id": ["a", "a", "a", "b"], "target": "y", "ds": [2, 1, 2, 1], "y": [20.0, 10.0, 20.0, 7.0]}
    )
    table = series_table(by_series, test)
    assert table["unique_id"].tolist() == ["b", "a"]
    assert table["baseline"].tolist() == ["last value", "linear"]
    assert table["times"].tolist() == pytest.approx([0.75, 2.5])
    assert table["line"].tolist() == [[7.0], [10.0, 20.0]]
    assert lost(table) == 1
