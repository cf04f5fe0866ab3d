"""The stretch of time that is used."""

import io

import pytest

from rnnkit.data import Limits, Overrides, read_table, replay, to_pandas_code
from rnnkit.errors import DataError

DAYS = ("date,y\n" + "\n".join(f"2023-01-{day:02d},{day}" for day in range(1, 31))).encode()
COUNTED = ("y\n" + "\n".join(map(str, range(30)))).encode()


@pytest.mark.parametrize(
    ("content", "span", "rows"),
    [
        (DAYS, {"since": "2023-01-05", "until": "2023-01-20"}, 16),
        (DAYS, {"since": "2023-01-25"}, 6),
        (DAYS, {"until": "2023-01-06"}, 6),
        (DAYS, {"until": "2023-01"}, 30),
        (DAYS, {"since": "2023", "until": "2023"}, 30),
        (DAYS, {"until": "9999-12-31"}, 30),
        (DAYS, {"until": "9999"}, 30),
        (COUNTED, {"since": "5", "until": "9"}, 5),
    ],
)
def test_a_span_is_kept_by_recipe_and_program(content, span, rows):
    table = read_table(content, Overrides(**span))
    assert len(table.frame) == rows
    assert replay(table.recipe, content).frame.equals(table.frame)
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    assert (
        scope["clean"](io.BytesIO(content)).reset_index(drop=True)["y"].tolist() == table.frame["y"].tolist()
    )


def test_of_too_many_rows_the_newest_stay_whatever_their_order():
    head, *rows = DAYS.decode().splitlines()
    upside_down = "\n".join([head, *reversed(rows)]).encode()
    for content in (DAYS, upside_down):
        table = read_table(content, limits=Limits(rows=10))
        assert (table.understood["start"], table.understood["end"]) == ("2023-01-21", "2023-01-30")
        said = {change.key: change for change in table.changes}
        assert said["rows"].sentence == "Used the newest 10 of 30 rows; choose another span to use others."
        assert replay(table.recipe, content).frame.equals(table.frame)


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ({"since": "2030-01-01"}, "No row lies in the chosen span; choose a longer one."),
        ({"since": "soon"}, "'soon' is not a date such as 2020-01-31."),
    ],
)
def test_a_span_that_does_not_fit_is_refused(span, sentence):
    with pytest.raises(DataError) as error:
        read_table(DAYS, Overrides(**span))
    assert str(error.value) == sentence
