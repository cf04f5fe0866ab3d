"""The table of all series of a forecast: worst first, beside the best simple method of each; by hand."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.tasks.forecast.worth.series_table import LINE, POINTS, lost, series_table


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


def test_the_lines_of_many_series_are_those_of_each() -> None:
    rng = np.random.default_rng(0)
    ids, steps = rng.integers(0, 30, 4000), rng.integers(0, 120, 4000)
    test = pd.DataFrame({"unique_id": ids, "target": rng.choice(["y", "z"], 4000), "ds": steps})
    test = test.assign(unique_id="s" + test["unique_id"].astype(str), y=rng.normal(size=4000))
    test.loc[::17, "y"] = np.nan
    keys = test[LINE].drop_duplicates()
    by_series = pd.concat([keys.assign(method=name, mae=1.0, mase=1.0) for name in ("model", "mean")])
    found = series_table(by_series, test).set_index(LINE)["line"]
    assert len(found) == len(keys)
    for key, part in test.groupby(LINE):
        once = part.drop_duplicates("ds").sort_values("ds", kind="stable")["y"].tail(POINTS)
        np.testing.assert_array_equal(found[key], once)
