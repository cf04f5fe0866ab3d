"""Texts are split by position: the end is for the score, and nothing of it is learned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.data import TextParts, read_text, split
from rnnkit.errors import DataError


def test_the_last_tenth_is_for_the_score_and_a_twentieth_in_the_middle_chooses():
    text = "".join(chr(97 + i % 26) for i in range(5000))
    assert split(text) == TextParts(text[:2125] + text[2375:4500], text[2125:2375], text[4500:])


def test_a_long_text_spares_no_more_than_it_takes_to_choose():
    parts = split("ab" * 300_000)
    assert [len(part) for part in vars(parts).values()] == [520_000, 20_000, 60_000]


@given(st.text(min_size=1000, max_size=1200), st.booleans())
def test_the_three_parts_are_the_text_and_none_is_empty(text, by_line):
    parts = split(text, by_line=by_line)
    learned = len(parts.training)
    assert any(
        parts.training[:place] + parts.validation + parts.training[place:] + parts.test == text
        for place in range(learned)
    )
    assert parts.training
    assert parts.validation
    assert parts.test


def test_no_line_is_cut_in_two():
    lines = [f"name{i}\n" for i in range(300)]
    parts = split("".join(lines), by_line=True)
    kept = [part.splitlines(keepends=True) for part in (parts.training, parts.validation, parts.test)]
    assert sorted(line for part in kept for line in part) == sorted(lines)


def test_a_line_that_is_longer_than_a_part_is_cut_rather_than_leave_no_part():
    text = "a" * 5000 + "\n"
    assert [len(part) for part in vars(split(text, by_line=True)).values()] == [4250, 250, 501]


def test_a_small_text_is_learned_whole():
    assert split(read_text(b"To be, or not to be")) == TextParts("To be, or not to be", "", "")


def test_with_a_given_test_text_the_middle_chooses():
    text = "a" * 2700 + "b" * 2800
    assert split(text, read_text(b"cccc")) == TextParts(text[:2612] + text[2887:], text[2612:2887], "cccc")
    assert split("ab", "c", by_line=True) == TextParts("b", "a", "c")


def test_one_character_cannot_be_continued():
    with pytest.raises(DataError, match="at least 2 characters"):
        split("a")
