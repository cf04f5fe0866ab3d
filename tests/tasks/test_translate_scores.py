"""Scores of translations: edits against the plain table, exact matches, and several right answers."""

import random

import pytest

from rnnkit.tasks.translate.scores import edits, nearest_edits, overall, row_scores


def by_table(a: str, b: str) -> int:
    """The Levenshtein distance as it stands in every book."""
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return row[-1]


def test_edits_are_those_of_the_table() -> None:
    luck = random.Random(0)
    for _ in range(300):
        a, b = ("".join(luck.choices("abc", k=luck.randint(0, 12))) for _ in range(2))
        assert edits(a, b) == by_table(a, b), (a, b)


def test_the_nearest_right_answer_counts() -> None:
    assert nearest_edits("halt", ["stop", "hält", "halten"]) == (1, 4)
    rows = row_scores(["ja", "no"], [("Ja", "ja"), ("nein",)])
    assert rows["exact"].tolist() == [1, 0]
    assert rows["edits"].tolist() == [0, 3]


def test_all_right_is_the_best_of_every_measure() -> None:
    right = ["the cat sat on the mat today", "a dog ran to the old house"]
    scores = overall(right, [(text,) for text in right])
    assert scores == pytest.approx({"cer": 0, "bleu": 100, "chrf": 100, "exact_match": 1})


def test_a_source_may_have_more_right_answers_than_another() -> None:
    scores = overall(
        ["so it is here now", "yes we do that"], [("so it is here now", "other"), ("yes we do that",)]
    )
    assert scores["exact_match"] == 1
    assert scores["bleu"] == pytest.approx(100)


def test_characters_are_the_words_of_scripts_without_blanks() -> None:
    assert overall(["今天天气很好"], [("今天天气不好",)])["bleu"] > 10


def test_bleu_and_chrf_by_hand() -> None:
    scores = overall(["the cat is on the mat"], [("the cat sat on the mat",)])
    # Precisions 5/6, 3/5, 1/4 and, smoothed, 1/(2 * 3) of runs of one to four words; equal lengths.
    assert scores["bleu"] == pytest.approx(100 * (5 / 6 * 3 / 5 * 1 / 4 * 1 / 6) ** 0.25, rel=1e-6)
    assert scores["cer"] == pytest.approx(100 * 3 / 22)
