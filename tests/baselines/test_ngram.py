"""Counting baselines: by hand, beside the textbook recursion, and what must hold for any text."""

import math
from collections import Counter, defaultdict

import numpy as np
import pytest

from rnnkit.baselines import score_ngrams
from rnnkit.baselines.ngram import _Order


def ids(text, symbols):
    return np.array([symbols.index(char) for char in text], dtype=np.int32)


def scored(training, asked, *size):
    """One part that both chooses the order and is scored."""
    return score_ngrams(training, asked, asked, *size)


def textbook(training, validation, size, highest):
    """Witten-Bell, written as its formula: (c(hw) + T(h) P(w|h')) / (c(h) + T(h))."""
    counts = defaultdict(Counter)
    for i in range(len(training)):
        for n in range(min(i, highest - 1) + 1):
            counts[tuple(training[i - n : i])][training[i]] += 1

    def chance(word, context):
        lower = chance(word, context[1:]) if context else 1 / size
        follow = counts[context]
        return (follow[word] + len(follow) * lower) / (follow.total() + len(follow)) if follow else lower

    return [
        -np.mean(
            [math.log(chance(w, tuple(validation[max(0, i - n) : i]))) for i, w in enumerate(validation)]
        )
        for n in range(highest)
    ]


def test_by_hand():
    """After `aab`: a twice, b once. P(a) = (2 + 2/2)/(3 + 2) = 3/5. After a come a and b, once each:
    P(b|a) = (1 + 2 * 2/5)/(2 + 2) = 9/20."""
    scores = scored(ids("aab", "ab"), ids("ab", "ab"), 2)
    assert scores.unigram == pytest.approx(-(math.log(3 / 5) + math.log(2 / 5)) / 2)
    assert scores.nats[1] == pytest.approx(-(math.log(3 / 5) + math.log(9 / 20)) / 2)


@pytest.mark.parametrize("size", [2, 5, 40])
@pytest.mark.parametrize("length", [1, 2, 30, 400])
def test_equals_the_textbook(size, length):
    rng = np.random.default_rng(size * length)
    walk = np.abs(rng.integers(-1, 2, length + 60).cumsum()) % size
    training, validation = walk[:length].astype(np.int32), walk[length:].astype(np.int32)
    scores = scored(training, validation, size, 5)
    expected = textbook(training.tolist(), validation.tolist(), size, 5)
    np.testing.assert_allclose(scores.nats, expected[: len(scores.nats)], rtol=1e-12)
    assert scores.best == pytest.approx(min(expected))


def test_probabilities_add_up_to_one_after_every_context():
    training = np.random.default_rng(0).integers(0, 7, 300).astype(np.int32)
    seen = np.zeros(300, dtype=np.int32)
    order = _Order(training, seen, 1, 7)
    context = order.places(training, seen)
    longer = _Order(training[1:], context[:-1], len(order.keys), 7)
    for place in np.unique(context[:-1]):
        everything, after = np.arange(7, dtype=np.int32), np.full(7, place)
        below = order.mix(everything, np.zeros(7, dtype=np.int32), np.full(7, 1 / 7))
        assert longer.mix(everything, after, below).sum() == pytest.approx(1)


def test_a_text_that_repeats_itself_needs_a_long_context_and_noise_none():
    rhythm = np.tile(np.array([0, 0, 0, 1, 0, 0, 1], dtype=np.int32), 200)
    scores = scored(rhythm, rhythm[:70], 2)
    assert scores.order >= 4
    assert scores.best < 0.1
    noise = np.random.default_rng(1).integers(0, 50, 4000).astype(np.int32)
    scores = scored(noise[:3000], noise[3000:], 50)
    assert scores.order == 1
    assert scores.unigram == pytest.approx(math.log(50), rel=0.02)
    assert len(scores.nats) == 3  # longer contexts are not tried any more


def test_symbols_that_training_never_showed_cost_much_but_not_everything():
    scores = scored(ids("abab", "abc"), ids("c", "abc"), 3)
    assert scores.unigram == pytest.approx(-math.log(2 / 6 / 3))  # T/(N + T) of the mass, a third of it


def test_nothing_to_score_is_no_score():
    nothing = np.empty(0, dtype=np.int32)
    assert scored(ids("ab", "ab"), nothing, 2).order == 0
    assert math.isnan(scored(nothing, ids("ab", "ab"), 2).best)
    assert math.isnan(scored(nothing, nothing, 2).unigram)


def test_the_order_is_chosen_on_the_validation_part_and_scored_on_the_test_part():
    """A rhythm asks for a long context; on a test part of noise, single symbols would have been better."""
    rhythm = np.tile(np.array([0, 0, 0, 1, 0, 0, 1], dtype=np.int32), 200)
    noise = np.random.default_rng(1).integers(0, 2, 500).astype(np.int32)
    found = score_ngrams(rhythm, rhythm[:70], noise, 2)
    assert found.order == scored(rhythm, rhythm[:70], 2).order >= 4
    assert found.best == found.nats[found.order - 1] > min(found.nats) == found.unigram
    alone = scored(rhythm, noise, 2).nats
    assert found.nats[: len(alone)] == alone
