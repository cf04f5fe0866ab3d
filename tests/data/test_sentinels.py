"""Numbers that mean "missing": clear ones are read so, doubtful ones asked about, real ones kept."""

import math

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, Recipe, read_table, replay
from rnnkit.data.numbers.sentinels import clear

DAYS = [str(day.date()) for day in pd.date_range("2023-01-02", periods=60)]
WAVE = [round(15 + 5 * math.sin(i), 1) for i in range(60)]


def content(**columns):
    return pd.DataFrame({"date": DAYS, **columns}).to_csv(index=False).encode()


def with_number(number, places, values=WAVE):
    return [number if i in places else value for i, value in enumerate(values)]


@pytest.mark.parametrize("number", [-999, -999.9, -9999, -99999, -99, -99.9, 9999, 99999, 1e20, -200])
def test_clear_ones_are_missing_and_said(number):
    table = read_table(content(temp=with_number(number, (4, 9, 30))))
    said = {change.key: change for change in table.changes}
    assert said["sentinels"].sentence == f"{number:g} in temp read as missing."
    assert said["sentinels"].rows == 3
    assert table.imputed["temp"].sum() == 3
    assert table.recipe.sentinels == (number,)
    assert not table.questions


@pytest.mark.parametrize("number", [-999, -999.9, -9999, 9999])
def test_one_alone_is_enough_where_nobody_measures_such_a_number(number):
    assert read_table(content(temp=with_number(number, (4,)))).imputed["temp"].sum() == 1


@pytest.mark.parametrize("number", [0, -1, 99])
def test_doubtful_ones_are_asked_about(number):
    values = [100 + i % 4 for i in range(60)] if number != 99 else [i % 9 for i in range(60)]
    table = read_table(content(temp=with_number(number, (4, 9, 30), values)))
    assert [q.sentence for q in table.questions] == [f"Does {number} in temp (3 cells) mean missing?"]
    assert (table.frame["temp"] == number).sum() >= 3


def test_several_are_asked_about_in_one_sentence():
    values = [100 + i % 4 for i in range(60)]
    table = read_table(content(a=with_number(0, (4, 9, 30), values), b=with_number(-1, (5, 9, 31), values)))
    assert [q.sentence for q in table.questions] == ["Do -1, 0 in a, b (6 cells) mean missing?"]


@pytest.mark.parametrize(
    "values",
    [
        with_number(999, (4,), [200 + 13 * i for i in range(60)]),
        with_number(-99, (4, 9, 20), [-90 + 3 * i for i in range(60)]),
        [0] * 57 + [8000, 5000, 7000],
        [(-1) ** i * 10 * i for i in range(60)],
        WAVE,
    ],
)
def test_real_values_stay(values):
    table = read_table(content(temp=values))
    assert not table.questions
    assert table.frame["temp"].tolist() == pytest.approx(values)


def test_they_can_be_kept():
    values = with_number(-999, (4, 9, 30))
    for overrides in (Overrides(keep_sentinels=(-999,)), Overrides(off=frozenset({"sentinels"}))):
        table = read_table(content(temp=values), overrides)
        assert table.frame["temp"].tolist() == values
        assert not table.questions


def test_a_number_that_is_real_in_another_column_is_missing_in_one_only():
    real = [-999 + (37 * i) % 2000 for i in range(60)]
    file = content(temp=with_number(-999, (4, 9)), depth=real)
    table = read_table(file)
    assert table.frame["depth"].tolist() == real
    assert table.imputed["temp"].sum() == 2
    assert table.recipe.sentinels == ()
    assert table.recipe.column_sentinels == {"temp": (-999.0,)}
    again = replay(Recipe.from_json(table.recipe.to_json()), file)
    pd.testing.assert_frame_equal(again.frame, table.frame)


def test_what_is_clear_in_one_column_is_looked_for_in_the_others():
    wide = with_number(-200, (5, 6), [100 + 10 * i for i in range(60)])
    table = read_table(content(co=with_number(-200, (4, 9, 30)), nox=wide))
    assert table.imputed.sum().to_dict() == {"co": 3, "nox": 2}


def test_new_data_is_read_with_the_numbers_of_the_recipe_only():
    recipe = read_table(content(temp=with_number(-999, (4, 9)))).recipe
    again = replay(recipe, content(temp=with_number(-9999, (4,), with_number(-999, (5,)))))
    assert again.imputed["temp"].sum() == 1
    assert again.frame["temp"].min() == -9999


def test_several_in_one_column():
    values = np.array(with_number(-9999, (1,), with_number(-999, (2,), with_number(9999, (3,)))), dtype=float)
    assert clear(values) == {-9999.0, -999.0, 9999.0}
    assert clear(np.array([1.0, 2.0, -999.0])) == set()
