"""A panel is prepared and scored all series at once, and each as if it were alone."""

import math

import numpy as np
import pandas as pd

from rnnkit.config import parse
from rnnkit.data import read_table
from rnnkit.data.series.history import known_before
from rnnkit.tasks.forecast.inputs.channels import channels
from rnnkit.tasks.forecast.inputs.line import lines_of
from rnnkit.tasks.forecast.inputs.series_parts import cutoffs_of, known_lines, parts_of, parts_of_all
from rnnkit.tasks.forecast.leaks import View
from rnnkit.tasks.forecast.plan import resolve
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth import facts
from rnnkit.tasks.forecast.worth.history import history_frame

PARTS = ("train", "valid", "test", "answered", "end", "all")


def panel():
    """Series of several lengths: some constant, some with holes inside and at their ends."""
    rng = np.random.default_rng(0)
    found = []
    for number in range(24):
        length = int(rng.integers(30, 60)) if number % 3 else 48
        y = (50 + 10 * np.sin(np.arange(length) * np.pi / 6) + rng.normal(0, 1, length)).round(2)
        if number % 7 == 3:
            y[:] = 5.0
        if number % 4 == 1:
            y[length // 3 : length // 3 + 9] = np.nan
        if number % 5 == 2:
            y[:4] = np.nan
            y[-2:] = np.nan
        found.append(
            pd.DataFrame(
                {
                    "shop": f"s{number:02}",
                    "month": pd.date_range(f"20{number % 9:02}-01-01", periods=length, freq="MS"),
                    "sales": y,
                }
            )
        )
    table = read_table(pd.concat(found).to_csv(index=False).encode())
    config = parse(ForecastConfig, {"horizon": 3, "lookback": 6, "test": 6, "steps": 1})
    return table, resolve(table, config)


def test_places_are_those_of_a_group_by():
    table, _ = panel()
    grouped = table.frame.groupby("unique_id", sort=False).indices
    assert list(table.places) == list(grouped)
    for name, rows in grouped.items():
        np.testing.assert_array_equal(table.places[name], rows)


def test_series_share_parts_that_are_those_of_each_alone():
    table, config = panel()
    lines = known_lines(table, config.targets)
    shared = parts_of_all(lines, config)
    assert len({id(part) for part in shared}) < len(shared)
    for line, known, part in zip(lines_of(table, config.targets), lines, shared, strict=True):
        alone = parts_of(known_before(line.y), config)
        np.testing.assert_array_equal(known, alone.known)
        for name in ("lookback", "horizon", "valid_start", "test_start", "short", "learned"):
            assert getattr(part, name) == getattr(alone, name), name
    for name in PARTS:
        for found, known in zip(cutoffs_of(shared, name, 3), lines, strict=True):
            np.testing.assert_array_equal(found, parts_of(known, config).cutoffs(name, 3))


def test_the_units_of_a_channel_are_those_of_its_training_part():
    table, config = panel()
    for channel in channels(table, config):
        read = channel.transform.read(channel.train)
        size, deviation = float(np.nanmax(np.abs(read))), float(np.nanstd(read))
        spread = deviation if deviation > 1e-12 * size else 0.01 * size or 1.0
        assert (channel.center, channel.scale) == (float(np.nanmean(read)), spread)


def test_series_of_the_same_moments_share_their_stamps_and_have_no_others():
    table, config = panel()
    found = channels(table, config)
    assert len({id(channel.ds) for channel in found}) < len(found)
    for line, channel in zip(lines_of(table, config.targets), found, strict=True):
        ahead = pd.date_range(line.stamps[-1], periods=config.horizon + 1, freq="MS")[1:]
        np.testing.assert_array_equal(channel.ds, [*line.stamps, *ahead.to_numpy()])


def test_the_past_of_a_panel_is_that_of_its_series():
    table, config = panel()
    found = channels(table, config)
    alone = pd.concat([history_frame([channel]) for channel in found], ignore_index=True)
    pd.testing.assert_frame_equal(history_frame(found), alone)
    assert alone["y"].isna().any()
    assert alone["unique_id"].nunique() == len(found)


def test_the_test_part_is_the_last_rows_of_each_series_from_its_last_value_back():
    table, config = panel()
    view = View.of(table, config)
    expected = []
    for rows in table.places.values():
        known = np.flatnonzero(np.isfinite(view.values[rows, 0]))
        expected.append(np.arange(len(rows)) >= known[-1] + 1 - config.test)
    np.testing.assert_array_equal(view.of_target(config.targets[0]).test, np.concatenate(expected))


def test_nothing_of_a_series_without_a_value_is_tested():
    values = np.array([[1.0], [2.0], [3.0], [np.nan], [np.nan]])
    view = View(panel()[1].replace(test=1), ("sales",), values, np.array([0, 0, 0, 1, 1]))
    assert view.of_target("sales").test.tolist() == [False, False, True, False, False]


def alone(values, season):
    """The sum of squared autocorrelations of one series, lag by lag."""
    n = len(values)
    lags = min(max(10, season), n // 4)
    centred = values - values.mean()
    power = float(centred @ centred)
    if power <= (1e-9 * float(np.abs(values).max())) ** 2 * n:
        return 1.0
    correlations = np.array([centred[lag:] @ centred[:-lag] for lag in range(1, lags + 1)]) / power
    statistic = n * (n + 2) * np.sum(correlations**2 / (n - np.arange(1, lags + 1)))
    free = 2 / (9 * lags)
    border = lags * (1 - free + 2.326 * math.sqrt(free)) ** 3
    return float(np.sum(correlations**2)) if statistic > border else 0.0


def test_noise_and_walks_are_told_side_by_side_as_they_are_alone():
    rng = np.random.default_rng(0)
    series = [rng.normal(size=int(rng.choice([12, 60, 90]))) for _ in range(60)]
    series = [y.cumsum() if number % 3 == 0 else y for number, y in enumerate(series)]
    series[4][:] = 3.0
    series[5][7] = np.nan
    known = [values[np.isfinite(values)] for values in series]
    assert [facts.dependence(values, 12) for values in series] == [alone(values, 12) for values in known]
    noise, walk = facts._kinds(series, 12)
    assert noise.tolist() == [len(values) >= 20 and alone(values, 12) == 0 for values in known]
    changes = [np.diff(values) for values in known]
    drifts = [abs(one.mean()) / (one.std() / math.sqrt(len(one)) or math.inf) for one in changes]
    assert walk.tolist() == [
        len(values) >= 20 and not still and alone(change, 12) < 0.03 and drift < 3
        for values, still, change, drift in zip(known, noise, changes, drifts, strict=True)
    ]
    assert 5 < noise.sum() < 55
    assert walk.any()
