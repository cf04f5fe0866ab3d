"""Texts with labels are told from tables over time, running text, tokens and pairs."""

import pytest

from rnnkit.data.labelled.claims import LIKELY, PERHAPS, SURE, claims
from rnnkit.errors import DataError
from tests.data.labelled.forms import COARSE_FINE, FOLDERS, MULTILINE, PREFIXED, RECORDS, SERIES, STARS, lines


def score(content):
    try:
        found = claims("file", content)
    except DataError:
        return 0.0
    return found[0] if found else 0.0


@pytest.mark.parametrize(
    "form",
    [COARSE_FINE[0], FOLDERS[0], MULTILINE[0], MULTILINE[1], PREFIXED[0], RECORDS[0], SERIES[0], STARS[0]],
    ids=lambda form: form.name,
)
def test_forms_that_nothing_else_has_are_surely_meant_for_classes(form):
    assert score(form.content) >= LIKELY


def test_what_it_looks_like_is_said_with_its_number():
    assert claims("file", RECORDS[0].content) == (SURE, "This looks like texts with labels, of 2 classes.")
    assert claims("file", SERIES[0].content) == (SURE, "This looks like series with labels, of 2 classes.")


@pytest.mark.parametrize(
    "content",
    [
        lines("day,sales", *(f"2024-01-{day:02},{day * 3}" for day in range(1, 29))),
        lines("day,shop,sales", *(f"2024-01-{day:02},{'ab'[day % 2]},{day}" for day in range(1, 29))),
        lines(*["The mill stood by the river.", "Nobody knew who had built it.", "", "The water rose."] * 9),
        lines(*["The\tO", "mill\tB-LOC", "stood\tO", "", "It\tO", "rose\tO", ""] * 9),
        lines(*["Go on.\tWeiter.", "Stop!\tHalt!", "Who is it?\tWer ist da?", "It rains.\tEs regnet."] * 9),
        b"",
    ],
    ids=["series", "series by name", "prose", "tokens", "pairs", "nothing"],
)
def test_other_files_are_not_claimed(content):
    assert score(content) <= PERHAPS
