import json
import math
import secrets

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.errors import RnnkitError
from rnnkit.files.encoding import checked, clean_text, finite, from_arrow, new_id, sha256, to_arrow, to_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(values)
def test_json_is_strict_whatever_goes_in(value: object) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(word)

    json.loads(to_json(value), parse_constant=refuse)


def test_numbers_of_numpy_become_plain_and_infinite_ones_become_null() -> None:
    value = {"mase": np.float32("nan"), 3: [np.int64(4), np.array([1.0, math.inf])], "t": (True, None)}
    assert json.loads(to_json(value)) == {"mase": None, "3": [4, [1.0, None]], "t": [True, None]}


@pytest.mark.parametrize(("value", "expected"), [(1, 1.0), (None, None), (math.nan, None), (-math.inf, None)])
def test_finite(value: float | None, expected: float | None) -> None:
    assert finite(value) == expected


def test_text_that_databases_refuse_is_cleaned() -> None:
    assert clean_text("a\x00b\ud800") == "ab?"
    assert clean_text("x" * 9, limit=4) == "xxxx"


def test_a_frame_survives_the_way_through_bytes() -> None:
    frame = pd.DataFrame(
        {
            "unique_id": ["a", "ü"],
            "ds": pd.to_datetime(["2026-01-01", "2026-01-02"]),
            "step": [1, 2],
            "y": [1.5, math.nan],
        }
    )
    pd.testing.assert_frame_equal(from_arrow(to_arrow(frame)), frame)
    assert from_arrow(to_arrow(frame.iloc[:0])).empty


def test_damaged_bytes_are_noticed() -> None:
    assert checked(b"weights", sha256(b"weights")) == b"weights"
    with pytest.raises(RnnkitError, match="damaged"):
        checked(b"weightz", sha256(b"weights"))


def test_an_id_never_looks_like_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(["-JLk0pameLPN", "-", "_a-b"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(made))
    assert new_id() == "_a-b"
