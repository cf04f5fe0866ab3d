"""Headers of times in all the forms that are known in columns."""

import pandas as pd
import pytest

from rnnkit.data import read_table, replay

FORMS = {
    "day of the year": ("%Y-%j", "D"),
    "packed with T": ("%Y%m%dT%H%M%S", "h"),
    "named month with a clock": ("%d-%b-%Y %H:%M", "h"),
    "a.m. and p.m.": ("%b %d, %Y %I:%M %p", "h"),
    "dots of Korea": ("%Y. %m. %d.", "D"),
    "seconds and fractions": ("%Y-%m-%d %H:%M:%S.%f", "min"),
}


def _file(stamps: pd.DatetimeIndex, form: str) -> bytes:
    names = "|".join(stamps.strftime(form))
    rows = "\n".join(f"{shop}|" + "|".join(str(base + i) for i in range(len(stamps))) for shop, base in SHOPS)
    return f"shop|{names}\n{rows}\n".encode()


SHOPS = (("A", 10), ("B", 100))


@pytest.mark.parametrize(("form", "freq"), FORMS.values(), ids=FORMS)
def test_they_are_turned_into_rows(form: str, freq: str) -> None:
    stamps = pd.date_range("2021-10-30", periods=30, freq=freq)
    table = read_table(_file(stamps, form))
    frame = table.frame[table.frame["unique_id"] == "B"]
    assert table.series == ("A", "B")
    assert list(frame["ds"]) == list(stamps)
    assert list(frame["value"]) == [100.0 + i for i in range(30)]
    later = pd.date_range(stamps[-1], periods=12, freq=freq)[1:]
    assert list(replay(table.recipe, _file(later, form)).frame["ds"].unique()) == list(later)


def test_names_of_products_are_no_times() -> None:
    rows = "\n".join(f"2024-01-{i:02},{i},{i + 1},{i + 2}" for i in range(1, 29))
    table = read_table(f"date,Pump 2001-17,Pump 2001-19 b,Fan 1200-30\n{rows}".encode())
    assert table.recipe.unpivot is None
