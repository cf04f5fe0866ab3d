"""The end of a text, texts by class and tagged sentences are cut off; what is left is read as it was."""

import json
import math
from types import SimpleNamespace

import numpy as np
import pytest

from rnnkit.baselines import ngram_nats, score_ngrams
from rnnkit.config import parse
from rnnkit.data import TextOverrides, read_text
from rnnkit.data.labelled import LabelledOverrides, read_labelled
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged
from rnnkit.errors import DataError
from rnnkit.tasks import TASKS
from rnnkit.tasks.classify.kept.hidden import _units as text_units
from rnnkit.tasks.label.kept.hidden import _units as sentence_units
from tests.tasks.examples import classify, label, text


def cut(task: str, content: bytes, share: float = 0.2):
    hiding = TASKS[task].hiding
    assert hiding is not None
    return hiding.cut(
        SimpleNamespace(content=content, overrides="{}"), parse(TASKS[task].asked, {"task": task}), share
    )


def test_a_text_loses_its_end_at_the_end_of_a_line() -> None:
    whole = text.sentences(200).decode()
    found = cut("text", whole.encode())
    rest = read_text(found.content, TextOverrides.from_json(found.overrides)).text
    hidden = json.loads(found.hidden)["hidden"]
    assert rest + hidden == whole
    assert rest.endswith("\n")
    assert 0.2 <= len(hidden) / len(whole) < 0.22
    assert found.rows == len(hidden)


def test_a_text_without_lines_is_cut_where_the_share_says() -> None:
    found = cut("text", b"tick tock " * 500)
    assert (len(found.content), found.rows) == (4_000, 1_000)


def test_a_text_just_long_enough_is_cut_and_one_too_short_is_told_how_long_it_has_to_be() -> None:
    found = cut("text", b"w" * 899 + b"\n" + b"x" * 500)
    assert len(found.content) == 1_120  # at the only line end too little would be left
    with pytest.raises(DataError, match="1,429 characters are needed, and there are 1,428"):
        cut("text", b"w" * 1_428, share=0.3)
    assert len(cut("text", b"w" * 1_429, share=0.3).content) == 1_000


def test_texts_are_hidden_by_class_and_equal_ones_stay_together() -> None:
    rows = "".join(f"text {n // 2} here,{'good' if n % 4 < 2 else 'bad'}\n" for n in range(400))
    found = cut("classify", ("text,label\n" + rows).encode())
    rest = read_labelled(found.content, LabelledOverrides.from_json(found.overrides))
    hidden = json.loads(found.hidden)
    assert (len(rest), found.rows) == (320, 80)
    assert not set(rest.texts) & set(hidden["texts"])
    assert (hidden["labels"].count("good"), hidden["labels"].count("bad")) == (40, 40)
    assert hidden["counts"] == {"good": 160, "bad": 160}


def test_rows_with_quotes_commas_and_lines_come_back_as_they_were() -> None:
    said = [f'he said ""no"" {n}, then' for n in range(200)]
    rows = "".join(f'"{one}","{("a", "b")[n % 2]}"\n' for n, one in enumerate(said))
    found = cut("classify", ("text,label\n" + rows).encode())
    rest = read_labelled(found.content, LabelledOverrides.from_json(found.overrides))
    whole = {*rest.texts, *json.loads(found.hidden)["texts"]}
    assert whole == {one.replace('""', '"') for one in said}


def test_sentences_come_back_with_their_tags_and_equal_ones_stay_together() -> None:
    content = label.tagged(300)
    found = cut("label", content)
    rest, whole = read_tagged(found.content, TaggedOverrides.from_json(found.overrides)), read_tagged(content)
    hidden = json.loads(found.hidden)
    left = {tuple(tokens) for tokens in rest.tokens}
    assert not left & {tuple(tokens) for tokens in hidden["tokens"]}
    assert len(rest) + len(hidden["tokens"]) == len(whole)
    assert sorted(map(tuple, [*rest.tags, *hidden["tags"]])) == sorted(map(tuple, whole.tags))


@pytest.mark.parametrize(
    ("task", "content", "sentence"),
    [
        ("text", b"too short for that " * 20, "Too short to hide a part: 1,250 characters are needed"),
        ("classify", classify.opinions(60), "Too few texts to hide some: at least 20 are needed"),
        ("label", label.tagged(30), "Too few sentences to hide some: at least 10 different ones"),
    ],
)
def test_too_little_is_refused(task: str, content: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        cut(task, content)


def test_losses_of_units_add_up_to_the_score() -> None:
    log_p = np.log(np.array([[0.5, 0.5], [0.25, 0.75]]))
    found = text_units(log_p, np.array([0, 1]))
    assert found.score == pytest.approx((math.log(2) - math.log(0.75)) / 2)
    wrong = sentence_units([["A", "B"], ["A", "A", "A", "A"]], [["A", "A"], ["A", "A", "B", "B"]])
    assert wrong.score == pytest.approx(3 / 6)
    assert wrong.loss.tolist() == pytest.approx([1 / 6, 2 / 6])


def test_counting_says_of_every_symbol_what_it_says_of_all() -> None:
    luck = np.random.default_rng(0)
    training, validation, test = (luck.integers(0, 4, size).cumsum() % 7 for size in (600, 100, 150))
    parts = [part.astype(np.int32) for part in (training, validation, test)]
    each = ngram_nats(*parts, 7)
    assert each.shape == (150,)
    assert each.mean() == pytest.approx(score_ngrams(*parts, 7).best)


def test_tasks_without_a_hidden_part_say_so() -> None:
    assert {name for name, task in TASKS.items() if task.hiding is None} == {"translate", "compose", "memory"}
