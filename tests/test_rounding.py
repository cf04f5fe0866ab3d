"""Numbers as people read them: digits that mean something, and no share that is not one."""

import pytest

from rnnkit.rounding import exact_percent, percent, share


@pytest.mark.parametrize(
    ("fraction", "in_tables", "in_sentences", "counted"),
    [
        (0.5, "50.0 %", "50 %", "50 %"),
        (0.12345, "12.3 %", "12 %", "12.3 %"),
        (0.0012, "0.120 %", "0.1 %", "0.12 %"),
        (0.996, "99.6 %", "99.6 %", "99.6 %"),
        (0.9994, "99.9 %", "99.9 %", "99.9 %"),
        (1.0, "100 %", "100 %", "100 %"),
    ],
)
def test_a_fraction_in_percent(fraction: float, in_tables: str, in_sentences: str, counted: str) -> None:
    """In sentences nothing that is not all reads 100 %."""
    found = [say(fraction) for say in (share, percent, exact_percent)]
    assert found == [in_tables, in_sentences, counted]
    assert percent(0.99999) == exact_percent(0.99999) == "99.9 %"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_could_not_be_computed_is_a_dash(value: float | None) -> None:
    assert share(value) == "–"
