"""Dates that all stand in the same places: read like pandas reads them, or not at all."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.data.times.written.iso import read_even

FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%Y%m%d", "%Y-%m-%dT%H:%M:%S", "%Y年%m月%d日")


@pytest.mark.parametrize("form", FORMS)
def test_moments_are_those_of_pandas(form):
    seconds = np.random.default_rng(0).integers(-30_000_000_000, 30_000_000_000, 500)
    cells = np.array(pd.to_datetime(seconds, unit="s").strftime(form), dtype=object)
    expected = pd.to_datetime(pd.Series(cells), format=form).to_numpy().astype("datetime64[us]")
    assert np.array_equal(read_even(cells, form), expected)


@pytest.mark.parametrize(
    "odd",
    [
        *("2021-02-29", "2021-13-01", "0000-01-01", "2021-1-011", "２021-01-01", "2021-01-0a", "2021-00-10"),
        *("2021-01-1", "2021-01-011", "", "2021/01/01", "-021-01-01", " 2021-01-1"),
    ],
)
def test_one_odd_cell_leaves_the_column_to_others(odd):
    assert read_even(np.array(["2020-01-01", odd], dtype=object), "%Y-%m-%d") is None


@pytest.mark.parametrize("form", ["%Y-%m", "%y-%m-%d", "%d %b %Y", "%Y-%m-%d %Y", "iso_week", "%"])
def test_other_formats_are_left_to_others(form):
    assert read_even(np.array(["2020-01-01"], dtype=object), form) is None
