"""Ways to write a date, each with the moment it stands for."""

import numpy as np
import pytest

from rnnkit.data.dates import parse_dates
from rnnkit.data.guess_dates import guess_formats, read_by

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
