"""Word vectors beside texts: known by their form, cut to the words of the texts, where a network starts."""

import numpy as np
import pytest

from rnnkit.config import parse
from rnnkit.data.labelled import LabelledOverrides, read_labelled
from rnnkit.data.labelled.read import lean
from rnnkit.data.labelled.vectors import are_vectors, beside, read_vectors, rows_of
from rnnkit.data.limits import Limits
from rnnkit.data.source.together import apart, together
from rnnkit.errors import ConfigError, DataError
from rnnkit.tasks.classify.networks.embedding_start import SPREAD, brought
from rnnkit.tasks.classify.plan import resolve
from rnnkit.tasks.classify.report import notes_of
from rnnkit.tasks.classify.settings import ClassifyConfig
from rnnkit.tasks.classify.texts.corpus import read_corpus

TEXTS = "text,label\n" + "".join(
    f"the soup was {word} {n},{label}\n"
    for n in range(30)
    for word, label in (("fine", "good"), ("awful", "bad"))
)


def vectors(*words: str, size: int = 12) -> bytes:
    """A line a word; the numbers of the n-th begin at n."""
    return "".join(
        f"{word} {' '.join(str(n + 0.5 * i) for i in range(size))}\n" for n, word in enumerate(words)
    ).encode()


WORDS = ("the", "soup", "fine", "awful", "moon")


@pytest.mark.parametrize("heading", [b"", b"5 12\n"])
def test_vectors_beside_texts_are_read_and_cut_to_the_words_of_the_texts(heading):
    both = together([("a.csv", TEXTS.encode()), ("glove.txt", heading + vectors(*WORDS))])
    found = read_labelled(both)
    assert len(found) == 60
    assert found.vectors.words == WORDS
    assert found.changes[0].sentence == (
        "Word vectors read: 5 words with 12 numbers each, where the network starts."
    )
    less = read_labelled(lean(both, found, Limits()))
    assert less.vectors.words == ("the", "soup", "fine", "awful")
    assert np.array_equal(less.vectors.numbers[2], 2 + 0.5 * np.arange(12, dtype=np.float32))
    assert less.texts == found.texts
    off = read_labelled(both, LabelledOverrides(off=frozenset({"word_vectors"})))
    assert off.vectors is None
    assert len(off) == 60


@pytest.mark.parametrize(
    "content",
    [
        b"".join(b"1 " + b"0.5 " * 20 + b"\n2 " + b"0.1 " * 20 + b"\n" for _ in range(5)),  # series
        b"".join(b"%d " % n + b"0.5 " * 20 + b"\n" for n in range(9)),
        b"text,label\na,b\n",
        b"the 0.1 0.2\n",
        b"the" + b" x" * 20,
        b"",
    ],
    ids=["classes first", "numbered rows", "table", "too few", "no numbers", "empty"],
)
def test_what_is_no_file_of_vectors_is_not_taken_for_one(content):
    assert not are_vectors(content)


def test_damaged_lines_of_vectors_are_passed_over_and_the_first_of_two_counts():
    content = vectors("the", "soup") + b"fine 1 2\nmoon" + b" nan" * 12 + b"\n" + vectors("soup", "the")
    assert read_vectors(content).words == ("the", "soup")
    assert read_vectors(content).numbers[1, 0] == 1


def test_vectors_without_a_word_of_the_texts_are_refused():
    with pytest.raises(DataError, match="with words of the texts; found none"):
        beside([("a.csv", TEXTS.encode())], [vectors("moon")], ["the soup"])
    assert apart(beside([("a.csv", b"x")], vectors("the", "moon").splitlines(), ["The soup"]), 10**6)[1][0]


def test_the_network_starts_from_the_vectors():
    found = read_labelled(together([("a.csv", TEXTS.encode()), ("glove.txt", vectors(*WORDS))]))
    corpus = read_corpus(found, ClassifyConfig())
    assert resolve(corpus, ClassifyConfig()).embedding_size == 12
    rows = rows_of(found.vectors, corpus.vocabulary)
    soup = corpus.vocabulary.symbols.index(" soup")
    assert rows[soup] == 1
    begin = np.zeros((len(corpus.vocabulary), 12), np.float32)
    start = brought(begin, found.vectors, corpus.vocabulary)
    spread = found.vectors.numbers.std()
    assert start[soup] == pytest.approx(found.vectors.numbers[1] * SPREAD / spread, rel=1e-5)
    assert not start[rows < 0].any()
    assert any(
        "words of the vocabulary start from the word vectors" in note for note in notes_of(corpus, None)
    )
    with pytest.raises(
        ConfigError, match="The word vectors have 12 numbers a word, and embedding size is 50"
    ):
        resolve(corpus, parse(ClassifyConfig, {"embedding_size": 50}))
    letters = read_corpus(found, parse(ClassifyConfig, {"unit": "char"}))
    assert letters.vectors is None
    assert any("not used, since no words are read" in note for note in notes_of(letters, None))
