"""Totals and means between the rows, and columns that say how good a number is."""

from rnnkit.data import Overrides, read_table


def _read(*lines, off=()):
    return read_table("\n".join([*lines, ""]).encode(), Overrides(off=off))


def _months(word):
    for year in (2020, 2021, 2022):
        yield from (f"{year},{month},{year - 2000 + month}.5" for month in range(1, 13))
        yield f"{year},{word},33.0"


def test_means_between_years_are_left_out_and_said():
    for word in ("Mean", "Jahr", "平均", "Total 2020"):
        table = _read("Year,Month,Rain", *_months(word))
        assert (table.freq, len(table.frame)) == ("MS", 36)
    sentences = {change.key: change.sentence for change in table.changes}
    assert sentences["sums"] == "3 lines of totals or means between the rows left out."


def test_totals_that_name_a_series_stay():
    rows = [f"2023-01-{day:02},{shop},{day}" for day in range(1, 20) for shop in ("A", "B", "Total")]
    assert _read("date,shop,v", *rows).series == ("A", "B", "Total")


def test_numbers_of_quality_are_no_targets():
    rows = [f"2023-01-{day:02},{1 if day % 7 else 3},{day / 4}" for day in range(1, 29)]
    for name in ("QN", "quality_flag", "Qualität"):
        assert _read(f"date,{name},TMK", *rows).suggested_targets == ("TMK",)


def test_numbers_of_one_digit_are_asked_about():
    values = [10 + day % 5 for day in range(28)]
    values[9] = values[20] = -888.8
    table = _read("date,temp", *(f"2023-01-{day + 1:02},{value}" for day, value in enumerate(values)))
    assert table.questions[0].examples == ("-888.8",)


def test_pieces_name_no_series():
    rows = [f"2023-01-{day:02},C{day % 7},{k + 1},{day + k}" for day in range(1, 20) for k in range(3)]
    assert _read("day,customer,pieces,revenue", *rows).series == ("series",)
