"""Every series of a file gets a forecast, however short, and what was not learned from is said."""

import time

import numpy as np
import pandas as pd
import pytest
import torch

from rnnkit.config import parse
from rnnkit.data.series.history import backwards, fewest, known_before, read_steps
from rnnkit.data.table.recipe import Recipe
from rnnkit.data.table.table import Table
from rnnkit.errors import DataError
from rnnkit.tasks.forecast.inputs.channels import channels, cutoffs
from rnnkit.tasks.forecast.inputs.series_parts import known_lines
from rnnkit.tasks.forecast.inputs.windows import Windows
from rnnkit.tasks.forecast.networks.model import build
from rnnkit.tasks.forecast.plan import estimate, resolve, training_windows
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.tables import outcome_of, sine, table_of

PLAN = {"horizon": 6, "lookback": 12, "test": 12, "steps": 40}  # 30 rows are needed


def seasonal(length, level=100.0, seed=0):
    """Twelve months that come again, with some noise."""
    steps = np.arange(length)
    noise = np.random.default_rng(seed).normal(size=length)
    return level + 10 * np.sin(2 * np.pi * steps / 12) + noise


def family(*lengths):
    return table_of({f"shop {length:03}": seasonal(length, seed=length) for length in lengths})


def test_what_a_window_reads_before_the_first_value_by_hand():
    back = np.arange(-5, 0)
    steps, missing = read_steps(back, np.array([2, 4, 9]), 1)
    assert steps.tolist() == [[-2, -2, -2, -2, -1], [-4, -4, -3, -2, -1], [-5, -4, -3, -2, -1]]
    assert missing.sum(axis=1).tolist() == [3, 1, 0]
    # a season of 3: four values are known, so what comes before them is one season of them earlier
    assert read_steps(np.arange(-8, 0), np.array([4]), 3)[0].tolist() == [[-2, -4, -3, -2, -4, -3, -2, -1]]


@pytest.mark.parametrize("season", [1, 3, 7])
def test_tensors_and_arrays_are_read_alike(season):
    back, known = np.arange(-12, 0), np.arange(1, 20)
    steps, missing = read_steps(back, known, season)
    again, absent = read_steps(torch.from_numpy(back), torch.from_numpy(known), season)
    assert (steps == again.numpy()).all()
    assert (missing == absent.numpy()).all()
    assert (steps >= -np.minimum(known, 12)[:, None]).all()


def test_known_values_are_counted_from_the_newest_hole():
    assert known_before(np.array([1.0, 2.0, np.nan, 4.0])).tolist() == [0, 1, 2, 0, 1]
    assert known_before(np.empty(0)).tolist() == [0]


def test_a_history_is_lengthened_by_its_first_season():
    history = np.array([[np.nan, np.nan, np.nan, 1.0, 2.0, 3.0], [9.0, np.nan, 4.0, 5.0, 6.0, 7.0]])
    assert backwards(history, 2).tolist() == [[2, 1, 2, 1, 2, 3], [4, 5, 4, 5, 6, 7]]


@pytest.mark.parametrize(
    ("lookback", "horizon", "expected"), [(24, 18, 4), (12, 6, 3), (2, 50, 2), (336, 96, 24)]
)
def test_how_few_values_the_network_is_asked_with(lookback, horizon, expected):
    assert fewest(lookback, horizon) == expected


def test_every_series_is_forecast_and_the_short_ones_are_said():
    outcome = outcome_of(family(120, 100, 28, 22, 10, 2), **PLAN)
    future = outcome.frames["future"]
    assert future["unique_id"].drop_duplicates().tolist() == [
        "shop 002",
        "shop 010",
        "shop 022",
        "shop 028",
        "shop 100",
        "shop 120",
    ]
    assert (future.groupby("unique_id").size() == 6).all()
    assert future["y_hat"].notna().all()
    methods = future.groupby("unique_id")["method"].first().to_dict()
    assert methods.pop("shop 002") == "last value"
    assert set(methods.values()) == {"model"}
    assert outcome.summary["notes"][:4] == [
        "2 series have fewer than 30 rows in a row; "
        "the network is told what they lack: e.g. 'shop 022' (22 rows).",
        "1 series has too few rows; it is not learned from, but forecast: 'shop 010' (10 rows).",
        "1 series ends with fewer than 3 rows in a row; a rule of thumb forecasts it: 'shop 002' (2 rows).",
        "The scores rest on 4 of 6 series; the others are too short for a test part.",
    ]
    assert all(len(note) <= 160 for note in outcome.summary["notes"])
    assert set(outcome.frames["test"]["unique_id"]) == {"shop 022", "shop 028", "shop 100", "shop 120"}
    scores = outcome.summary["metrics"]
    assert all(
        np.isfinite(scores[name]["mae"]) for name in ("model", "last value", "seasonal naive", "linear")
    )


def test_a_rule_of_thumb_repeats_the_season_where_there_is_one():
    """Season 2: the values of a hole's far side do not count, the two behind it are a season."""
    y = np.tile([1.0, 5.0], 60)
    y[100:118] = np.nan
    outcome = outcome_of(table_of({"a": y, "b": np.tile([2.0, 9.0], 60)}, gaps="leave"), **PLAN)
    future = outcome.frames["future"].query("unique_id == 'a'")
    assert future["method"].unique().tolist() == ["seasonal naive"]
    assert future["y_hat"].tolist() == [1, 5, 1, 5, 1, 5]


def test_long_series_alone_are_read_as_ever():
    outcome = outcome_of(family(120, 100), **PLAN)
    assert "method" not in outcome.frames["future"]
    notes = [note for note in outcome.summary["notes"] if note != outcome.summary["beyond"]]
    assert not any("series" in note for note in notes)
    found = channels(family(120, 100), resolve(family(120, 100), parse(ForecastConfig, PLAN)))
    assert all(channel.past.shape[1] == 0 for channel in found)


def test_no_row_is_learned_from_while_another_series_is_scored_on_its_time():
    config = resolve(family(120, 28, 10), parse(ForecastConfig, PLAN))
    for channel in channels(family(120, 28, 10), config):
        learned = cutoffs(channel, "train")
        assert not len(learned) or learned.max() + 6 <= len(channel.y) - 12


def test_missing_steps_are_told_and_begin_without_a_say():
    table = family(120, 28)
    config = resolve(table, parse(ForecastConfig, PLAN))
    windows = Windows(channels(table, config), config, torch.device("cpu"))
    batch = windows.gather(windows.positions("train"))
    first = batch.past[..., 0]
    assert first.sum(dim=1)[:3].tolist() == [9, 8, 7]  # of 12 steps, 3, 4 and 5 are known
    assert (first[-1] == 0).all()
    model = build(config, windows).eval()
    told = model(batch.values, batch.past, batch.future)
    assert torch.equal(told, model(batch.values, torch.zeros_like(batch.past), batch.future))


@pytest.mark.parametrize("strategy", ["direct", "recursive", "encoder_decoder"])
def test_every_strategy_reads_short_series(strategy):
    outcome = outcome_of(family(120, 28, 10), **PLAN | {"strategy": strategy, "steps": 10})
    assert outcome.frames["future"]["y_hat"].notna().all()
    assert outcome.frames["future"]["unique_id"].nunique() == 3


def test_where_no_series_is_long_enough_the_data_is_refused_as_ever():
    with pytest.raises(DataError, match="Need at least 25 rows for horizon 12 and 12 test rows; found 20"):
        resolve(family(20, 15), parse(ForecastConfig, {"horizon": 12, "test": 12}))


@pytest.mark.parametrize(("length", "horizon"), [(20_111, 50), (3_500, 50), (600, 30), (100, 10), (30, 5)])
def test_without_a_season_a_horizon_is_one_that_a_person_would_choose(length, horizon):
    walk = np.random.default_rng(0).normal(size=length).cumsum()
    config = resolve(table_of({"a": walk}), parse(ForecastConfig, {}))
    assert config.horizon == horizon
    assert config.lookback <= 200


def plain_table(series, length, columns=("y",), season=7):
    """A table as the data doctor would make it, without asking it."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({name: rng.normal(size=series * length) for name in columns})
    days = pd.date_range("2016-01-01", periods=length, freq="h").to_numpy("datetime64[us]")
    frame.insert(0, "ds", np.tile(days, series))
    frame.insert(0, "unique_id", np.repeat([f"s{n:04}" for n in range(series)], length))
    imputed = pd.DataFrame(np.zeros((len(frame), len(columns)), dtype=bool), columns=list(columns))
    return Table(frame, imputed, tuple(columns), "h", season, tuple(columns), Recipe(), (), (), {})


def seconds_of(work):
    """CPU at best of two."""
    took = []
    for _ in range(2):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def test_what_a_wide_and_long_table_costs_to_estimate_grows_with_its_cells():
    """Ten times the columns; what is done for every pair of them would cost a hundred times as much."""
    took = []
    for width in (32, 321):
        table = plain_table(1, 26_304, tuple(f"c{n}" for n in range(width)), 24)
        config = resolve(table, parse(ForecastConfig, {"test": 2_000}))
        took.append(seconds_of(lambda table=table, config=config: estimate(table, config)))
    assert [len(known) - 1 for known in known_lines(table, config.targets)] == [26_304] * 321
    assert took[1] < 40 * took[0], took


def test_the_estimate_counts_the_windows_there_are():
    for table in (family(120, 28, 10, 2), plain_table(3, 400), table_of({"a": sine(300), "b": sine(40)})):
        config = resolve(table, parse(ForecastConfig, {"horizon": 6, "lookback": 12, "test": 12}))
        found = channels(table, config)
        windows = Windows(found, config, torch.device("cpu"))
        cost = estimate(table, config)
        assert training_windows(table, config) == len(windows.positions("train"))
        assert len(known_lines(table, config.targets)) == len(found)
        assert cost.lessons == f"{training_windows(table, config):,} windows to learn from"
        assert cost.weights == sum(weight.numel() for weight in build(config, windows).parameters())


def test_what_many_series_cost_to_prepare_grows_with_their_number():
    took = []
    for number in (100, 1_000):
        table = plain_table(number, 200)
        config = resolve(table, parse(ForecastConfig, {}))
        assert len(channels(table, config)) == number
        took.append(seconds_of(lambda table=table, config=config: channels(table, config)))
    assert took[1] < 40 * took[0], took
