"""A forecaster asked again in NumPy: the numbers of torch, other plans, and how it goes on by itself."""

import numpy as np
import pandas as pd
import pytest
from safetensors.numpy import load

from rnnkit.bundle import read_kept
from rnnkit.bundle.use import use
from rnnkit.config.predict import PlannedRow
from rnnkit.data import replay
from rnnkit.tasks.forecast.foretelling import Foreteller
from rnnkit.tasks.forecast.kept.bundle import recipe_of, scaler_of
from rnnkit.tasks.forecast.networks.numpy_network import answers_here
from tests.kept.models import FORECASTS, daily_csv

KINDS = (
    "own lines",
    *("lstm", "gru recursive", "rnn decoder", "rnn with relu", "bidirectional", "per series", "two targets"),
)
NUMBERS = ["y_hat", "lo", "hi"]


def foreteller(kept):
    table = replay(recipe_of(kept), daily_csv())
    return Foreteller.of(load(kept.weights), kept.config, scaler_of(kept), table)


@pytest.mark.parametrize("kind", KINDS)
def test_the_forecast_is_that_of_torch(made, kind):
    kept = read_kept(made(kind))
    found = foreteller(kept).beyond()
    wanted = kept.frames["future"][list(found.columns)]
    pd.testing.assert_frame_equal(found, wanted, rtol=1e-5, check_exact=False)


def test_networks_that_are_not_recurrent_are_asked_elsewhere(made):
    assert {kind for kind in FORECASTS if answers_here(read_kept(made(kind)).config)} == set(KINDS)


def test_other_plans_give_the_forecast_that_a_job_gives(made):
    """A price of 3 on each of seven days in the south; the north stays as it was assumed."""
    kept = read_kept(made("gru recursive"))
    days = pd.date_range("2024-06-09", periods=7)
    planned = pd.DataFrame({"unique_id": "south", "ds": days, "price": 3.0})
    rows = [PlannedRow(unique_id="south", ds=day.isoformat(), values={"price": 3.0}) for day in days]
    wanted = use(kept, daily_csv(), planned=rows).frames["future"]
    asked = foreteller(kept)
    found = asked.beyond(planned)
    np.testing.assert_allclose(found[NUMBERS], wanted[NUMBERS], rtol=1e-5)
    before = asked.beyond()
    moved = (found["y_hat"] - before["y_hat"]).abs().groupby(found["unique_id"]).max()
    assert moved["north"] == 0
    assert moved["south"] > 0


def test_from_the_first_test_row_on_it_says_what_it_said_then_and_goes_on_without_values(made):
    """The first seven steps are those of the test part; behind them no interval is promised."""
    kept = read_kept(made("gru recursive"))  # which was kept as it was scored
    asked, test = foreteller(kept), kept.frames["test"]
    line = ("north", "y")
    first = test[(test["unique_id"] == "north") & (test["cutoff"] == test["cutoff"].min())]
    channel = asked.channels[line]
    start = len(channel.y) - kept.config.test
    found = asked.run_on(line, start, 20)
    np.testing.assert_allclose(found[NUMBERS][:7], first[NUMBERS], rtol=1e-5)
    assert found["ds"].tolist() == channel.ds[start:][:20].tolist()
    assert found["lo"][7:].isna().all()
    assert np.isfinite(found["y_hat"]).all()
    for more in range(8):  # so that a horizon begins at the end and behind it, too
        later = asked.run_on(line, start + more, 500)
        assert len(later) == 28 + 7 - more  # as far as steps are known: the test part and the horizon


def test_what_was_true_behind_the_moment_changes_nothing(made):
    """A network that goes on by itself sees none of the values that came."""
    kept = read_kept(made("lstm"))
    asked = foreteller(kept)
    line = ("north", "y")
    channel = asked.channels[line]
    start = len(channel.y) - kept.config.test
    before = asked.run_on(line, start, 20)
    channel.y[start:] += 1000
    pd.testing.assert_frame_equal(asked.run_on(line, start, 20), before)


def test_a_network_that_reads_what_nobody_knows_ahead_does_not_go_on(made):
    assert not foreteller(read_kept(made("bidirectional"))).runs_on
    assert foreteller(read_kept(made("lstm"))).runs_on
