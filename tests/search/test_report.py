"""What is said of a search: rows by rank, what is luck, and what there was no time for."""

import math
from dataclasses import replace

import pytest

from rnnkit.config import parse
from rnnkit.search.report import (
    Luck,
    luck_of,
    luck_words,
    missed_words,
    share_by_steps,
    tried,
    value_words,
    varied,
)
from rnnkit.search.settings import SearchConfig
from rnnkit.search.trials import Trial, Unit

SETTINGS = [
    {"cell": "gru", "bidirectional": True, "hidden_size": 8},
    {"cell": "lstm", "bidirectional": False, "hidden_size": 8},
    {"cell": "lstm", "bidirectional": False, "hidden_size": 16},
]


def asked(**more: object) -> SearchConfig:
    return parse(
        SearchConfig, {"over": {"cell": ("BiGRU", "LSTM"), "hidden_size": (8, 16)}, "steps": 90, **more}
    )


def trial(setting: int, score: float, repeat: int = 0, place: int = 0, state: str = "finished") -> Trial:
    return Trial(
        Unit(setting, 0, repeat), place, f"{setting}{repeat}{place}", state, score, steps=10 * place + 10
    )


FIRST = [trial(0, 1.0), trial(1, 2.0), trial(2, 3.0), trial(0, 1.2, 1), trial(1, 2.2, 1), trial(2, 3.2, 1)]


def test_who_came_further_stands_first_with_the_steps_of_the_longest_training() -> None:
    rows = tried(asked(), SETTINGS, [*FIRST, trial(1, 1.5, place=1), trial(1, 9.0, place=2, state="running")])
    assert [(row.place, row.setting, row.round, row.steps, row.active) for row in rows] == [
        (1, 1, 2, 30, True),
        (2, 0, 0, 10, False),
        (3, 2, 0, 10, False),
    ]
    assert math.isnan(rows[0].score), "it is not scored in this round yet"
    assert [row.score for row in rows[1:]] == [1.0, 3.0]
    assert rows[0].varied == {"cell": "LSTM", "hidden_size": 8}
    assert varied(asked(), SETTINGS[0])["cell"] == "BiGRU"


def test_how_far_a_search_by_steps_is_by_hand() -> None:
    """Six trainings of 30 steps, then one that goes on to 90: 240 updates in all."""
    begun = [replace(one, steps=15) for one in FIRST]
    assert share_by_steps(asked(), 3, begun) == 90 / 240
    ended = [replace(one, steps=30) for one in FIRST]
    assert share_by_steps(asked(), 3, [*ended, replace(trial(1, 1.5, place=1), steps=60)]) == 210 / 240
    assert share_by_steps(asked(), 3, []) == 0


def test_luck_is_told_by_repeats_by_hand() -> None:
    """Pairs 0.2 apart: a deviation of 0.1 sqrt 2; scores 1, 2, 3 have a variance of 1 and a lead of 1."""
    luck = luck_of(asked(), FIRST)
    assert luck == Luck(pytest.approx(0.2 / math.sqrt(2)), pytest.approx(0.02), 1, 3)
    assert luck_words(luck, "mase") == (
        "After the first round the same settings differ by about 0.141 MASE from one seed to the next, "
        "so 1 of 3 settings cannot be told from the best. Choosing the best of 3 there makes its score look "
        "better by about 0.0200 than it is."
    )
    assert "is not known yet" in luck_words(luck_of(asked(), FIRST[:3]), "mase")


def test_what_was_not_tried_is_said_and_values_are_written_as_the_form_writes_them() -> None:
    assert missed_words(3, 3) == ""
    assert missed_words(2, 3).startswith("1 setting was not tried: the time was over.")
    assert [value_words(value) for value in (None, True, False, 0.001, 16, "GRU")] == [
        "automatic",
        "on",
        "off",
        "0.001",
        "16",
        "GRU",
    ]
