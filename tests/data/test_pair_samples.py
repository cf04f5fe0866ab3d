"""The pairs to start with: worked by hand where they are hard, and read without a change."""

import re

import pytest

from rnnkit.data.pairs import read_pairs
from rnnkit.data.samples import sample_bytes
from rnnkit.data.samples.made_pairs import SMALL, TENS, in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (110, "one hundred and ten"),
        (1_000, "one thousand"),
        (1_001, "one thousand and one"),
        (1_100, "one thousand one hundred"),
        (12_345, "twelve thousand three hundred and forty-five"),
        (600_000, "six hundred thousand"),
        (608_020, "six hundred and eight thousand and twenty"),
        (999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


def value(words: str) -> int:
    """The number that words stand for, found the other way round: by adding and multiplying what they say."""
    total = group = 0
    for word in re.findall(r"[a-z]+", words.replace(" and ", " ")):
        if word == "thousand":
            total, group = 1000 * group, 0
        elif word == "hundred":
            group *= 100
        else:
            group += SMALL.index(word) if word in SMALL else 10 * TENS.index(word)
    return total + group


def test_every_number_of_the_sample_can_be_told_from_its_words() -> None:
    pairs = read_pairs(sample_bytes("numbers"))
    assert [value(words) for words in pairs.targets] == [int(digits) for digits in pairs.sources]
    assert {len(digits) for digits in pairs.sources} == {1, 2, 3, 4}


@pytest.mark.parametrize("key", ["dates", "numbers", "reversing", "sums"])
def test_nothing_is_left_out_or_changed_when_a_sample_is_read(key: str) -> None:
    content = sample_bytes(key)
    pairs = read_pairs(content)
    lines = content.decode().splitlines()
    assert lines[0] == "source\ttarget"
    assert [f"{a}\t{b}" for a, b in zip(pairs.sources, pairs.targets, strict=True)] == lines[1:]
    assert len(set(pairs.sources)) == len(pairs)
