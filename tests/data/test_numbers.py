"""Numbers as people write them: with units, limits, footnotes, other digits; each worked out by hand."""

import io
import math

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, Recipe, read_table, replay
from rnnkit.data.numbers.cell import number_of, read_cells
from rnnkit.data.numbers.digits import plain_digit_cells, plain_digits
from rnnkit.data.numbers.numeric import is_known
from rnnkit.data.numbers.style import find_style
from rnnkit.data.table.recipe import NumberStyle

NAN = math.nan
WRITTEN = {
    "watts": (["312.4 W", "300 W"], [312.4, 300]),
    "speed": (["12 km/h", "-3 km/h"], [12, -3]),
    "millions in German": (["5,3 Mio", "6,1 Mio"], [5.3e6, 6.1e6]),
    "unit before": (["kWh 12", "kWh 3"], [12, 3]),
    "degrees": (["12°C", "-3 °C"], [12, -3]),
    "dollars with letters": (["$1.2M", "$300K", "$5"], [1.2e6, 3e5, 5]),
    "thousands": (["3K", "2.5K"], [3000, 2500]),
    "kelvins": (["300 K", "301 K"], [300, 301]),
    "billions": (["2.5bn", "3bn"], [2.5e9, 3e9]),
    "metres": (["5m", "7m"], [5, 7]),
    "percent": (["12 %", "3 %"], [12, 3]),
    "pieces": (["1,200 pcs", "3,400 pcs"], [1200, 3400]),
    "converted": (["3 kW", "200 W", "2 kW"], [3, 0.2, 2]),
    "kilograms": (["500 g", "250 g", "1.5 kg"], [500, 250, 1500]),
    "of different kinds": (["20 °C", "70 °F"], [NAN, NAN]),
    "ten thousands": (["12万", "1.3亿"], [120_000, 130_000_000]),
    "limits": (["<1", "5", ">100", "≤ 0.5"], [0.5, 5, 100, 0.5]),
    "limit with a comma": (["< 0,05", "0,3"], [0.025, 0.3]),
    "footnotes": (["93.3*", "91", "7.1†", "10¹", "45(p)", "9 [1]", "8 ^2"], [93.3, 91, 7.1, 10, 45, 9, 8]),
    "flags": (["12.3 b", "4.5 e", "6", "7"], [12.3, 4.5, 6, 7]),
    "flags without number": (["12.3 b", ": c", "6", "7"], [12.3, NAN, 6, 7]),
    "minus behind": (["1.100,50-", "5,00"], [-1100.5, 5]),
    "plus behind": (["100+", "+5", "7"], [100, 5, 7]),
    "parentheses": (["(1,234)", "5"], [-1234, 5]),
    "debit and credit": (["100.00 CR", "20.00 DR"], [100, -20]),
    "prices without cents": (["12,-", "13,50"], [12, 13.5]),
    "lakhs": (["1,23,456.78", "45,678.10"], [123_456.78, 45_678.1]),
    "lakhs and crores": (["12.5 Lakh", "1.2 Cr"], [1_250_000, 12_000_000]),
    "Swiss": (["1'234.5", "2'345.6"], [1234.5, 2345.6]),
    "thin blanks": (["1\u2009234.5", "12\u202f345"], [1234.5, 12345]),
    "blanks in no groups": (["12 34", "56 78"], [NAN, NAN]),
    "underscores": (["1_000", "2_500"], [1000, 2500]),
    "Arabic": (["١٢٫٥", "١٬٢٣٤٫٥"], [12.5, 1234.5]),
    "Persian": (["۱۲", "۳۴"], [12, 34]),
    "Devanagari": (["१२.५", "१३"], [12.5, 13]),
    "full width": (["１２．５", "３"], [12.5, 3]),
    "fractions": (["1 1/2", "2 3/4", "3"], [1.5, 2.75, 3]),
    "signs of fractions": (["1½", "¾", "2"], [1.5, 0.75, 2]),
    "yes and no": (["yes", "no", "Yes"], [1, 0, 1]),
    "oui et non": (["oui", "non"], [1, 0]),
    "powers of ten": (["1.2x10^5", "3×10⁴", "5"], [120_000, 30_000, 5]),
    "scientific": (["1,2E+05", "3,5E-01"], [120_000, 0.35]),
    "of a spreadsheet": (['="123"', '="4.5"'], [123, 4.5]),
    "both decimal marks": (["1,5", "1.5", "2"], [1.5, 1.5, 2]),
    "codes": (["A100", "101"], [NAN, 101]),
    "names with numbers": (["Store 5", "Store 6"], [NAN, NAN]),
    "months": (["12 Jan", "13 Feb"], [NAN, NAN]),
    "times of day": (["5 pm", "6 pm"], [NAN, NAN]),
    "ordinals": (["1st", "2nd"], [NAN, NAN]),
    "dates": (["2023-03-02", "2023-03-03"], [NAN, NAN]),
    "years with a sign": (["2020年", "2021年"], [NAN, NAN]),
}


def objects(texts):
    cells = np.empty(len(texts), dtype=object)
    cells[:] = texts
    return cells


@pytest.mark.parametrize("name", WRITTEN)
def test_a_column_is_read_as_it_is_meant(name):
    texts, expected = WRITTEN[name]
    cells = objects(texts)
    missing = frozenset({"", ":"})
    style = find_style(cells[:0], cells, Overrides(), False, missing)
    assert is_known(style)
    assert NumberStyle.model_validate_json(style.model_dump_json()) == style
    np.testing.assert_array_equal([number_of(text, style) for text in texts], expected)
    values, absent = read_cells(cells, style, missing, style.plain)
    np.testing.assert_array_equal(values, expected)
    assert absent.tolist() == [text.startswith(":") for text in texts]


def test_plain_numbers_stay_what_they_are_in_any_style():
    style = NumberStyle(blanks=True, bounds=True, footnotes=True, trailing=True, power=True, fractions=True)
    numbers = [0.0, -1.5, 1e-12, 2.5e15, 1234567.25]
    assert [number_of(f"{number!r}", style) for number in numbers] == numbers


@pytest.mark.parametrize("text", [" " * 5000 + "x", "1" + " 1" * 5000, "<" * 9000, "9*" * 9000, "(" * 9000])
def test_a_very_long_cell_is_no_number(text):
    style = NumberStyle(bounds=True, footnotes=True, units={"W": 1.0}, blanks=True, parentheses=True)
    assert math.isnan(number_of(text, style))


def test_digits_of_other_scripts():
    assert plain_digits("٢٠٢٣-٠١-٠٢ ۱۲:३०") == "2023-01-02 12:30"
    assert plain_digits("10² − x") == "10² − x"
    cells = objects(["1", "2"])
    assert plain_digit_cells(cells) is cells
    assert plain_digit_cells(objects(["１", "b"])).tolist() == ["1", "b"]


def daily(name, cells, more=""):
    days = pd.date_range("2024-01-01", periods=len(cells)).strftime("%Y-%m-%d")
    lines = [f'{day},"{cell}"' for day, cell in zip(days, cells, strict=True)]
    return "\n".join([f"ds,{name}{more}", *lines]).encode()


SAID = {
    "units": (["312.4 W", "1.2 kW", "300 W", "280 W"], "Units taken off y: W, kW x 1,000."),
    "bounds": (["<1", "3", "4", "<1"], "Limits in y (2 cells): <1 is read as its half, 0.5; >100 as 100."),
    "footnotes": (["93.3*", "91", "90", "89"], "Marks of footnotes and flags taken off the numbers of y."),
    "parentheses": (
        ["(5)", "6", "(7)", "8"],
        "Numbers of y in parentheses are read as negative: (12) as -12.",
    ),
    "trailing": (["5-", "6", "7-", "8"], "Signs behind the numbers of y read: 12- as -12."),
    "words": (["yes", "no", "no", "yes"], "Words of y read as numbers: no = 0, yes = 1."),
    "digits": (["١", "٢", "٣", "٥"], "Digits of another script in y read as 0 to 9."),
    "either": (
        ["1,5", "1.5", "2.5", "3,5"],
        "Decimal points and commas in y; 1.5 and 1,5 are read alike.",
    ),
}


@pytest.mark.parametrize("key", SAID)
def test_each_way_is_said_and_replayed(key):
    cells, sentence = SAID[key]
    table = read_table(daily("y", cells))
    said = {change.key: change for change in table.changes}
    assert said[key].sentence == sentence
    again = replay(Recipe.from_json(table.recipe.to_json()), daily("y", cells))
    pd.testing.assert_frame_equal(again.frame, table.frame)


def test_a_unit_that_appears_only_in_new_data_is_converted():
    recipe = read_table(daily("y", ["3 kW", "4 kW", "5 kW", "7 kW"])).recipe
    assert replay(recipe, daily("y", ["500 W", "1 kW", "2 kW"])).frame["y"].tolist() == [0.5, 1, 2]


def test_a_secondary_column_never_refuses_the_file():
    lines = [f"2024-01-{i + 1:02},{i * 1.5},{'A' if i % 3 == 0 else ''}{100 + i}" for i in range(24)]
    table = read_table("\n".join(["ds,y,code", *lines]).encode())
    said = {change.key: change for change in table.changes}
    assert said["unreadable"].sentence == (
        "Column code: 33 % are not numbers, first line 2 'A100'; left out."
    )
    assert said["unreadable"].warning
    assert table.value_columns == table.suggested_targets == ("y",)


def test_a_target_that_is_partly_unreadable_is_kept_with_gaps():
    lines = [f"2024-01-{i + 1:02},{20 + i},{'closed' if i % 3 == 1 else i}" for i in range(24)]
    table = read_table("\n".join(["ds,temp,sales", *lines]).encode())
    said = {change.key: change for change in table.changes}
    assert said["not_numbers"].sentence == "Line 3 'closed' is not a number; 8 cells count as missing."
    assert said["not_numbers"].warning
    assert table.suggested_targets == ("sales",)


def test_too_large_values_become_missing_and_are_said():
    table = read_table(daily("y", [1, 2, "9.96921e36", 4]))
    said = {change.key: change for change in table.changes}
    sentence = "Line 4: value too large in y: 9.96921e36; 1 cell counts as missing."
    assert (said["too_large"].sentence, said["too_large"].warning) == (sentence, True)
    assert table.frame["y"].tolist() == [1, 2, 3, 4]


def test_a_style_of_a_stranger_is_not_known():
    assert not is_known(NumberStyle(drop="(a+)+$"))
    assert not is_known(NumberStyle(units={"x" * 100: 1.0}))
    assert is_known(NumberStyle(drop="[%‰]|[\\s\xa0\u2009\u202f]"))


def test_the_functions_work_with_any_object_as_style():
    frame = pd.read_csv(io.StringIO("v\n3 kW\n200 W\n"))
    style = type("Style", (), {**NumberStyle(units={"kW": 1000.0, "W": 1.0}).model_dump()})
    assert read_cells(frame["v"], style, {""}, False)[0].tolist() == [3000, 200]


def test_long_minus_signs_are_said():
    rows = "\n".join(f"2024-01-{i:02},{'−' if i % 2 else ''}{i}.5" for i in range(1, 29))
    table = read_table(f"date,v\n{rows}".encode())
    assert list(table.frame["v"][:2]) == [-1.5, 2.5]
    assert "Long minus signs of v read as the usual ones." in {change.sentence for change in table.changes}


def _read(*lines):
    return read_table("\n".join([*lines, ""]).encode())


def _said(table):
    return {change.key: change for change in table.changes}


def test_dots_before_three_digits_are_thousands_where_numbers_would_scatter():
    table = _read("Datum;v", *(f"{i:02}.01.2023;{980 + 3 * i:,}".replace(",", ".") for i in range(1, 29)))
    assert list(table.frame["v"]) == [980 + 3 * i for i in range(1, 29)]
    assert _said(table)["thousands"].warning
    plain = _read("date,v", *(f"2023-01-{i:02},{1 if i % 9 else 1.004}" for i in range(1, 29)))
    assert plain.frame["v"].max() == 1.004


def test_durations_are_seconds_and_no_time_of_the_row():
    table = _read("date,steps,sleep", *(f"2023-01-{i:02},{i},7:{i:02}:30" for i in range(1, 29)))
    assert table.freq == "D"
    assert table.frame["sleep"].iloc[0] == 7 * 3600 + 60 + 30
    assert _said(table)["clock"].sentence == (
        "Durations in sleep read in their smallest unit, such as 7:01:30 as 25290."
    )
    again = replay(
        table.recipe, b"date,steps,sleep\n2023-02-01,4,8:00:00\n2023-02-02,5,8:00:01\n2023-02-03,5,8:00:02\n"
    )
    assert list(again.frame["sleep"]) == [28800, 28801, 28802]


def test_durations_beside_one_day_each_are_seconds_whatever_they_are_called():
    rows = [f"2023-01-{i:02},1:{i:02}:27,{i}" for i in range(1, 29)]
    table = _read("date,result,place", *rows)
    assert table.freq == "D"
    assert table.frame["result"].iloc[0] == 3600 + 60 + 27
    assert _said(table)["clock"].sentence == (
        "Durations in result read in their smallest unit, such as 1:01:27 as 3687."
    )
    assert "moved_dates" not in _said(table)
    again = replay(
        table.recipe, b"date,result,place\n2023-02-01,2:00:00,4\n2023-02-02,0:00:09,5\n2023-02-03,1:00:00,6\n"
    )
    assert list(again.frame["result"]) == [7200, 9, 3600]
    off = read_table("\n".join(["date,result,place", *rows]).encode(), Overrides(off=("clock",)))
    assert off.recipe.time == ("date", "result")


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("time", [f"1:{i:02}:27" for i in range(1, 29)]),
        ("heure", [f"1:{i:02}:27" for i in range(1, 29)]),
        ("read", [f"07:{i:02}:27" for i in range(1, 29)]),
        ("read", [f"7:{i:02}" for i in range(1, 29)]),
        ("read", [f"{i % 4 * 6}:00:00" for i in range(28)]),
    ],
)
def test_times_of_day_beside_a_date_stay_times_of_day(name, cells):
    table = _read(f"date,{name},v", *(f"2023-01-{i:02},{cell},{i}" for i, cell in enumerate(cells, 1)))
    assert table.recipe.time == ("date", name)


def test_durations_of_many_on_one_day_are_told_apart_by_their_time():
    rows = [f"2023-01-{1 + i // 4:02},{i % 4 * 6}:00:30,{i}" for i in range(40)]
    table = _read("date,read,v", *rows)
    assert table.recipe.time == ("date", "read")
    assert table.freq == "6h"


def test_mixed_currencies_and_units_are_warned_about():
    rows = [
        f"2023-01-{i:02},{'$' if i % 3 else '€'}{i}.50,{i * 90} {'W' if i % 2 else 'kW'}"
        for i in range(1, 29)
    ]
    said = _said(_read("date,price,power", *rows))
    assert said["currency"].warning
    assert "none is converted" in said["currency"].sentence
    assert said["units"].warning


def test_marks_before_numbers_and_units_behind_all():
    rows = [f"2023-01-{i:02},{'*' if i > 25 else ''}{i}.5" for i in range(1, 29)]
    assert _read("date,v", *rows).frame["v"].iloc[-1] == 28.5
    assert _read("v", "1 %", "2 %", "3 %").value_columns == ("v",)
