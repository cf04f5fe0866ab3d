"""Names of months of many languages, with and without accents, dots and capitals."""

import pytest

from rnnkit.data.times.written.month_names import MONTH_NAMES, MONTHS, month_of


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Jan", 1),
        ("SEPT.", 9),
        ("févr.", 2),
        ("fevrier", 2),
        ("Août", 8),
        ("aout", 8),
        ("März", 3),
        ("Mrz", 3),
        ("MÁJ.", 5),
        ("Ιούνιος", 6),
        ("ΙΟΥΝΙΟΣ", 6),
        ("мая", 5),
        ("КАСІЧЕНЬ", None),
        ("Październik", 10),
        ("pazdziernika", 10),
        ("KASIM", 11),
        ("Ağustos", 8),
        ("十二月", 12),
        ("3월", 3),
        ("tháng 07", 7),
        ("سبتمبر", 9),
        ("दिस॰", 12),
        ("", None),
        ("marching", None),
        ("a" * 100_000, None),
    ],
)
def test_a_month_is_found_by_its_name(word, number):
    assert month_of(word) == number


def test_every_language_has_twelve_months_and_no_name_two_numbers():
    seen = {}
    for names in MONTH_NAMES.values():
        months = names.split(", ")
        assert len(months) == 12
        for number, forms in enumerate(months, start=1):
            for form in forms.split("/"):
                assert seen.setdefault(form, number) == number
                assert MONTHS[form] == number
