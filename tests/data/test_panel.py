"""Many series side by side: the same digits as each series alone, whatever lies beside it."""

import numpy as np
import pytest

from rnnkit.data.series.panel import alike, means, measured, seasonal_scales, spreads
from rnnkit.data.series.scaling import spread
from rnnkit.data.series.shape import series_codes
from rnnkit.metrics import seasonal_scale


def panel(count=200):
    """Series of many lengths and sizes, some constant, some zero, some with holes."""
    rng = np.random.default_rng(0)
    found = []
    for number in range(count):
        y = rng.normal(10.0 ** rng.integers(-6, 7), 1, int(rng.integers(3, 40)))
        if number % 7 == 3:
            y[:] = 5.3
        if number % 11 == 5:
            y[:] = 0.0
        if number % 4 == 1:
            y[rng.integers(len(y))] = np.nan
        found.append(y)
    return found


def test_equal_sizes_lie_together_in_pieces():
    sizes = np.random.default_rng(1).integers(1, 9, 300)
    pieces = list(alike(sizes.tolist(), 20))
    assert sorted(np.concatenate(pieces).tolist()) == list(range(300))
    for places in pieces:
        assert len(set(sizes[places])) == 1
        assert len(places) == 1 or sizes[places].sum() <= 20
    assert [places.tolist() for places in alike([])] == []
    assert [places.tolist() for places in alike([0, 0, 3])] == [[0, 1], [2]]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("bulk", "alone"), [(means, np.nanmean), (spreads, spread)])
def test_a_panel_has_the_digits_of_its_series(bulk, alone):
    series = panel()
    assert measured(series, bulk).tolist() == [float(alone(values)) for values in series]


@pytest.mark.parametrize("season", [1, 4, 12])
def test_the_scales_of_a_panel_are_those_of_its_series(season):
    series = panel()
    alone = [seasonal_scale(values, season) for values in series]
    assert np.isnan(alone).any()
    assert np.isfinite(alone).any()
    np.testing.assert_array_equal(seasonal_scales(series, season), alone)


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_names_of_series_are_made_once_and_are_those_of_each_row(columns):
    rng = np.random.default_rng(columns)
    words = ["a", "'a", "", "?", "b", "'", "c / d", "d"]
    cells = [np.array(rng.choice(words, 500), dtype=object) for _ in range(columns)]
    rows = [" / ".join(cell.removeprefix("'") or "?" for cell in row) for row in zip(*cells, strict=True)]
    codes, names = series_codes(cells, 500)
    assert names == sorted(set(rows))
    assert [names[code] for code in codes] == rows
