"""Text to numbers and back, for characters, words and byte-pair units; and vocabularies from strangers."""

import json
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnkit.data import Vocabulary
from rnnkit.data.text import byte_pairs
from rnnkit.data.text.vocabulary import LONGEST, UNK, WORDS, pieces
from rnnkit.errors import ConfigError, DataError
from tests.work import times

UNITS = ("char", "word", "bpe")
HAMLET = "To be, or not to be, that is the question:\nWhether 'tis nobler in the mind to suffer\n"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def test_characters_are_numbered_in_the_order_of_their_code():
    vocabulary = Vocabulary.fit("cabac\n")
    assert vocabulary.symbols == ("\n", "a", "b", "c")
    assert vocabulary.encode("cab").tolist() == [3, 1, 2]
    assert vocabulary.encode("cab").dtype == np.int32
    assert vocabulary.decode([3, 1, 2]) == "cab"


def test_words_bring_the_space_before_them():
    assert list(pieces("I don't  say (so).\n")) == ["I", " don't", " ", " say", " (", "so", ")", ".", "\n"]
    assert list(pieces("床前 x_1 日本")) == ["床", "前", " x_1", " 日", "本"]
    assert list(pieces("a <unk> b")) == ["a", " <", "unk", ">", " b"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "text", [HAMLET, "  \t\n x", "床前明月光，疑是地上霜。", "<unk> <unk>", "👩\u200d👧 é"]
)
def test_what_is_known_comes_back_as_it_was(unit, text):
    vocabulary = Vocabulary.fit(text, unit)
    assert vocabulary.decode(vocabulary.encode(text)) == text
    assert vocabulary.unknown(text) == []


@given(ANY_TEXT, st.sampled_from(UNITS))
def test_any_text_comes_back(text, unit):
    vocabulary = Vocabulary.fit(text, unit)
    assert vocabulary.decode(vocabulary.encode(text)) == text


@given(ANY_TEXT)
def test_pieces_are_the_text(text):
    assert "".join(pieces(text)) == text


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(UNITS), st.integers(2, 30))
def test_any_other_text_is_numbered_within_bounds_and_survives_json(text, other, unit, limit):
    vocabulary = Vocabulary.fit(text, unit, limit)
    assert len(vocabulary) <= limit
    ids = vocabulary.encode(other)
    assert ((ids >= 0) & (ids < len(vocabulary))).all()
    again = Vocabulary.from_json(vocabulary.to_json())
    assert again == vocabulary
    np.testing.assert_array_equal(again.encode(other), ids)
    assert (vocabulary.unknown_share(other) > 0) == bool(vocabulary.unknown(other))


def test_39_the_most_frequent_are_kept_and_the_rest_is_said():
    vocabulary = Vocabulary.fit("aaaabbbccd", limit=3)
    assert vocabulary.symbols == ("a", "b", UNK)
    assert vocabulary.encode("abcd").tolist() == [0, 1, 2, 2]
    assert vocabulary.unknown("cabdc") == ["c", "d"]
    assert (
        vocabulary.notice("aaaabbbccd") == "The 2 most frequent symbols kept; 30 % of the text read as <unk>."
    )
    assert Vocabulary.fit("aab").notice("aab") == ""


def test_without_a_limit_nothing_is_unknown_in_characters_but_words_always_may_be():
    assert Vocabulary.fit(HAMLET).unk is None
    assert Vocabulary.fit(HAMLET, "word").unk is not None


def test_unknown_characters_are_skipped_until_there_is_a_symbol_for_them():
    vocabulary = Vocabulary.fit("ab")
    assert vocabulary.encode("axb").tolist() == [0, 1]
    wider = vocabulary.with_unk()
    assert wider.symbols == ("a", "b", UNK)
    assert wider.encode("axb").tolist() == [0, 2, 1]
    assert wider.known("axb").tolist() == [0, 1]
    assert wider.with_unk() is wider


def test_byte_pairs_are_learned_and_joined_by_hand():
    """aab twice, ab once: a b comes three times, then a ab twice, then all are whole words."""
    vocabulary = Vocabulary.fit("aab aab ab", "bpe", 20)
    assert vocabulary.merges == (("a", "b"), ("a", "ab"), (" ", "ab"), (" ", "aab"))
    assert vocabulary.symbols == (" ", "a", "b", "ab", "aab", " ab", " aab")
    assert [vocabulary.symbols[i] for i in vocabulary.encode("aab abaa")] == ["aab", " ab", "a", "a"]


def textbook_merges(text, characters, limit):
    """Count all pairs anew and join the most frequent, of equals the one of the oldest symbols."""
    words, symbols, merges = [list(word) for word in pieces(text)], list(characters), []
    while len(symbols) < limit:
        counts = Counter(pair for word in words for pair in pairwise(word))
        if not counts:
            break
        first, second = min(counts, key=lambda pair: (-counts[pair], *map(symbols.index, pair)))
        merges.append((first, second))
        symbols += [first + second] if first + second not in symbols else []
        for word in words:
            for i in range(len(word) - 1):
                if word[i : i + 2] == [first, second]:
                    word[i : i + 2] = [first + second]
    return tuple(merges)


@given(st.text("ab c", min_size=1, max_size=80), st.integers(2, 30))
def test_byte_pairs_equal_the_textbook(text, limit):
    vocabulary = Vocabulary.fit(text, "bpe", max(limit, len(set(text))))
    assert vocabulary.merges == textbook_merges(text, sorted(set(text)), max(limit, len(set(text))))


def test_byte_pairs_never_join_across_a_character_without_a_symbol():
    """Across the x, a and b would be joined first; they are neighbours in one word of six only."""
    assert byte_pairs.learn_merges({"axb": 5, "aab": 1}, "ab", 10, 200) == (("a", "a"), ("aa", "b"))


def test_of_very_many_words_the_most_frequent_are_learned_from(monkeypatch):
    """There is no time for more, so that a long text of ever new words is cut in seconds."""
    monkeypatch.setattr(byte_pairs, "MOST_WORK", 3 * 2**2)
    words = {"aa": 3, "bb": 2, "cc": 2, "dd": 1}
    merges = byte_pairs.learn_merges(words, "abcd", 100, 200)
    assert merges == (("a", "a"), ("b", "b"), ("c", "c"))


@pytest.mark.parametrize(
    "change",
    [
        {"symbols": []},
        {"symbols": ["a", "a"]},
        {"symbols": ["a", 1]},
        {"symbols": ["a", ""]},
        {"symbols": ["a", "bc"]},
        {"symbols": "ab"},
        {"symbols": [str(i) for i in range(100_001)]},
        {"unk": 5},
        {"unk": 0},
        {"unk": -1},
        {"unit": "byte"},
        {"version": 2},
        {"more": 1},
    ],
    ids=str,
)
def test_a_vocabulary_from_a_stranger_is_checked(change):
    sound = {"unit": "char", "symbols": ["a", "b"], "unk": None}
    assert len(Vocabulary.from_json(json.dumps(sound))) == 2
    with pytest.raises(ConfigError) as error:
        Vocabulary.from_json(json.dumps(sound | change))
    assert "\n" not in str(error.value)
    assert len(str(error.value)) <= 200


def test_an_empty_text_has_no_symbols():
    with pytest.raises(DataError, match="empty"):
        Vocabulary.fit("")


def test_a_long_text_is_numbered_soon():
    text = HAMLET * 20_000

    def plainly() -> list[int]:
        ids = {symbol: number for number, symbol in enumerate(sorted(set(text)))}
        return [ids[symbol] for symbol in text]

    assert len(Vocabulary.fit(text).encode(text)) == len(text)
    assert times(lambda: Vocabulary.fit(text).encode(text), plainly, 8) < 8


def test_long_texts_are_cut_into_the_same_pieces_as_short_ones() -> None:
    """Stretches of a long text end before a space; a run without one is a stretch of its own."""
    text = "so it goes, \n" * 9_000 + "a'a" * 70_000 + " 日 end"
    assert list(pieces(text)) == [
        word[i : i + LONGEST] for word in WORDS.findall(text) for i in range(0, len(word), LONGEST)
    ]
