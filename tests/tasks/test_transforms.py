"""A whole run keeps to the kind of numbers of its data, and reads them on the scale that validation chose."""

import json

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.errors import ConfigError
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from tests.tasks.tables import outcome_of, sine, table_of

PLAN = {"horizon": 4, "lookback": 8, "test": 40, "steps": 20, "stride": 1}
SHOWN = ("y_hat", "lo", "hi", "last value", "drift", "mean", "linear")


def counts(length=200):
    """Whole numbers near zero, with zeros among them."""
    return np.random.default_rng(0).poisson(1.2 + sine(length)).astype(float)


def growing(length=200):
    """Swings that grow with the level."""
    step = np.arange(length)
    noise = np.random.default_rng(1).normal(size=length)
    return 5 * np.exp(0.025 * step + 0.4 * np.sin(2 * np.pi * step / 8) + 0.05 * noise)


def test_counts_are_whole_and_never_negative_and_scored_as_they_are_shown():
    outcome = outcome_of(table_of({"a": counts()}), **PLAN)
    for frame in (outcome.frames["test"], outcome.frames["future"]):
        shown = frame[[name for name in SHOWN if name in frame]].to_numpy()
        assert shown.min() >= 0
        assert (shown == np.rint(shown)).all()
    test = outcome.frames["test"]
    assert outcome.summary["metrics"]["model"]["mae"] == pytest.approx(
        (test["y"] - test["y_hat"]).abs().mean()
    )
    assert "As in the data, no forecast is below 0 and all are whole numbers." in outcome.summary["notes"]
    assert max(map(len, outcome.summary["notes"])) <= 160


def test_a_wide_interval_of_small_values_ends_at_zero_unless_that_is_switched_off():
    y = np.abs(np.random.default_rng(0).normal(size=200)) ** 3
    kept, free = (
        outcome_of(table_of({"a": y}), **PLAN, transform="none", like_data=on) for on in (True, False)
    )
    assert kept.frames["test"]["lo"].min() == 0
    assert free.frames["test"]["lo"].min() < 0


def test_swings_that_grow_with_the_level_are_read_as_logarithms():
    outcome = outcome_of(table_of({"a": growing()}), **PLAN)
    assert outcome.summary["config"]["transform"] == "log"
    said = [note for note in outcome.summary["notes"] if note.startswith("Values are read as logarithms:")]
    assert len(said) == 1
    assert len(said[0]) <= 160
    assert outcome.summary["metrics"]["model"]["mae"] < outcome.summary["metrics"]["linear"]["mae"]


def kept_transform(outcome):
    return json.loads(outcome.files["scaler.json"])["transforms"]["y"]


@pytest.mark.parametrize(
    ("before", "shift", "least"), [(growing(), 0.0, 1e-3 * growing()[:128].min()), (counts() * 7, 7.0, 7e-3)]
)
def test_where_a_logarithm_begins_is_told_by_the_training_part_alone(before, shift, least):
    later = before.copy()
    later[-20] = 0.01  # smaller than all that is learned from; one alone, so that the season stays
    seen, other = (
        outcome_of(table_of({"a": y}), **PLAN, transform="log", refit=False) for y in (before, later)
    )
    for outcome in (seen, other):
        found = kept_transform(outcome)
        assert (found["power"], found["shift"]) == (0, shift)
        assert found["least"] == pytest.approx(least)
    assert other.weights == seen.weights


def test_values_far_below_all_that_was_learned_from_are_said():
    y = growing()
    few = y.copy()
    few[-7:-4] = 0.0
    kept, said = (
        [
            note
            for note in outcome_of(table_of({"a": one}), **PLAN, transform="log").summary["notes"]
            if "far below" in note
        ]
        for one in (y, few)
    )
    assert kept == []
    assert said == [
        f"3 values of y after the training part are far below any in it; the network reads them as "
        f"{1e-3 * y[:128].min():.3g}, where its logarithms begin."
    ]
    assert max(map(len, said)) <= 160


def test_even_swings_are_read_as_they_are():
    outcome = outcome_of(table_of({"a": 30 + sine(noise=0.3)}), **PLAN)
    assert outcome.summary["config"]["transform"] == "none"


def test_floor_and_ceiling_by_hand():
    outcome = outcome_of(table_of({"a": sine(noise=0.1)}), **PLAN, floor=-0.5, ceiling=0.25)
    shown = outcome.frames["test"][["y_hat", "lo", "hi"]].to_numpy()
    assert (shown.min(), shown.max()) == (-0.5, 0.25)
    with pytest.raises(ConfigError, match=r"The floor has to be lower than the ceiling\."):
        parse(ForecastConfig, {"floor": 1.0, "ceiling": 1.0})


def test_a_logarithm_that_does_not_exist_is_refused():
    with pytest.raises(
        ConfigError, match="y has values below zero, which have no logarithm; choose no transform"
    ):
        outcome_of(table_of({"a": sine()}), **PLAN, transform="log")


def test_settings_from_before_there_were_transforms_are_repeated_without():
    outcome = outcome_of(table_of({"a": counts()}), **PLAN)
    old = {
        name: value
        for name, value in outcome.summary["config"].items()
        if name not in ("transform", "like_data", "floor", "ceiling")
    }
    config = parse(ResolvedForecast, old)
    assert (config.transform, config.like_data, config.floor) == ("none", False, None)
    again = outcome_of(table_of({"a": counts()}), **config.model_dump())
    assert again.frames["test"]["lo"].min() < 0
