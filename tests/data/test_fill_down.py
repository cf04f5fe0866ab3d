"""Labels that stand once above their rows."""

import io

import pytest

from rnnkit.data import Overrides, read_table, replay, to_pandas_code

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YEARS = "Year,Month,Sales\n" + "".join(
    f"{year if not i else ''},{month},{year % 100 * 10 + i}\n"
    for year in (2020, 2021, 2022)
    for i, month in enumerate(MONTHS)
)
SHOPS = "Shop,Date,Sales\n" + "".join(
    f"{shop if not i else ''},2023-01-{i + 1:02d},{n * 100 + i}\n"
    for n, shop in enumerate("ABC")
    for i in range(20)
)
REMARKS = "note,date,y\n" + "".join(
    f"{ {3: 'rain', 4: 'snow', 20: 'sale'}.get(i, '') },2023-01-{i + 1:02d},{i}\n" for i in range(28)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (YEARS, {"time": ["Year", "Month"], "start": "2020-01-01", "end": "2022-12-01", "freq": "MS"}),
        (SHOPS, {"series": "Shop", "num_series": 3, "freq": "D"}),
    ],
)
def test_a_label_names_the_rows_below_it(text, expected):
    table = read_table(text.encode())
    assert {key: table.understood[key] for key in expected} == expected
    assert "filled_down" in {change.key for change in table.changes if change.warning}
    assert replay(table.recipe, text.encode()).frame.equals(table.frame)
    scope: dict[str, object] = {}
    exec(to_pandas_code(table.recipe), scope)
    assert len(scope["clean"](io.BytesIO(text.encode()))) == len(table.frame)


def test_what_is_said_now_and_then_is_no_label():
    table = read_table(REMARKS.encode())
    assert "filled_down" not in {change.key for change in table.changes}


def test_it_can_be_switched_off():
    table = read_table(SHOPS.encode(), Overrides(off=frozenset({"filled_down"})))
    assert table.understood["num_series"] != 3
