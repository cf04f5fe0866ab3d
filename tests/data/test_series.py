"""Which columns name the series: those that leave every series regular by itself."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, Recipe, read_table, replay
from rnnkit.data.series import keys

HOURS = [str(hour) for hour in pd.date_range("2023-03-01", periods=60, freq="h")]
DAYS = [str(day.date()) for day in pd.date_range("2023-01-02", periods=20)]
WORDS = ("clear", "rain", "snow", "mist")


def read(header, rows, **overrides):
    content = "\n".join([header, *(",".join(map(str, row)) for row in rows)]).encode()
    table = read_table(content, Overrides(**overrides))
    pd.testing.assert_frame_equal(
        replay(Recipe.from_json(table.recipe.to_json()), content).frame, table.frame
    )
    return table


def twice(extra):
    """60 hours, every third of them twice with the same number; `extra` gives the word of each row."""
    rows = [(HOURS[i], 100 + i, extra(i)) for i in range(60)]
    return [
        row
        for i, row in enumerate(rows)
        for row in ([row, (*row[:2], extra(i + 1))] if i % 3 == 0 else [row])
    ]


@pytest.mark.parametrize("name", ["weather", "state", "sky", "quality", "condition"])
def test_words_that_change_with_time_name_no_series(name):
    table = read(f"time,y,{name}", twice(lambda i: WORDS[(i * i + i // 3) % 4]))
    assert table.understood["num_series"] == 1
    assert table.understood["freq"] == "h"
    assert table.frame["y"].tolist() == list(range(100, 160))
    assert "duplicates" in {change.key for change in table.changes}


@pytest.mark.parametrize("name", ["qty", "quantity", "count", "menge", "cantidad", "数量", "units_sold"])
def test_a_quantity_never_names_a_series_and_orders_are_added_up(name):
    rows = [(5000 + 3 * i + k, day, f"P{(i + k) % 2}", k + 1) for i, day in enumerate(DAYS) for k in range(3)]
    table = read(f"order_id,date,product,{name}", rows)
    assert table.understood["num_series"] == 1
    assert table.suggested_targets == (name,)
    assert set(table.frame[name]) == {6}
    said = {change.key: change for change in table.changes}
    assert said["orders"].warning
    assert said["identifier"].sentence == "order_id only names things; left out."
    assert table.recipe.duplicates == "sum"


def test_orders_can_be_averaged_instead():
    rows = [(day, k + 1) for day in DAYS for k in range(3)]
    assert set(read("date,qty", rows, off=frozenset({"orders"})).frame["qty"]) == {2}
    assert set(read("date,qty", rows, duplicates="mean").frame["qty"]) == {2}


def test_readings_of_one_stamp_are_averaged():
    rows = [(day, k + 1) for day in DAYS for k in range(3)]
    assert set(read("date,temperature", rows).frame["temperature"]) == {2}


@pytest.mark.parametrize("keys", [1, 2, 3, 4])
def test_as_many_keys_as_it_takes(keys):
    rows = []
    for i, day in enumerate(DAYS):
        for number in range(2**keys):
            rows.append((day, *(f"{'abcd'[k]}{number >> k & 1}" for k in range(keys)), i * 10 + number))
    table = read(",".join(["date", *["country", "store", "product", "brand"][:keys], "num_sold"]), rows)
    assert table.understood["num_series"] == 2**keys
    assert table.understood["rows"] == 20 * 2**keys
    assert table.value_columns == ("num_sold",)
    assert not any(change.warning for change in table.changes)


def test_of_two_names_of_the_same_series_one_is_taken():
    rows = [(day, k, f"Shop {k}", i + k) for i, day in enumerate(DAYS) for k in range(3)]
    assert read("date,store_id,store_name,sales", rows).understood["series"] == "store_name"


def test_of_many_columns_each_is_compared_with_few(monkeypatch):
    asked = []
    monkeypatch.setattr(np, "array_equal", lambda one, other: bool(asked.append((one, other))))
    pool = [keys.KeyCandidate(f"c{i}", np.array([i]), named=True, text=True) for i in range(500)]
    assert [found.name for found in keys.without_copies(pool, 8)] == [f"c{i}" for i in range(8)]
    assert len(asked) == 7 * 8 // 2


def test_numbers_name_stations_but_hours_do_not():
    rows = [
        (hour, station, i % 7, (i * 3) % 11) for i, hour in enumerate(HOURS) for station in (101, 205, 309)
    ]
    table = read("time,station,hour_kind,no2", rows)
    assert table.series == ("101", "205", "309")


def test_points_on_a_map_are_series():
    rows = [(hour, la, lo, i + la) for i, hour in enumerate(HOURS) for la in (50.25, 51.5) for lo in (10, 11)]
    assert len(read("time,lat,lon,t2m", rows).series) == 4


def test_series_with_dates_of_their_own():
    rows = [
        (store, str(day.date()), k)
        for store, year in (("A", 2020), ("B", 2021), ("C", 2019))
        for k, day in enumerate(pd.date_range(f"{year}-01-01", periods=12))
    ]
    assert read("store,date,sales", rows).series == ("A", "B", "C")
    assert len(read("phase,date,sales", rows).series) == 1


def test_a_name_that_changes_while_time_goes_on_is_one_series():
    rows = [(day, "AB"[i // 10], i) for i, day in enumerate(DAYS)]
    assert len(read("date,sensor,y", rows).series) == 1


def test_day_names_name_no_series():
    rows = [(day, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][i % 7], i) for i, day in enumerate(DAYS)]
    assert read("date,day_name,y", rows * 2).understood["num_series"] == 1


def test_series_with_holes_are_series_where_their_name_says_so():
    rows = [(day, f"S{k}", i) for i, day in enumerate(DAYS) for k in range(5) if (i * 7 + k * 3) % 10 < 7]
    assert len(read("date,store,sales", rows).series) == 5
