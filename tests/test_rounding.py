"""Numbers as people read them: digits that mean something, and no share that is not one."""

import pytest

from rnnkit.rounding import exact_percent, percent, share, three


@pytest.mark.parametrize(
    ("fraction", "in_tables", "in_sentences", "counted"),
    [
        (0.5, "50.0 %", "50 %", "50 %"),
        (0.12345, "12.3 %", "12 %", "12.3 %"),
        (0.0012, "0.120 %", "0.1 %", "0.12 %"),
        (0.996, "99.6 %", "99.6 %", "99.6 %"),
        (0.9994, "99.9 %", "99.9 %", "99.9 %"),
        (1.0, "100 %", "100 %", "100 %"),
        (-0.104, "-10.4 %", "-10 %", "-10.4 %"),
    ],
)
def test_a_fraction_in_percent(fraction: float, in_tables: str, in_sentences: str, counted: str) -> None:
    """In sentences nothing that is not all reads 100 %."""
    found = [say(fraction) for say in (share, percent, exact_percent)]
    assert found == [in_tables, in_sentences, counted]
    assert percent(0.99999) == exact_percent(0.99999) == "99.9 %"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (99.999, "100"),
        (99.94, "99.9"),
        (-9.999, "-10.0"),
        (999.6, "1,000"),
        (9_999_999.6, "1.00e+07"),
        (0.0099999, "0.0100"),
        (0.0000012, "1.20e-06"),
    ],
)
def test_three_digits_are_three_where_the_number_is_rounded_up(value: float, written: str) -> None:
    assert three(value) == written


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_could_not_be_computed_is_a_dash(value: float | None) -> None:
    assert share(value) == "–"
