"""How often gates are saturated, by hand."""

import numpy as np

from rnnkit.inspect.saturation import extremes, saturation


def test_shares_of_the_time_by_hand():
    found = saturation(np.array([[0.05, 0.95], [0.5, 0.91], [0.09, 0.1], [0.2, 0.99]]))
    assert found.closed.tolist() == [0.5, 0.0]
    assert found.open.tolist() == [0.0, 0.75]
    np.testing.assert_allclose(found.mean, [0.21, 0.7375])


def test_only_symbols_that_come_again_are_told():
    gate = np.array([[0.1], [0.8], [0.3], [0.9], [0.99]])
    low, high = extremes(["a", "b", "a", "b", "c"], gate)
    assert (low.symbol, round(low.mean, 3)) == ("a", 0.2)
    assert (high.symbol, round(high.mean, 3)) == ("b", 0.85)
    assert extremes(["a", "a", "b"], gate[:3]) is None
