"""Texts are split by position: the end is for the score, and nothing of it is learned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.data import read_text, split
from rnnkit.errors import DataError


def test_the_last_tenth_is_for_the_score():
    text = "".join(chr(97 + i % 26) for i in range(5000))
    parts = split(text)
    assert parts.training == text[:4500]
    assert parts.validation == text[4500:]


@given(st.text(min_size=1000, max_size=1200), st.booleans())
def test_both_parts_are_the_text(text, by_line):
    parts = split(text, by_line=by_line)
    assert parts.training + parts.validation == text


def test_no_line_is_cut_in_two():
    lines = [f"name{i}\n" for i in range(300)]
    parts = split("".join(lines), by_line=True)
    assert parts.training.endswith("\n")
    assert parts.validation.splitlines(keepends=True) == lines[-len(parts.validation.splitlines()) :]


def test_a_small_text_is_learned_whole():
    parts = split(read_text(b"To be, or not to be"))
    assert (parts.training, parts.validation) == ("To be, or not to be", "")


def test_a_given_validation_text_leaves_the_text_whole():
    parts = split("a" * 5000, read_text(b"bbbb"))
    assert (len(parts.training), parts.validation) == (5000, "bbbb")


def test_one_character_cannot_be_continued():
    with pytest.raises(DataError, match="at least 2 characters"):
        split("a")
