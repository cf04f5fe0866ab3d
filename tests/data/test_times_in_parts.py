"""Days and clocks in columns of their own: what no calendar has is no row, and fractions of a second stay."""

import io

import numpy as np
import pytest

from rnnkit.data import Overrides, read_table, replay, to_pandas_code
from rnnkit.data.times.written.to_moments import from_days

MONTHS = "year,month,day,y\n" + "".join(f"2023,{m},{d},{m * d}\n" for m in (1, 2, 3) for d in range(1, 32))
QUARTERS = [f"{place // 4:02d}.{place % 4 * 25:02d}" for place in range(40)]
CLOCK = "date,time,y\n" + "".join(f"2023-01-01,12:00:{s},{i}\n" for i, s in enumerate(QUARTERS))
PARTS = "year,month,day,hour,minute,second,y\n"
PARTS += "".join(f"2023,1,1,12,0,{second},{i}\n" for i, second in enumerate(QUARTERS))


def said(table):
    return {change.key: change.sentence for change in table.changes}


def test_a_30th_of_february_is_no_day_of_march():
    table = read_table(MONTHS.encode())
    frame = table.frame.set_index("ds")["y"]
    assert len(frame) == 31 + 28 + 31
    assert frame["2023-03-02"] == 3 * 2
    assert said(table)["bad_dates"] == "Line 61 '2023 2 29' is not a date; 3 rows left out."
    assert "duplicates" not in said(table)


def test_a_year_of_365_days_has_no_366th():
    years, days = np.array([2023.0, 2024.0, 2023.0]), np.array([366.0, 366.0, 365.0])
    assert from_days(years, days).astype("datetime64[D]").tolist()[0] is None
    assert str(from_days(years, days)[1].astype("datetime64[D]")) == "2024-12-31"
    assert str(from_days(years, days)[2].astype("datetime64[D]")) == "2023-12-31"


@pytest.mark.parametrize("text", [MONTHS, CLOCK, PARTS], ids=["months", "clock", "parts"])
def test_recipe_and_program_read_the_same_moments(text):
    table = read_table(text.encode())
    assert replay(table.recipe, text.encode()).frame.equals(table.frame)
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    made = scope["clean"](io.BytesIO(text.encode())).reset_index(drop=True)
    assert made["ds"].tolist() == table.frame["ds"].tolist()
    assert made["y"].tolist() == table.frame["y"].tolist()


@pytest.mark.parametrize("text", [CLOCK, PARTS], ids=["clock", "parts"])
def test_rows_of_one_second_stay_apart(text):
    table = read_table(text.encode())
    assert (len(table.frame), table.freq) == (40, "250ms")
    assert table.frame["y"].tolist() == list(range(40))
    assert table.understood["end"] == "2023-01-01 12:00:09.75"
    last = Overrides(until=str(table.understood["end"]))
    assert len(read_table(text.encode(), last).frame) == 40
    assert set(said(table)) == {"time"}


def test_a_step_that_cannot_be_read_is_no_date():
    rows = "".join(f"{'end' if t == 7 else t},{t % 5}\n" for t in range(30))
    assert said(read_table(f"t,y\n{rows}".encode()))["bad_dates"] == (
        "Line 9 'end' is not a whole number; 1 row left out."
    )


HOURS = "date,hour,y\n" + "".join(f"2023-01-{1 + h // 24:02d},{h % 24} h,{h}\n" for h in range(72))
STEPS = "t,y\n" + "".join(f'"{step:,}",{step % 7}\n' for step in range(990, 1050))
YEARS = "year,month,y\n" + "".join(f"'{2019 + m // 12},{m % 12 + 1},{m}\n" for m in range(48))
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DAYS = "date,y\n" + "".join(f"{d}022023".translate(ARABIC) + f",{d}\n" for d in range(1, 29))


@pytest.mark.parametrize("text", [HOURS, STEPS, YEARS, DAYS], ids=["hours", "steps", "years", "days"])
def test_a_program_reads_times_that_are_numbers_in_a_style(text):
    table = read_table(text.encode())
    assert table.recipe.styles[table.recipe.time[-1 if "hour" in text else 0]]
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    made = scope["clean"](io.BytesIO(text.encode())).reset_index(drop=True)
    assert made["ds"].tolist() == table.frame["ds"].tolist()
    assert made["y"].tolist() == table.frame["y"].tolist()


def test_a_word_for_missing_values_means_nothing_in_parts_of_a_date():
    rows = "".join(f"2023,{1 + day // 28},{1 + day % 28},{h},{h}\n" for day in range(9) for h in range(24))
    content = f"year,month,day,hour,y\n{rows}".encode()
    table = read_table(content, Overrides(missing=("0", "7")))
    assert (len(table.frame), table.freq) == (9 * 24, "h")
    assert "bad_dates" not in said(table)
    assert replay(table.recipe, content).frame.equals(table.frame)


def test_a_program_takes_the_span_before_it_counts_rows():
    rows = "".join(f"2023-01-{1 + (day * 5) % 28:02d},{day}\n" for day in range(28))
    content = f"day,y\n{rows}".encode()
    table = read_table(content, Overrides(since="2023-01-10", off=frozenset({"sort"})))
    assert table.recipe.counted
    assert len(table.frame) == 19
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    made = scope["clean"](io.BytesIO(content)).reset_index(drop=True)
    assert made[["ds", "y"]].to_numpy().tolist() == table.frame[["ds", "y"]].to_numpy().tolist()


def test_several_columns_are_spoken_of_as_several():
    months = [(2019 + m // 12, m % 12 + 1) for m in range(48)]
    rows = "".join(
        f"{y},{m},{y + (m - 0.5) / 12:.4f},{y + m / 12 - 0.04:.3f},{m * y},1,2\n" for y, m in months
    )
    told = said(read_table(f"year,month,a,b,y,ds,unique_id\n{rows}".encode()))
    assert told["spent"] == "a, b say the time once more; left out."
    assert told["reserved"] == "ds, unique_id left out: the names are kept for time and series."
