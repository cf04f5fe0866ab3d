"""Numbers with three digits, times in words, and foreign text that stays text."""

import math
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import streamlit as st

from pages.ui.form.setting_words import value_words
from pages.ui.frame.words import days_or_less, duration, literal, share, three
from pages.ui.result.run_words import moment


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
    ("seconds", "words"),
    [(0, "0 s"), (59.6, "1 min"), (80, "1 min 20 s"), (3600, "1 h"), (7500, "2 h 5 min"), (None, "–")],
)
def test_times_in_words(seconds: float | None, words: str) -> None:
    assert duration(seconds) == words


def test_what_is_older_than_a_day_is_told_in_days() -> None:
    assert [days_or_less(hours * 3600) for hours in (0.5, 24, 26, 240)] == [
        "30 min",
        "24 h",
        "1 day",
        "10 days",
    ]


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", "02 Jan, 16:04"),
        ("Etc/Unknown", "02 Jan, 15:04 UTC"),
        ("../etc", "02 Jan, 15:04 UTC"),
        (None, "02 Jan, 15:04 UTC"),
    ],
)
def test_a_moment_is_that_of_the_clock_of_the_browser(
    zone: str | None, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some browsers hide where they are, and anybody can send anything."""
    monkeypatch.setattr(st, "context", SimpleNamespace(timezone=zone))
    assert moment(datetime(2026, 1, 2, 15, 4, tzinfo=UTC)) == words


def test_whole_numbers_of_settings_keep_all_their_digits() -> None:
    words = [
        value_words(name, value) for name, value in (("seed", 1234567890), ("dropout", 0.1), ("seed", 7))
    ]
    assert words == ["1234567890", "0.1", "7"]


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
