"""Which rows come next where the week has a pattern."""

import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, read_table, replay, to_pandas_code
from rnnkit.data.times.calendar import future_stamps
from rnnkit.data.times.week import comes_again, usual_distance, week_slots
from rnnkit.data.times.written.to_moments import from_weeks


def opened(start, end, step="h", days=range(5), *, first="08:00", last="16:00"):
    """All stamps of the span on these weekdays between these times."""
    stamps = pd.date_range(start, end, freq=step)
    stamps = stamps[stamps.day_of_week.isin(list(days))]
    return pd.Series(stamps[stamps.indexer_between_time(first, last)]).astype("datetime64[us]")


def after(known, periods=2):
    return [str(stamp) for stamp in future_stamps(known, None, periods)]


def numbers(known):
    return known.to_numpy("datetime64[us]").astype(np.int64)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # a Thursday evening of the first week: tomorrow is a Friday, which nothing speaks against
        (opened("2023-03-06", "2023-03-09 23:00"), ["2023-03-10 08:00:00", "2023-03-10 09:00:00"]),
        # a Friday evening: Monday comes next
        (opened("2023-03-06", "2023-03-31 23:00"), ["2023-04-03 08:00:00", "2023-04-03 09:00:00"]),
        # in the middle of a day
        (opened("2023-03-06", "2023-03-30 15:30"), ["2023-03-30 16:00:00", "2023-03-31 08:00:00"]),
        # half hours of trading
        (
            opened("2023-03-06", "2023-03-31 23:00", "30min", first="09:30", last="16:00"),
            ["2023-04-03 09:30:00", "2023-04-03 10:00:00"],
        ),
        # Monday, Wednesday, Friday; weekends; Tuesday to Saturday
        (
            opened("2023-03-06", "2023-04-05", "D", (0, 2, 4), first="00:00", last="00:00"),
            ["2023-04-07 00:00:00", "2023-04-10 00:00:00"],
        ),
        (
            opened("2023-03-06", "2023-04-09", "D", (5, 6), first="00:00", last="00:00"),
            ["2023-04-15 00:00:00", "2023-04-16 00:00:00"],
        ),
        (
            opened("2023-03-06", "2023-03-18 23:00", days=(1, 2, 3, 4, 5)),
            ["2023-03-21 08:00:00", "2023-03-21 09:00:00"],
        ),
    ],
)
def test_the_next_rows_follow_the_week(known, expected):
    assert after(known) == expected


def test_a_holiday_a_missing_hour_and_old_opening_hours_change_nothing():
    old = opened("2022-01-03", "2022-12-30", last="12:00")
    new = opened("2023-01-02", "2023-03-31 23:00")
    kept = new[(new.dt.date.astype(str) != "2023-03-08") & (new != pd.Timestamp("2023-03-15 11:00"))]
    known = pd.concat([old, kept], ignore_index=True)
    assert after(known, 9)[-1] == "2023-04-03 16:00:00"


@pytest.mark.parametrize("seed", range(5))
def test_what_comes_at_any_time_has_no_pattern(seed):
    gaps = np.random.default_rng(seed).exponential(1.5, 300)
    stamps = (gaps.cumsum() * 86_400_000_000).astype(np.int64)
    days = np.unique(stamps // 86_400_000_000) * 86_400_000_000
    assert not comes_again(stamps)
    assert week_slots(days) is None


def test_nearly_even_rows_go_on_at_their_usual_distance():
    stamps = np.cumsum(np.tile([100, 101, 99, 100], 20)).astype(np.int64) * 1_000_000
    assert usual_distance(stamps) == 100_000_000
    known = pd.Series(stamps.astype("datetime64[us]"))
    assert future_stamps(known, None, 1)[0] - known.iloc[-1] == pd.Timedelta("100s")


def test_a_few_stamps_tell_nothing():
    assert week_slots(np.empty(0, dtype=np.int64)) is None
    assert week_slots(np.array([0, 5], dtype=np.int64)) is None


def test_the_stamps_that_come_are_those_that_came():
    """What was cut off is put back: any week of nine hours a day, cut anywhere."""
    whole = opened("2023-01-02", "2023-06-30 23:00")
    for cut in range(60, 400, 17):
        assert future_stamps(whole[:cut], None, 20).tolist() == whole[cut : cut + 20].tolist()


def test_a_million_stamps_take_no_longer_than_reading_them():
    stamps = numbers(opened("2019-01-01", "2023-01-01", "min"))
    slots = week_slots(stamps)
    assert slots is not None
    assert len(slots) == 5 * 481


def test_a_day_of_a_week_that_is_no_day_is_no_moment() -> None:
    years, weeks = np.full(4, 2024.0), np.full(4, 2.0)
    found = from_weeks(years, weeks, np.array([1.0, 7.0, np.nan, 8.0]))
    assert [str(stamp)[:10] for stamp in found] == ["2024-01-08", "2024-01-14", "NaT", "NaT"]


def test_stamps_moved_between_pauses_are_moved_by_recipe_and_program_too():
    days = pd.bdate_range("2023-03-01", periods=45)
    jitter = [pd.Timedelta(minutes=(place * 37) % 50) for place in range(45)]
    rows = "".join(f"{day + more},{i}\n" for i, (day, more) in enumerate(zip(days, jitter, strict=True)))
    text = "when,y\n" + rows
    table = read_table(text.encode())
    assert table.recipe.moved
    assert table.recipe.freq is None
    assert (table.frame["ds"].dt.time == dt.time()).all()
    assert replay(table.recipe, text.encode()).frame.equals(table.frame)
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    assert scope["clean"](io.BytesIO(text.encode()))["ds"].tolist() == table.frame["ds"].tolist()


def test_weeks_that_begin_on_a_monday_are_moved_alike_by_a_program():
    weeks = pd.date_range("2023-03-06", periods=40, freq="W-MON")
    rows = "".join(f"{week + pd.Timedelta(minutes=37 * (i * 7 % 11))},{i}\n" for i, week in enumerate(weeks))
    content = f"when,y\n{rows}".encode()
    table = read_table(content)
    assert (table.freq, table.recipe.moved) == ("W-MON", True)
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    assert scope["clean"](io.BytesIO(content))["ds"].tolist() == table.frame["ds"].tolist()


@pytest.mark.parametrize(
    ("every", "asked", "freq", "first"),
    [
        ("W-WED", "W", "W-WED", "2023-03-01"),
        ("W-WED", "W-SUN", "W-SUN", "2023-03-05"),
        ("QS-FEB", "QS", "QS", "2023-04-01"),
        ("MS", "MS", "MS", "2023-03-01"),
    ],
)
def test_a_step_that_was_asked_for_is_that_of_the_stamps_and_of_a_program(every, asked, freq, first):
    rows = "".join(
        f"{stamp},{i}\n" for i, stamp in enumerate(pd.date_range("2023-03-01", periods=20, freq=every))
    )
    content = f"when,y\n{rows}".encode()
    table = read_table(content, Overrides(freq=asked))
    assert (table.freq, str(table.frame["ds"].iloc[0].date())) == (freq, first)
    assert table.frame["y"].tolist() == list(range(20))
    assert (
        pd.date_range(table.frame["ds"].iloc[0], periods=20, freq=freq).tolist() == table.frame["ds"].tolist()
    )
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    assert scope["clean"](io.BytesIO(content))["ds"].tolist() == table.frame["ds"].tolist()
