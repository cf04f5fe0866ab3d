"""Patterns of the readers of pairs and tags: what nearly matches takes no square, all else is as before."""

import re

import pytest

from rnnkit.data.pairs.columns import NUMBER
from rnnkit.data.pairs.drift import TOKENS
from rnnkit.data.tagged.whole_rows import words
from tests.work import MOST, grows


@pytest.mark.parametrize(
    ("work", "piece", "end"),
    [
        (NUMBER.fullmatch, "1", "x"),
        (TOKENS.findall, "_", ""),
        (TOKENS.findall, "a_", ""),
        (lambda run: words(f"[{run}]"), "\\'", ""),
        (lambda run: words(f"[{run}]"), "\\'\\\"", ""),
        (lambda run: words(f"[{run}]"), "'\"", ""),
    ],
    ids=["digits", "lines", "letters and lines", "one quote", "both quotes", "quotes in turn"],
)
def test_a_run_that_nearly_matches_takes_no_square(work, piece, end):
    assert grows(work, lambda size: piece * size + end, 20_000) <= MOST


@pytest.mark.parametrize(
    "cell", ["1", "-1", "1.5", ".5", "1,5e-3", "1.", "1..5", "", "e5", " +2 ", "1e", "a1"]
)
def test_the_same_cells_are_numbers(cell):
    assert bool(NUMBER.fullmatch(cell)) == bool(
        re.fullmatch(r"\s*[-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?\s*", cell)
    )


@pytest.mark.parametrize(
    "line", ["It is 5 o'clock, 12:30.", "x1_y z_9a _a1 abc_def ab", "No. 7,5 a1.b2", "é9 łąka 12"]
)
def test_the_same_words_tell_lines_apart(line):
    assert TOKENS.findall(line) == re.findall(r"\w*\d[\w.,:]*|\b[^\W\d_]{3,}", line)


@pytest.mark.parametrize(
    "inner",
    ["'to', 'Rome'", "\"a\", 'b'", "'it\\'s', \"x\"", '\'a, "b", "c"', "'', 'a'", "\"it's\", 'b", "a b", "'"],
)
def test_the_same_words_stand_between_quotes(inner):
    before = re.findall(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", f"[{inner}]")
    assert words(f"[{inner}]") == [first or second for first, second in before]
