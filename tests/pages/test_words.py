"""Numbers with three digits, times in words, and foreign text that stays text."""

import math

import pytest

from pages.ui.frame.words import duration, literal, share, three


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.012345, "0.0123"),
        (1, "1.00"),
        (12.345, "12.3"),
        (999.6, "1,000"),
        (1234.5, "1,234"),
        (-3.14159, "-3.14"),
        (1.2e9, "1.20e+09"),
        (0.0000012, "1.20e-06"),
        (math.nan, "–"),
        (None, "–"),
    ],
)
def test_three_significant_digits(value: float | None, words: str) -> None:
    assert three(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.6, "1 min"), (80, "1 min 20 s"), (3600, "1 h 0 min"), (None, "–")]
)
def test_times_in_words(seconds: float | None, words: str) -> None:
    assert duration(seconds) == words


def test_a_share_is_in_percent() -> None:
    assert (share(0), share(0.0825), share(1)) == ("0 %", "8.25 %", "100 %")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The file is empty.", "The file is empty."),
        ("![x](http://h)", r"!\[x\](http:" + "\u2060" + "//h)"),
        ("**b** _i_ `c` $m$ <b>", r"\*\*b\*\* \_i\_ \`c\` \$m\$ \<b\>"),
        (":red[a] :material/x:", ":\u2060red\\[a\\] :\u2060material/x:"),
        ("12:30:00 :100:", "12:30:00 :\u2060100:"),
        ("# title", r"\# title"),
        ("1. one", r"1\. one"),
        ("a\u202eb\r\nc", "ab  c"),
        ("www.example.org", "www\u2060.example.org"),
    ],
)
def test_text_of_a_person_is_shown_letter_by_letter(text: str, shown: str) -> None:
    assert literal(text) == shown
