"""Coming rows laid behind a table."""

import pandas as pd

from rnnkit.data import read_table
from rnnkit.data.coming import with_coming

CSV = b"day,shop,units,promo\n" + b"".join(
    b"2024-01-%02d,%s,%d,%d\n" % (day, shop, day + len(shop), day % 2)
    for shop in (b"a", b"b")
    for day in range(1, 21)
)


def test_planned_values_become_rows_without_a_target():
    table = read_table(CSV)
    days = pd.to_datetime(["2024-01-20", "2024-01-21", "2024-01-22", "2024-01-21"])
    coming = pd.DataFrame({"unique_id": ["a", "a", "a", "new"], "ds": days, "promo": [5.0, 1.0, 0.0, 1.0]})
    found = with_coming(table, coming).frame
    assert found["unique_id"].tolist() == ["a"] * 22 + ["b"] * 20
    assert found.loc[found["unique_id"] == "a", "promo"].tolist()[-3:] == [5.0, 1.0, 0.0]
    assert found["units"].isna().sum() == 2
    assert found.loc[19, "units"] == table.frame.loc[19, "units"]
    assert found["ds"].dtype == table.frame["ds"].dtype
