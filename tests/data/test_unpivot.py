"""Times in the header: years, dates, months, quarters, hours and days as columns become rows."""

import pandas as pd
import pytest

from rnnkit.data import Limits, Overrides, Recipe, read_table, replay
from rnnkit.data.lines.look import MISSING
from rnnkit.data.wide.header_times import kinds_of, times_of
from rnnkit.data.wide.melt import melt_times

MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre",
    "ru": "Янв Фев Мар Апр Май Июн Июл Авг Сен Окт Ноя Дек",
    "M": " ".join(f"M{i}" for i in range(1, 13)),
    "numbers": " ".join(map(str, range(1, 13))),
}


def sheet(header, rows, sep=","):
    return ("\n".join(sep.join(map(str, row)) for row in [header, *rows]) + "\n").encode()


def values(start, count):
    return [start + i % 7 for i in range(count)]


def days(year, month):
    held = pd.Period(f"{year}-{month}").days_in_month
    return [day * month if day <= held else "" for day in range(1, 32)]


YEARS = range(1990, 2024)
BANK = b'"Data Source","Made up",\n\n"Last Updated Date","2024-06-28",\n\n' + sheet(
    ["Country Name", "Country Code", "Indicator Name", *YEARS, ""],
    [[f'"{name}, Rep."', name[:2], "Births", *values(10, 33), "", ""] for name in ("Aland", "Bland")],
)
AMERICAN = [f"{d.month}/{d.day}/{d:%y}" for d in pd.date_range("2021-01-20", periods=40)]
HOURS = pd.date_range("2023-01-01", periods=10)

FILES = {
    "bank": (BANK, {"num_series": 2, "start": "1990-01-01", "end": "2022-01-01", "freq": "YS"}),
    "months below years": (
        sheet(["Month", *range(2015, 2024)], [[m, *values(2, 9)] for m in MONTHS["en"].split()]),
        {"num_series": 1, "start": "2015-01-01", "end": "2023-12-01", "freq": "MS"},
    ),
    "quarters": (
        sheet(["Year", "Q1", "Q2", "Q3", "Q4", "Total"], [[y, 1, 2, 3, 4, 10] for y in range(2000, 2012)]),
        {"num_series": 1, "start": "2000-01-01", "end": "2011-10-01", "freq": "QS", "rows": 48},
    ),
    "roman quarters": (
        sheet(["Jahr", "I", "II", "III", "IV"], [[y, 1, 2, 3, 5] for y in range(2000, 2012)], ";"),
        {"num_series": 1, "start": "2000-01-01", "end": "2011-10-01", "freq": "QS"},
    ),
    "hours 1 to 24": (
        sheet(["Date", *[f"H{i}" for i in range(1, 25)]], [[d.date(), *values(1, 24)] for d in HOURS]),
        {"start": "2023-01-01 01:00:00", "end": "2023-01-11", "freq": "h", "rows": 240},
    ),
    "bare hours": (
        sheet(["date", *range(24)], [[d.date(), *values(1, 24)] for d in HOURS]),
        {"start": "2023-01-01", "end": "2023-01-10 23:00:00", "freq": "h", "rows": 240},
    ),
    "half hours": (
        sheet(
            ["day", *[f"{i // 2:02}:{i % 2 * 30:02}" for i in range(48)]],
            [[f"{d:%d/%m/%Y}", *values(1, 48)] for d in pd.date_range("2023-01-20", periods=9)],
        ),
        {"start": "2023-01-20", "end": "2023-01-28 23:30:00", "freq": "30min"},
    ),
    "days of months": (
        sheet(
            ["site", "year", "month", *range(1, 32)],
            [[s, 2023, m, *days(2023, m)] for s in "AB" for m in range(1, 13)],
        ),
        {"num_series": 2, "start": "2023-01-01", "end": "2023-12-31", "freq": "D", "rows": 730},
    ),
    "months above days": (
        sheet(
            ["Year", "Day", *MONTHS["en"].split()],
            [[y, d, *[days(y, m)[d - 1] for m in range(1, 13)]] for y in (2022, 2023) for d in range(1, 32)],
        ),
        {"num_series": 1, "start": "2022-01-01", "end": "2023-12-31", "freq": "D", "rows": 730},
    ),
    "newest year first, with months to come": (
        sheet(
            ["Year", *MONTHS["en"].split()],
            [[2023, 1, 2, 3, 4, 5, *[""] * 7], *[[y, *values(y, 12)] for y in range(2022, 2014, -1)]],
        ),
        {"num_series": 1, "start": "2015-01-01", "end": "2023-05-01", "freq": "MS", "rows": 101},
    ),
    "keys behind": (
        sheet([*range(2000, 2020), "name", "code"], [[*values(3, 20), n, 7] for n in "abc"]),
        {"num_series": 3, "start": "2000-01-01", "end": "2019-01-01", "freq": "YS"},
    ),
    "two keys": (
        sheet(
            ["Province", "Country", "Lat", *AMERICAN],
            [["", "A", 1.5, *values(1, 40)], ["X", "B", 2, *values(2, 40)], ["Y", "B", 3, *values(3, 40)]],
        ),
        {"num_series": 3, "start": "2021-01-20", "end": "2021-02-28", "freq": "D"},
    ),
    "variables down": (
        sheet(
            ["variable", *pd.period_range("2019-01", periods=30, freq="M")],
            [[n, *values(i, 30)] for i, n in enumerate(("Revenue", "Costs"))],
        ),
        {"num_series": 2, "start": "2019-01-01", "end": "2021-06-01", "freq": "MS"},
    ),
    "joined keys": (
        sheet(["unit,geo\\TIME_PERIOD", *[f"{y} " for y in range(2000, 2012)]],
              [[f"PC,{g}", *["4.5 " for _ in range(12)]] for g in ("AT", "DE", "FR")], "\t"),
        {"num_series": 3, "start": "2000-01-01", "end": "2011-01-01", "freq": "YS", "series": "geo"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_times_in_the_header_become_rows(name):
    content, expected = FILES[name]
    table = read_table(content)
    assert {key: table.understood[key] for key in expected} == expected
    assert "unpivot" in {change.key for change in table.changes}
    again = replay(Recipe.from_json(table.recipe.to_json()), content)
    pd.testing.assert_frame_equal(again.frame, table.frame)


@pytest.mark.parametrize("language", MONTHS)
def test_months_of_many_languages(language):
    table = read_table(
        sheet(["year", *MONTHS[language].split()], [[y, *range(12)] for y in range(2012, 2020)])
    )
    assert table.understood["freq"] == "MS"
    assert table.frame.iloc[:, -1].tolist() == [*range(12)] * 8


def test_what_became_of_the_columns_is_said_with_numbers():
    table = read_table(
        sheet(["land", "Lat", *range(2001, 2011), "Sum"], [[n, 1.5, *range(10), 45] for n in "AB"])
    )
    said = {change.key: change for change in table.changes}
    assert said["unpivot"].sentence == "Times in the header: the columns 2001 to 2010 (10) became 20 rows."
    assert said["unpivot"].examples == ("A, 2001: 0",)
    assert said["unpivot_left"].sentence == "Lat, Sum left out: neither keys nor times of the table."


def test_it_can_be_switched_off():
    content = sheet(["land", *range(2001, 2011)], [[n, *range(10)] for n in "ABCD"])
    table = read_table(content, Overrides(off=frozenset({"unpivot"})))
    assert "2001" in table.value_columns
    assert replay(table.recipe, content).value_columns == table.value_columns


def test_new_data_may_have_one_more_time():
    recipe = read_table(sheet(["land", *range(2001, 2011)], [[n, *range(10)] for n in "AB"])).recipe
    table = replay(recipe, sheet(["land", *range(2001, 2012)], [[n, *range(11)] for n in "AB"]))
    assert table.understood["end"] == "2011-01-01"
    assert len(table.frame) == 22


@pytest.mark.parametrize(
    "header",
    [["date", "2020", "x"], ["date", "1", "2", "3"], ["date", "2019", "2020", "2021"], ["date", "s1", "s2"]],
)
def test_an_ordinary_table_stays_as_it_is(header):
    dates = pd.date_range("2023-01-01", periods=20).strftime("%Y-%m-%d")
    table = read_table(sheet(header, [[d, *[i * 1.5] * (len(header) - 1)] for i, d in enumerate(dates)]))
    assert table.value_columns == tuple(header[1:])


def test_more_times_than_columns_are_allowed():
    dates = pd.date_range("2018-01-01", periods=1_500).strftime("%Y-%m-%d")
    content = sheet(["id", *dates], [[f"i{k}", *[k] * 1_500] for k in range(20)])
    table = read_table(content, limits=Limits(megabytes=5, rows=100_000, columns=50))
    assert table.understood["num_series"] == 20
    assert len(table.frame) == 30_000


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("1/22/20", "date_mdy"), ("25.01.2021", "date_dmy"), ("2020-M01", "month"), ("Jan-20", "month"),
        ("1Q20", "quarter"), ("2001 [YR2001]", "year"), ("X2001", "year"), ("2001/02", "fiscal"),
        ("KW 5/2020", "week"), ("HE01", "hour_part"), ("12 AM", "clock_part"), ("tháng 3", "month_part"),
    ],
)  # fmt: skip
def test_what_a_name_tells(name, kind):
    assert kind in times_of(name)


@pytest.mark.parametrize("name", ["ANNUAL", "DJF", "J-D", "Total", "Lat", "code", "Sun", "x" * 100_000])
def test_what_tells_no_time(name):
    assert not times_of(name)


def test_repeated_or_unordered_times_are_none():
    assert not kinds_of(["a", "2001", "2003", "2002"])
    assert not kinds_of(["a", "2001", "2001", "2002"])


def test_melt_by_hand():
    raw = pd.DataFrame(
        {"geo": ["AT", "DE"], "2019": ["", "1"], "2020": ["2", ""], "2021": ["3", ":"]}, index=[2, 3]
    )
    plan = {"joined": "", "renamed": {}, "keys": ["geo"], "left_out": [], "label": "year", "shown": "",
            "value": "value", "series": ["geo"], "coarse": "", "finer": False, "newest_first": False,
            "every_gap": False}  # fmt: skip
    melted = melt_times(raw, plan, {*MISSING, ":"})
    assert melted.to_numpy().tolist() == [["AT", "2020", "2"], ["AT", "2021", "3"], ["DE", "2019", "1"]]
    assert melted.index.tolist() == [2, 2, 3]


def test_a_country_without_provinces_takes_none_from_the_row_above():
    dates = ",".join(f"1/{day}/20" for day in range(22, 30))
    rows = [("Ontario", "Canada"), ("Quebec", "Canada"), ("", "Italy"), ("", "Spain")]
    lines = [f"{province},{country},{','.join(str(n + day) for day in range(8))}"
             for n, (province, country) in enumerate(rows)]  # fmt: skip
    table = read_table("\n".join([f"Province/State,Country/Region,{dates}", *lines]).encode())
    assert table.series == ("? / Italy", "? / Spain", "Ontario / Canada", "Quebec / Canada")
