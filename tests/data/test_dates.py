"""Ways to write a date, each with the moment it stands for."""

import numpy as np
import pytest

from rnnkit.data import Recipe
from rnnkit.data.table.recipe import RULES
from rnnkit.data.times.example_date import EXAMPLES, example_date
from rnnkit.data.times.written.dates import SPECIAL, parse_dates, parse_one
from rnnkit.data.times.written.guess_dates import guess_formats, mixed_offsets, read_by
from rnnkit.data.times.written.tidy import TIDY
from rnnkit.errors import ConfigError
from tests.work import MOST, grows

MOMENTS = {
    "2016-07-01 01:00:00": "2016-07-01T01",
    "2020-01-01T00:30:00Z": "2020-01-01T00:30",
    "2020-01-01T00:30:00+02:00": "2020-01-01T00:30",
    "2020-01-01 00:00:00.125": "2020-01-01T00:00:00.125",
    "13/02/2020": "2020-02-13",
    "02/13/2020": "2020-02-13",
    "13.02.2020 10.30": "2020-02-13T10:30",
    "19-05-2018 01:00 DST": "2018-05-19T01",
    "2017-03-23 06-00-00": "2017-03-23T06",
    "13/2/20 3:05 PM": "2020-02-13T15:05",
    "1949-01": "1949-01-01",
    "01/1949": "1949-01-01",
    "1-01": "0001-01-01",
    "2006Q3": "2006-07-01",
    "Q3 2006": "2006-07-01",
    "2020M02": "2020-02-01",
    "2020-W05": "2020-01-27",
    "2022年5月12日": "2022-05-12",
    "2022年5月12日 12:30": "2022-05-12T12:30",
    "2022年5月12日12时30分": "2022-05-12T12:30",
    "2022年5月": "2022-05-01",
    "13-May-20": "2020-05-13",
    "May 13, 2020": "2020-05-13",
    "Jan-20": "2020-01-01",
    "20200131 12:30": "2020-01-31T12:30",
    "2020013112": "2020-01-31T12",
    "9999-12-31": "9999-12-31",
    "janvier 2020": "2020-01-01",
    "décembre 2022": "2022-12-01",
    "5 de enero de 2020": "2020-01-05",
    "1. März 2021": "2021-03-01",
    "01.Mär.2021": "2021-03-01",
    "1 марта 2021 г.": "2021-03-01",
    "мар.21": "2021-03-01",
    "2021년 3월 1일": "2021-03-01",
    "2021年3月": "2021-03-01",
    "2021년 3월": "2021-03-01",
    "2023-03-02 01-PM": "2023-03-02T13",
    "01/13/2023 05:00 p. m.": "2023-01-13T17",
    "2023/3/1 下午 5:00:00": "2023-03-01T17",
    "2023. 3. 1. 오후 5:30:00": "2023-03-01T17:30",
    "13/02/2023 24:00": "2023-02-14",
    "2023-02-01T24:00:00": "2023-02-02",
    "01.03.2023 00:00 - 01.03.2023 01:00": "2023-03-01",
    "2023-03-01T00:00Z/2023-03-01T01:00Z": "2023-03-01",
    "13.03.2023 00:00-01:00": "2023-03-13",
    "Q1'12": "2012-01-01",
    "Q1 FY2012": "2012-01-01",
    "FY2012 Q1": "2012-01-01",
    "1Q12": "2012-01-01",
    "2012K3": "2012-07-01",
    "3T2012": "2012-07-01",
    "III kwartał 2012": "2012-07-01",
    "3. Quartal 2012": "2012-07-01",
    "2012년 3분기": "2012-07-01",
    "2012年第3四半期": "2012-07-01",
    "第3季度 2012": "2012-07-01",
    "T3 2012": "2012-07-01",
    "3er trimestre 2012": "2012-07-01",
    "2021 W21": "2021-05-24",
    "2021-W21-1": "2021-05-24",
    "KW 21/2021": "2021-05-24",
    "KW21 2021": "2021-05-24",
    "Week 21, 2021": "2021-05-24",
    "W21-2021": "2021-05-24",
    "2021U21": "2021-05-24",
    "semaine 21 2021": "2021-05-24",
    "2021年第21周": "2021-05-24",
    "2020-M01": "2020-01-01",
    "M01 2020": "2020-01-01",
    "2020H2": "2020-07-01",
    "H2 2020": "2020-07-01",
    "FY2012": "2012-01-01",
    "2012/2013": "2012-01-01",
    "2022-349": "2022-12-15",
    "Mon, 13 Feb 2023": "2023-02-13",
    "Monday, February 13, 2023": "2023-02-13",
    "13 Feb 2023 10:30": "2023-02-13T10:30",
    "Feb 13 2023 10:30PM": "2023-02-13T22:30",
    "٢٠٢٣-٠١-١٣": "2023-01-13",
    "2023-10-29 02:00:00+02:00": "2023-10-29T02",
    "2023-10-29 02:00 CEST": "2023-10-29T02",
    "13.02.2023 13h": "2023-02-13T13",
    "20230213T1300": "2023-02-13T13",
    "13022023": "2023-02-13",
    "2023:02:13 10:00:00": "2023-02-13T10",
    "13-FEB-2023 10:00:00": "2023-02-13T10",
    "lutego 2021": "2021-02-01",
    "Şubat 2021": "2021-02-01",
    "ก.พ. 2021": "2021-02-01",
    "2021 Feb": "2021-02-01",
    "Feb '21": "2021-02-01",
    "13-Feb-2023 10.00.00.000000 AM": "2023-02-13T10",
    "2023-02-13 10:00:00,125": "2023-02-13T10:00:00.125",
    "Jan-Mar 2020": "2020-01-01",
    "01.03. - 07.03.2023": "2023-03-01",
    "2023-03-06 to 2023-03-12": "2023-03-06",
    "2023-02-13T10:00:00.000+0000": "2023-02-13T10",
    "13/02/2023, 10:00": "2023-02-13T10",
    "2023-02-13 10:00:00 Europe/Berlin": "2023-02-13T10",
    "Feb. 13, 2023": "2023-02-13",
    "13th February 2023": "2023-02-13",
    "Tue Feb 13 10:00:00 2024": "2024-02-13T10",
    "Tue Feb 13 10:00:00 UTC 2024": "2024-02-13T10",
}


@pytest.mark.parametrize("text", MOMENTS)
def test_a_date_is_read(text):
    cells = np.array([text] * 3, dtype=object)
    guess = guess_formats(cells, None)
    assert guess.share == 1
    assert read_by(cells, guess)[0] == np.datetime64(MOMENTS[text], "us")


@pytest.mark.parametrize("text", ["hello", "2024-13-45", "0000-00-00", "12", "a-b-c", "99/99/9999", ""])
def test_what_is_no_date_is_not_read(text):
    assert guess_formats(np.array([text] * 3, dtype=object), None).share == 0


def test_a_day_above_twelve_decides():
    guess = guess_formats(np.array(["03/04/2020", "13/04/2020"], dtype=object), None)
    assert guess.formats == ("%d/%m/%Y",)
    assert not guess.rivals


def test_two_ways_in_one_column():
    cells = np.array(["2024-01-01", "02/01/2024"], dtype=object)
    guess = guess_formats(cells, True)
    assert guess.formats == ("%Y-%m-%d", "%d/%m/%Y")
    assert parse_dates(cells, guess.formats)[1] == np.datetime64("2024-01-02", "us")


def cells_of(*texts):
    return np.array(texts, dtype=object)


def test_two_digits_mean_the_years_that_run_on():
    old = guess_formats(cells_of("01/12/67", "01/06/68", "01/07/69"), True)
    new = guess_formats(cells_of("15.11.98", "15.12.99", "15.01.00", "15.02.01"), None)
    assert (old.century, new.century) == (1967, 1998)
    assert read_by(cells_of("01/12/67"), old)[0] == np.datetime64("1967-12-01", "us")
    assert read_by(cells_of("15.02.01"), new)[0] == np.datetime64("2001-02-15", "us")


def test_24_o_clock_is_the_midnight_that_ends_the_day():
    guess = guess_formats(cells_of("31.12.2023 23:00", "31.12.2023 24:00"), None)
    assert read_by(cells_of("31.12.2023 24:00"), guess)[0] == np.datetime64("2024-01-01", "us")


def test_offsets_are_kept_as_moments_where_asked():
    cells = cells_of("2023-10-29T02:00:00+02:00", "2023-10-29T02:00:00+01:00")
    guess = guess_formats(cells, None)
    moments = parse_dates(cells, guess.formats, guess.rules, guess.century, 60)
    assert mixed_offsets(cells) == (60, 120)
    assert moments.tolist() == [np.datetime64(f"2023-10-29T0{h}", "us").item() for h in (1, 2)]


def test_a_financial_year_is_no_month():
    assert guess_formats(cells_of("2001-02", "2002-03", "2003-04"), None).formats == ("fiscal_year",)
    assert guess_formats(cells_of("2001-02", "2001-03", "2001-04"), None).formats == ("%Y-%m",)


@pytest.mark.parametrize("text", ["s120", "A100", "3.5 W", "S1", "12 kg", "Total", "M", "May", "store 5"])
def test_names_and_measures_are_no_dates(text):
    assert guess_formats(cells_of(text, text, text), None).share == 0


def test_long_runs_of_blanks_take_no_time():
    def share(blanks: str) -> float:
        return guess_formats(cells_of(*(f"a{blanks}{i}" for i in range(200))), None).share

    assert share(" " * 20_000) == 0
    assert grows(share, " ".__mul__, 5_000) <= MOST


def test_every_way_to_write_dates_has_an_example_that_is_read_so():
    assert set(EXAMPLES) == set(SPECIAL)
    for form, example in EXAMPLES.items():
        moment = parse_one(np.array([example], dtype=object), form, 2000).astype("datetime64[D]")[0]
        whole = {"short_year": "0001-01-01", "fiscal_year": "2023-01-01"}.get(form)
        assert str(moment) in ([whole] if whole else ["2023-01-01", "2023-01-02"]), form


@pytest.mark.parametrize(
    ("fields", "example"),
    [
        ({"time_roles": ("date",), "time_formats": ("M%m %d, %Y",)}, "Jan 02, 2023"),
        ({"time_roles": ("date",), "time_formats": ("decimal_month",)}, "2023.0417"),
        ({"time_roles": ("year", "month", "day", "hour")}, "2023 1 2 0"),
    ],
)
def test_an_example_is_written_as_the_data_and_not_as_we_call_it(fields, example):
    assert example_date(Recipe(time=("when",), **fields)) == example


def test_a_recipe_knows_every_rule_and_no_other():
    assert set(TIDY) == RULES
    with pytest.raises(ConfigError, match="no way to tidy dates called rot13"):
        Recipe.from_json('{"time_rules": ["rot13"]}')


def test_recipes_of_before_are_read():
    assert Recipe.from_json('{"time_clean": true}').time_rules == ("zone",)
    assert Recipe.from_json('{"time_clean": false}').time_rules == ()
