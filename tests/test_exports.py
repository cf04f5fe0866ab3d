"""CSV files to take away: numbers as they are, text that no spreadsheet runs."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.files.csv_export import FORMULA_STARTS, safe_csv


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_could_be_a_formula_gets_an_apostrophe(start):
    frame = pd.DataFrame({"unique_id": [f"{start}cmd|' /C calc'!A0", "plain"]})
    back = pd.read_csv(io.BytesIO(safe_csv(frame)))
    assert back["unique_id"].iloc[0].startswith("'")
    assert back["unique_id"].iloc[1] == "plain"


@pytest.mark.parametrize("start", ["＝", "＋", "－", "＠", "\t", "\r"])
def test_wide_signs_tabs_and_carriage_returns_start_a_formula_too(start):
    assert safe_csv(pd.DataFrame({f"{start}a": [f"{start}1"]})).decode().count("'") == 2


def test_numbers_and_dates_stay_as_they_are():
    frame = pd.DataFrame({"y": [-1.5, 2.0], "n": [-3, 4], "ds": pd.to_datetime(["2024-01-01", "2024-01-02"])})
    assert safe_csv(frame) == b"y,n,ds\n-1.5,-3,2024-01-01\n2.0,4,2024-01-02\n"


def test_a_bare_carriage_return_does_not_start_a_row():
    back = pd.read_csv(io.BytesIO(safe_csv(pd.DataFrame({"a": ["x\r=1+1", "y"]}))))
    assert back["a"].tolist() == ["x\n=1+1", "y"]


def test_headers_categories_and_mixed_columns_are_made_safe_too():
    frame = pd.DataFrame({"=a": pd.Categorical(["@x", "y"]), "b": pd.Series(["+1", -1], dtype=object)})
    assert safe_csv(frame) == b"'=a,b\n'@x,'+1\ny,-1\n"


def test_for_excel_it_says_that_it_is_utf8():
    frame = pd.DataFrame({"日期": ["一"]})
    assert safe_csv(frame, excel=True).startswith(b"\xef\xbb\xbf")
    assert safe_csv(frame).decode("utf-8") == "日期\n一\n"


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8), min_size=1, max_size=5
    )
)
def test_no_cell_ever_starts_a_formula(cells):
    back = pd.read_csv(
        io.BytesIO(safe_csv(pd.DataFrame({"a": cells, "n": 1}))),
        keep_default_na=False,
        dtype=str,
        lineterminator="\n",
    )
    assert not back["a"].str.startswith(FORMULA_STARTS).any()


def test_the_frame_itself_is_not_changed():
    frame = pd.DataFrame({"a": ["=1"]})
    safe_csv(frame)
    assert frame["a"].tolist() == ["=1"]
