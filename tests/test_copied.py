"""Copied runs: by hand, beside the slow way, and what must always hold."""

import random

import numpy as np
import pytest

from rnnkit.tasks.text.copied import find_copied

TRAINING = "To be, or not to be, that is the question:\nWhether 'tis nobler in the mind to suffer\n"


def slow_cover(generated, training, least):
    """Which characters stand in some run of `least` that the training text holds."""
    covered = np.zeros(len(generated), dtype=bool)
    for i in range(len(generated) - least + 1):
        if generated[i : i + least] in training:
            covered[i : i + least] = True
    return covered


def test_one_run_of_seventeen_and_none_of_fifteen():
    generated = "xx not to be, that is yy the mind to suf zz"
    found = find_copied(generated, TRAINING)
    assert [generated[a:b] for a, b in found.spans] == [" not to be, that is ", " the mind to suf"]
    assert found.longest == 20
    assert found.share == pytest.approx(36 / len(generated))
    assert find_copied("xx the mind to su zz", TRAINING).spans == ()


def test_a_whole_copy_is_one_run():
    found = find_copied(TRAINING, TRAINING)
    assert found.spans == ((0, len(TRAINING)),)
    assert found.share == 1


def test_two_runs_that_overlap_are_told_apart():
    training = "abcdefghijklmnopqrst | klmnopqrstuvwxyz0123"
    found = find_copied("abcdefghijklmnopqrstuvwxyz0123", training)
    assert found.spans == ((0, 20), (20, 30))


def test_short_texts_hold_no_runs():
    assert find_copied("", TRAINING).spans == ()
    assert find_copied("short", TRAINING).share == 0
    assert find_copied(TRAINING, "short").share == 0


def test_numbers_of_symbols_do_as_well():
    ids = np.arange(100, dtype=np.int32) % 37
    assert find_copied(ids[5:40], ids).spans == ((0, 35),)


def test_beyond_one_chunk(monkeypatch):
    monkeypatch.setattr("rnnkit.tasks.text.copied.CHUNK", 10)
    assert find_copied(TRAINING[3:50], TRAINING).spans == ((0, 47),)


@pytest.mark.parametrize("seed", range(30))
def test_covers_what_the_slow_way_covers_and_every_span_is_real(seed):
    rng = random.Random(seed)
    training = "".join(rng.choices("ab床🙂", k=400))
    parts = [training[i : i + rng.randint(2, 30)] for i in rng.choices(range(390), k=8)]
    generated = "".join(parts)
    least = rng.choice((4, 8, 16))
    found = find_copied(generated, training, least)
    covered = np.zeros(len(generated), dtype=bool)
    for start, end in found.spans:
        assert generated[start:end] in training
        assert not covered[start:end].any()
        covered[start:end] = True
    np.testing.assert_array_equal(covered, slow_cover(generated, training, least))
    assert found.share == pytest.approx(covered.mean())
