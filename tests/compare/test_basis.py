"""Who may be ranked with whom, and the sentence that says why not."""

from dataclasses import replace

import pandas as pd
import pytest

from rnnkit.compare import Basis, groups, read_as
from rnnkit.data import Overrides
from rnnkit.tasks.comparing import why_apart
from rnnkit.tasks.forecast.compare import forecast_rows
from rnnkit.tasks.text.compare import text_rows

BASIS = Basis("forecast", "file", "{}", "sales, 12", "rows")


def test_runs_on_the_same_basis_are_one_group():
    other = replace(BASIS, content="another")
    assert groups({"a": BASIS, "b": other, "c": replace(BASIS)}) == [["a", "c"], ["b"]]
    assert groups({}) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("task", "different tasks"),
        ("content", "a smaller error may only mean easier data"),
        ("reading", "read the same file in different ways"),
        ("question", "different columns or a different number of steps"),
        ("rows", "different test rows"),
        ("decided", "chose its weights on the part it is scored on"),
    ],
)
def test_one_sentence_says_why_two_are_never_ranked(field, words):
    other = replace(BASIS, **{field: "other"})
    assert words in why_apart(BASIS, other)
    assert len(why_apart(BASIS, other)) <= 160
    assert why_apart(BASIS, replace(BASIS)) == ""


def test_the_first_thing_that_differs_is_named():
    other = Basis("forecast", "another", "{}", "sales, 6", "others")
    assert "different data" in why_apart(BASIS, other)


def frame(cutoffs, target="y", unique_id="a"):
    rows = [(unique_id, target, c, c + s) for c in cutoffs for s in (1, 2)]
    return pd.DataFrame(rows, columns=["unique_id", "target", "cutoff", "ds"])


def test_rows_are_a_set():
    whole = frame([1, 3, 5])
    assert forecast_rows(whole) == forecast_rows(whole.iloc[::-1])
    assert forecast_rows(whole) == forecast_rows(whole.assign(y_hat=1.0))
    others = [frame([1, 3]), frame([1, 3, 6]), frame([1, 3, 5], target="z"), frame([1, 3, 5], unique_id="b")]
    assert len({forecast_rows(part) for part in [whole, *others]}) == 5


def test_what_was_left_to_be_found_out_does_not_count_as_a_decision():
    assert read_as("{}") == read_as(Overrides().to_json()) == read_as("")
    assert read_as(Overrides(decimal=",").to_json()) != read_as("{}")
    assert read_as(Overrides(thousands="").to_json()) != read_as("{}")


def test_texts_compare_across_units_only_where_every_character_is_spelled():
    spelled, hidden = {"unknown_share": 0.0}, {"unknown_share": 0.01, "vocabulary_size": 60}
    assert text_rows({"unit": "char"}, spelled) == text_rows({"unit": "bpe"}, spelled)
    assert text_rows({"unit": "char"}, hidden) != text_rows({"unit": "word"}, hidden)
    assert text_rows({"unit": "char"}, hidden) != text_rows(
        {"unit": "char"}, hidden | {"vocabulary_size": 61}
    )
    assert text_rows({"unit": "char"}, hidden) != text_rows({"unit": "char"}, spelled)


def test_another_border_or_fewer_places_are_other_rows():
    usual = text_rows({"unit": "char"}, {"scored_whole": True, "scored": 50_000})
    assert text_rows({"unit": "char", "document_per_line": True}, {}) != usual
    assert text_rows({"unit": "char"}, {"scored_whole": False, "scored": 20_000}) != usual
