"""Losses cut into units: the score they make is the score of the table, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.compare.units import block_length
from rnnkit.tasks.forecast.compare import forecast_units, scales_of
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.tasks.text.compare import text_units


def frame(rows):
    return pd.DataFrame(rows, columns=["unique_id", "target", "cutoff", "ds", "step", "y", "y_hat"])


TWO_SERIES = frame(
    [
        ("a", "y", 0, 1, 1, 10.0, 11.0),  # errors 1, 3 | 2, not known
        ("a", "y", 0, 2, 2, 10.0, 13.0),
        ("a", "y", 2, 3, 1, 10.0, 8.0),
        ("a", "y", 2, 4, 2, np.nan, 8.0),
        ("b", "y", 0, 1, 1, 0.0, 4.0),  # errors 4 | 6
        ("b", "y", 2, 3, 1, 0.0, 6.0),
    ]
)
SCALES = {("a", "y"): 2.0, ("b", "y"): 10.0}


def test_units_of_mae_are_the_cutoffs():
    units = forecast_units(TWO_SERIES)
    assert units.kind == "cutoffs"
    assert units.loss == pytest.approx([(1 + 3 + 4) / 5, (2 + 6) / 5])
    assert units.mass == pytest.approx([3 / 5, 2 / 5])
    assert units.score == pytest.approx(16 / 5)


def test_units_of_mase_weigh_every_series_alike():
    units = forecast_units(TWO_SERIES, SCALES)
    # a: mean error 2 in units of 2; b: mean error 5 in units of 10.
    assert units.score == pytest.approx((1.0 + 0.5) / 2)
    assert units.loss == pytest.approx([(4 / 2 / 3 + 4 / 10 / 2) / 2, (2 / 2 / 3 + 6 / 10 / 2) / 2])


@pytest.mark.parametrize("scales", [SCALES, {("a", "y"): 2.0}, None])
def test_the_score_is_that_of_the_table(scales):
    table = score_frame(TWO_SERIES, ["model"], scales or {})
    metric = "mase" if scales else "mae"
    assert forecast_units(TWO_SERIES, scales).score == pytest.approx(table.overall["model"][metric])


def test_scales_are_told_from_the_scores():
    table = score_frame(TWO_SERIES, ["model"], SCALES)
    assert scales_of(table.by_series) == pytest.approx(SCALES)
    assert scales_of(score_frame(TWO_SERIES, ["model"], {("a", "y"): 2.0}).by_series) == {("a", "y"): 2.0}


def overlapping(stride, horizon=6, cutoffs=30, series=1):
    rows = [
        (f"s{n}", "y", stride * c, stride * c + s, s, 0.0, 1.0)
        for n in range(series)
        for c in range(cutoffs)
        for s in range(1, horizon + 1)
    ]
    return frame(rows)


@pytest.mark.parametrize(("stride", "block"), [(6, 3), (3, 4), (2, 6), (1, 12)])
def test_windows_that_overlap_are_drawn_in_longer_blocks(stride, block):
    """30 windows: three whole ones are a block (the cube root), or as much as two that do not overlap."""
    assert forecast_units(overlapping(stride)).block == block


def test_a_cut_off_last_window_overlaps_nothing():
    test = overlapping(6)
    assert forecast_units(test[test["ds"] < test["ds"].max() - 2]).block == 3


def test_many_series_with_few_cutoffs_are_the_units_themselves():
    assert forecast_units(overlapping(6, cutoffs=2, series=9)).kind == "series"
    assert forecast_units(overlapping(6, cutoffs=2, series=7)).kind == "cutoffs"
    assert forecast_units(overlapping(6, cutoffs=12, series=9)).kind == "cutoffs"


def test_segments_of_a_text_make_its_score():
    segments = pd.DataFrame({"segment": [0, 1], "symbols": [100, 300], "nats": [2.0, 1.0]})
    units = text_units(segments, 2.5)
    assert units.score == pytest.approx(2.5)
    assert units.loss == pytest.approx([2.5 * 200 / 500, 2.5 * 300 / 500])
    assert units.mass == pytest.approx([0.25, 0.75])


def test_blocks_grow_with_the_cube_root():
    assert [block_length(n) for n in (1, 7, 8, 26, 27, 64, 1000)] == [1, 1, 2, 2, 3, 4, 10]
    assert block_length(400, overlap=12) == 38
