"""Coming rows laid behind a table."""

import pandas as pd

from rnnkit.data import read_table, replay
from rnnkit.data.series.coming import behind, with_coming

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


def rows_of(days, shops=(b"a", b"b")):
    lines = [b"2024-%s,%s,%d,%d\n" % (day, shop, 9, 1) for shop in shops for day in days]
    return replay(read_table(CSV).recipe, b"day,shop,units,promo\n" + b"".join(lines))


def test_older_rows_are_laid_before_new_ones_series_by_series():
    """Shop a goes on at the 20th, which it replaces; the 21st and the 22nd follow."""
    new = rows_of([b"01-20", b"01-21", b"01-22"], (b"a",))
    found = behind(read_table(CSV), new, 10)
    assert (found.older, dict(found.since)) == (19, {"a": pd.Timestamp("2024-01-20")})
    assert found.table.frame["ds"].tolist() == list(pd.date_range("2024-01-01", "2024-01-22"))
    assert found.table.frame["units"].tolist()[-4:] == [20.0, 9.0, 9.0, 9.0]
    assert found.table.imputed.shape == (22, 2)


def test_a_gap_becomes_rows_without_values_and_a_long_one_parts_the_data():
    new = rows_of([b"01-24", b"01-25", b"01-26"])
    found = behind(read_table(CSV), new, 3).table.frame
    assert found.groupby("unique_id").size().tolist() == [26, 26]
    assert found.loc[found["ds"].between("2024-01-21", "2024-01-23"), "units"].isna().all()
    apart = behind(read_table(CSV), new, 2)
    assert (apart.older, len(apart.table.frame)) == (0, 6)
