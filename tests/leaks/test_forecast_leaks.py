"""The six leaks planted in files of time series, and files that have none."""

import numpy as np
import pandas as pd
import pytest
from planted import counted, daily, kinds, leaks, read, walk

from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.errors import DataError
from rnnkit.tasks.forecast.inputs.channels import channels
from rnnkit.tasks.forecast.leaks import View, forecast_leaks

ROWS = 600


def shifted(values: np.ndarray, ahead: int) -> np.ndarray:
    """What the series will be so many rows later; unknown at its end."""
    return np.append(values[ahead:], np.full(ahead, np.nan))


@pytest.mark.parametrize("ahead", [1, 5, 30])
def test_a_column_that_is_the_target_of_later_rows(ahead: int) -> None:
    y = walk(ROWS)
    content = daily(y=y, rain=walk(ROWS, 1), hint=shifted(y, ahead))
    (finding,) = leaks(content, targets=("y",), past_covariates=("hint",))
    assert (finding.kind, finding.columns, finding.active) == ("future", ("hint",), True)
    words = "1 row" if ahead == 1 else f"{ahead} rows"
    assert finding.sentence == f"hint holds what y will be {words} later, in 100 % of the rows."
    assert finding.without == ("hint",)
    (gain,) = finding.gains
    assert gain.inflated < 0.9 * gain.honest
    assert (gain.metric, gain.method) == ("MAE", "linear regression")


def test_a_later_column_in_other_units_with_some_wrong_rows() -> None:
    y = walk(ROWS)
    hint = (1.8 * shifted(y, 3) + 32).round(1)
    hint[50:53] = 7
    (finding,) = leaks(daily(y=y, hint=hint), targets=("y",))
    assert finding.kind == "future"
    assert "times 1.8 plus 32" in finding.sentence
    assert not finding.active, "nothing reads it as the run is set"


def test_a_later_column_under_a_little_noise_is_likely_only() -> None:
    y = walk(ROWS, season=30) * 10
    hint = shifted(y, 2) + np.random.default_rng(3).normal(size=ROWS) * 0.2
    (finding,) = leaks(daily(y=y, hint=hint), targets=("y",))
    assert (finding.kind, finding.certainty) == ("future", "likely")


def test_an_earlier_value_of_the_target_is_a_fair_column() -> None:
    y = walk(ROWS)
    before = np.append([np.nan, np.nan], y[:-2])
    assert leaks(daily(y=y, before=before), targets=("y",), past_covariates=("before",)) == []


def test_in_a_strict_cycle_the_past_says_as_much() -> None:
    turn = 2 * np.pi * np.arange(ROWS) / 24
    content = daily(y=np.sin(turn).round(4), other=np.cos(turn).round(4))
    assert leaks(content, targets=("y",), past_covariates=("other",)) == []


@pytest.mark.parametrize(
    ("column", "words"), [(lambda y: y, "y itself"), (lambda y: 2.5 * y - 4, "y times 2.5 minus 4")]
)
def test_a_column_that_is_the_target(column, words: str) -> None:
    y = walk(ROWS)
    content = daily(y=y, same=column(y), rain=walk(ROWS, 1))
    (finding,) = leaks(content, targets=("y",), future_covariates=("same",))
    assert (finding.kind, finding.active, finding.without) == ("target", True, ("same",))
    assert words in finding.sentence
    (gain,) = finding.gains
    assert gain.inflated < 0.05 * gain.honest
    (idle,) = leaks(content, targets=("y",), past_covariates=("same",))
    assert not idle.active, "read as past it tells nothing new"


def test_a_series_that_was_standardized_with_its_test_part() -> None:
    y = walk(ROWS) + np.linspace(0, 40, ROWS)
    (finding,) = leaks(daily(y=(y - y.mean()) / y.std(), rain=walk(ROWS, 1)), targets=("y",))
    assert (finding.kind, finding.certainty, finding.active) == ("scaled", "certain", True)
    assert finding.columns == ("y",)
    (gain,) = finding.gains
    assert gain.inflated < gain.honest, "a trend makes all rows wider than those of training"


def test_a_series_that_was_moved_into_0_to_1_with_its_test_part() -> None:
    y = walk(ROWS) + np.linspace(0, 90, ROWS)
    (finding,) = leaks(daily(y=(y - y.min()) / np.ptp(y)))
    assert (finding.kind, finding.certainty, finding.active) == ("scaled", "likely", True)
    (gain,) = finding.gains
    assert gain.inflated < gain.honest


def test_a_range_whose_ends_lie_in_the_training_part_gives_nothing_away() -> None:
    y = walk(ROWS) + np.where(np.arange(ROWS) < 20, -80, 0) + np.where(np.arange(ROWS) == 40, 90, 0)
    (finding,) = leaks(daily(y=(y - y.min()) / np.ptp(y)))
    assert not finding.active
    assert "nothing is given away" in finding.sentence


def test_a_scale_of_the_training_part_is_fair() -> None:
    y = walk(ROWS) + np.linspace(0, 90, ROWS)
    train = y[: int(0.8 * ROWS)]
    assert leaks(daily(y=(y - train.mean()) / train.std())) == []
    assert leaks(daily(y=(y - train.min()) / np.ptp(train))) == []


def test_shares_between_0_and_1_are_not_scaled() -> None:
    rng = np.random.default_rng(0)
    share = np.clip(rng.normal(0.6, 0.3, ROWS), 0, 1)
    assert leaks(daily(share=share)) == []
    assert leaks(daily(share=rng.integers(0, 101, ROWS) / 100)) == []


def test_rows_of_the_training_part_that_stand_in_the_test_part_too() -> None:
    y = walk(ROWS)
    y[560:590] = y[100:130]
    (finding,) = leaks(daily(y=y), test=120)
    assert (finding.kind, finding.rows, finding.skip) == ("duplicates", 30, True)
    assert finding.share == pytest.approx(30 / 120)
    assert "25 % of the test rows of y (30)" in finding.sentence
    assert "rows 561-590 are 101-130" in finding.sentence
    (gain,) = finding.gains
    assert gain.inflated < gain.honest


def test_a_file_that_was_put_together_of_twice_the_same() -> None:
    half = walk(ROWS)
    (finding,) = leaks(counted(pd.DataFrame({"y": np.concatenate([half, half])})))
    assert finding.kind == "duplicates"
    assert finding.share == 1


def test_rows_of_many_columns_that_come_twice_in_any_order() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(ROWS, 5)).round(4), columns=list("yabcd"))
    frame.iloc[rng.choice(np.arange(500, ROWS), 30, replace=False)] = frame.iloc[rng.choice(400, 30)].values
    (finding,) = leaks(counted(frame), targets=("y",))
    assert finding.kind == "duplicates"
    assert finding.rows >= 25
    (gain,) = finding.gains
    assert gain.inflated < 0.1 * gain.honest


def test_repeats_are_left_out_of_the_score_where_that_is_asked() -> None:
    y = walk(ROWS)
    y[560:590] = y[100:130]
    content = daily(y=y)
    table, config = read(content, test=120, skip_repeats=True)
    view = View.of(table, config)
    held = np.flatnonzero(view.repeated_rows()["y"])
    assert held.tolist() == list(range(560, 590))
    (channel,) = channels(table, config)
    assert np.flatnonzero(channel.unscored).tolist() == held.tolist()
    assert channel.scored == 90
    (finding,) = forecast_leaks(view)
    assert not finding.active


def test_nothing_but_repeats_cannot_be_scored() -> None:
    half = walk(ROWS)
    table, config = read(counted(pd.DataFrame({"y": np.concatenate([half, half])})), skip_repeats=True)
    with pytest.raises(DataError, match="without repeats nothing is left"):
        channels(table, config)


def test_a_season_that_comes_again_exactly_is_no_copy() -> None:
    season = np.random.default_rng(0).normal(size=24).round(3)
    assert leaks(counted(pd.DataFrame({"y": np.tile(season, 25)}))) == []


@pytest.mark.parametrize("step", [1, 3])
def test_windows_in_any_order_share_their_answers(step: int) -> None:
    y = walk(ROWS + 8)
    rows = np.lib.stride_tricks.sliding_window_view(y, 8)[::step]
    frame = pd.DataFrame(rows, columns=[f"lag{7 - i}" for i in range(7)] + ["y"])
    (finding,) = leaks(counted(frame.sample(frac=1, random_state=0)), targets=("y",))
    assert (finding.kind, finding.active) == ("windows", True)
    assert finding.share > 0.5
    assert finding.without == tuple(f"lag{7 - i}" for i in range(7))
    (gain,) = finding.gains
    assert gain.method == "nearest neighbour"
    assert 0 < gain.inflated <= gain.honest
    assert step > 1 or gain.inflated < 0.95 * gain.honest


def test_windows_in_the_order_of_time_that_end_with_the_answer_are_fair() -> None:
    rows = np.lib.stride_tricks.sliding_window_view(walk(ROWS + 8), 8)
    frame = pd.DataFrame(rows, columns=[f"lag{7 - i}" for i in range(7)] + ["y"])
    assert leaks(counted(frame), targets=("y",)) == []


def test_windows_in_the_order_of_time_that_begin_with_the_answer_are_not() -> None:
    rows = np.lib.stride_tricks.sliding_window_view(walk(ROWS + 8), 8)
    frame = pd.DataFrame(rows, columns=["y"] + [f"next{i + 1}" for i in range(7)])
    assert kinds(leaks(counted(frame), targets=("y",)))[0] == "windows"


def test_no_sample_gives_an_alarm() -> None:
    for key, sample in samples_of("forecast").items():
        assert leaks(sample_bytes(key), **sample.settings) == [], key


def test_sentences_are_short_and_findings_plain_json() -> None:
    y = walk(ROWS)
    y[560:590] = y[100:130]
    found = leaks(daily(y=y, hint=shifted(y, 2), same=2 * y), targets=("y",), test=120)
    assert sorted(kinds(found)) == ["duplicates", "future", "target"]
    assert all(len(one.sentence) <= 160 and len(one.advice) <= 160 for one in found)
    assert {type(one.as_dict()["gains"][0]) for one in found} == {dict}
