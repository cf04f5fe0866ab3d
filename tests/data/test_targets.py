"""The suggested target: never an identifier, a place, a part of the date or what does not change."""

import math

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import read_table
from rnnkit.data.series.targets import Candidate, is_identifier, is_named, target_of, words_of

DAYS = [str(day.date()) for day in pd.date_range("2023-01-02", periods=36)]
WAVE = [round(100 + 20 * math.sin(i), 1) for i in range(36)]


def read(**columns):
    frame = pd.DataFrame({"date": DAYS, **columns})
    return read_table(frame.to_csv(index=False).encode())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("order_id", range(5000, 5036)),
        ("customerId", [i * 7 % 11 for i in range(36)]),
        ("zip", [12345, 54321] * 18),
        ("city_code", [1, 2, 3] * 12),
        ("lat", [50.5, 50.6] * 18),
        ("longitude", [10.5, 10.6] * 18),
        ("weekday", [i % 7 for i in range(36)]),
        ("month", [1] * 30 + [2] * 6),
        ("day_of_week", [i % 7 for i in range(36)]),
        ("holiday", [0, 0, 1] * 12),
        ("open", [1, 1, 0] * 12),
        ("counter", range(36)),
        ("fixed", [7] * 36),
        ("mostly_empty", [None] * 30 + list(range(6))),
    ],
)
def test_what_is_no_target(name, values):
    assert read(**{name: list(values), "reading": WAVE}).suggested_targets == ("reading",)


@pytest.mark.parametrize(
    "name",
    ["sales", "num_sold", "avg_price", "Umsatz", "Menge", "ventas", "vendite", "wartość", "продажи", "売上",
     "판매량", "销量", "satış", "OT", "y", "DailyDemand", "total_consumption"],
)  # fmt: skip
def test_named_targets_come_first(name):
    assert read(humidity=WAVE[::-1], **{name: WAVE}).suggested_targets == (name,)


def test_the_first_measured_column_where_no_name_tells():
    assert read(pressure=WAVE, humidity=WAVE[::-1]).suggested_targets == ("pressure",)


def test_constant_within_every_series_is_no_target():
    rows = [
        f"{day},{city},{code},{i + code}" for city, code in (("A", 4), ("B", 9)) for i, day in enumerate(DAYS)
    ]
    table = read_table("\n".join(["date,city,size,reading", *rows]).encode())
    assert table.understood["num_series"] == 2
    assert table.suggested_targets == ("reading",)


def test_identifiers_are_left_out_and_said():
    table = read(order_id=range(36), reading=WAVE)
    said = {change.key: change.sentence for change in table.changes}
    assert said["identifier"] == "order_id only names things; left out."
    assert table.value_columns == ("reading",)


def test_an_identifier_stays_where_there_is_nothing_else():
    assert read(id=[5, 7, 9] * 12).suggested_targets == ("id",)


def test_words_of_names():
    assert words_of("StoreId") == ["store", "id"]
    assert is_identifier("row_id", np.arange(3.0))
    assert not is_identifier("humid", np.arange(3.0))
    assert not is_identifier("row_id", np.array([0.5, 1.0]))
    assert is_named("avg_price")
    assert not is_named("pricey")
    assert target_of([], None, set()) is None
    assert target_of([Candidate("a", np.full(3, 1.0))], None, {"a"}) == "a"


def test_ids_of_customers_and_classes_with_units_are_no_targets():
    days = [f"2023-01-{day:02d}" for day in range(1, 29)]
    customers = "\n".join(
        f"{(day * 7919) % 90000 + 10000},{date},{day * 1.5}" for day, date in enumerate(days)
    )
    assert read_table(f"customer,date,spend\n{customers}\n".encode()).suggested_targets == ("spend",)
    runs = "\n".join(f"{date},{('5K', '10K', '21K')[i % 3]},{i * 1.1 + 3}" for i, date in enumerate(days))
    assert read_table(f"date,race,n\n{runs}\n".encode()).suggested_targets == ("n",)
