"""New data written in another way than the data of the model: read all the same and said, or refused."""

import numpy as np
import pandas as pd
import pytest

from rnnkit.bundle import read_kept
from rnnkit.bundle.use import use
from rnnkit.data import read_table
from rnnkit.data.series.adapt import adapted, match
from rnnkit.errors import DataError
from tests.kept.daily import alike, csv, frame, kept_daily, otherwise, refused, written
from tests.kept.packed import containers, workbook


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return read_kept(kept_daily(tmp_path_factory.mktemp("daily")))


def future(kept, content):
    outcome = use(kept, content)
    return outcome.frames["future"], outcome.summary["notes"]


@pytest.fixture(scope="module")
def expected(kept):
    """The forecast for the data itself: units near 95, not temperatures near 5."""
    found, _ = future(kept, csv(frame()))
    assert found["y_hat"].between(90, 100).all()
    assert list(found["ds"].astype(str)) == ["2023-03-03", "2023-03-04", "2023-03-05"]
    return found


@pytest.mark.parametrize("how", alike())
def test_the_order_of_columns_and_rows_does_not_matter(kept, expected, how):
    found, notes = future(kept, alike()[how])
    pd.testing.assert_frame_equal(found, expected)
    assert notes == ["No row is newer than what the model was trained on, so nothing is scored."]


@pytest.mark.parametrize("how", otherwise())
def test_another_way_of_writing_is_read_and_said(kept, expected, how):
    content, sentence = otherwise()[how]
    found, notes = future(kept, content)
    pd.testing.assert_frame_equal(found, expected)
    assert sentence in notes
    assert all(len(note) <= 160 for note in notes)


@pytest.mark.parametrize("what", refused())
def test_what_does_not_fit_is_refused_in_a_sentence(kept, what):
    content, sentence = refused()[what]
    with pytest.raises(DataError) as error:
        use(kept, content)
    assert str(error.value) == sentence
    assert len(sentence) <= 160


def test_a_refusal_never_contradicts_itself(kept):
    """The step of the new data and that of the model are never called alike."""
    for days in (2, 3, 5, 7, 14, 28, 30, 31, 90, 365):
        stamps = pd.date_range("1990-01-01", periods=60, freq=f"{days}D").strftime("%Y-%m-%d")
        with pytest.raises(DataError, match="The new data has a row every") as error:
            use(kept, csv(frame().assign(date=stamps)))
        new, known = str(error.value).removeprefix("The new data has a row every ").split(", ")
        assert known == "the model reads one every 1 day."
        assert new != "1 day"


def test_a_file_of_another_country_is_read_as_a_whole(kept, expected):
    """Separator, decimal mark, dates and capitals at once, in an encoding from before Unicode."""
    table = written("%d.%m.%Y").rename(columns=str.upper).assign(Café="déjà vu")
    found, notes = future(kept, csv(table, "cp1252", sep=";", decimal=","))
    pd.testing.assert_frame_equal(found, expected)
    assert any("decimal mark , (.)" in note for note in notes)
    assert any("'02.01.2023'" in note for note in notes)


def test_ambiguous_days_and_months_are_settled_by_the_even_step(kept, expected):
    """The first twelve days could be months, the step of a day says they are not."""
    found, notes = future(kept, csv(written("%m/%d/%Y", frame(60))))
    pd.testing.assert_frame_equal(found, expected)
    assert notes


@pytest.mark.parametrize("how", containers(frame(), csv(frame())))
def test_other_containers_are_read(kept, expected, how):
    """A model of a CSV file takes next month's workbook."""
    found, notes = future(kept, containers(frame(), csv(frame()))[how])
    pd.testing.assert_frame_equal(found, expected)
    assert all(len(note) <= 160 for note in notes)


def test_a_recipe_of_a_workbook_reads_a_file_of_text(expected):
    table = frame()
    recipe = read_table(workbook({"January": table.assign(date=pd.to_datetime(table["date"]))})).recipe
    for content in (csv(table), csv(table, sep=";", decimal=","), workbook({"February": table})):
        new = adapted(recipe, content)
        pd.testing.assert_frame_equal(new.table.frame, read_table(csv(table)).frame)


def test_filled_values_are_told(kept):
    table = frame()
    table.loc[55, "units"] = np.nan
    _, notes = future(kept, csv(table))
    assert "1 missing value filled on a straight line." in notes


def test_empty_cells_at_the_end_are_told(kept):
    table = frame()
    table.loc[57:, "units"] = np.nan
    found, notes = future(kept, csv(table))
    assert str(found["ds"].iloc[0].date()) == "2023-02-28"
    assert "Values end before the rows do, so forecast from the last value on: series." in notes


def test_names_are_matched_but_never_guessed():
    assert match(["units"], ["Day", "UNITS"]) == {"units": "UNITS"}
    assert match(["units sold"], ["Units_Sold"]) == {"units sold": "Units_Sold"}
    assert match(["units"], ["units", "Units"]) == {"units": "units"}
    with pytest.raises(DataError, match="no column 'units'"):
        match(["units"], ["Units", "UNITS"])


def test_utf_8_is_not_read_as_the_encoding_of_before():
    """Bytes of UTF-8 are letters of Latin-1, too, only other ones: no name may change without a word."""
    table = pd.concat([frame(20).assign(shop=name) for name in ("Köln", "Düren")])
    recipe = read_table(csv(table, "cp1252")).recipe
    assert recipe.encoding == "cp1252"
    new = adapted(recipe, csv(table))
    assert set(new.table.series) == {"Köln", "Düren"}
    assert new.said


def test_a_decimal_point_is_not_taken_for_thousands():
    """1.234 in a file with points is a little more than one, whatever the model's data meant by it."""
    before, after = (frame(40).assign(units=start + np.arange(40) / 1000) for start in (1000.5, 1))
    recipe = read_table(csv(before, sep=";", decimal=",")).recipe
    new = adapted(recipe, csv(after, float_format="%.3f"))
    assert new.table.frame["units"].max() == pytest.approx(1.039)
