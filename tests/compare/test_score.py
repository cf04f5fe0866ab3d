"""The figure that ranks a run, beside the best baseline; worked by hand."""

import math

import pytest

from rnnkit.compare import score_of
from rnnkit.tasks import TASKS

FORECASTING, TEXTS = TASKS["forecast"].scores, TASKS["text"].scores

FORECAST = {
    "model": {"mase": 0.6, "mae": 3.0},
    "drift": {"mase": 0.8, "mae": 2.0},
    "mean": {"mase": 1.2, "mae": 9.0},
}


def test_a_forecast_is_ranked_by_mase_beside_the_best_baseline():
    score = score_of(FORECASTING, FORECAST)
    assert (score.metric, score.value, score.baseline, score.to_beat) == ("mase", 0.6, "drift", 0.8)
    assert score.ratio == pytest.approx(0.75)
    assert score.gain == pytest.approx(0.25)
    assert score.gain_per_second(5.0) == pytest.approx(0.05)


def test_without_a_scale_it_is_ranked_by_mae():
    flat = {name: {**row, "mase": None} for name, row in FORECAST.items()}
    score = score_of(FORECASTING, flat)
    assert (score.metric, score.value, score.to_beat) == ("mae", 3.0, 2.0)
    assert score.gain == pytest.approx(-0.5)


def test_a_text_is_ranked_by_bits_a_character_beside_counting():
    score = score_of(
        TEXTS,
        {
            "test": {"bits_per_char": 1.5},
            "ngram": {"bits_per_char": 2.0},
            "unigram": {"bits_per_char": 4},
        },
    )
    assert (score.metric, score.baseline, score.ratio) == ("bits_per_char", "ngram", 0.75)
    assert not score.decided


def test_a_score_of_the_part_that_chose_the_weights_says_so():
    score = score_of(TEXTS, {"validation": {"bits_per_char": 1.5}, "ngram": {"bits_per_char": 2.0}})
    assert (score.value, score.baseline, score.decided) == (1.5, "ngram", True)


def test_a_text_that_holds_nothing_out_has_no_score():
    assert score_of(TEXTS, {"training": {"bits_per_char": 0.1}}) is None
    assert score_of(FORECASTING, {}) is None


def test_without_a_baseline_there_is_no_ratio():
    score = score_of(FORECASTING, {"model": {"mase": 0.6}})
    assert (score.value, score.baseline) == (0.6, "")
    assert math.isnan(score.ratio)
    assert math.isnan(score.gain_per_second(1.0))
    assert math.isnan(score_of(FORECASTING, FORECAST).gain_per_second(0.0))
